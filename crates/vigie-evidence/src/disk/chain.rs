//! The table of a FAT file system, shared by FAT12, FAT16, FAT32 and exFAT: which cluster follows which. Each cluster
//! is given out once, so that no cycle and no two files of the same clusters can make more of an image than it holds.

use std::io;
use std::sync::Arc;

use super::Disk;
use crate::Blob;
use crate::extents::{Extents, Run};

/// Bytes of a table that are held; 64 million clusters of FAT32.
const TABLE: u64 = 256 << 20;

/// How entries of a table are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    Fat12,
    Fat16,
    Fat32,
    ExFat,
}

/// The clusters of a volume.
pub(super) struct Clusters {
    table: Vec<u8>,
    width: Width,
    /// Their number. The first is cluster 2.
    count: u64,
    /// Where they begin in the image, and the bytes of each.
    heap: u64,
    pub(super) each: u64,
    given: Vec<u64>,
}

/// What a chain of clusters came to.
pub(super) struct Chain {
    /// Clusters beside each other: the first and how many.
    runs: Vec<(u64, u64)>,
    pub(super) clusters: u64,
    /// Why it ends before its end.
    pub(super) trouble: Option<String>,
}

impl Clusters {
    pub(super) fn new(
        disk: &mut Disk,
        width: Width,
        count: u64,
        (at, length): (u64, u64),
        (heap, each): (u64, u64),
    ) -> io::Result<Self> {
        let needed = count.saturating_add(2).saturating_mul(match width {
            Width::Fat12 | Width::Fat16 => 2,
            Width::Fat32 | Width::ExFat => 4,
        });
        let mut left = length.min(needed).min(TABLE);
        let mut table = Vec::new();
        while left > 0 {
            let part = disk.read(at.saturating_add(table.len() as u64), left.min(4 << 20))?;
            if part.is_empty() {
                break;
            }
            left = left.saturating_sub(part.len() as u64);
            table.extend(part);
        }
        // No more clusters can be given out than the table or the image has.
        let bits = count.min(disk.size.checked_div(each).unwrap_or(0).saturating_add(1)).saturating_add(2);
        let words = usize::try_from(bits / 64).unwrap_or(usize::MAX).saturating_add(1);
        Ok(Self { table, width, count, heap, each, given: vec![0; words] })
    }

    /// What stands in the table for a cluster.
    fn next(&self, cluster: u64) -> Option<u64> {
        let at = |scale: u64| usize::try_from(cluster.saturating_mul(scale)).ok();
        Some(match self.width {
            Width::Fat12 => {
                let at = usize::try_from(cluster.saturating_add(cluster / 2)).ok()?;
                let pair = u16::from_le_bytes([*self.table.get(at)?, *self.table.get(at.saturating_add(1))?]);
                let value = u64::from(if cluster % 2 == 1 { pair >> 4 } else { pair & 0xfff });
                if value >= 0xff7 { value | 0xffff_f000 } else { value }
            }
            Width::Fat16 => {
                let value = u64::from(crate::archive::zip::u16_at(&self.table, at(2)?)?);
                if value >= 0xfff7 { value | 0xffff_0000 } else { value }
            }
            Width::Fat32 => {
                let value = u64::from(crate::archive::zip::u32_at(&self.table, at(4)?)?) & 0x0fff_ffff;
                if value >= 0x0fff_fff7 { value | 0xf000_0000 } else { value }
            }
            Width::ExFat => u64::from(crate::archive::zip::u32_at(&self.table, at(4)?)?),
        })
    }

    /// Gives a cluster out, once.
    fn give(&mut self, cluster: u64) -> Result<(), String> {
        if cluster < 2 || cluster >= self.count.saturating_add(2) {
            return Err(format!("cluster {cluster} is none of the {} of this file system", self.count));
        }
        let (word, bit) = (usize::try_from(cluster / 64).unwrap_or(usize::MAX), cluster % 64);
        let Some(word) = self.given.get_mut(word) else {
            return Err(format!("cluster {cluster} lies beyond the end of the image"));
        };
        let mask = 1u64 << bit;
        if *word & mask != 0 {
            return Err(format!("cluster {cluster} belongs to another file, or to this one before"));
        }
        *word |= mask;
        Ok(())
    }

    /// The clusters from one on: as the table says, or beside each other. At most so many.
    pub(super) fn chain(&mut self, first: u64, most: u64, is_contiguous: bool) -> Chain {
        let mut chain = Chain { runs: Vec::new(), clusters: 0, trouble: None };
        let mut cluster = first;
        while chain.clusters < most {
            if let Err(trouble) = self.give(cluster) {
                chain.trouble = Some(trouble);
                return chain;
            }
            match chain.runs.last_mut() {
                Some((first, count)) if first.saturating_add(*count) == cluster => *count = count.saturating_add(1),
                _ => chain.runs.push((cluster, 1)),
            }
            chain.clusters = chain.clusters.saturating_add(1);
            cluster = if is_contiguous {
                cluster.saturating_add(1)
            } else {
                match self.next(cluster) {
                    Some(0xffff_fff8..) => return chain,
                    Some(next) => next,
                    None => {
                        chain.trouble = Some(format!("the table ends before the entry of cluster {cluster}"));
                        return chain;
                    }
                }
            };
        }
        chain
    }

    /// Where the bytes of a chain lie: at most so many, of which the image may hold fewer.
    pub(super) fn extents(&self, disk: &Disk, of: &Arc<Blob>, chain: &Chain, most: u64) -> Extents {
        let mut left = most;
        let mut runs = Vec::new();
        for (first, count) in &chain.runs {
            let offset = self.heap.saturating_add(first.saturating_sub(2).saturating_mul(self.each));
            let length = count.saturating_mul(self.each).min(left);
            let there = disk.size.saturating_sub(offset).min(length);
            if there > 0 {
                runs.push(Run { offset, length: there });
            }
            left = left.saturating_sub(length);
            if there < length || left == 0 {
                break;
            }
        }
        Extents::new(Arc::clone(of), runs)
    }

    /// The bytes of a folder, up to a limit; with why they are not all of it.
    pub(super) fn folder(
        &mut self,
        disk: &mut Disk,
        first: u64,
        is_contiguous: Option<u64>,
        limit: u64,
    ) -> io::Result<(Vec<u8>, Option<String>)> {
        let clusters = |bytes: u64| bytes.div_ceil(self.each.max(1));
        let most = is_contiguous.map_or_else(|| clusters(limit), |length| clusters(length.min(limit)));
        let mut chain = self.chain(first, most, is_contiguous.is_some());
        let mut bytes = Vec::new();
        for (first, count) in &chain.runs {
            let offset = self.heap.saturating_add(first.saturating_sub(2).saturating_mul(self.each));
            let length = count.saturating_mul(self.each);
            let mut done = 0u64;
            while done < length {
                let part = disk.read(offset.saturating_add(done), length.saturating_sub(done).min(4 << 20))?;
                if part.is_empty() {
                    chain.trouble = Some("the image ends before this folder does".to_owned());
                    return Ok((bytes, chain.trouble));
                }
                done = done.saturating_add(part.len() as u64);
                bytes.extend(part);
            }
        }
        if is_contiguous.is_none() && chain.clusters == most && chain.trouble.is_none() && most > 0 {
            chain.trouble = Some(format!("more than {limit} bytes of entries; the others were not read"));
        }
        Ok((bytes, chain.trouble))
    }
}
