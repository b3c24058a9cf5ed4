//! What Windows noted to start programs faster (`*.pf`): which programs ran, how often, the last times, and which files each
//! opened in its first seconds.
//!
//! Format: Joachim Metz, "Windows Prefetch File (PF) format" (libscca). Versions 17 (XP), 23 (7), 26 (8.1), 30 (10) and 31
//! (11); since Windows 10 compressed ([`xpress`](super::xpress)). Other readers: PECmd (Eric Zimmerman), `libscca`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::le::{filetime, part, u32_at, u64_at, usize_at, utf16};
use super::xpress::unpack;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Prefetch;

/// Larger than any: Windows notes at most 1024 files for a program.
const LARGEST: usize = 16 << 20;
/// Volumes of one file.
const VOLUMES: usize = 64;
/// Bytes of the path of a volume; real ones have some dozens.
const VOLUME_PATH: usize = 2048;
/// Programs that run what they load, whatever its name: of other programs, only libraries are taken to be loaded.
const LOADERS: &[&str] = &["RUNDLL32.EXE", "REGSVR32.EXE"];

/// A program that ran.
#[derive(Debug, Serialize)]
pub struct Prefetched {
    /// The name of the program, in capitals, cut at 29 characters.
    pub program: String,
    /// Its path, where it stands among the files.
    pub path: Option<String>,
    /// The hash in the name of the file: of its path, and for some programs of its command line.
    pub hash: String,
    /// Version of the format.
    pub version: u32,
    /// How often it ran, as far as Windows counted.
    pub runs: Option<u32>,
    /// The last times, latest first: one, since Windows 8 up to eight.
    pub last: Vec<Timestamp>,
    /// Volumes it used.
    pub volumes: Vec<Volume>,
    /// Files it opened in its first ten seconds.
    pub files: Vec<String>,
}

/// A volume.
#[derive(Debug, Serialize)]
pub struct Volume {
    /// Its path, as it stands before the files.
    pub path: String,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Its serial number.
    pub serial: String,
}

