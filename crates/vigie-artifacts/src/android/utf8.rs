//! Where text that comes in pieces stops to be UTF-8.

/// See the module.
#[derive(Debug, Clone, Default)]
pub(crate) struct Utf8 {
    /// Bytes that are well.
    well: u64,
    /// The beginning of a character whose end was not met yet.
    begun: Vec<u8>,
    damaged: bool,
}

impl Utf8 {
    pub(crate) fn feed(&mut self, piece: &[u8]) {
        if self.damaged {
            return;
        }
        let joined;
        let bytes = if self.begun.is_empty() {
            piece
        } else {
            joined = [std::mem::take(&mut self.begun).as_slice(), piece].concat();
            &joined
        };
        let Err(error) = std::str::from_utf8(bytes) else {
            self.well = self.well.saturating_add(bytes.len() as u64);
            return;
        };
        self.well = self.well.saturating_add(error.valid_up_to() as u64);
        self.damaged = error.error_len().is_some();
        if !self.damaged {
            self.begun = bytes.get(error.valid_up_to()..).unwrap_or_default().to_vec();
        }
    }

    /// How many bytes stand before the first damaged one, if there is one.
    pub(crate) fn damage(&self) -> Option<u64> {
        (self.damaged || !self.begun.is_empty()).then_some(self.well)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_say_what_the_whole_says() {
        let texts: [&[u8]; 7] =
            [b"plain", "é€😀 x".as_bytes(), b"a\xFFb", b"\xE2\x82", b"", b"x\xE2\x82\nyy", "😀\u{0}".as_bytes()];
        for text in texts {
            let whole = std::str::from_utf8(text).err().map(|error| error.valid_up_to() as u64);
            for size in 1..=text.len().max(1) {
                let mut utf8 = Utf8::default();
                text.chunks(size).for_each(|piece| utf8.feed(piece));
                assert_eq!(utf8.damage(), whole, "{text:?} by {size}");
            }
        }
    }
}
