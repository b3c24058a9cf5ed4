//! DER (ITU-T X.690) as far as timestamps need it: one value after the other, definite lengths, nothing copied.

/// Tags of the values read and written here.
pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OID: u8 = 0x06;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// The tag of a constructed context-specific value, `[n]`.
pub(crate) const fn context(number: u8) -> u8 {
    0xa0 | number
}

/// What is not DER, or not the value that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotDer;

/// Values that stand one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Der<'a>(pub(crate) &'a [u8]);

impl<'a> Der<'a> {
    /// The tag of the next value.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    /// The next value: its tag and its content.
    pub(crate) fn next(&mut self) -> Result<(u8, &'a [u8]), NotDer> {
        let (tag, rest) = self.0.split_first().ok_or(NotDer)?;
        let (first, mut rest) = rest.split_first().ok_or(NotDer)?;
        // Tags of several bytes, and lengths that are not stated, are not in timestamps.
        if tag & 0x1f == 0x1f || *first == 0x80 {
            return Err(NotDer);
        }
        let mut length = usize::from(*first);
        if *first > 0x80 {
            let (digits, behind) = rest.split_at_checked(usize::from(first & 0x7f)).ok_or(NotDer)?;
            if digits.len() > 4 || digits.first() == Some(&0) {
                return Err(NotDer);
            }
            length = digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit));
            rest = behind;
        }
        let (content, rest) = rest.split_at_checked(length).ok_or(NotDer)?;
        self.0 = rest;
        Ok((*tag, content))
    }

    /// The content of the next value, which must have this tag.
    pub(crate) fn take(&mut self, tag: u8) -> Result<&'a [u8], NotDer> {
        let (found, content) = self.next()?;
        if found == tag { Ok(content) } else { Err(NotDer) }
    }

    /// The values inside the next one, which must have this tag.
    pub(crate) fn within(&mut self, tag: u8) -> Result<Self, NotDer> {
        self.take(tag).map(Self)
    }

    /// The content of the next value, if it has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<&'a [u8]>, NotDer> {
        if self.peek() == Some(tag) { self.take(tag).map(Some) } else { Ok(None) }
    }
}

/// One value.
pub(crate) fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match u8::try_from(content.len()) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            let length = content.len().to_be_bytes();
            let digits: Vec<u8> = length.into_iter().skip_while(|digit| *digit == 0).collect();
            // At most eight digits: a length of this machine.
            out.push(digits.iter().fold(0x80, |count, _| count + 1));
            out.extend(digits);
        }
    }
    out.extend(content);
    out
}

/// An object identifier in its usual form (`1.2.840.…`).
pub(crate) fn dotted(content: &[u8]) -> Result<String, NotDer> {
    let mut numbers: Vec<u64> = Vec::new();
    let mut number = 0u64;
    for byte in content {
        number = number.checked_mul(128).ok_or(NotDer)? | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            if numbers.is_empty() {
                let first = (number / 40).min(2);
                numbers.push(first);
                number -= first * 40;
            }
            numbers.push(number);
            number = 0;
        }
    }
    let text: Vec<String> = numbers.iter().map(u64::to_string).collect();
    if text.is_empty() { Err(NotDer) } else { Ok(text.join(".")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_are_written() {
        for length in [0, 1, 127, 128, 300, 70_000] {
            let content = vec![7; length];
            let bytes = value(OCTET_STRING, &content);
            let mut der = Der(&bytes);
            assert_eq!(der.take(OCTET_STRING), Ok(&content[..]));
            assert_eq!(der.peek(), None);
            for end in 0..bytes.len().min(10) {
                assert_eq!(Der(&bytes[..end]).next(), Err(NotDer));
            }
        }
        assert_eq!(Der(&[0x30, 0x80, 0, 0]).next(), Err(NotDer), "no length");
        assert_eq!(Der(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]).next(), Err(NotDer), "more than there is");
    }

    #[test]
    fn identifiers_are_shown_as_people_write_them() {
        assert_eq!(dotted(&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]).unwrap(), "2.16.840.1.101.3.4.2.1");
        assert_eq!(dotted(&[0x2a, 0x03, 0x04, 0x01]).unwrap(), "1.2.3.4.1");
        assert_eq!(dotted(&[0xff; 12]), Err(NotDer));
    }
}
