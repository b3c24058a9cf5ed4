//! Paths of devices. `/var`, `/tmp` and `/etc` of Apple systems are links into `/private`; Windows names compare
//! without case.

use memchr::{memchr, memrchr, memrchr2};

use super::trimmed;

/// A path in canonical form: absolute, single slashes, no slash at the end. `None` when nothing is left.
pub(crate) fn path(raw: &str, out: &mut String) -> bool {
    let text = trimmed(raw);
    let text = text.strip_prefix("file://").unwrap_or(text);
    out.clear();
    let windows = is_windows(text);
    if windows {
        // `\\?\C:\x`, `\??\C:\x` and `C:\x` are the same.
        let text = [r"\\?\", r"\??\"].iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(text);
        join(text.split(['\\', '/']), out);
        *out = out.to_lowercase();
        on_drive(out);
    } else {
        by_slashes(text, out);
        for linked in ["/var", "/tmp", "/etc"] {
            if out.strip_prefix(linked).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
                out.insert_str(0, "/private");
                break;
            }
        }
    }
    !out.is_empty()
}

/// Windows also writes a path from its volume (`\Device\HarddiskVolume3`, `\VOLUME{…}`) or from a variable. Published paths
/// are those of the system's volume, which is `C:` nearly everywhere; a path of another volume is met as if it were there.
fn on_drive(path: &mut String) {
    let volume = |rest: &str| rest.find('/').unwrap_or(rest.len());
    let lengths = [
        path.strip_prefix("/device/harddiskvolume").map(|rest| (22 + volume(rest), "/c:")),
        path.strip_prefix("/volume{").map(|rest| (8 + volume(rest), "/c:")),
        path.strip_prefix("/systemroot").filter(|rest| rest.starts_with('/')).map(|_| (11, "/c:/windows")),
        path.strip_prefix("/%systemroot%").map(|_| (13, "/c:/windows")),
        path.strip_prefix("/%windir%").map(|_| (9, "/c:/windows")),
        path.strip_prefix("/%systemdrive%").map(|_| (14, "/c:")),
        path.strip_prefix("/%programdata%").map(|_| (14, "/c:/programdata")),
    ];
    if let Some((length, instead)) = lengths.into_iter().flatten().next() {
        path.replace_range(..length, instead);
    }
}

fn join<'t>(components: impl Iterator<Item = &'t str>, out: &mut String) {
    for component in components.filter(|c| !c.is_empty() && *c != ".") {
        out.push('/');
        out.push_str(component);
    }
}

/// The same for slashes alone.
fn by_slashes(text: &str, out: &mut String) {
    let mut from = 0;
    for at in memchr::memchr_iter(b'/', text.as_bytes()).chain([text.len()]) {
        let component = &text[from..at];
        if !component.is_empty() && component != "." {
            out.push('/');
            out.push_str(component);
        }
        from = at + 1;
    }
}

/// Whether a path is written in the manner of Windows.
pub(crate) fn is_windows(text: &str) -> bool {
    let drive = matches!(text.as_bytes(), [letter, b':', rest @ ..] if letter.is_ascii_alphabetic() && matches!(rest.first(), None | Some(b'\\' | b'/')));
    drive || (memchr(b'\\', text.as_bytes()).is_some() && memchr(b'/', text.as_bytes()).is_none())
}

/// The last component, as written.
pub(crate) fn base_name(raw: &str) -> &str {
    let mut text = trimmed(raw);
    while let Some(rest) = text.strip_suffix(['/', '\\']) {
        text = rest;
    }
    let bytes = text.as_bytes();
    let last = if is_windows(text) { memrchr2(b'\\', b'/', bytes) } else { memrchr(b'/', bytes) };
    last.and_then(|last| text.get(last + 1..)).unwrap_or(text)
}

/// Whether a component is a UUID, the name iOS gives to the container of an app.
pub(crate) fn is_uuid(component: &str) -> bool {
    component.len() == 36
        && component.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Writes the canonical path with the components at `wild` replaced by `*`. False when it has fewer components.
pub(crate) fn with_wild(path: &str, wild: &[u16], out: &mut String) -> bool {
    out.clear();
    let mut found = 0;
    for (at, component) in path.split('/').skip(1).enumerate() {
        out.push('/');
        if wild.iter().any(|w| usize::from(*w) == at) {
            found += 1;
            out.push('*');
        } else {
            out.push_str(component);
        }
    }
    found == wild.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(raw: &str) -> String {
        let mut out = String::new();
        path(raw, &mut out);
        out
    }

    #[test]
    fn spellings_meet() {
        for raw in [
            "/private/var/tmp/hooker",
            "private/var/tmp/hooker",
            "/var/tmp/hooker/",
            "//var/./tmp//hooker",
            "file:///var/tmp/hooker",
        ] {
            assert_eq!(canonical(raw), "/private/var/tmp/hooker", "{raw}");
        }
        assert_eq!(canonical("/variable/x"), "/variable/x");
        assert_eq!(canonical(r"C:\Windows\Perfc.DAT"), "/c:/windows/perfc.dat");
        assert_eq!(canonical("c:/windows/perfc.dat"), "/c:/windows/perfc.dat");
        for raw in [
            r"\??\C:\Windows\perfc.dat",
            r"\Device\HarddiskVolume3\Windows\perfc.dat",
            r"\VOLUME{01d2ae6f4b3c9e5a-5c0b1f2e}\WINDOWS\PERFC.DAT",
            r"%SystemRoot%\perfc.dat",
            r"\SystemRoot\perfc.dat",
        ] {
            assert_eq!(canonical(raw), "/c:/windows/perfc.dat", "{raw}");
        }
        assert_eq!(base_name(r"C:\Windows\perfc.dat"), "perfc.dat");
        assert_eq!(base_name("/a/b/"), "b");
        assert_eq!(canonical("/"), "");
    }
}
