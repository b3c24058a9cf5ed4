//! Programs that were still alive while iOS shut down, and when it shut down. A lead, not a proof: busy system
//! daemons linger too.
//!
//! Format: text that `logd` writes while it stops. Every half second it lists the programs that still hold its log
//! open, and when none is left it writes the time:
//!
//! ```text
//! After 1.26s, these clients are still here:
//!         remaining client pid: 153 (/usr/sbin/filecoordinationd/EBFB3E7F-4CA4-3656-8E9C-8CCF5995C34A)
//! SIGTERM: [1774602168] All buffers flushed
//! ```
//!
//! The time closes the shutdown it belongs to. It is Unix time in brackets, or behind `@`. Older versions write the
//! path alone, newer ones put the UUID of the program's image behind it. Up to iOS 18 each shutdown is added to
//! `shutdown.log`; since iOS 26 the file is named `shutdown.0.log` in places, and versions of `logd` truncate it at each
//! shutdown, so that only the last one is left. A shutdown that was cut short has no closing line: the next list then
//! starts again at a smaller delay, and the time of the cut-off one is not known.
//!
//! Documented by libyal/dtformats (Apple Unified Logging), Kaspersky (Securelist, January 2024) and Amnesty's and
//! iVerify's reports. Other readers: MVT `ShutdownLog`, iShutdown, EC sysdiagnose `shutdownlogs`, iLEAPP.

use serde::Serialize;
use vigie_evidence::Line;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::image_uuid;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct ShutdownLog;

/// Programs of one shutdown that are held until its time is known; real logs have some hundred.
const MOST_HELD: usize = 100_000;

/// One entry of the log.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum ShutdownEntry {
    /// A program that had not ended yet.
    Client(LingeringClient),
    /// A shutdown.
    Shutdown(Shutdown),
    /// The file is there and holds no shutdown.
    Empty(EmptyLog),
}

/// A log without a shutdown: told, so that a log that was emptied is not taken for one that was not acquired.
#[derive(Debug, Clone, Serialize)]
pub struct EmptyLog {
    /// Its size in bytes.
    pub size: u64,
}

/// A program that had not ended when a list was written; one record per program and list.
#[derive(Debug, Clone, Serialize)]
pub struct LingeringClient {
    /// When the shutdown ended, if its closing line was written.
    pub time: Option<Timestamp>,
    /// Which shutdown of this file, counted from 1.
    pub shutdown: u64,
    /// Which list of that shutdown, counted from 1; 0 where no list was announced.
    pub list: u64,
    /// Seconds since the shutdown began, as the list says.
    pub delay: Option<f64>,
    /// Process id; 0 is the kernel.
    pub pid: u32,
    /// As the log has it.
    pub client: String,
    /// Path of the program, without the UUID of its image.
    pub path: String,
    /// UUID of the program's image.
    pub image_uuid: Option<String>,
}

/// A shutdown.
#[derive(Debug, Clone, Serialize)]
pub struct Shutdown {
    /// When it ended, if its closing line was written.
    pub time: Option<Timestamp>,
    /// Which of this file, counted from 1.
    pub shutdown: u64,
    /// Whether its closing line was written. Where not, the device was forced off or the log was copied meanwhile.
    pub finished: bool,
    /// How many lists were written: how often it waited.
    pub lists: u64,
    /// How many lines in all lists.
    pub clients: u64,
    /// Seconds to the last list.
    pub longest_delay: Option<f64>,
    /// What stands behind the time.
    pub note: Option<String>,
}

