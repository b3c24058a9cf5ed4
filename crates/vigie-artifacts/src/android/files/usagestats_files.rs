//! When applications were used, from the files in which the system keeps it: events, and sums by day, week, month and
//! year. A removed application may still stand in them.
//!
//! Format: `usagestats/{daily,weekly,monthly,yearly}/MILLIS`, the name being the beginning of the span and times counted
//! from it: XML until Android 9; then protocol buffers (AOSP `usagestatsservice.proto`) with a pool of strings; since
//! Android 11 (`usagestatsservice_v2.proto`, below `data/system_ce`) with numbers that the file `mappings` beside the
//! folders resolves. The two are told apart by that file. Other readers: ALEAPP.

use std::collections::BTreeMap;

use vigie_model::{Layout, Meaning, Place, ProblemCode};

use super::super::abx::Event;
use super::super::protobuf::{Fields, Wire};
use super::super::usagestats::Usage;
use super::super::xml;
use super::usage_events::event_name;
use super::{device_time, user_of};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Strings of a pool, or packages of a mapping.
const STRINGS: usize = 1_000_000;

/// See the module.
pub struct UsageStatsFiles;

/// The span a file is for.
struct Span<'p> {
    begin: i64,
    user: Option<i64>,
    /// `daily` …
    name: &'p str,
}

impl Span<'_> {
    /// A time counted from the begin of the span; some versions wrote it negative when it is absolute.
    fn time(&self, value: Option<i64>) -> Option<i64> {
        let value = value.filter(|value| *value != 0)?;
        if value < 0 { value.checked_neg() } else { value.checked_add(self.begin) }
    }
}

/// How the numbers of packages and classes are resolved.
enum Names {
    /// Place in the pool, counted from 1.
    Pool(Vec<String>),
    /// Number of a package, and its strings: first its name.
    Mapping(BTreeMap<i64, Vec<String>>),
}

/// The fields of one message that are read, by their numbers in the two versions.
struct Layouts {
    /// Of an event: package, class, time, kind.
    event: [u64; 4],
    /// Of a sum: package; the rest is the same.
    sum: u64,
}

const V1: Layouts = Layouts { event: [2, 4, 5, 7], sum: 2 };
const V2: Layouts = Layouts { event: [1, 2, 3, 5], sum: 1 };

fn signed(value: Wire<'_>) -> Option<i64> {
    value.number().map(u64::cast_signed)
}

impl Names {
    fn package(&self, number: Option<i64>) -> Option<&str> {
        match (self, number?) {
            (Self::Pool(strings), number) => string(strings, number),
            (Self::Mapping(packages), number) => packages.get(&number)?.first().map(String::as_str),
        }
    }

    fn class(&self, package: Option<i64>, number: Option<i64>) -> Option<&str> {
        match (self, number?) {
            (Self::Pool(strings), number) => string(strings, number),
            (Self::Mapping(packages), number) => string(packages.get(&package?)?, number),
        }
    }
}

fn string(strings: &[String], number: i64) -> Option<&str> {
    let at = usize::try_from(number.checked_sub(1)?).ok()?;
    strings.get(at).map(String::as_str)
}

/// The strings in a message: all of its fields of that number.
fn strings(message: &[u8], number: u64) -> Vec<String> {
    let fields = Fields::new(message).map_while(Result::ok).filter(|(of, _)| *of == number);
    fields.filter_map(|(_, value)| value.text()).take(STRINGS).collect()
}

fn mapping(file: &Source<'_>) -> Option<Names> {
    let folder = file.path().rsplitn(3, '/').nth(2)?;
    let bytes = file.sibling(&format!("{folder}/mappings"))?.bytes().ok()?;
    let mut packages = BTreeMap::new();
    for (number, value) in Fields::new(&bytes).map_while(Result::ok).take(STRINGS) {
        if let (2, Some(entry)) = (number, value.bytes()) {
            let token = Fields::new(entry).map_while(Result::ok).find(|(of, _)| *of == 1);
            if let Some(token) = token.and_then(|(_, value)| signed(value)) {
                packages.insert(token, strings(entry, 2));
            }
        }
    }
    Some(Names::Mapping(packages))
}

/// The first value of a field.
fn field(message: &[u8], number: u64) -> Option<i64> {
    Fields::new(message).map_while(Result::ok).find(|(of, _)| *of == number).and_then(|(_, value)| signed(value))
}

/// What the messages of one file have in common.
struct Reading<'p> {
    span: &'p Span<'p>,
    names: Names,
    layouts: Layouts,
    /// Numbers of packages without a name, and their entries.
    nameless: BTreeMap<i64, u64>,
}

