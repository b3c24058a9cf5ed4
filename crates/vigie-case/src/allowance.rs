//! How much may come out of one archive among files, with all archives in it: a few kilobytes can hold archives in an
//! archive that unpack to more than a disk. What is beyond is counted and told.

use std::sync::atomic::{AtomicU64, Ordering};

/// Files.
const FILES: u64 = 1_000_000;
/// Times its own size that may come out of an archive: logs pack to a tenth or a twentieth.
const RATIO: u64 = 100;
/// Bytes that may come out of the smallest, and of others.
const BYTES: (u64, u64) = (1 << 30, 64 << 30);

/// What is left of it. Spent by the one thread that walks an archive.
pub(crate) struct Allowance {
    limit: u64,
    files: AtomicU64,
    bytes: AtomicU64,
    /// Files and bytes that were left out.
    left_out: (AtomicU64, AtomicU64),
}

impl Allowance {
    /// That of an archive of a size. What is stored without compression always comes out.
    pub(crate) fn of(size: u64) -> Self {
        let limit = size.saturating_mul(RATIO).clamp(BYTES.0, BYTES.1).max(size);
        Self { limit, files: 0.into(), bytes: 0.into(), left_out: (0.into(), 0.into()) }
    }

    /// Whether a further file of a size may come out.
    pub(crate) fn spend(&self, size: u64) -> bool {
        let files = self.files.load(Ordering::Relaxed);
        let bytes = self.bytes.load(Ordering::Relaxed).saturating_add(size);
        let fits = files < FILES && bytes <= self.limit;
        if fits {
            self.files.store(files + 1, Ordering::Relaxed);
            self.bytes.store(bytes, Ordering::Relaxed);
        } else {
            self.left_out.0.fetch_add(1, Ordering::Relaxed);
            let before = self.left_out.1.load(Ordering::Relaxed);
            self.left_out.1.store(before.saturating_add(size), Ordering::Relaxed);
        }
        fits
    }

    /// What was left out.
    pub(crate) fn told(&self) -> Option<String> {
        let (files, bytes) = (self.left_out.0.load(Ordering::Relaxed), self.left_out.1.load(Ordering::Relaxed));
        let limit = self.limit;
        (files > 0).then(|| {
            format!(
                "{files} files of {bytes} bytes in it were not examined: of this archive and those in it at most {FILES} \
                 files and {limit} bytes are"
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beyond_is_counted() {
        let small = Allowance::of(42_000);
        assert!(small.spend(1 << 30) && !small.spend(1) && !small.spend(u64::MAX) && small.spend(0));
        assert!(small.told().unwrap().starts_with("2 files of 18446744073709551615 bytes"));
        // An image of a disk holds what it is large.
        let disk = Allowance::of(1 << 40);
        assert!(disk.spend(1 << 40) && disk.told().is_none());
        let many = Allowance::of(0);
        assert!((0..FILES).all(|_| many.spend(0)) && !many.spend(0));
    }
}