impl Record for ShutdownEntry {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Client(client) => client.time,
            Self::Shutdown(shutdown) => shutdown.time,
            Self::Empty(_) => None,
        }
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.time() {
            see(Moment { what: "shutdown", at });
        }
    }

    fn counts_as(&self) -> Option<&'static str> {
        matches!(self, Self::Shutdown(_)).then_some("shutdown")
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Self::Client(client) = self {
            see(Observable::executable(&client.path));
        }
    }

    fn summary(&self) -> String {
        match self {
            Self::Client(client) => format!(
                "process {} (pid {}) was still there {}",
                client.path,
                client.pid,
                match client.delay {
                    Some(delay) => format!("{delay} s into the shutdown"),
                    None => "during the shutdown".to_owned(),
                }
            ),
            Self::Shutdown(shutdown) => format!(
                "{}; it listed {} times which programs it waited for",
                if shutdown.finished { "shutdown" } else { "shutdown without an end in the log" },
                shutdown.lists
            ),
            Self::Empty(log) => format!("shutdown log without a shutdown ({} bytes)", log.size),
        }
    }
}

/// A shutdown whose end has not been read yet.
#[derive(Default)]
struct Open {
    clients: Vec<(Place, LingeringClient)>,
    count: u64,
    lists: u64,
    delay: Option<f64>,
    first: Option<Place>,
}

struct Reader<'o, 's> {
    out: &'o mut Out<'s, ShutdownEntry>,
    number: u64,
    open: Open,
    /// A line was not understood.
    troubled: bool,
}

impl Reader<'_, '_> {
    /// Says what is known of the shutdown read so far, and starts the next one.
    fn close(&mut self, at: Place, time: Option<Timestamp>, finished: bool, note: Option<String>) {
        let open = std::mem::take(&mut self.open);
        for (place, client) in open.clients {
            self.out.record(place, ShutdownEntry::Client(LingeringClient { time, ..client }));
        }
        let shutdown = Shutdown {
            time,
            shutdown: self.number,
            finished,
            lists: open.lists,
            clients: open.count,
            longest_delay: open.delay,
            note,
        };
        self.out.record(at, ShutdownEntry::Shutdown(shutdown));
        self.number = self.number.saturating_add(1);
    }

    fn close_unfinished(&mut self) {
        if let Some(first) = self.open.first.clone() {
            self.close(first, None, false, None);
        }
    }

    fn list(&mut self, at: &Place, delay: f64) {
        // Delays of one shutdown only grow.
        if self.open.delay.is_some_and(|before| delay < before) {
            self.close_unfinished();
        }
        self.open.first.get_or_insert_with(|| at.clone());
        self.open.delay = Some(delay);
        self.open.lists = self.open.lists.saturating_add(1);
    }

    fn client(&mut self, at: &Place, pid: u32, client: &str) {
        if self.open.clients.len() >= MOST_HELD {
            if self.open.count == self.open.clients.len() as u64 {
                let detail = format!("more than {MOST_HELD} clients in one shutdown; their time is not given");
                self.out.problem(ProblemCode::LimitReached, at.clone(), detail);
            }
            for (place, client) in std::mem::take(&mut self.open.clients) {
                self.out.record(place, ShutdownEntry::Client(client));
            }
        }
        let (path, uuid) = image_uuid::split(client);
        let record = LingeringClient {
            time: None,
            shutdown: self.number,
            list: self.open.lists,
            delay: self.open.delay,
            pid,
            client: client.to_owned(),
            path: path.to_owned(),
            image_uuid: uuid.map(str::to_owned),
        };
        self.open.first.get_or_insert_with(|| at.clone());
        self.open.count = self.open.count.saturating_add(1);
        self.open.clients.push((at.clone(), record));
    }

    fn end(&mut self, at: &Place, rest: &str) {
        if let Some((time, note)) = time_of(rest) {
            let note = Some(note.trim()).filter(|note| !note.is_empty()).map(str::to_owned);
            self.close(at.clone(), Some(time), true, note);
        } else {
            let detail = "a shutdown without a time that is understood";
            self.out.problem(ProblemCode::TimeImplausible, at.clone(), detail);
            self.close(at.clone(), None, true, Some(rest.trim().to_owned()));
        }
    }

