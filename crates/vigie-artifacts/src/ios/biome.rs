//! Biome: streams of events in which iOS keeps what the device was used for, since iOS 15. Which application was in front,
//! was installed, opened which page; permissions used; starts of the device.
//!
//! Format: SEGB containers (see `segb.rs`) of protocol-buffer messages, whose fields other readers found out: iLEAPP
//! (`biome…`, `notificationsDuet`), DLEAPP, plaso, doubleblak.com, and Epifani's "84 Streams Later". Words for a state are
//! iLEAPP's, who compared streams with each other; where it has none, the number stays. Streams without a known form give
//! their time and their texts. `PrivacyAccounting/Biome` and `DuetExpertCenter/streams` hold containers of the same form.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::names::{is_device_path, is_uuid};
use super::protobuf::{self, Field};
use super::segb::{self, Entry, Item, State};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Biome;

/// Texts kept of one entry.
const MOST_TEXTS: usize = 64;
/// Texts longer than this are cut, in bytes: messages and articles stand in some streams.
const LONGEST_TEXT: usize = 8192;

/// Where a stream keeps what: paths of field numbers.
struct Form {
    stream: &'static str,
    program: &'static [u64],
    url: &'static [u64],
    host: &'static [u64],
    start: &'static [u64],
    end: &'static [u64],
    /// A text that is neither, such as a permission, a network or a build of iOS.
    detail: &'static [u64],
    /// A number, such as a state.
    number: &'static [u64],
    /// What the values of the number mean, from 0 on, where that is known.
    words: &'static [&'static str],
    /// `stream` is the beginning of several names.
    prefix: bool,
}

const NONE: Form = Form {
    prefix: false,
    stream: "",
    program: &[],
    url: &[],
    host: &[],
    start: &[],
    end: &[],
    detail: &[],
    number: &[],
    words: &[],
};

const LOCKED: &[&str] = &["unlocked", "locked"];
const CONNECTED: &[&str] = &["disconnected", "connected"];
const PLUGGED: &[&str] = &["not plugged in", "plugged in"];
const ON: &[&str] = &["off", "on"];

const FORMS: &[Form] = &[
    Form {
        stream: "App.InFocus",
        program: &[6],
        start: &[4],
        detail: &[1],
        number: &[3],
        words: &["background", "foreground"],
        ..NONE
    },
    Form { stream: "App.WebUsage", url: &[4], host: &[5], program: &[6], start: &[2], ..NONE },
    Form { stream: "App.Intent", program: &[2], start: &[1], detail: &[4], ..NONE },
    Form { stream: "AppIntent", program: &[2], start: &[1], detail: &[4], ..NONE },
    Form { stream: "Safari.Navigations", host: &[1], url: &[8], ..NONE },
    Form { stream: "Notification.Usage", program: &[4], start: &[2], ..NONE },
    Form { stream: "Notification", program: &[14], start: &[2], ..NONE },
    Form { stream: "userNotificationEvents", program: &[1, 8], start: &[1, 1], ..NONE },
    Form { stream: "UserNotificationEvents", program: &[1, 8], start: &[1, 1], ..NONE },
    Form { stream: "Backlight", start: &[1], number: &[2], ..NONE },
    Form { stream: "CarPlay.Connected", number: &[1], words: &["not connected", "connected"], ..NONE },
    Form { stream: "Device.BootSession", number: &[2], words: &["ended", "began"], ..NONE },
    Form { stream: "Device.Display.Backlight", start: &[1], number: &[2], ..NONE },
    Form { stream: "Device.KeybagLocked", number: &[1], words: LOCKED, ..NONE },
    Form { stream: "Device.Power.PluggedIn", number: &[1], words: PLUGGED, ..NONE },
    Form { stream: "Device.ScreenLocked", number: &[1], words: LOCKED, ..NONE },
    Form { stream: "Device.Wireless.AirplaneMode", number: &[1], words: ON, ..NONE },
    Form { stream: "Device.Wireless.Bluetooth", detail: &[2], ..NONE },
    Form { stream: "Device.Wireless.CellularDataEnabled", number: &[1], words: ON, ..NONE },
    Form { stream: "Device.Wireless.WiFi", detail: &[1], number: &[2], words: CONNECTED, ..NONE },
    Form { prefix: true, stream: "com.apple.privacy.accounting.stream", program: &[1, 1, 2], detail: &[2], ..NONE },
    // Events carried over from knowledgeC have one form: begin, end, value.
    Form { stream: "_DKEvent.Safari.History", url: &[4, 3], start: &[2], end: &[3], ..NONE },
    Form { prefix: true, stream: "_DKEvent.App.", program: &[4, 3], start: &[2], end: &[3], ..NONE },
    Form { stream: "App.Install", program: &[4, 3], start: &[2], end: &[3], ..NONE },
    Form {
        prefix: true,
        stream: "_DKEvent.Device.IsLocked",
        start: &[2],
        end: &[3],
        number: &[4, 4],
        words: LOCKED,
        ..NONE
    },
    Form { stream: "_DKEvent.Keybag.IsLocked", start: &[2], end: &[3], number: &[4, 4], words: LOCKED, ..NONE },
    Form { stream: "_DKEvent.Device.IsPluggedIn", start: &[2], end: &[3], number: &[4, 4], words: PLUGGED, ..NONE },
    Form { prefix: true, stream: "_DKEvent.", number: &[4, 4], start: &[2], end: &[3], detail: &[4, 3], ..NONE },
];

