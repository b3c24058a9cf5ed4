//! One direction of a TCP connection, put in order: RFC 9293. Only what comes next is handed on; what came too early
//! waits within a bound. Bytes that came twice stay as they came first. Where bytes never came, what follows is handed on
//! with the word that something is missing.

/// Bytes that may wait for an earlier piece, of one direction.
const MOST_WAITING: usize = 64 << 10;
/// Pieces that may wait.
const MOST_PIECES: usize = 128;

/// One direction.
#[derive(Debug, Default)]
pub(super) struct Stream {
    next: Option<u32>,
    waiting: Vec<(u32, Vec<u8>)>,
    bytes_waiting: usize,
    /// Whether bytes were missing.
    pub(super) has_gap: bool,
}

/// How far a sequence number lies ahead of another, as a signed distance on the circle.
fn ahead(of: u32, number: u32) -> i32 {
    i32::from_be_bytes(number.wrapping_sub(of).to_be_bytes())
}

impl Stream {
    /// Bytes kept.
    pub(super) fn kept(&self) -> usize {
        self.bytes_waiting
    }

    /// One segment; `see` takes bytes in order, and whether bytes before them are missing.
    pub(super) fn segment(&mut self, number: u32, syn: bool, bytes: &[u8], see: &mut dyn FnMut(&[u8], bool)) {
        let number = if syn {
            let first = number.wrapping_add(1);
            self.next = Some(first);
            first
        } else {
            number
        };
        let next = *self.next.get_or_insert(number);
        if bytes.is_empty() {
            return;
        }
        if ahead(next, number) > 0 {
            self.wait(number, bytes, see);
        } else {
            self.hand_on(number, bytes, false, see);
            self.hand_on_waiting(see);
        }
    }

    /// What waits will not be completed any more.
    pub(super) fn finish(&mut self, see: &mut dyn FnMut(&[u8], bool)) {
        while !self.waiting.is_empty() {
            self.jump(see);
        }
    }

    fn wait(&mut self, number: u32, bytes: &[u8], see: &mut dyn FnMut(&[u8], bool)) {
        self.waiting.push((number, bytes.to_vec()));
        self.bytes_waiting = self.bytes_waiting.saturating_add(bytes.len());
        if self.bytes_waiting > MOST_WAITING || self.waiting.len() > MOST_PIECES {
            self.jump(see);
        }
    }

    /// Goes on at the nearest piece that waits.
    fn jump(&mut self, see: &mut dyn FnMut(&[u8], bool)) {
        let Some(next) = self.next else { return };
        let nearest =
            self.waiting.iter().enumerate().min_by_key(|(_, (number, _))| ahead(next, *number)).map(|(at, _)| at);
        let Some(at) = nearest else { return };
        let (number, bytes) = self.waiting.swap_remove(at);
        self.bytes_waiting = self.bytes_waiting.saturating_sub(bytes.len());
        let missing = ahead(next, number) > 0;
        if missing {
            self.has_gap = true;
            self.next = Some(number);
        }
        self.hand_on(number, &bytes, missing, see);
        self.hand_on_waiting(see);
    }

    fn hand_on_waiting(&mut self, see: &mut dyn FnMut(&[u8], bool)) {
        while let Some(next) = self.next {
            let Some(at) = self.waiting.iter().position(|(number, _)| ahead(next, *number) <= 0) else { return };
            let (number, bytes) = self.waiting.swap_remove(at);
            self.bytes_waiting = self.bytes_waiting.saturating_sub(bytes.len());
            self.hand_on(number, &bytes, false, see);
        }
    }

    /// Hands on what is new of bytes that begin where the stream stands, or before.
    fn hand_on(&mut self, number: u32, bytes: &[u8], missing: bool, see: &mut dyn FnMut(&[u8], bool)) {
        let next = self.next.unwrap_or(number);
        let known = usize::try_from(ahead(number, next)).unwrap_or(0);
        if let Some(new) = bytes.get(known..).filter(|new| !new.is_empty()) {
            see(new, missing);
            self.next = Some(next.wrapping_add(u32::try_from(new.len()).unwrap_or(0)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(segments: &[(u32, bool, &[u8])]) -> (String, usize) {
        let mut stream = Stream::default();
        let mut text = String::new();
        let mut see = |bytes: &[u8], missing: bool| {
            if missing {
                text.push('|');
            }
            text.push_str(&String::from_utf8_lossy(bytes));
        };
        for (number, syn, bytes) in segments {
            stream.segment(*number, *syn, bytes, &mut see);
        }
        let kept = stream.kept();
        stream.finish(&mut see);
        (text, kept)
    }

    #[test]
    fn order_repeats_and_overlaps() {
        let first = u32::MAX - 2;
        let parts: &[(u32, bool, &[u8])] = &[
            (first, true, b""),
            (first.wrapping_add(5), false, b"efg"),
            (first.wrapping_add(1), false, b"ab"),
            (first.wrapping_add(1), false, b"XY"),
            (first.wrapping_add(2), false, b"Zcdee"),
            (first.wrapping_add(8), false, b"h"),
        ];
        // The fourth repeats what is there; the fifth brings four new bytes, and the `e` of the second is not taken again.
        assert_eq!(read(parts), ("abcdeegh".to_owned(), 0));
    }

    #[test]
    fn what_never_came_is_told() {
        assert_eq!(read(&[(1, false, b"ab"), (10, false, b"yz"), (6, false, b"mn")]), ("ab|mn|yz".to_owned(), 4));
    }

    #[test]
    fn what_waits_is_bounded() {
        let mut stream = Stream::default();
        let mut handed = 0_usize;
        let mut see = |bytes: &[u8], _: bool| handed += bytes.len();
        stream.segment(0, true, b"", &mut see);
        for at in 0..100_000_u32 {
            stream.segment(at.wrapping_mul(7919).wrapping_add(100), false, &[0; 700], &mut see);
            assert!(stream.waiting.len() <= MOST_PIECES + 1 && stream.kept() <= MOST_WAITING + 700);
        }
        stream.finish(&mut see);
        assert!(handed > 0 && stream.has_gap);
    }
}
