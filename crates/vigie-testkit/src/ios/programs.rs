//! Programs of iOS with their paths, from the list that detection also knows.

/// The list, whose head says where it comes from.
const LIST: &str = include_str!("../../../vigie-detect/data/ios_programs.tsv");

/// Paths of all programs whose folder is known, in the order of the list.
pub(super) fn paths() -> impl Iterator<Item = String> {
    let lines = LIST.lines().filter(|line| !line.starts_with('#'));
    let folders = lines.filter_map(|line| line.split_once('\t')).filter(|(folder, _)| *folder != "?");
    folders
        .flat_map(|(folder, names)| names.split(' ').map(move |name| format!("{folder}/{}", in_bundle(folder, name))))
}

/// A service lies in a bundle of its own name.
fn in_bundle(folder: &str, name: &str) -> String {
    if folder.ends_with("/XPCServices") { format!("{name}.xpc/{name}") } else { name.to_owned() }
}
