//! Crashes of native programs: an attack that fails may leave one.
//!
//! Format: `tombstone_00` as text (AOSP `debuggerd`, `tombstone.cpp`) and, since Android 12, `tombstone_00.pb` as protocol
//! buffer (`tombstone.proto`). Both tell the same crash: where the second can be read, the first is not told again. Other
//! readers: MVT `Tombstones`, which tells both.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Precision, ProblemCode, Record, Timestamp};

use super::clock::civil;
use super::lines::{between, is_package};
use super::protobuf::{Fields, Wire};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Words of a command line, and causes, that are kept.
const WORDS: usize = 64;

/// See the module.
pub struct Tombstones;

/// One crash.
#[derive(Debug, Default, Serialize)]
pub struct Tombstone {
    /// When, as written (with its offset).
    pub written: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
    /// The build that ran.
    pub fingerprint: Option<String>,
    /// The process id.
    pub pid: Option<u64>,
    /// The thread id.
    pub tid: Option<u64>,
    /// The user id in the kernel.
    pub uid: Option<u64>,
    /// The process (`>>> name <<<`).
    pub process: Option<String>,
    /// The thread, cut to 15 characters.
    pub thread: Option<String>,
    /// The command line.
    pub command_line: Vec<String>,
    /// The SELinux label.
    pub selinux: Option<String>,
    /// The signal (`SIGSEGV`).
    pub signal: Option<String>,
    /// What the crash dump thinks was the cause.
    pub causes: Vec<String>,
    /// What the program said before it gave up.
    pub abort_message: Option<String>,
    /// How long the process had run.
    pub process_uptime: Option<String>,
    /// Some of its texts have bytes that are not UTF-8.
    #[serde(skip)]
    is_damaged: bool,
}

impl Record for Tombstone {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let program = self.command_line.first();
        for name in self.process.iter().chain(program.filter(|program| self.process.as_ref() != Some(*program))) {
            if name.starts_with('/') {
                see(Observable::executable(name));
            } else {
                see(Observable::process(name));
            }
            let package = name.split(':').next().unwrap_or(name);
            if is_package(package) {
                see(Observable::app_id(package));
            }
        }
        if self.command_line.len() > 1 {
            see(Observable::command_line(self.command_line.join(" ")));
        }
        for text in self.abort_message.iter().chain(&self.causes) {
            see(Observable::text(text));
        }
    }

    fn summary(&self) -> String {
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        format!("crash of {}, signal {}", of(&self.process), of(&self.signal))
    }
}

/// `2021-09-23 12:11:10.123456789+0200`: the device writes the offset itself.
fn time(text: &str) -> Option<Timestamp> {
    let at = text.rfind(['+', '-'])?;
    let (local, offset) = text.split_at_checked(at)?;
    let (local, precision) = civil(local.trim())?;
    let (sign, digits) = offset.split_at_checked(1)?;
    let digits = digits.replace(':', "");
    let number: i32 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    let seconds = number.div_euclid(100).checked_mul(3600)?.checked_add(number.rem_euclid(100).checked_mul(60)?)?;
    let seconds = if sign == "-" { seconds.checked_neg()? } else { seconds };
    let offset = jiff::tz::Offset::from_seconds(seconds).ok()?;
    Some(Timestamp::new(offset.to_timestamp(local).ok()?, precision.max(Precision::Second)))
}

impl Tombstone {
    /// Tells that what it lists may go on.
    fn tell_most(&self, out: &mut Out<'_, Self>) {
        if self.command_line.len() >= WORDS || self.causes.len() >= WORDS {
            let detail = format!("{WORDS} words of a command line, or causes: what may follow is not looked at");
            out.problem(ProblemCode::LimitReached, Place::File, detail);
        }
    }

    fn set_time(&mut self, text: String, place: Place, out: &mut Out<'_, Self>) {
        self.at = time(&text);
        if self.at.is_none() {
            out.problem(ProblemCode::TimeImplausible, place, format!("not a time with its offset: {text}"));
        }
        self.written = Some(text);
    }
}

