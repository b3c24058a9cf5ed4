//! A picture in dark and light.

use super::real;
use crate::mail::pictures::Grey;

/// See the module.
pub(super) struct Bits {
    pub(super) width: usize,
    pub(super) height: usize,
    dark: Vec<bool>,
}

impl Bits {
    /// Whether a point is dark; none beyond the edge.
    pub(super) fn at(&self, x: usize, y: usize) -> Option<bool> {
        if x >= self.width {
            return None;
        }
        self.dark.get(y.checked_mul(self.width)?.checked_add(x)?).copied()
    }

    /// What is darker than the shade that parts the picture best; none for a picture of one shade.
    pub(super) fn dark(grey: &Grey) -> Option<Self> {
        let between = parting(grey)?;
        Some(Self::of(grey, grey.shades.iter().map(|shade| *shade <= between).collect()))
    }

    /// What is lighter than it.
    pub(super) fn light(grey: &Grey) -> Option<Self> {
        let between = parting(grey)?;
        Some(Self::of(grey, grey.shades.iter().map(|shade| *shade > between).collect()))
    }

    /// What is clearly darker than a quarter of the picture around it.
    pub(super) fn darker_than_around(grey: &Grey) -> Option<Self> {
        let (width, height) = (grey.width, grey.height);
        let wide = width.checked_add(1)?;
        // Sums of all that lies above and to the left, so that the sum of any part is made of four of them. At most 255
        // times the points, which are few enough for 32 bits.
        let mut sums = vec![0_u32; wide];
        sums.reserve(wide.checked_mul(height)?);
        for line in grey.shades.chunks_exact(width) {
            let mut sum = 0_u32;
            sums.push(0);
            for shade in line {
                sum = sum.saturating_add(u32::from(*shade));
                let above = sums.get(sums.len().checked_sub(wide)?).copied()?;
                sums.push(above.saturating_add(sum));
            }
        }
        let reach = (width.max(height) / 8).max(4);
        let mut dark = Vec::with_capacity(grey.shades.len());
        for (y, line) in grey.shades.chunks_exact(width).enumerate() {
            let (top, bottom) = (y.saturating_sub(reach), y.saturating_add(reach).min(height));
            let sum_to = |x: usize| -> Option<i64> {
                let at = |y: usize| sums.get(y.checked_mul(wide)?.checked_add(x)?).copied().map(i64::from);
                at(bottom)?.checked_sub(at(top)?)
            };
            for (x, shade) in line.iter().enumerate() {
                let (left, right) = (x.saturating_sub(reach), x.saturating_add(reach).min(width));
                let sum = sum_to(right)?.checked_sub(sum_to(left)?)?;
                let points = right.saturating_sub(left).saturating_mul(bottom.saturating_sub(top));
                let points = i64::try_from(points).ok()?;
                let own = i64::from(*shade).saturating_mul(points).saturating_mul(100);
                dark.push(own < sum.saturating_mul(85));
            }
        }
        Some(Self::of(grey, dark))
    }

    fn of(grey: &Grey, dark: Vec<bool>) -> Self {
        Self { width: grey.width, height: grey.height, dark }
    }
}

/// The shade between the dark and the light ones, after N. Otsu (1979): where the two groups differ most.
fn parting(grey: &Grey) -> Option<u8> {
    let mut counts = [0_usize; 256];
    for shade in &grey.shades {
        if let Some(count) = counts.get_mut(usize::from(*shade)) {
            *count = count.saturating_add(1);
        }
    }
    let all = real(grey.shades.len());
    let weight: f64 = (0_u8..=255).zip(counts).map(|(shade, count)| f64::from(shade) * real(count)).sum();
    let (mut below, mut below_weight) = (0.0, 0.0);
    let mut best: Option<(f64, u8)> = None;
    for (shade, count) in (0_u8..=255).zip(counts) {
        below += real(count);
        below_weight += f64::from(shade) * real(count);
        let above = all - below;
        if below == 0.0 || above == 0.0 {
            continue;
        }
        let differ = below_weight / below - (weight - below_weight) / above;
        let score = below * above * differ * differ;
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, shade));
        }
    }
    best.map(|(_, shade)| shade)
}
