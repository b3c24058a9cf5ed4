//! The file `origin` in which newer WebKit keeps whose data a folder with a salted name holds.
//!
//! Format: WebKit `ClientOrigin` as `WTF::Persistence` encodes it: for the site in the address bar and then for the site
//! of the frame, the scheme and the host (length as `u32`, a byte that says whether a character takes one byte or two,
//! the characters) and the port (a byte that says whether there is one, then a `u16`). All little-endian.

/// One of the two sites.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Site {
    pub(super) scheme: String,
    pub(super) host: String,
    pub(super) port: u16,
}

/// A name longer than this is no host.
const LONGEST: usize = 4096;

struct Reader<'b> {
    rest: &'b [u8],
}

impl Reader<'_> {
    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn text(&mut self) -> Option<String> {
        let length = u32::from_le_bytes(self.take(4)?.try_into().ok()?);
        // The null string.
        if length == u32::MAX {
            return Some(String::new());
        }
        let length = usize::try_from(length).ok().filter(|length| *length <= LONGEST)?;
        if self.byte()? == 0 {
            let units = self.take(length.checked_mul(2)?)?.chunks_exact(2);
            let units: Vec<u16> = units.filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?))).collect();
            return Some(String::from_utf16_lossy(&units));
        }
        // Eight-bit strings are Latin-1.
        Some(self.take(length)?.iter().copied().map(char::from).collect())
    }

    fn site(&mut self) -> Option<Site> {
        let (scheme, host) = (self.text()?, self.text()?);
        let port = match self.byte()? {
            0 => 0,
            _ => u16::from_le_bytes(self.take(2)?.try_into().ok()?),
        };
        Some(Site { scheme, host, port })
    }
}

/// The site in the address bar and, where it is another one, the site of the frame. `None` when the bytes are no such file.
pub(super) fn sites(bytes: &[u8]) -> Option<Vec<Site>> {
    let mut reader = Reader { rest: bytes };
    let (top, frame) = (reader.site()?, reader.site()?);
    if top.scheme.is_empty() {
        return None;
    }
    Some(if top == frame { vec![top] } else { vec![top, frame] })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(parts: &[(&str, &str, Option<u16>)]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (scheme, host, port) in parts {
            for text in [scheme, host] {
                bytes.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
                bytes.push(1);
                bytes.extend(text.bytes());
            }
            bytes.push(u8::from(port.is_some()));
            bytes.extend(port.map(u16::to_le_bytes).into_iter().flatten());
        }
        bytes
    }

    #[test]
    fn both_sites_are_read() {
        let bytes = encode(&[("https", "top.example.org", None), ("https", "frame.example.net", Some(8443))]);
        let found = sites(&bytes).unwrap();
        assert_eq!(found[0].host, "top.example.org");
        assert_eq!((found[1].host.as_str(), found[1].port), ("frame.example.net", 8443));
        for cut in 0..bytes.len() {
            assert_eq!(sites(&bytes[..cut]), None, "{cut}");
        }
        let same = encode(&[("https", "a.example.org", None), ("https", "a.example.org", None)]);
        assert_eq!(sites(&same).unwrap().len(), 1);
    }
}