/// The field numbers of `tombstone.proto`.
fn from_protobuf(bytes: &[u8]) -> Option<Tombstone> {
    let mut crash = Tombstone::default();
    let mut threads = Vec::new();
    let mut named = false;
    let mut is_damaged = false;
    let mut text = |value: Wire<'_>| {
        is_damaged |= value.is_damaged_text();
        value.text()
    };
    for field in Fields::new(bytes) {
        let (number, value) = field.ok()?;
        match number {
            2 => {
                crash.fingerprint = text(value);
                named = true;
            }
            4 => crash.written = text(value),
            5 => crash.pid = value.number(),
            6 => crash.tid = value.number(),
            7 => crash.uid = value.number(),
            8 => crash.selinux = text(value),
            9 if crash.command_line.len() < WORDS => crash.command_line.extend(text(value)),
            10 => crash.signal = named_field(value, 2).and_then(&mut text),
            14 => crash.abort_message = text(value).filter(|text| !text.is_empty()),
            15 if crash.causes.len() < WORDS => crash.causes.extend(named_field(value, 1).and_then(&mut text)),
            16 => threads.extend(value.bytes()),
            20 => crash.process_uptime = value.number().map(|seconds| format!("{seconds}s")),
            _ => {}
        }
    }
    // A map from thread id to thread; the name is the second field of the thread.
    for entry in threads {
        let mut key = None;
        let mut name = None;
        for (number, value) in Fields::new(entry).map_while(Result::ok) {
            match number {
                1 => key = value.number(),
                2 => name = named_field(value, 2),
                _ => {}
            }
        }
        if key.is_some() && key == crash.tid {
            crash.thread = name.and_then(&mut text);
        }
    }
    crash.is_damaged = is_damaged;
    crash.process = crash.command_line.first().cloned().or_else(|| crash.thread.clone());
    (named || crash.pid.is_some()).then_some(crash)
}

/// A text inside of a message.
fn named_field(value: Wire<'_>, wanted: u64) -> Option<Wire<'_>> {
    let mut fields = Fields::new(value.bytes()?).map_while(Result::ok);
    fields.find(|(number, _)| *number == wanted).map(|(_, value)| value)
}

/// One line of the text form; answers whether it told something.
fn line(crash: &mut Tombstone, text: &str) -> bool {
    if let Some(rest) = text.strip_prefix("pid: ") {
        crash.pid = rest.split(',').next().and_then(|text| text.trim().parse().ok());
        crash.tid = between(rest, "tid: ", ",").and_then(|text| text.parse().ok());
        crash.thread = between(rest, "name: ", "  >>>").map(str::to_owned);
        crash.process = between(rest, ">>> ", " <<<").map(str::to_owned);
        return true;
    }
    if let Some(rest) = text.strip_prefix("signal ") {
        crash.signal = between(rest, "(", ")").map(str::to_owned);
        return true;
    }
    let Some((name, rest)) = text.split_once(": ") else { return false };
    let rest = rest.trim();
    match name {
        "Build fingerprint" => crash.fingerprint = Some(rest.trim_matches('\'').to_owned()),
        "Cmdline" => crash.command_line = rest.split(' ').take(WORDS).map(str::to_owned).collect(),
        "uid" => crash.uid = rest.parse().ok(),
        "Process uptime" => crash.process_uptime = Some(rest.to_owned()),
        "Abort message" => crash.abort_message = Some(rest.trim_matches('\'').to_owned()),
        "Cause" if crash.causes.len() < WORDS => crash.causes.push(rest.to_owned()),
        _ => return false,
    }
    true
}

impl Artifact for Tombstones {
    type Record = Tombstone;
    const SPEC: Spec = Spec {
        id: "android_tombstones",
        version: 2,
        paths: &[
            (Layout::AndroidBugreport, "FS/data/tombstones/tombstone_*"),
            (Layout::AndroidFilesystem, "data/tombstones/tombstone_*"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Tombstone>) -> Result<(), ParseError> {
        if file.file_name().strip_suffix(".pb").is_some() {
            let Some(mut crash) = from_protobuf(&file.bytes()?) else {
                return Err(ParseError::file(ProblemCode::NotTheFormat, "not a tombstone in protocol-buffer form"));
            };
            if let Some(text) = crash.written.take() {
                crash.set_time(text, Place::File, out);
            }
            if crash.is_damaged {
                out.problem(ProblemCode::TextDamaged, Place::File, "texts that are not UTF-8");
            }
            crash.tell_most(out);
            out.record(Place::File, crash);
            return Ok(());
        }
        let twin = file.sibling(&format!("{}.pb", file.path())).and_then(|twin| twin.bytes().ok());
        if twin.is_some_and(|bytes| from_protobuf(&bytes).is_some()) {
            return Ok(());
        }
        let mut crash = Tombstone::default();
        let mut told = false;
        for read in file.lines()? {
            let read = read?;
            // What follows is the state of each thread, memory, open files.
            if read.text.starts_with("backtrace:") || read.text.starts_with("--- --- ---") {
                break;
            }
            if read.damaged {
                out.problem(ProblemCode::TextDamaged, read.at.clone(), "not UTF-8, or too long");
            }
            if let Some(text) = read.text.strip_prefix("Timestamp: ") {
                crash.set_time(text.to_owned(), read.at, out);
            } else {
                told |= line(&mut crash, &read.text);
            }
        }
        if !told {
            return Err(ParseError::file(ProblemCode::NotTheFormat, "not a tombstone"));
        }
        if crash.pid.is_none() {
            out.problem(ProblemCode::EvidenceIncomplete, Place::File, "no line says which process crashed");
        }
        crash.tell_most(out);
        out.record(Place::Line { line: 1, offset: 0 }, crash);
        Ok(())
    }
}