    fn line(&mut self, line: &Line) {
        if line.damaged {
            self.out.problem(ProblemCode::TextDamaged, line.at.clone(), "not valid UTF-8, or too long a line");
        }
        let text = line.text.trim();
        if text.is_empty() {
            return;
        }
        if let Some(rest) = text.strip_prefix("SIGTERM:") {
            return self.end(&line.at, rest);
        }
        let rest = match text.strip_prefix("After ").map(delay_of) {
            None => Some(text),
            Some(None) => None,
            Some(Some((delay, rest))) => {
                self.list(&line.at, delay);
                if rest.starts_with("these clients are still here") {
                    return;
                }
                // In one form each client stands on the line of its delay.
                Some(rest)
            }
        };
        if let Some((pid, client)) = rest.and_then(client_of) {
            self.client(&line.at, pid, client);
        } else {
            self.troubled = true;
            self.out.problem(ProblemCode::LineNotUnderstood, line.at.clone(), "a line of no known form");
        }
    }
}

/// `1.26s, …`: the seconds and the rest.
fn delay_of(text: &str) -> Option<(f64, &str)> {
    let (seconds, rest) = text.split_once(',')?;
    let seconds = seconds.trim().strip_suffix('s')?.trim_end().parse::<f64>().ok()?;
    (seconds.is_finite() && seconds >= 0.0).then_some((seconds, rest.trim_start()))
}

/// `remaining client pid: 153 (/path)`: a path may hold parentheses of its own, so it ends at the last one.
fn client_of(text: &str) -> Option<(u32, &str)> {
    let rest = text.strip_prefix("remaining client pid:")?.trim_start();
    let (pid, rest) = rest.split_once(' ')?;
    let client = rest.trim_start().strip_prefix('(')?;
    let (client, behind) = client.rsplit_once(')')?;
    // Text behind the last parenthesis would be a form nobody has described.
    (behind.trim().is_empty() && !client.is_empty()).then_some((pid.parse().ok()?, client))
}

/// ` [1774602168] text` or ` text @1774602168`: the time and the text.
fn time_of(rest: &str) -> Option<(Timestamp, &str)> {
    let rest = rest.trim();
    let bracketed = rest.strip_prefix('[').and_then(|inner| inner.split_once(']'));
    if let Some((seconds, note)) = bracketed
        && let Some(time) = unix(seconds)
    {
        return Some((time, note));
    }
    let (note, behind) = rest.rsplit_once('@')?;
    let digits = behind.find(|c: char| !c.is_ascii_digit()).and_then(|end| behind.get(..end)).unwrap_or(behind);
    Some((unix(digits)?, note))
}

fn unix(seconds: &str) -> Option<Timestamp> {
    let seconds: i64 = seconds.trim().parse().ok()?;
    // Logs of this form exist since 2016; a clock that was never set says 1970 or, on iPhones, 2000 or 2007.
    (seconds > 1_400_000_000).then(|| Timestamp::from_unix_seconds(seconds)).flatten()
}

impl Artifact for ShutdownLog {
    type Record = ShutdownEntry;
    const SPEC: Spec = Spec {
        id: "ios_shutdown_log",
        version: 2,
        paths: &[
            (Layout::IosFilesystem, "private/var/db/diagnostics/shutdown*.log"),
            // Below `Extra`; in some versions one archive lies in another.
            (Layout::IosSysdiagnose, "system_logs.logarchive/**/shutdown*.log"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ShutdownEntry>) -> Result<(), ParseError> {
        let mut reader = Reader { out, number: 1, open: Open::default(), troubled: false };
        let mut outcome = Ok(());
        for line in file.lines()? {
            match line {
                Ok(line) => reader.line(&line),
                Err(error) => {
                    outcome = Err(error);
                    break;
                }
            }
        }
        reader.close_unfinished();
        // What could not be read is told by its problem, and may have been a shutdown.
        if reader.number == 1 && !reader.troubled && outcome.is_ok() {
            reader.out.record(Place::File, ShutdownEntry::Empty(EmptyLog { size: file.size()? }));
        }
        outcome
    }
}
