//! The master file table of an NTFS volume (`$MFT`): every file there is, and many that are gone, with its path, times, size
//! and the streams beside its content; where a downloaded file came from stands in one of them.
//!
//! Format: see `file_record`. Other readers: MFTECmd, analyzeMFT, The Sleuth Kit, the crate `mft`. A reader of our own because
//! that crate keeps all records to know their paths, builds attributes that nobody asked for, and lays each name it cannot read
//! aside with a line in a log.
//!
//! The table is read twice, so that only its folders are kept in memory: first for them and for records that go on elsewhere,
//! then for the files. Short names of old programs are not told. When a file was deleted is not in the table.

mod file_record;
mod folders;
mod table;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ObservableKind, Place, ProblemCode, Record, Timestamp};

use self::file_record::{Contents, FileRecord};
use self::folders::Folders;
pub use self::folders::Lost;
use self::table::{Slot, Table, each, record_size};
use super::bytes::{filetime, fill};
use super::path_on_computer;
use crate::{Artifact, Out, ParseError, Source, Spec, Values};

/// Problems of one kind that are told one by one.
const TOLD: u64 = 20;
/// Below it lie the files of NTFS itself; some of their records have no name.
const FIRST_OF_USER: u64 = 24;

/// See the module.
pub struct Mft;

/// Where a file came from: the mark of the web.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Download {
    /// 3 is the internet, 4 what is not trusted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<u8>,
    /// The address of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_url: Option<String>,
    /// The page that led to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referrer_url: Option<String>,
}

/// A stream beside the content of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileStream {
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: u64,
}

/// One file or folder.
#[derive(Debug, Clone, Serialize)]
pub struct MftEntry {
    /// Its path; from the top of the volume, unless `lost` says why not.
    pub path: String,
    /// Why its path does not begin at the top of the volume.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<Lost>,
    /// Other paths of the same file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// It is a folder.
    pub is_folder: bool,
    /// It is gone; its record was not given away yet.
    pub is_deleted: bool,
    /// Bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// When it came to be, as programs can set it.
    pub created: Option<Timestamp>,
    /// When its content changed, as programs can set it.
    pub modified: Option<Timestamp>,
    /// When its record changed.
    pub changed: Option<Timestamp>,
    /// When it was last opened, if the system notes it, as programs can set it.
    pub accessed: Option<Timestamp>,
    /// When it came to be, as the system wrote it beside the name.
    pub name_created: Option<Timestamp>,
    /// Streams beside its content.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub streams: Vec<FileStream>,
    /// Where it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub download: Option<Download>,
}

impl MftEntry {
    /// The last part of its path.
    pub fn name(&self) -> &str {
        self.path.rsplit('\\').next().unwrap_or(&self.path)
    }

    /// The folders of its path, with a `\` at the end.
    pub fn folder(&self) -> &str {
        self.path.get(..self.path.len().saturating_sub(self.name().len())).unwrap_or_default()
    }

    fn all_moments(&self) -> impl Iterator<Item = Moment> {
        // Most often both say the same.
        let name_created = self.name_created.filter(|at| Some(*at) != self.created);
        let moments = [
            ("created", self.created),
            ("name_created", name_created),
            ("modified", self.modified),
            ("status_changed", self.changed),
        ];
        moments.into_iter().filter_map(|(what, at)| at.map(|at| Moment { what, at }))
    }
}

impl Record for MftEntry {
    fn time(&self) -> Option<Timestamp> {
        self.name_created.or(self.created).or(self.modified)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        self.all_moments().for_each(see);
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for path in std::iter::once(&self.path).chain(&self.links) {
            see(Observable::new(ObservableKind::StoredPath, path));
        }
        for stream in self.streams.iter().filter(|stream| !stream.name.eq_ignore_ascii_case("Zone.Identifier")) {
            see(Observable::file_name(&stream.name));
        }
        if let Some(download) = &self.download {
            // A file that came without an address says `about:internet`.
            let urls = [&download.host_url, &download.referrer_url].into_iter().flatten();
            urls.filter(|url| !url.starts_with("about:")).for_each(|url| see(Observable::url(url)));
        }
    }

