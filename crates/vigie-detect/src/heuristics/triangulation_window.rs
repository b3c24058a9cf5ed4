//! Events that came together when Operation Triangulation took over a phone: within five minutes, an attachment folder of
//! Messages that was changed and holds nothing, certain settings that were written, certain processes that used the
//! network, certain services that got the position.
//!
//! Kaspersky's triangle_check calls two kinds of them together suspicious. Each alone is ordinary. Here the trace in the
//! attachments must be among them for more than a low level, because settings and traffic are written in the same
//! minutes on healthy devices too. A window with an attachment that is still there is left out, as in triangle_check.

use std::collections::{BTreeMap, BTreeSet};

use vigie_artifacts::ios::locationd_clients::LocationClient;
use vigie_artifacts::ios::manifest::BackedUpFile;
use vigie_artifacts::ios::network_usage::ProcessUsage;
use vigie_artifacts::ios::osanalytics_addaily::DailyUsage;
use vigie_model::{Level, Meaning, Timestamp};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// See the module.
pub struct TriangulationWindow;

/// Length of the window.
const WINDOW: i64 = 5 * 60 * 1_000_000_000;
/// Kinds that must come together.
const KINDS: usize = 2;
/// A window of more events is another thing, such as a restored backup: only its first are judged.
const MOST_EVENTS: usize = 64;

const ATTACHMENTS: &str = "Library/SMS/Attachments/";
const SETTINGS: &[(&str, &str)] = &[
    ("RootDomain", "Library/Preferences/com.apple.ImageIO.plist"),
    ("HomeDomain", "Library/Preferences/com.apple.locationd.StatusBarIconManager.plist"),
    ("HomeDomain", "Library/Preferences/com.apple.imservice.ids.FaceTime.plist"),
];
const PROCESSES: &[&str] = &[
    "nehelper",
    "com.apple.WebKit.WebContent",
    "powerd/com.apple.datausage.diagnostics",
    "lockdownd/com.apple.datausage.security",
];
const LOCATION: &[&str] = &["LocationBundles/IonosphereHarvest.bundle", "LocationBundles/WRMLinkSelection.bundle"];

impl Heuristic for TriangulationWindow {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "triangulation_window",
        version: 1,
        artifacts: &["ios_manifest", "ios_datausage", "ios_osanalytics_addaily", "ios_locationd_clients"],
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::Medium,
        source: "Kaspersky, In search of the Triangulation: triangle_check utility (2023)",
    };
}

/// What happened at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// An attachment folder changed: its bytes, or its metadata.
    FolderModified,
    FolderStatus,
    Setting,
    Traffic,
    Location,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    at: Timestamp,
    kind: Kind,
    what: String,
    /// Not for folders of attachments, of which there are many.
    kept: Option<Kept>,
}

/// Events of all artifacts.
#[derive(Default)]
pub struct State {
    events: Vec<Event>,
    /// When files that still stand in an attachment folder changed.
    attachments: BTreeSet<Timestamp>,
}

impl State {
    fn note(&mut self, at: Option<Timestamp>, kind: Kind, what: &str, seen: &Seen<'_>) {
        if let Some(at) = at {
            let folder = matches!(kind, Kind::FolderModified | Kind::FolderStatus);
            let kept = (!folder).then(|| seen.keep());
            self.events.push(Event { at, kind, what: what.to_owned(), kept });
        }
    }

    fn file(&mut self, file: &BackedUpFile, seen: &Seen<'_>) {
        let (Some(domain), Some(path)) = (file.domain.as_deref(), file.relative_path.as_deref()) else {
            return;
        };
        if domain == "MediaDomain" && path.starts_with(ATTACHMENTS) {
            let depth = path.trim_end_matches('/').matches('/').count();
            if depth <= 4 {
                self.note(file.modified, Kind::FolderModified, path, seen);
                self.note(file.status_changed, Kind::FolderStatus, path, seen);
            } else {
                self.attachments.extend([file.modified, file.status_changed, file.created].into_iter().flatten());
            }
        } else if SETTINGS.contains(&(domain, path)) {
            for at in BTreeSet::from([file.modified, file.status_changed, file.created]) {
                self.note(at, Kind::Setting, path, seen);
            }
        }
    }
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(file) = seen.get::<BackedUpFile>() {
            self.file(file, seen);
        } else if let Some(usage) = seen.get::<ProcessUsage>() {
            let Some(process) = usage.process.as_deref().filter(|process| PROCESSES.contains(process)) else {
                return;
            };
            let live = usage.live.iter().filter_map(|live| live.time);
            let times: BTreeSet<Timestamp> = live.chain(usage.first_usage).chain(usage.current_usage).collect();
            for at in times {
                self.note(Some(at), Kind::Traffic, process, seen);
            }
        } else if let Some(usage) = seen.get::<DailyUsage>() {
            if PROCESSES.contains(&usage.process.as_str()) {
                self.note(usage.counted, Kind::Traffic, &usage.process, seen);
            }
        } else if let Some(client) = seen.get::<LocationClient>()
            && LOCATION.iter().any(|bundle| client.client.trim_end_matches(':').ends_with(bundle))
        {
            let stopped = client.times.iter().find(|(what, _)| *what == "location_stopped").map(|(_, at)| *at);
            self.note(stopped, Kind::Location, &client.client, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        self.events.sort();
        let mut at = 0;
        while at < self.events.len() {
            let begin = self.events[at].at;
            let within = |time: Timestamp| time.unix_nanos().saturating_sub(begin.unix_nanos()) <= WINDOW;
            let events = self.events[at..].iter();
            let window: Vec<&Event> = events.take_while(|event| within(event.at)).take(MOST_EVENTS).collect();
            let last = window.last().map_or(begin, |event| event.at);
            let attachment = self.attachments.range(begin..=last).next().is_some();
            match judge(&window).filter(|_| !attachment) {
                Some(level) => {
                    tell(&window, level, out);
                    at += window.len();
                }
                None => at += 1,
            }
        }
    }
}

/// The level of a window, if it is one.
fn judge(window: &[&Event]) -> Option<Level> {
    let mut kinds = BTreeSet::new();
    let mut folders: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    for event in window {
        match event.kind {
            Kind::FolderModified => folders.entry(&event.what).or_default().0 = true,
            Kind::FolderStatus => folders.entry(&event.what).or_default().1 = true,
            kind => _ = kinds.insert(kind),
        }
    }
    if !folders.values().all(|both| *both == (true, true)) {
        return None;
    }
    let with_folder = !folders.is_empty();
    (kinds.len() + usize::from(with_folder) >= KINDS).then_some(if with_folder { Level::Medium } else { Level::Low })
}

fn tell(window: &[&Event], level: Level, out: &mut Found) {
    let what: BTreeSet<&str> = window.iter().map(|event| event.what.as_str()).collect();
    let events = what.into_iter().collect::<Vec<_>>().join(", ");
    if let Some(kept) = window.iter().find_map(|event| event.kept.clone()) {
        let kept = Kept { time: window.first().map(|event| event.at), ..kept };
        let traces = if level == Level::Medium { "folder" } else { "other" };
        out.add_at(level, kept, events.as_str(), &[("events", &events), ("traces", traces)]);
    }
}
