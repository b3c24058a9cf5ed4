//! Many tiny files: pictures and application documents, made one at a time.

use super::spread;
use crate::backup::{Entry, Kind, Meta};
use crate::random::Random;

/// The files. Seven in ten are pictures.
pub(super) fn files(random: &Random, count: u64) -> impl Iterator<Item = Entry> + 'static {
    let mut random = random.fork("files");
    (0..count).map(move |at| {
        let number = at % 10_000;
        let (domain, relative_path) = if at % 10 < 7 {
            let folder = 100 + at / 1000;
            ("CameraRollDomain".to_owned(), format!("Media/DCIM/{folder}APPLE/IMG_{number:04}.HEIC"))
        } else {
            let app = at % 37;
            let domain = format!("AppDomain-com.example.app{app}");
            (domain, format!("Documents/notes/{}/note-{at}.json", at / 500))
        };
        let size = usize::try_from(random.range(8, 48)).unwrap_or(8);
        Entry {
            domain,
            relative_path,
            kind: Kind::File(random.bytes(size).into()),
            meta: Meta::file(spread(&mut random, at, count)),
        }
    })
}
