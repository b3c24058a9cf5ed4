//! The tables beside the log: texts and program paths by UUID (`uuidtext`, `dsc`) and the clock (`timesync`), handed to
//! the crate. It opens nothing itself.

use std::collections::HashMap;
use std::io::{Error, Read};
use std::sync::{Arc, Mutex, PoisonError};

use macos_unifiedlogs::dsc::SharedCacheStrings;
use macos_unifiedlogs::timesync::TimesyncBoot;
use macos_unifiedlogs::traits::{FileProvider, SourceFile, StringCache};
use macos_unifiedlogs::uuidtext::UUIDText;
use vigie_evidence::Source;
use vigie_model::Layout;

/// A table of texts larger than this is not read: Apple's largest have about 150 MB.
const LARGEST_SHARED: u64 = 400 << 20;
const LARGEST_TEXT: u64 = 64 << 20;
/// Bytes of tables held at once; beyond it all are dropped and read again when needed.
const MOST_HELD: u64 = 768 << 20;

/// Folders of the tables: of `XX/YYYY…` and `dsc`, and of `timesync`.
pub(super) fn folders(file: &Source<'_>) -> (String, String) {
    if file.layout() == Layout::IosFilesystem {
        return ("private/var/db/uuidtext".to_owned(), "private/var/db/diagnostics/timesync".to_owned());
    }
    let path = file.path();
    // A Mac keeps them as a phone does, below whatever folder they were collected into.
    if !path.contains(".logarchive/")
        && let Some(at) = path.rfind("diagnostics/").filter(|_| file.layout() == Layout::MacOs)
    {
        let above = path.get(..at).unwrap_or_default();
        return (format!("{above}uuidtext"), format!("{above}diagnostics/timesync"));
    }
    // A log archive may lie in another; the tables are in the innermost that holds the file.
    let end = path.rfind(".logarchive/").map_or(0, |at| at.saturating_add(".logarchive".len()));
    let base = path.get(..end).unwrap_or_default();
    (base.to_owned(), format!("{base}/timesync"))
}

/// The clock tables of a folder and how many of its files could not be read.
#[derive(Default)]
pub(super) struct Clock {
    pub(super) boots: HashMap<String, TimesyncBoot>,
    pub(super) unread: usize,
    pub(super) files: usize,
}

impl Clock {
    /// Reads every table below a folder.
    pub(super) fn read(file: &Source<'_>, folder: &str) -> Self {
        let mut clock = Self::default();
        for table in file.siblings_under(folder) {
            if !table.path().ends_with(".timesync") {
                continue;
            }
            clock.files = clock.files.saturating_add(1);
            let read = table.bytes().ok().and_then(|bytes| {
                super::guarded(|| TimesyncBoot::parse_timesync_data(&bytes).ok().map(|(_, boots)| boots)).flatten()
            });
            let Some(boots) = read else {
                clock.unread = clock.unread.saturating_add(1);
                continue;
            };
            let mut boots: Vec<_> = boots.into_iter().collect();
            boots.sort_by(|(a, _), (b, _)| a.cmp(b));
            for (boot, mut times) in boots {
                match clock.boots.get_mut(&boot) {
                    Some(known) => known.timesync.append(&mut times.timesync),
                    None => {
                        clock.boots.insert(boot, times);
                    }
                }
            }
        }
        clock
    }
}

#[derive(Default)]
struct Held {
    texts: HashMap<String, Option<Arc<UUIDText>>>,
    shared: HashMap<String, Option<Arc<SharedCacheStrings>>>,
    bytes: u64,
}

/// Tables already read, for one evidence.
#[derive(Default)]
pub(super) struct Tables(Mutex<Held>);

/// Hands the tables of one log to the crate.
pub(super) struct Provider<'s, 't> {
    pub(super) file: &'s Source<'t>,
    pub(super) folder: String,
}