fn message(number: u64, bytes: &[u8], reading: &mut Reading<'_>, at: &Place, out: &mut Out<'_, Usage>) {
    let Reading { span, names, layouts, nameless } = reading;
    let [package, class, time, kind] = layouts.event;
    let is_sum = number == 20;
    let token = field(bytes, if is_sum { layouts.sum } else { package });
    let Some(name) = names.package(token) else {
        let count = nameless.entry(token.unwrap_or_default()).or_default();
        *count = count.saturating_add(1);
        return;
    };
    let usage = if is_sum {
        Usage {
            user: span.user,
            what: span.name.to_owned(),
            sum: true,
            package: name.to_owned(),
            class: None,
            at: device_time(span.time(field(bytes, 3)), at, out),
            total: field(bytes, 4).map(|millis| format!("{millis}ms")),
            launches: field(bytes, 6).and_then(|count| u64::try_from(count).ok()),
        }
    } else {
        Usage {
            user: span.user,
            what: event_name(field(bytes, kind).unwrap_or(0)),
            sum: false,
            package: name.to_owned(),
            class: names.class(token, field(bytes, class)).map(str::to_owned),
            at: device_time(span.time(field(bytes, time)), at, out),
            total: None,
            launches: None,
        }
    };
    out.record(at.clone(), usage);
}

fn protobuf(bytes: &[u8], span: &Span<'_>, mapping: Option<Names>, out: &mut Out<'_, Usage>) -> Result<(), ParseError> {
    let layouts = if mapping.is_some() { V2 } else { V1 };
    let mut pool = Vec::new();
    let mut any = false;
    for (number, value) in Fields::new(bytes).map_while(Result::ok) {
        any = true;
        if let (2, Some(message)) = (number, value.bytes()) {
            pool = strings(message, 2);
        }
    }
    let names = mapping.unwrap_or(Names::Pool(pool));
    let mut reading = Reading { span, names, layouts, nameless: BTreeMap::new() };
    let mut index = 0_usize;
    for read in Fields::new(bytes) {
        let at = Place::Key { key: index.to_string() };
        index = index.saturating_add(1);
        match read {
            Ok((number @ (20 | 22), Wire::Bytes(entry))) => {
                message(number, entry, &mut reading, &at, out);
            }
            Ok(_) => {}
            Err(()) if any => {
                out.problem(ProblemCode::EvidenceIncomplete, at, "the protocol buffer cannot be read on from here");
            }
            Err(()) => return Err(ParseError::file(ProblemCode::NotTheFormat, "neither XML nor a protocol buffer")),
        }
    }
    // The names of packages that were removed are taken out of the mapping.
    for (token, count) in reading.nameless {
        let detail = format!("{count} entries of package number {token}, whose name is not kept");
        out.problem(ProblemCode::KeyMissing, Place::File, detail);
    }
    Ok(())
}

fn text(file: &Source<'_>, span: &Span<'_>, out: &mut Out<'_, Usage>) -> Result<(), ParseError> {
    xml::read(file, out, |at, event, out| {
        let Event::Start(element) = event else { return };
        let sum = element.name == "package";
        let Some(package) = element.owned("package").filter(|_| sum || element.name == "event") else { return };
        let time = element.integer(if sum { "lastTimeActive" } else { "time" });
        let usage = Usage {
            user: span.user,
            what: if sum { span.name.to_owned() } else { event_name(element.integer("type").unwrap_or(0)) },
            sum,
            package,
            class: element.owned("class"),
            at: device_time(span.time(time), &at, out),
            total: element.integer("timeActive").map(|millis| format!("{millis}ms")),
            launches: element.integer("appLaunchCount").and_then(|count| u64::try_from(count).ok()),
        };
        out.record(at, usage);
    })
}

impl Artifact for UsageStatsFiles {
    type Record = Usage;
    const SPEC: Spec = Spec {
        id: "android_usagestats_files",
        version: 1,
        paths: &[
            (Layout::AndroidFilesystem, "data/system/usagestats/*/{daily,weekly,monthly,yearly}/[0-9]*"),
            (Layout::AndroidFilesystem, "data/system_ce/*/usagestats/{daily,weekly,monthly,yearly}/[0-9]*"),
        ],
        meaning: Meaning::Execution,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = &[
        (Layout::AndroidFilesystem, "data/system/usagestats/*/mappings"),
        (Layout::AndroidFilesystem, "data/system_ce/*/usagestats/mappings"),
    ];

    fn parse(file: &Source<'_>, out: &mut Out<'_, Usage>) -> Result<(), ParseError> {
        // A file that was being replaced ends in `-c` or the like.
        let digits: String = file.file_name().chars().take_while(char::is_ascii_digit).collect();
        let Ok(begin) = digits.parse() else {
            return Err(ParseError::file(ProblemCode::NotTheFormat, "the name of the file is no time"));
        };
        let path = file.path();
        let span = Span { begin, user: user_of(path), name: path.rsplit('/').nth(1).unwrap_or_default() };
        let bytes = file.bytes()?;
        if bytes.starts_with(b"<") {
            return text(file, &span, out);
        }
        protobuf(&bytes, &span, mapping(file), out)
    }
}
