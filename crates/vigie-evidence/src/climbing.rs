//! Members whose names lead upwards (`../x`): none is read, so an archive of nothing else seems to be empty.

use crate::Blob;
use crate::archive::coat::Coat;
use crate::archive::feed::Feed;
use crate::archive::name::{NameError, clean};
use crate::archive::tar::{Kind, Skip, Tar};
use crate::archive::{Packing, tar_index, zip};

/// How many there are, as far as the archive can be read.
pub(crate) fn climbing(packing: Packing, blob: &Blob) -> u64 {
    match packing {
        Packing::Zip => zip::directory(blob).map_or(0, |directory| {
            directory.members.iter().filter(|one| climbs(&one.name) && !one.name.ends_with(b"/")).count() as u64
        }),
        Packing::Tar => tar_index::reader(blob).map_or(0, |mut tar| of_tar(&mut tar)),
        Packing::Packed(codec) => of_tar(&mut Tar::new(Feed::start(blob, &Coat::Codec(codec), false))),
    }
}

fn of_tar<R: Skip>(tar: &mut Tar<R>) -> u64 {
    let mut count = 0u64;
    while let Ok(Some(member)) = tar.next() {
        count = count.saturating_add(u64::from(climbs(&member.name) && !matches!(member.kind, Kind::Folder)));
    }
    count
}

fn climbs(name: &[u8]) -> bool {
    clean(name) == Err(NameError::Climbs)
}
