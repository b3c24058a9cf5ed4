//! Paths that end in the UUID of the program's image, as `logd` writes them (`/usr/libexec/nfcd/EBFB3E7F-…`).

/// The path without the UUID, and the UUID, when the last component is one (8-4-4-4-12 hexadecimal digits).
pub(super) fn split(path: &str) -> (&str, Option<&str>) {
    match path.rsplit_once('/') {
        Some((program, uuid)) if !program.is_empty() && is_uuid(uuid) => (program, Some(uuid)),
        _ => (path, None),
    }
}

/// Whether a text is a UUID in its usual form.
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn only_a_whole_uuid_behind_a_program_comes_off() {
        let uuid = "EBFB3E7F-4CA4-3656-8E9C-8CCF5995C34A";
        assert_eq!(split(&format!("/usr/libexec/nfcd/{uuid}")), ("/usr/libexec/nfcd", Some(uuid)));
        assert_eq!(split(&format!("/kernel/{uuid}")), ("/kernel", Some(uuid)));
        for whole in ["/usr/libexec/nfcd", "/a/EBFB3E7F-4CA4", "", "/", &format!("/{uuid}"), &format!("/{uuid}/bh")] {
            assert_eq!(split(whole), (whole, None));
        }
    }
}
