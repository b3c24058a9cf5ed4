//! The cells between three corners.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::bits::Bits;
use super::corners::Corner;
use super::{real, whole};

/// Guesses at which corners belong together, and at how many cells lie between them, that are tried.
const GUESSES: usize = 60;
/// Sizes of a code that are decoded for one guess.
const SIZES: usize = 4;
/// What fits at least so well is decoded.
const FITS: f64 = 0.75;
/// What fits at least so well is a code.
const IS_CODE: f64 = 0.92;

/// Three corners that may be those of one code: where the lines meet, then clockwise.
#[derive(Debug)]
pub(super) struct Guess {
    /// Their places in the list.
    pub(super) corners: [usize; 3],
    meet: Corner,
    right: Corner,
    below: Corner,
    /// How far they are from a square.
    off: f64,
}

/// What became of a guess.
pub(super) enum Outcome {
    /// It is a code, which says this.
    Text(Vec<u8>),
    /// It is a code, and cannot be read.
    Unread,
    /// It is none.
    Nothing,
}

fn far(a: &Corner, b: &Corner) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// The best guesses, and whether there were more.
pub(super) fn guesses(corners: &[Corner]) -> (Vec<Guess>, bool) {
    let mut all: Vec<Guess> = Vec::new();
    let places = || corners.iter().enumerate();
    for (first, a) in places() {
        for (second, b) in places().skip(first.saturating_add(1)) {
            for (third, c) in places().skip(second.saturating_add(1)) {
                all.extend(guess([(first, a), (second, b), (third, c)]));
            }
        }
    }
    all.sort_by(|a, b| a.off.total_cmp(&b.off).then(a.corners.cmp(&b.corners)));
    let more = all.len() > GUESSES;
    all.truncate(GUESSES);
    (all, more)
}

fn guess([a, b, c]: [(usize, &Corner); 3]) -> Option<Guess> {
    let cells = [a.1.cell, b.1.cell, c.1.cell];
    let (least, most) = (cells.into_iter().fold(f64::MAX, f64::min), cells.into_iter().fold(0.0, f64::max));
    if most > least * 1.5 {
        return None;
    }
    // The longest side lies opposite of where the others meet.
    let (ab, bc, ca) = (far(a.1, b.1), far(b.1, c.1), far(c.1, a.1));
    let (meet, one, other) = if bc >= ab && bc >= ca {
        (a, b, c)
    } else if ca >= ab && ca >= bc {
        (b, c, a)
    } else {
        (c, a, b)
    };
    let (long, side, next) = (far(one.1, other.1), far(meet.1, one.1), far(meet.1, other.1));
    let stretched = side.max(next) / side.min(next);
    let square = ((side * side + next * next) / (long * long) - 1.0).abs();
    let between = side.min(next) / most;
    if !(stretched < 1.4 && square < 0.25 && (9.0..250.0).contains(&between)) {
        return None;
    }
    let across = (one.1.x - meet.1.x) * (other.1.y - meet.1.y) - (one.1.y - meet.1.y) * (other.1.x - meet.1.x);
    let (right, below) = if across > 0.0 { (one, other) } else { (other, one) };
    Some(Guess {
        corners: [meet.0, right.0, below.0],
        meet: *meet.1,
        right: *right.1,
        below: *below.1,
        off: (stretched - 1.0) + square + (most / least - 1.0),
    })
}

/// What a cell of a corner, of the light line around it, or of the rhythm between corners has to be.
fn expected(size: usize, x: usize, y: usize) -> Option<bool> {
    let last = size.checked_sub(1)?;
    let in_corner = |x: usize, y: usize| {
        let from_middle = x.abs_diff(3).max(y.abs_diff(3));
        from_middle != 2 && from_middle != 4
    };
    match (x, y) {
        (0..=7, 0..=7) => Some(in_corner(x, y)),
        (_, 0..=7) if last.checked_sub(x)? <= 7 => Some(in_corner(last.checked_sub(x)?, y)),
        (0..=7, _) if last.checked_sub(y)? <= 7 => Some(in_corner(x, last.checked_sub(y)?)),
        (6, other) | (other, 6) => Some(other % 2 == 0),
        _ => None,
    }
}

impl Guess {
    /// Whether a cell of a code with so many cells is dark.
    fn cell(&self, bits: &Bits, size: usize, x: usize, y: usize) -> Option<bool> {
        let between = real(size) - 7.0;
        let (right, down) = ((real(x) - 3.0) / between, (real(y) - 3.0) / between);
        let at = |meet: f64, to_right: f64, to_below: f64| meet + right * (to_right - meet) + down * (to_below - meet);
        bits.at(
            whole(at(self.meet.x, self.right.x, self.below.x))?,
            whole(at(self.meet.y, self.right.y, self.below.y))?,
        )
    }

    /// How much of what every code of this size shows is there.
    fn fit(&self, bits: &Bits, size: usize) -> f64 {
        let (mut right, mut all) = (0_usize, 0_usize);
        let strips = (0..size).flat_map(|x| (0..8.min(size)).map(move |y| (x, y)));
        let rest = (0..8).flat_map(|x| (8..size).map(move |y| (x, y)));
        for (x, y) in strips.chain(rest) {
            if let Some(expected) = expected(size, x, y) {
                all = all.saturating_add(1);
                right = right.saturating_add(usize::from(self.cell(bits, size, x, y) == Some(expected)));
            }
        }
        real(right) / real(all.max(1))
    }

    /// Reads the code, if it is one.
    pub(super) fn read(&self, bits: &Bits) -> Outcome {
        let side = f64::midpoint(far(&self.meet, &self.right), far(&self.meet, &self.below));
        let cell = (self.meet.cell + self.right.cell + self.below.cell) / 3.0;
        // Along a line that is aslant a cell looks wider than it is, by up to the root of two.
        let (least, most) = (side / cell * 0.85 + 7.0, side / cell * 1.5 + 8.0);
        let sizes = (1..=40_usize).map(|version| version.saturating_mul(4).saturating_add(17));
        let sizes = sizes.filter(|size| (least..=most).contains(&real(*size)));
        let mut fits: Vec<(f64, usize)> = sizes.map(|size| (self.fit(bits, size), size)).collect();
        fits.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let best = fits.first().map_or(0.0, |(fit, _)| *fit);
        let text =
            fits.iter().take(SIZES).filter(|(fit, _)| *fit >= FITS).find_map(|(_, size)| self.decode(bits, *size));
        match text {
            Some(text) => Outcome::Text(text),
            None if best >= IS_CODE => Outcome::Unread,
            None => Outcome::Nothing,
        }
    }

    fn decode(&self, bits: &Bits, size: usize) -> Option<Vec<u8>> {
        let grid = rqrr::SimpleGrid::from_func(size, |x, y| self.cell(bits, size, x, y).unwrap_or(false));
        let mut text = Vec::new();
        // A panic of the decoder costs this code, which is told as unread.
        let decoded = catch_unwind(AssertUnwindSafe(|| rqrr::Grid::new(grid).decode_to(&mut text)));
        matches!(decoded, Ok(Ok(_))).then_some(text).filter(|text| !text.is_empty())
    }
}