impl Record for Prefetched {
    fn time(&self) -> Option<Timestamp> {
        self.last.first().copied()
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for at in &self.last {
            see(Moment { what: "ran", at: *at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::process(&self.program));
        if let Some(path) = &self.path {
            see(Observable::executable(path));
        }
        let loads_any = LOADERS.contains(&self.program.as_str());
        for file in self.files.iter().filter(|file| self.path.as_ref() != Some(file)) {
            // Code that was loaded ran; what was only opened, as a scanner opens programs, need not have.
            let end = file.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
            let ends: &[&str] = if loads_any { &["dll", "ocx", "cpl", "dat", "tmp"] } else { &["dll", "ocx", "cpl"] };
            let is_code = ends.contains(&end.as_str());
            let seen = Observable::file_path(file);
            see(if is_code { seen } else { seen.meaning(Meaning::Exposure) });
        }
    }

    fn summary(&self) -> String {
        let runs = self.runs.map(|runs| format!(", {runs} times")).unwrap_or_default();
        format!("Program ran: {}{runs}", self.path.as_deref().unwrap_or(&self.program))
    }
}

impl Artifact for Prefetch {
    type Record = Prefetched;
    const SPEC: Spec = Spec {
        id: "windows_prefetch",
        version: 1,
        paths: &[(Layout::Windows, "**/*.pf")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Prefetched>) -> Result<(), ParseError> {
        let bytes = file.bytes()?;
        let bytes = if bytes.starts_with(b"MAM") { unpacked(&bytes, out)? } else { bytes };
        if bytes.get(4..8) != Some(b"SCCA") {
            return Err(ParseError::file(ProblemCode::NotTheFormat, "it does not begin as a prefetch file does"));
        }
        let version = u32_at(&bytes, 0).unwrap_or(0);
        let Some(shape) = Shape::of(version, &bytes) else {
            let detail = format!("version {version}; 17, 23, 26, 30 and 31 are read");
            return Err(ParseError::file(ProblemCode::NotTheFormat, detail));
        };
        if usize_at(&bytes, 12).is_none_or(|length| length != bytes.len()) {
            let detail = format!("{} bytes are there, and its header states another length", bytes.len());
            out.problem(ProblemCode::SizeDisagrees, Place::File, detail);
        }
        let Some(name) = part(&bytes, 16, 60).map(utf16).filter(|name| !name.is_empty()) else {
            return Err(ParseError::file(ProblemCode::KeyMissing, "it names no program"));
        };
        let files = files(&bytes, out);
        let path = files.iter().find(|path| is_of(path, &name)).cloned();
        let last = (0..shape.times).filter_map(|number| time(&bytes, shape.last, number, out)).collect();
        let record = Prefetched {
            path,
            hash: u32_at(&bytes, 76).map(|hash| format!("{hash:08X}")).unwrap_or_default(),
            version,
            runs: u32_at(&bytes, shape.runs),
            last,
            volumes: volumes(&bytes, shape.volume, out),
            files,
            program: name,
        };
        out.record(Place::File, record);
        Ok(())
    }
}

/// Where things stand in a version.
struct Shape {
    last: usize,
    times: usize,
    runs: usize,
    volume: usize,
}

impl Shape {
    fn of(version: u32, bytes: &[u8]) -> Option<Self> {
        Some(match version {
            17 => Self { last: 120, times: 1, runs: 144, volume: 40 },
            23 => Self { last: 128, times: 1, runs: 152, volume: 104 },
            26 => Self { last: 128, times: 8, runs: 208, volume: 104 },
            // The header shrank by eight bytes within version 30: what comes behind it begins at 304 or at 296.
            30 | 31 => {
                let runs = if usize_at(bytes, 84) == Some(304) { 208 } else { 200 };
                Self { last: 128, times: 8, runs, volume: 96 }
            }
            _ => return None,
        })
    }
}

fn unpacked(bytes: &[u8], out: &mut Out<'_, Prefetched>) -> Result<Vec<u8>, ParseError> {
    // "MAM", the method (4) with 0x80 where a checksum of four bytes follows, the length unpacked.
    let method = bytes.get(3).copied().unwrap_or(0);
    let length = usize_at(bytes, 4).filter(|length| *length <= LARGEST);
    let body = bytes.get(if method & 0x80 == 0 { 8 } else { 12 }..);
    let (4, Some(length), Some(body)) = (method & 0x7f, length, body) else {
        let detail = "compressed in another way or larger than any prefetch file";
        return Err(ParseError::file(ProblemCode::CompressionUnsupported, detail));
    };
    let (unpacked, whole) = unpack(body, length);
    if !whole {
        let detail = format!("{} of {length} bytes could be decompressed", unpacked.len());
        out.problem(ProblemCode::LogDamaged, Place::File, detail);
    }
    Ok(unpacked)
}

/// Whether a path is that of the program: its last part begins with the name, which may be cut.
fn is_of(path: &str, name: &str) -> bool {
    let last = path.rsplit('\\').next().unwrap_or(path);
    last == name || (name.chars().count() >= 29 && last.starts_with(name))
}

fn time(bytes: &[u8], first: usize, number: usize, out: &mut Out<'_, Prefetched>) -> Option<Timestamp> {
    let at = first.checked_add(number.checked_mul(8)?)?;
    let value = u64_at(bytes, at).filter(|value| *value != 0)?;
    let found = filetime(value);
    if found.is_none() {
        let place = Place::Offset { offset: at as u64 };
        out.problem(ProblemCode::TimeImplausible, place, "the time of a run is not a plausible time");
    }
    found
}

/// The paths of files: texts, one behind the other, each with a NUL.
fn files(bytes: &[u8], out: &mut Out<'_, Prefetched>) -> Vec<String> {
    let (at, length) = (usize_at(bytes, 100).unwrap_or(0), usize_at(bytes, 104).unwrap_or(0));
    let Some(section) = part(bytes, at, length) else {
        let place = Place::Offset { offset: 100 };
        out.problem(ProblemCode::LogDamaged, place, "the names of files are not in the file");
        return Vec::new();
    };
    let units = section.as_chunks::<2>().0;
    units.split(|unit| *unit == [0, 0]).filter(|name| !name.is_empty()).map(|name| utf16(name.as_flattened())).collect()
}

fn volumes(bytes: &[u8], size: usize, out: &mut Out<'_, Prefetched>) -> Vec<Volume> {
    let (at, count) = (usize_at(bytes, 108).unwrap_or(0), usize_at(bytes, 112).unwrap_or(0));
    let mut volumes = Vec::new();
    for number in 0..count {
        let read = || {
            let entry = at.checked_add(number.checked_mul(size)?)?;
            let length = usize_at(bytes, entry.checked_add(4)?)?.checked_mul(2)?;
            let length = Some(length).filter(|length| *length <= VOLUME_PATH)?;
            let path = part(bytes, at.checked_add(usize_at(bytes, entry)?)?, length).map(utf16)?;
            let created = filetime(u64_at(bytes, entry.checked_add(8)?)?);
            let serial = format!("{:08X}", u32_at(bytes, entry.checked_add(16)?)?);
            Some(Volume { path, created, serial })
        };
        let Some(volume) = read().filter(|_| number < VOLUMES) else {
            let place = Place::Offset { offset: at as u64 };
            out.problem(ProblemCode::LogDamaged, place, format!("{count} volumes are stated; {number} could be read"));
            break;
        };
        volumes.push(volume);
    }
    volumes
}
