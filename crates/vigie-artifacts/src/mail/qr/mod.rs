//! QR codes in a picture (ISO/IEC 18004): found by their three corners, read cell by cell.
//!
//! The search is that of most readers (ZXing, quirc): lines across a corner show dark and light in the proportion
//! 1:1:3:1:1. What the cells say is decoded by the crate `rqrr`; its own search is not used, since it has no bound on what
//! a hostile picture may cost. Here every step is bounded by the number of points, of corners and of guesses.
//! A code that is flat (a screen, a scan, turned or stretched) is read; one photographed from aside may not be, and is told.

mod bits;
mod corners;
mod grid;

use bits::Bits;

use super::pictures::Grey;

/// A picture with more points is made smaller before codes are looked for.
const POINTS: usize = 4_000_000;
/// Codes of one picture that are read.
const CODES: usize = 16;

/// What was read of a picture.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Read {
    /// What the codes say.
    pub(super) texts: Vec<Vec<u8>>,
    /// Something has the corners and the rhythm of a code, and could not be read.
    pub(super) unread: bool,
    /// There were more corners or guesses than are tried.
    pub(super) crowded: bool,
}

/// A number of points as a coordinate.
#[expect(clippy::cast_precision_loss, reason = "no picture has more points than an f64 has digits")]
fn real(count: usize) -> f64 {
    count as f64
}

/// The point a coordinate lies in.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is looked at first")]
fn whole(at: f64) -> Option<usize> {
    (0.0..65_536.0).contains(&at).then_some(at as usize)
}

/// Half as wide and high: each point is the mean of four.
fn halved(grey: &Grey) -> Grey {
    let (width, height) = (grey.width / 2, grey.height / 2);
    let mut shades = Vec::with_capacity(width.saturating_mul(height));
    let mut lines = grey.shades.chunks_exact(grey.width.max(1));
    while let (Some(upper), Some(lower)) = (lines.next(), lines.next()) {
        for (above, below) in upper.as_chunks::<2>().0.iter().zip(lower.as_chunks::<2>().0) {
            let sum = above.iter().chain(below).fold(0_u32, |sum, shade| sum.saturating_add(u32::from(*shade)));
            shades.push(u8::try_from(sum / 4).unwrap_or(u8::MAX));
        }
    }
    Grey { width, height, shades }
}

/// Reads the codes of a picture.
pub(super) fn read(grey: &Grey) -> Read {
    if grey.width.saturating_mul(grey.height) > POINTS {
        return read(&halved(grey));
    }
    let mut all = Read::default();
    // Dark on light as it should be; light on dark; and where the light falls from one side.
    for make in [Bits::dark, Bits::light, Bits::darker_than_around] {
        let Some(bits) = make(grey) else { continue };
        let seen = of(&bits);
        all.unread |= seen.unread;
        all.crowded |= seen.crowded;
        all.texts = seen.texts;
        if !all.texts.is_empty() {
            // One of several codes may still be unread; another way of looking would say so again.
            all.unread = seen.unread;
            break;
        }
    }
    all
}

fn of(bits: &Bits) -> Read {
    let (corners, mut crowded) = corners::find(bits);
    let (guesses, more) = grid::guesses(&corners);
    crowded |= more;
    let mut read = Read { crowded, ..Read::default() };
    let mut used: Vec<usize> = Vec::new();
    for guess in guesses {
        if guess.corners.iter().any(|corner| used.contains(corner)) {
            continue;
        }
        match guess.read(bits) {
            grid::Outcome::Text(text) => {
                used.extend(guess.corners);
                if !read.texts.contains(&text) {
                    read.texts.push(text);
                }
            }
            grid::Outcome::Unread => read.unread = true,
            grid::Outcome::Nothing => {}
        }
        if read.texts.len() >= CODES {
            read.crowded = true;
            break;
        }
    }
    read
}

#[cfg(test)]
mod tests;