/// One entry.
#[derive(Debug, Serialize)]
pub struct BiomeEvent {
    /// The stream (`App.InFocus`).
    pub stream: String,
    /// Whether it came from another device of the same account.
    pub remote: bool,
    /// Whether it tells of a part of the stream that was taken away.
    pub tombstone: bool,
    /// `written`, `deleted`, or another number.
    pub state: String,
    /// When it was written.
    pub at: Option<Timestamp>,
    /// Begin of what it tells.
    pub start: Option<Timestamp>,
    /// End of what it tells.
    pub end: Option<Timestamp>,
    /// The program.
    pub program: Option<String>,
    /// The page.
    pub url: Option<String>,
    /// The host.
    pub host: Option<String>,
    /// A permission, a kind of intent, a reason, a network.
    pub detail: Option<String>,
    /// A state: a word where its meaning is known (`locked`), else its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Every other text.
    pub texts: Vec<String>,
}

impl Record for BiomeEvent {
    fn time(&self) -> Option<Timestamp> {
        self.start.or(self.at)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("start", self.start), ("end", self.end), ("written", self.at)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(program) = &self.program {
            see(Observable::app_id(program));
            see(Observable::process(program));
        }
        if let Some(url) = &self.url {
            see(Observable::url(url).meaning(Meaning::Exposure));
        }
        if let Some(host) = &self.host {
            see(Observable::domain(host).meaning(Meaning::Exposure));
        }
        for text in self.detail.iter().chain(&self.texts) {
            if is_device_path(text) {
                see(Observable::file_path(text));
            } else if is_name(text) {
                see(Observable::app_id(text));
                see(Observable::process(text));
            }
            see(Observable::text(text).meaning(Meaning::Exposure));
        }
    }

    fn summary(&self) -> String {
        match self.url.as_deref().or(self.host.as_deref()) {
            Some(page) => format!("{}: {page}", self.summary_without_content()),
            None => self.summary_without_content(),
        }
    }

    fn summary_without_content(&self) -> String {
        let mut line = self.stream.clone();
        if let Some(program) = &self.program {
            line.push(' ');
            line.push_str(program);
        }
        if let Some(value) = &self.value {
            line.push_str(" (");
            line.push_str(value);
            line.push(')');
        }
        if self.tombstone {
            line.push_str(" (a part of the stream was removed)");
        } else if self.state == "deleted" {
            line.push_str(" (deleted)");
        }
        if self.remote {
            line.push_str(" (from another device)");
        }
        line
    }
}

/// Whether a text may be the name of a program: one word of the characters that bundle ids and processes have. Words
/// shorter than four letters are codes of countries and languages.
fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    letters >= 4
        && text.len() <= 128
        && !is_uuid(text)
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

fn form(stream: &str) -> &'static Form {
    let fits = |form: &&Form| form.stream == stream || (form.prefix && stream.starts_with(form.stream));
    FORMS.iter().find(fits).unwrap_or(&NONE)
}

