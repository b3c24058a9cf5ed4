//! Paths of devices. `/var`, `/tmp` and `/etc` of Apple systems are links into `/private`; Windows names compare
//! without case.

/// A path in canonical form: absolute, single slashes, no slash at the end. `None` when nothing is left.
pub(crate) fn path(raw: &str, out: &mut String) -> bool {
    let text = raw.trim();
    let text = text.strip_prefix("file://").unwrap_or(text);
    out.clear();
    let windows = is_windows(text);
    if windows {
        // `\\?\C:\x` and `C:\x` are the same.
        let text = text.strip_prefix(r"\\?\").unwrap_or(text);
        join(text.split(['\\', '/']), out);
        *out = out.to_lowercase();
    } else {
        join(text.split('/'), out);
        for linked in ["/var", "/tmp", "/etc"] {
            if out.strip_prefix(linked).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
                out.insert_str(0, "/private");
                break;
            }
        }
    }
    !out.is_empty()
}

fn join<'t>(components: impl Iterator<Item = &'t str>, out: &mut String) {
    for component in components.filter(|c| !c.is_empty() && *c != ".") {
        out.push('/');
        out.push_str(component);
    }
}

/// Whether a path is written in the manner of Windows.
pub(crate) fn is_windows(text: &str) -> bool {
    let drive = matches!(text.as_bytes(), [letter, b':', rest @ ..] if letter.is_ascii_alphabetic() && matches!(rest.first(), None | Some(b'\\' | b'/')));
    drive || (text.contains('\\') && !text.contains('/'))
}

/// The last component, as written.
pub(crate) fn base_name(raw: &str) -> &str {
    let text = raw.trim().trim_end_matches(['/', '\\']);
    let separators: &[char] = if is_windows(text) { &['\\', '/'] } else { &['/'] };
    text.rsplit(separators).next().unwrap_or(text)
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
        assert_eq!(base_name(r"C:\Windows\perfc.dat"), "perfc.dat");
        assert_eq!(base_name("/a/b/"), "b");
        assert_eq!(canonical("/"), "");
    }
}