    fn summary(&self) -> String {
        let mut text = self.path.clone();
        if let Some(size) = self.size {
            text = format!("{text} ({size} bytes)");
        }
        if self.is_deleted {
            text.push_str(" deleted");
        }
        if self.lost.is_some() {
            text.push_str(", in a folder that is not known");
        }
        if let Some(url) = self.download.as_ref().and_then(|download| download.host_url.as_ref()) {
            text = format!("{text} from {url}");
        }
        text
    }
}

/// Trouble of one kind: the first places, then a number.
struct Trouble {
    code: ProblemCode,
    what: &'static str,
    count: u64,
}

impl Trouble {
    fn new(what: &'static str) -> Self {
        Self { code: ProblemCode::BlobNotUnderstood, what, count: 0 }
    }

    fn at(&mut self, offset: u64, detail: impl Into<String>, out: &mut Out<'_, MftEntry>) {
        self.count = self.count.saturating_add(1);
        if self.count <= TOLD {
            out.problem(self.code, Place::Offset { offset }, detail);
        }
    }

    fn end(self, out: &mut Out<'_, MftEntry>) {
        if let Some(more @ 1..) = self.count.checked_sub(TOLD) {
            out.problem(self.code, Place::File, format!("{more} more records: {}", self.what));
        }
    }
}

/// The times and paths of a record, and what of them was not understood.
struct Telling<'t> {
    volume: &'t str,
    times: Trouble,
    names: Trouble,
    lost: Trouble,
}

impl Telling<'_> {
    fn time(&mut self, ticks: u64, offset: u64, out: &mut Out<'_, MftEntry>) -> Option<Timestamp> {
        filetime(ticks).unwrap_or_else(|ticks| {
            self.times.at(offset, format!("{ticks} is not a plausible time"), out);
            None
        })
    }

    fn entry(
        &mut self,
        offset: u64,
        record: FileRecord,
        folders: &Folders,
        out: &mut Out<'_, MftEntry>,
    ) -> Option<MftEntry> {
        let Contents { times, names, size, streams, download, .. } = record.contents;
        let mut paths = names.iter().map(|name| folders.path(name, self.volume)).collect::<Vec<_>>();
        if paths.is_empty() {
            return None;
        }
        // The best known path stands first.
        paths.sort_by_key(|(_, lost)| lost.is_some());
        if record.in_use && paths.iter().any(|(_, lost)| lost.is_some()) {
            self.lost.at(offset, "a file that is there lies in a folder that is not", out);
        }
        if names.iter().any(|name| name.text.contains('\u{fffd}')) {
            self.names.at(offset, "the name of a file is not valid UTF-16", out);
        }
        let mut paths = paths.into_iter();
        let (path, lost) = paths.next()?;
        let name_created = names.first().map_or(0, |name| name.created);
        let mut time = |ticks: Option<u64>| self.time(ticks.unwrap_or(0), offset, out);
        Some(MftEntry {
            path,
            lost,
            links: paths.map(|(path, _)| path).collect(),
            is_folder: record.is_folder,
            is_deleted: !record.in_use,
            size: size.filter(|_| !record.is_folder),
            created: time(times.map(|times| times.created)),
            modified: time(times.map(|times| times.modified)),
            changed: time(times.map(|times| times.changed)),
            accessed: time(times.map(|times| times.accessed)),
            name_created: time(Some(name_created)),
            streams: streams.into_iter().map(|one| FileStream { name: one.name, size: one.size }).collect(),
            download,
        })
    }
}