/// The stream a file belongs to, by its path: the folder above `local`, `remote` or `tombstone`.
fn stream(path: &str) -> (&str, bool, bool) {
    let parts: Vec<&str> = path.split('/').collect();
    let at = parts.iter().rposition(|part| matches!(*part, "local" | "remote"));
    let name = at.and_then(|at| parts.get(at.checked_sub(1)?)).or_else(|| parts.iter().rev().nth(1));
    let has = |folder: &str| at.is_some_and(|at| parts.iter().skip(at).any(|part| *part == folder));
    (name.copied().unwrap_or_default(), has("remote"), has("tombstone"))
}

fn cocoa(seconds: Option<f64>, at: &Place, out: &mut Out<'_, BiomeEvent>) -> Option<Timestamp> {
    let seconds = seconds.filter(|seconds| *seconds != 0.0)?;
    // The distant past and future of Cocoa mean "not set".
    if seconds.abs() >= 63_113_904_000.0 && seconds.is_finite() {
        return None;
    }
    let found = Timestamp::from_cocoa_seconds(seconds);
    if found.is_none() {
        out.problem(ProblemCode::TimeImplausible, at.clone(), format!("{seconds} is not a plausible time"));
    }
    found
}

fn event(entry: &Entry<'_>, path: &str, out: &mut Out<'_, BiomeEvent>) {
    let place = Place::Offset { offset: entry.offset };
    let (stream, remote, tombstone) = stream(path);
    let state = match entry.state {
        State::Written => "written".to_owned(),
        State::Deleted => "deleted".to_owned(),
        State::Other(number) => number.to_string(),
    };
    // What was deleted is overwritten with zeros as a rule, and then tells only that something was there.
    let message: Option<Vec<Field<'_>>> = protobuf::fields(entry.data);
    if message.is_none() && entry.state == State::Written {
        out.problem(ProblemCode::BlobNotUnderstood, place.clone(), "the entry is no protocol-buffer message");
    }
    let message = message.unwrap_or_default();
    let form = if tombstone { &NONE } else { form(stream) };
    let text = |path: &[u64]| protobuf::text_at(&message, path);
    let (program, url, host, detail) = (text(form.program), text(form.url), text(form.host), text(form.detail));
    let value = protobuf::varint_at(&message, form.number).map(|number| {
        let word = usize::try_from(number).ok().and_then(|number| form.words.get(number));
        word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
    });
    let mut texts: Vec<String> = Vec::new();
    let mut left_out = 0usize;
    protobuf::texts(&message, &mut |text| {
        let known = [&program, &url, &host, &detail].into_iter().flatten().any(|known| known == text);
        if known || texts.iter().any(|seen| seen == text) {
            return;
        }
        if texts.len() >= MOST_TEXTS {
            left_out = left_out.saturating_add(1);
            return;
        }
        let end = (0..=LONGEST_TEXT.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        texts.push(text.get(..end).unwrap_or_default().to_owned());
    });
    if left_out > 0 {
        let detail = format!("{left_out} texts beyond the first {MOST_TEXTS} were not kept");
        out.problem(ProblemCode::LimitReached, place.clone(), detail);
    }
    let event = BiomeEvent {
        stream: stream.to_owned(),
        remote,
        tombstone,
        state,
        at: cocoa(Some(entry.time), &place, out),
        start: cocoa(protobuf::real_at(&message, form.start), &place, out),
        end: cocoa(protobuf::real_at(&message, form.end), &place, out),
        program,
        url,
        host,
        detail,
        value,
        texts,
    };
    out.record(place, event);
}

impl Artifact for Biome {
    type Record = BiomeEvent;
    const SPEC: Spec = Spec {
        id: "ios_biome",
        version: 2,
        paths: &[
            (Layout::IosFilesystem, "private/var/mobile/Library/DuetExpertCenter/streams/**/[0-9]*"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Biome/streams/**/[0-9]*"),
            (Layout::IosFilesystem, "private/var/db/{B,b}iome/streams/**/[0-9]*"),
            (Layout::IosFilesystem, "private/var/mobile/Library/PrivacyAccounting/Biome/**/[0-9]*"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, BiomeEvent>) -> Result<(), ParseError> {
        let bytes = file.bytes()?;
        // A segment is made before its first event.
        if bytes.is_empty() {
            return Ok(());
        }
        let known = segb::read(&bytes, &mut |item| match item {
            Item::Entry(entry) => event(&entry, file.path(), out),
            Item::Trouble(code, place, detail) => out.problem(code, place, detail),
        });
        if !known {
            out.problem(ProblemCode::NotTheFormat, Place::File, "the file is no SEGB container");
        }
        Ok(())
    }
}
