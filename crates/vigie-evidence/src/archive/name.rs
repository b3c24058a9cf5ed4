//! Names of members: hostile text that becomes a path of the evidence. Nothing is ever written under such a name, but
//! a name that climbs or hides must not pass for another file.

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameError {
    /// It has a component `..`.
    Climbs,
    /// It holds a NUL or is longer than any file system allows.
    NotAName,
}

impl NameError {
    pub(crate) fn told(self) -> &'static str {
        match self {
            Self::Climbs => "the name leads upwards (`..`); the member was not read",
            Self::NotAName => "the name holds a NUL or is too long; the member was not read",
        }
    }
}

/// Longest name in bytes: iOS and Linux allow 1024 and 4096.
const NAME_LIMIT: usize = 8192;

/// A name as a relative path: without `/` or `./` before it and `/` behind it, each of which tools write as they
/// please. `None` for the root itself. Bytes that are not UTF-8 become U+FFFD.
pub(crate) fn clean(raw: &[u8]) -> Result<Option<String>, NameError> {
    if raw.len() > NAME_LIMIT || raw.contains(&0) {
        return Err(NameError::NotAName);
    }
    let text = String::from_utf8_lossy(raw);
    let mut path = String::with_capacity(text.len());
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." => return Err(NameError::Climbs),
            part => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.push_str(part);
            }
        }
    }
    Ok((!path.is_empty()).then_some(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_relative_paths_or_nothing() {
        let ok = |raw: &str| clean(raw.as_bytes()).unwrap();
        assert_eq!(ok("/private/var/x").unwrap(), "private/var/x");
        assert_eq!(ok("./a//b/./c/").unwrap(), "a/b/c");
        assert_eq!(ok("./"), None);
        assert_eq!(clean(b"a/\xff").unwrap().unwrap(), "a/\u{fffd}");
        assert_eq!(clean(b"a/../../etc/passwd"), Err(NameError::Climbs));
        assert_eq!(clean(b"a\0b"), Err(NameError::NotAName));
        assert_eq!(clean(&[b'a'; 9000]), Err(NameError::NotAName));
    }
}
