//! Pieces of something larger, by their offset in it: fragments of an IP packet, CRYPTO frames of QUIC. They may come in
//! any order, overlap and repeat; what was first stays.

/// Pieces that lie apart from each other.
const MOST_APART: usize = 256;
/// Nothing that comes in such pieces is larger.
const MOST_BYTES: usize = 65_535;

/// What came so far.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    bytes: Vec<u8>,
    /// What is there: from, to; sorted, apart from each other.
    there: Vec<(usize, usize)>,
    total: Option<usize>,
}

impl Pieces {
    /// One more piece; `last` says that the whole ends with it. `None` when it cannot belong here.
    pub(super) fn put(&mut self, at: usize, piece: &[u8], last: bool) -> Option<()> {
        let end = at.checked_add(piece.len())?;
        if end > MOST_BYTES || self.there.len() >= MOST_APART {
            return None;
        }
        if last && self.total.is_none() {
            self.total = Some(end);
        }
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        let mut from = at;
        let behind = std::iter::once((end, end));
        for (begin, finish) in self.there.iter().copied().filter(|(_, finish)| *finish > at).chain(behind) {
            let to = begin.min(end);
            if from < to {
                let new = piece.get(from.checked_sub(at)?..to.checked_sub(at)?)?;
                self.bytes.get_mut(from..to)?.copy_from_slice(new);
            }
            from = from.max(finish);
            if from >= end {
                break;
            }
        }
        self.there.push((at, end));
        self.there.sort_unstable();
        let mut joined: Vec<(usize, usize)> = Vec::with_capacity(self.there.len());
        for &(begin, finish) in &self.there {
            match joined.last_mut() {
                Some(last) if begin <= last.1 => last.1 = last.1.max(finish),
                _ => joined.push((begin, finish)),
            }
        }
        self.there = joined;
        Some(())
    }

    /// Its length, when everything is there.
    pub(super) fn whole(&self) -> Option<usize> {
        let total = self.total?;
        matches!(self.there.as_slice(), [(0, end), ..] if *end >= total).then_some(total)
    }

    /// What is there without a gap from the beginning.
    pub(super) fn front(&self) -> &[u8] {
        match self.there.first() {
            Some((0, end)) => self.bytes.get(..*end).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Bytes it keeps.
    pub(super) fn kept(&self) -> usize {
        self.bytes.len()
    }

    /// The bytes up to a length.
    pub(super) fn take(self, total: usize) -> Vec<u8> {
        let mut bytes = self.bytes;
        bytes.truncate(total);
        bytes
    }
}
