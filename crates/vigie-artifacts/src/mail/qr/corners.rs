//! The squares in three corners of a code: lines across them show dark and light as 1:1:3:1:1.

use super::bits::Bits;
use super::real;

/// Corners that are kept of one picture; a page full of codes has fewer.
const CORNERS: usize = 100;

/// The middle of a corner.
#[derive(Debug, Clone, Copy)]
pub(super) struct Corner {
    pub(super) x: f64,
    pub(super) y: f64,
    /// How wide a cell is, along a line.
    pub(super) cell: f64,
    /// Lines on which it was seen.
    seen: u32,
}

/// Whether lengths have the proportion, each within half a cell.
fn fits(lengths: [usize; 5]) -> bool {
    let total: usize = lengths.iter().fold(0, |sum, length| sum.saturating_add(*length));
    if total < 7 || lengths.contains(&0) {
        return false;
    }
    let cell = real(total) / 7.0;
    lengths.iter().zip([1.0, 1.0, 3.0, 1.0, 1.0]).all(|(length, cells)| {
        // Half a cell for each, and for the middle three of them.
        (real(*length) - cells * cell).abs() < cells * cell * 0.5 + f64::EPSILON
    })
}

/// The lengths of dark, light and dark from a point on, the point itself with them.
fn arm(
    bits: &Bits,
    from: (usize, usize),
    step: impl Fn(usize, usize) -> Option<(usize, usize)>,
    most: usize,
) -> Option<[usize; 3]> {
    let mut lengths = [0_usize; 3];
    let mut at = Some(from);
    for (length, wanted) in lengths.iter_mut().zip([true, false, true]) {
        while let Some((x, y)) = at.filter(|(x, y)| bits.at(*x, *y) == Some(wanted)) {
            *length = length.saturating_add(1);
            if *length > most {
                return None;
            }
            at = step(x, y);
        }
    }
    Some(lengths)
}

/// A line through a point, both ways: whether it fits, where the middle of it is beside the point, how long it is.
fn across(back: [usize; 3], forth: [usize; 3]) -> Option<(f64, usize)> {
    let ([middle_back, light_back, dark_back], [middle_forth, light_forth, dark_forth]) = (back, forth);
    let middle = middle_back.saturating_add(middle_forth).saturating_sub(1);
    let lengths = [dark_back, light_back, middle, light_forth, dark_forth];
    let total = lengths.iter().fold(0_usize, |sum, length| sum.saturating_add(*length));
    fits(lengths).then_some(((real(middle_forth) - real(middle_back)) / 2.0, total))
}

fn column(bits: &Bits, x: usize, y: usize, most: usize) -> Option<(f64, usize)> {
    let up = arm(bits, (x, y), |x, y| Some((x, y.checked_sub(1)?)), most)?;
    let down = arm(bits, (x, y), |x, y| Some((x, y.checked_add(1)?)), most)?;
    across(up, down)
}

fn line(bits: &Bits, x: usize, y: usize, most: usize) -> Option<(f64, usize)> {
    let left = arm(bits, (x, y), |x, y| Some((x.checked_sub(1)?, y)), most)?;
    let right = arm(bits, (x, y), |x, y| Some((x.checked_add(1)?, y)), most)?;
    across(left, right)
}

/// The corner around a point in the middle of a line that fits.
fn corner(bits: &Bits, x: usize, y: usize, long: usize) -> Option<Corner> {
    let (down, high) = column(bits, x, y, long)?;
    // A corner is as high as it is wide, give or take what a picture was stretched.
    if high.saturating_mul(2) < long || long.saturating_mul(2) < high {
        return None;
    }
    let middle = super::whole(real(y) + down)?;
    let (right, wide) = line(bits, x, middle, long)?;
    let cell = (real(wide) + real(high)) / 14.0;
    Some(Corner { x: real(x) + right + 0.5, y: real(y) + down + 0.5, cell, seen: 1 })
}

/// Every corner of a picture, and whether there were more than are kept.
pub(super) fn find(bits: &Bits) -> (Vec<Corner>, bool) {
    let mut found: Vec<Corner> = Vec::new();
    let mut crowded = false;
    for y in 0..bits.height {
        let mut lengths = [0_usize; 5];
        let (mut is_dark, mut length) = (false, 0_usize);
        for x in 0..=bits.width {
            let dark = bits.at(x, y).unwrap_or(false);
            if dark == is_dark {
                length = length.saturating_add(1);
                continue;
            }
            let [_, b, c, d, e] = lengths;
            lengths = [b, c, d, e, length];
            (is_dark, length) = (dark, 1);
            // A dark length ended.
            if dark || !fits(lengths) {
                continue;
            }
            let [.., stone, light, last] = lengths;
            let middle = x.saturating_sub(last).saturating_sub(light).saturating_sub(stone.div_ceil(2));
            let long = lengths.iter().fold(0_usize, |sum, length| sum.saturating_add(*length));
            if let Some(one) = corner(bits, middle, y, long) {
                crowded |= !note(&mut found, one);
            }
        }
    }
    // What was seen on one line only is chance, unless a cell is a point.
    found.retain(|one| one.seen > 1 || one.cell < 1.5);
    (found, crowded)
}

/// Adds a corner, or joins it with the same one seen on lines before; `false` when there was no room for it.
fn note(found: &mut Vec<Corner>, one: Corner) -> bool {
    let same = found.iter_mut().find(|known| {
        let near = known.cell.max(one.cell);
        (known.x - one.x).abs() <= near
            && (known.y - one.y).abs() <= near
            && (known.cell - one.cell).abs() <= near / 2.0
    });
    if let Some(known) = same {
        let (before, after) = (f64::from(known.seen), f64::from(known.seen) + 1.0);
        let mean = |old: f64, new: f64| (old * before + new) / after;
        *known = Corner {
            x: mean(known.x, one.x),
            y: mean(known.y, one.y),
            cell: mean(known.cell, one.cell),
            seen: known.seen.saturating_add(1),
        };
        return true;
    }
    if found.len() >= CORNERS {
        found.retain(|known| known.seen > 1 || known.y + 3.0 * known.cell >= one.y);
    }
    let has_room = found.len() < CORNERS;
    if has_room {
        found.push(one);
    }
    has_room
}
