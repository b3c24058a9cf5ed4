//! What costs much to read, such as what is unpacked on the way, is read on one thread while another looks at it.

use std::io::{self, BufRead, Read};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

/// Bytes that are handed over at once.
const PIECE: usize = 1 << 18;
/// Pieces that wait to be looked at, at most.
const WAITING: usize = 16;

/// Room for bytes, and how many of them are there.
type Piece = io::Result<(Vec<u8>, usize)>;

/// Hands `see` a reader of the same bytes, which end where they would end otherwise: with their end or an error. What `see` leaves
/// is not read.
pub(crate) fn read_ahead<T>(mut from: Box<dyn Read + Send>, see: impl FnOnce(&mut dyn BufRead) -> T) -> T {
    let (full, pieces) = sync_channel(WAITING);
    let (used, empty) = channel();
    let source = &mut *from;
    let seen =
        thread::scope(|scope| match thread::Builder::new().spawn_scoped(scope, move || fetch(source, &full, &empty)) {
            Ok(_) => Ok(see(&mut Ahead { pieces, used, piece: Vec::new(), filled: 0, at: 0 })),
            Err(_) => Err(see),
        });
    // Where no thread is to be had, nothing is lost but time.
    seen.unwrap_or_else(|see| see(&mut io::BufReader::with_capacity(PIECE, from)))
}

/// The bytes as they come over.
struct Ahead {
    pieces: Receiver<Piece>,
    used: Sender<Vec<u8>>,
    piece: Vec<u8>,
    /// Bytes of the piece that are there.
    filled: usize,
    /// Those of them that were given.
    at: usize,
}

impl BufRead for Ahead {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.filled
            && let Ok(next) = self.pieces.recv()
        {
            let (next, filled) = next?;
            let used = std::mem::replace(&mut self.piece, next);
            (self.filled, self.at) = (filled, 0);
            // Nobody takes it any more once everything was read.
            let _ = self.used.send(used);
        }
        Ok(self.piece.get(self.at..self.filled).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.filled);
    }
}

impl Read for Ahead {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

/// Reads until the end, an error, or until nobody looks any more.
fn fetch(from: &mut dyn Read, full: &SyncSender<Piece>, empty: &Receiver<Vec<u8>>) {
    loop {
        let mut piece = empty.try_recv().unwrap_or_default();
        // Only new room is cleared, not that of a piece that comes back.
        piece.resize(PIECE, 0);
        let (mut filled, mut failed, mut ended) = (0_usize, None, false);
        while filled < PIECE && failed.is_none() && !ended {
            match from.read(piece.get_mut(filled..).unwrap_or_default()) {
                Ok(0) => ended = true,
                Ok(count) => filled = filled.saturating_add(count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => failed = Some(error),
            }
        }
        // What was read before an error stands before it.
        if filled > 0 && full.send(Ok((piece, filled))).is_err() {
            return;
        }
        ended |= failed.is_some();
        if let Some(error) = failed {
            let _ = full.send(Err(error));
        }
        if ended {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives some bytes at a time, and fails behind the last.
    struct Failing(usize);

    impl Read for Failing {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::Error::other("damaged"));
            }
            let count = self.0.min(out.len()).min(1000);
            out[..count].fill(7);
            self.0 -= count;
            Ok(count)
        }
    }

    #[test]
    fn the_bytes_are_the_same_and_in_order() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 9 * PIECE, 10 * PIECE + 7] {
            let bytes: Vec<u8> = (0..=250).cycle().take(length).collect();
            let mut out = Vec::new();
            let read = read_ahead(Box::new(io::Cursor::new(bytes.clone())), |reader| reader.read_to_end(&mut out));
            assert_eq!((read.unwrap(), out), (length, bytes));
        }
    }

    #[test]
    fn an_error_stands_where_it_was_met() {
        for length in [0, 10, PIECE, 3 * PIECE + 1] {
            let mut out = Vec::new();
            let error = read_ahead(Box::new(Failing(length)), |reader| reader.read_to_end(&mut out)).unwrap_err();
            assert_eq!((out.len(), error.to_string()), (length, "damaged".to_owned()));
        }
    }

    #[test]
    fn who_stops_looking_waits_for_nothing() {
        let mut first = [0; 4];
        read_ahead(Box::new(io::repeat(3)), |reader| reader.read_exact(&mut first)).unwrap();
        assert_eq!(first, [3; 4]);
    }
}
