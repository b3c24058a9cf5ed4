//! Gaps in the row numbers of messages: messages that were there and are gone.
//!
//! Messages numbers its rows upwards and never uses a number twice. A gap between two rows, or between the last row and
//! the highest number ever given, is a deleted message. What is missing before the first row is not counted: the setting
//! "Keep Messages" removes the oldest.

use std::collections::BTreeMap;

use vigie_artifacts::ios::sms::SmsMessage;
use vigie_artifacts::ios::sms_deletions::Deletion;
use vigie_model::{Level, Meaning, Place, Timestamp};

use super::times::minute;
use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// See the module.
pub struct MissingRowids;

/// Gaps named in the finding.
const LARGEST: usize = 3;

impl Heuristic for MissingRowids {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "missing_rowids",
        version: 1,
        artifacts: &["ios_sms", "ios_sms_deletions"],
        kinds: &[],
        meaning: Meaning::Tampering,
        level: Level::Low,
        source: "SQLite, Autoincrement in SQLite (sqlite.org/autoinc.html); deletion of lures as described by Amnesty International, Forensic Methodology Report (July 2021)",
    };
}

#[derive(Debug, Clone)]
struct Gap {
    first: i64,
    last: i64,
    before: Option<Timestamp>,
    after: Option<Timestamp>,
}

impl Gap {
    fn length(&self) -> i64 {
        self.last.saturating_sub(self.first).saturating_add(1)
    }

    fn show(&self) -> String {
        let rows =
            if self.first == self.last { self.first.to_string() } else { format!("{}-{}", self.first, self.last) };
        format!("{rows} ({} – {})", minute(self.before), minute(self.after))
    }
}

/// What is known of one database.
#[derive(Default)]
struct Database {
    last: Option<(i64, Option<Timestamp>)>,
    /// Rows came out of order: the table is damaged, and what is missing may be only unread.
    damaged: bool,
    gaps: u64,
    missing: i64,
    largest: Vec<Gap>,
    /// The row behind the largest gap, or the last one.
    kept: Option<Kept>,
    highest: Option<(i64, Kept)>,
}

impl Database {
    fn gap(&mut self, gap: Gap) -> bool {
        self.gaps += 1;
        self.missing = self.missing.saturating_add(gap.length());
        let is_largest = self.largest.first().is_none_or(|known| known.length() < gap.length());
        self.largest.push(gap);
        // Stable: of equal gaps the earlier stays first.
        self.largest.sort_by_key(|gap| std::cmp::Reverse(gap.length()));
        self.largest.truncate(LARGEST);
        is_largest
    }

    fn row(&mut self, rowid: i64, seen: &Seen<'_>) {
        let time = seen.record.time();
        if let Some((last, before)) = self.last {
            if rowid <= last {
                self.damaged = true;
                return;
            }
            if rowid.saturating_sub(last) > 1 {
                let gap = Gap { first: last.saturating_add(1), last: rowid.saturating_sub(1), before, after: time };
                if self.gap(gap) {
                    self.kept = Some(seen.keep());
                }
            }
        }
        self.last = Some((rowid, time));
    }

    fn end(&mut self) {
        let Some((highest, kept)) = self.highest.take() else {
            return;
        };
        let (last, before) = self.last.unwrap_or((0, None));
        if highest > last {
            let gap = Gap { first: last.saturating_add(1), last: highest, before, after: None };
            if self.gap(gap) || self.kept.is_none() {
                self.kept = Some(kept);
            }
        }
    }
}

/// Databases by the path of their source.
#[derive(Default)]
pub struct State {
    databases: BTreeMap<String, Database>,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if !self.databases.contains_key(seen.source) {
            let source = seen.source.to_owned();
            self.databases.insert(source, Database::default());
        }
        let Some(database) = self.databases.get_mut(seen.source) else {
            return;
        };
        if let Some(Deletion::HighestRow { rowid }) = seen.get() {
            database.highest = Some((*rowid, seen.keep()));
        } else if let Place::Row { rowid, .. } = seen.place
            && seen.get::<SmsMessage>().is_some()
        {
            database.row(*rowid, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (_, mut database) in std::mem::take(&mut self.databases) {
            database.end();
            let Some(kept) = database.kept.filter(|_| !database.damaged) else {
                continue;
            };
            let largest: Vec<String> = database.largest.iter().map(Gap::show).collect();
            let largest = largest.join("; ");
            let (gaps, missing) = (database.gaps.to_string(), database.missing.to_string());
            let args = [("gaps", gaps.as_str()), ("missing", &missing), ("largest", &largest)];
            out.add(kept, largest.clone(), &args);
        }
    }
}