impl Artifact for Mft {
    type Record = MftEntry;
    const SPEC: Spec = Spec {
        id: "windows_mft",
        version: 1,
        paths: &[(Layout::Windows, "**/*$MFT"), (Layout::Windows, "**/$MFT.{bin,raw,dat}")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, MftEntry>) -> Result<(), ParseError> {
        let mut start = Vec::new();
        fill(file.reader()?.as_mut(), &mut start, 8192)
            .map_err(|error| ParseError::file(ProblemCode::FileUnreadable, error.to_string()))?;
        let size = record_size(&start).ok_or_else(|| {
            ParseError::file(ProblemCode::NotTheFormat, "no master file table: no record begins with `FILE`")
        })?;
        let mut table = Table::read(file, size)?;
        let drive = path_on_computer(file.path()).and_then(|path| path.get(..2).map(str::to_owned));
        let volume = drive.or_else(|| table.folders.has_windows.then(|| "C:".to_owned())).unwrap_or_default();
        let mut telling = Telling {
            volume: &volume,
            times: Trouble { code: ProblemCode::TimeImplausible, ..Trouble::new("a time that is not plausible") },
            names: Trouble { code: ProblemCode::TextDamaged, ..Trouble::new("a name that is not valid UTF-16") },
            lost: Trouble::new("a file that is there lies in a folder that is not"),
        };
        let (mut damaged, mut elsewhere) = (Trouble::new("damaged"), Trouble::new("in another place than they say"));
        let mut stated = None;
        let (end, rest) = each(file, size, |offset, slot| {
            let mut record = match slot {
                Slot::Empty => return,
                Slot::Bad(what) => return damaged.at(offset, what, out),
                Slot::Record(record) => *record,
            };
            let (number, place) = (table.number(offset, &record), offset.checked_div(size as u64).unwrap_or(0));
            if number != place {
                elsewhere.at(offset, format!("the record {place} says that it is {number}"), out);
            }
            if record.base.is_some() {
                return;
            }
            table.gather(number, &mut record);
            if number == 0 {
                stated = stated.or(record.contents.size);
            }
            if record.contents.is_damaged {
                damaged.at(offset, "an attribute of a file is damaged or cut off", out);
            }
            let in_use = record.in_use;
            match telling.entry(offset, record, &table.folders, out) {
                Some(entry) => {
                    let moments: Vec<Timestamp> = entry.all_moments().map(|moment| moment.at).collect();
                    let at = Place::Offset { offset };
                    let values = Values { of: "", each: &|see| entry.observables(see), of_word: None };
                    out.record_if_needed(&at, &moments, &values, || entry.clone());
                }
                // Of a record that is free nothing more is known than that it was used.
                None if in_use && number >= FIRST_OF_USER => damaged.at(offset, "a file without a name", out),
                None => {}
            }
        })?;
        let found = end.saturating_add(rest as u64);
        if let Some(stated) = stated.filter(|stated| *stated > found) {
            let detail = format!("{found} bytes of {stated} are there: the end of the table is missing");
            out.problem(ProblemCode::BlobNotUnderstood, Place::Offset { offset: end }, detail);
        } else if rest > 0 {
            let detail = format!("the last {rest} bytes are no whole record");
            out.problem(ProblemCode::BlobNotUnderstood, Place::Offset { offset: end }, detail);
        }
        for trouble in [telling.times, telling.names, telling.lost, damaged, elsewhere] {
            trouble.end(out);
        }
        let alone = table.alone();
        if alone > 0 {
            let detail = format!("{alone} records go on with files that are not in the table");
            out.problem(ProblemCode::BlobNotUnderstood, Place::File, detail);
        }
        if table.folders.left_out > 0 {
            let detail = format!(
                "{} folders are more than are remembered: paths below them are not whole",
                table.folders.left_out
            );
            out.problem(ProblemCode::LimitReached, Place::File, detail);
        }
        if table.left_out > 0 {
            let detail = format!("{} records that go on with others are more than are kept", table.left_out);
            out.problem(ProblemCode::LimitReached, Place::File, detail);
        }
        Ok(())
    }
}
