//! A case compared with a second examination of the same evidence: file by file, byte by byte.

use std::path::Path;

use crate::custody::CUSTODY;
use crate::manifest::{self, MANIFEST};
use crate::seal::SIGNATURE;
use crate::timestamp::{REQUEST, RESPONSE};
use crate::{CaseError, Difference, What};

/// Files that hold the examination's own time, or come after it. `context.json` is the register's answer of that day.
const OF_THEIR_TIME: [&str; 9] =
    ["case.json", "context.json", "evidence.b3", "report.html", CUSTODY, MANIFEST, SIGNATURE, REQUEST, RESPONSE];

/// How a second examination differs from the case, by file; the first line that differs, in files of lines. Both are
/// case folders, the second one perhaps not yet complete.
///
/// # Errors
/// [`CaseError::Io`].
pub fn compare_repeat(case: &Path, again: &Path) -> Result<Vec<Difference>, CaseError> {
    let (mut before, mut now) = (manifest::files(case)?, manifest::files(again)?);
    for files in [&mut before, &mut now] {
        files.retain(|name, is_file| *is_file && !OF_THEIR_TIME.contains(&name.as_str()));
    }
    let mut differences = Vec::new();
    for name in before.keys() {
        if !now.contains_key(name) {
            differences.push(Difference::new(name, What::Missing));
            continue;
        }
        let read = |folder: &Path| std::fs::read(folder.join(name)).map_err(CaseError::io(folder.join(name)));
        let (one, two) = (read(case)?, read(again)?);
        if one != two {
            let difference = Difference::new(name, What::Changed);
            let has_lines = [".json", ".jsonl", ".csv"].iter().any(|ending| name.ends_with(ending));
            differences.push(if has_lines { difference.at(first_line(&one, &two)) } else { difference });
        }
    }
    let added = now.keys().filter(|name| !before.contains_key(*name));
    differences.extend(added.map(|name| Difference::new(name, What::Added)));
    differences.sort();
    Ok(differences)
}

/// The number of the first line that differs.
fn first_line(one: &[u8], two: &[u8]) -> u64 {
    let same = one.iter().zip(two).take_while(|(a, b)| a == b);
    1 + same.filter(|(byte, _)| **byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named_with_its_line() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let write = |folder: &Path, name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
        for (name, a, b) in [
            ("case.json", "1", "2"),
            ("coverage.json", "same", "same"),
            ("findings.jsonl", "a\nb\nc\n", "a\nB\nc\n"),
            ("programs.csv", "a\n", "a\nb\n"),
        ] {
            write(one.path(), name, a);
            write(two.path(), name, b);
        }
        write(one.path(), "timeline.csv", "");
        write(two.path(), "sources.jsonl", "");
        let told = compare_repeat(one.path(), two.path()).unwrap();
        let told: Vec<_> = told.iter().map(|one| (one.file.as_str(), one.line, one.what)).collect();
        assert_eq!(
            told,
            [
                ("findings.jsonl", Some(2), What::Changed),
                ("programs.csv", Some(2), What::Changed),
                ("sources.jsonl", None, What::Added),
                ("timeline.csv", None, What::Missing),
            ]
        );
    }
}