/// Names of tables are upper-case hexadecimal, 32 digits; leading zeros may be missing.
fn full(uuid: &str) -> Option<String> {
    (uuid.len() <= 32 && uuid.len() >= 30 && uuid.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .then(|| format!("{uuid:0>32}"))
}

fn missing() -> Error {
    Error::other("no such table")
}

impl Provider<'_, '_> {
    fn bytes(&self, path: &str, largest: u64) -> Result<Vec<u8>, Error> {
        let table = self.file.sibling(path).ok_or_else(missing)?;
        let size = table.size().map_err(|error| Error::other(error.to_string()))?;
        if size > largest {
            return Err(Error::other("too large a table"));
        }
        table.bytes().map_err(|error| Error::other(error.to_string()))
    }
}

impl FileProvider for Provider<'_, '_> {
    fn tracev3_files(&self) -> impl Iterator<Item = impl SourceFile> {
        std::iter::empty::<Nothing>()
    }

    fn uuidtext_files(&self) -> impl Iterator<Item = impl SourceFile> {
        std::iter::empty::<Nothing>()
    }

    fn read_uuidtext(&self, uuid: &str) -> Result<UUIDText, Error> {
        let uuid = full(uuid).ok_or_else(missing)?;
        let (folder, name) = uuid.split_at_checked(2).ok_or_else(missing)?;
        let bytes = self.bytes(&format!("{}/{folder}/{name}", self.folder), LARGEST_TEXT)?;
        let table = super::guarded(|| UUIDText::parse_uuidtext(&bytes).ok().map(|(_, table)| table));
        table.flatten().ok_or_else(|| Error::other("a damaged table"))
    }

    fn dsc_files(&self) -> impl Iterator<Item = impl SourceFile> {
        std::iter::empty::<Nothing>()
    }

    fn read_dsc_uuid(&self, uuid: &str) -> Result<SharedCacheStrings, Error> {
        let uuid = full(uuid).ok_or_else(missing)?;
        let bytes = self.bytes(&format!("{}/dsc/{uuid}", self.folder), LARGEST_SHARED)?;
        if !ranges_fit(&bytes) {
            return Err(Error::other("ranges that overlap"));
        }
        let table = super::guarded(|| SharedCacheStrings::parse_dsc(&bytes).ok().map(|(_, table)| table));
        table.flatten().ok_or_else(|| Error::other("a damaged table"))
    }

    fn timesync_files(&self) -> impl Iterator<Item = impl SourceFile> {
        std::iter::empty::<Nothing>()
    }
}

/// The crate copies each range. Ranges that together exceed the file would make it copy without end.
fn ranges_fit(bytes: &[u8]) -> bool {
    let half = |at: usize| bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes);
    let word = |at: usize| bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes);
    let (Some(major), Some(ranges)) = (half(4), word(8)) else { return false };
    let (size, length_at) = if major == 2 { (24usize, 12usize) } else { (16, 12) };
    let mut total = 0u64;
    for number in 0..ranges as usize {
        let at = number.checked_mul(size).and_then(|at| at.checked_add(16)).and_then(|at| at.checked_add(length_at));
        let Some(length) = at.and_then(word) else { return false };
        total = total.saturating_add(u64::from(length));
        if total > bytes.len() as u64 {
            return false;
        }
    }
    true
}

/// The crate's way to ask for tables it has asked for before.
impl StringCache for Tables {
    fn get_or_load_uuidtext(&self, uuid: &str, provider: &impl FileProvider) -> Option<Arc<UUIDText>> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = held.texts.get(uuid) {
            return known.clone();
        }
        let table = provider.read_uuidtext(uuid).ok().map(Arc::new);
        let bytes = table.as_ref().map_or(0, |table| table.footer_data.len() as u64);
        held.make_room(bytes);
        held.texts.insert(uuid.to_owned(), table.clone());
        table
    }

    fn get_or_load_dsc(&self, uuid: &str, provider: &impl FileProvider) -> Option<Arc<SharedCacheStrings>> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = held.shared.get(uuid) {
            return known.clone();
        }
        let table = provider.read_dsc_uuid(uuid).ok().map(Arc::new);
        let bytes = table.as_ref().map_or(0, |table| {
            table.ranges.iter().map(|range| range.strings.len() as u64).fold(0, u64::saturating_add)
        });
        held.make_room(bytes);
        held.shared.insert(uuid.to_owned(), table.clone());
        table
    }
}

impl Held {
    fn make_room(&mut self, bytes: u64) {
        self.bytes = self.bytes.saturating_add(bytes).saturating_add(256);
        if self.bytes > MOST_HELD {
            self.texts.clear();
            self.shared.clear();
            self.bytes = bytes;
        }
    }
}

/// The crate walks folders through its provider only in functions that are not used here.
struct Nothing;

impl SourceFile for Nothing {
    fn reader(&mut self) -> impl Read {
        std::io::empty()
    }

    fn source_path(&self) -> &'static str {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::ranges_fit;

    /// A shared table of version 2 with ranges of this length.
    fn table(ranges: &[u32]) -> Vec<u8> {
        let mut bytes = b"hcsd\x02\0\0\0".to_vec();
        bytes.extend(u32::try_from(ranges.len()).unwrap().to_le_bytes());
        bytes.extend([0; 4]);
        for length in ranges {
            bytes.extend([0; 12]);
            bytes.extend(length.to_le_bytes());
            bytes.extend([0; 8]);
        }
        bytes
    }

    #[test]
    fn ranges_that_together_exceed_the_file_are_refused() {
        assert!(ranges_fit(&table(&[10, 20])));
        assert!(!ranges_fit(&table(&[60, 60])));
        let mut cut = table(&[1]);
        cut[8] = 9;
        assert!(!ranges_fit(&cut));
        assert!(!ranges_fit(b"hcsd"));
    }
}
