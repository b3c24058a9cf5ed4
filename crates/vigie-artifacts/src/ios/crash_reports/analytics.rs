//! Reports of analytics: many small JSON documents, or one, or a property list. What they name of programs, bundles,
//! paths and links is counted; the rest (amounts, durations) says nothing of an intrusion and is left.

use std::collections::BTreeMap;

use plist::Value as Plist;
use serde_json::Value as Json;
use vigie_model::{Place, ProblemCode, Timestamp};

use super::record::{CrashEntry, Mention, MentionKind};
use crate::Out;

/// Different things named in one report.
const MOST_MENTIONS: usize = 50_000;
/// A text longer than this is no name; it is searched for a link only.
const LONGEST_NAME: usize = 1024;
/// Depth of documents.
const DEEPEST: usize = 64;

/// Event, key, kind and value.
type Named = (Option<String>, String, MentionKind, String);

/// Counts what is named.
#[derive(Default)]
pub(super) struct Mentions {
    seen: BTreeMap<Named, (u64, Place)>,
    full: bool,
}

impl Mentions {
    /// Everything named in a JSON document.
    pub(super) fn json(&mut self, document: &Json, place: &Place) {
        let event = document.get("name").and_then(Json::as_str).map(str::to_owned);
        self.walk_json(event.as_ref(), "", document, place, 0);
    }

    fn walk_json(&mut self, event: Option<&String>, key: &str, value: &Json, place: &Place, depth: usize) {
        if depth > DEEPEST {
            self.full = true;
            return;
        }
        let deeper = depth.saturating_add(1);
        match value {
            Json::String(text) => self.text(event, key, text, place),
            Json::Array(items) => items.iter().for_each(|item| self.walk_json(event, key, item, place, deeper)),
            Json::Object(fields) => {
                for (name, value) in fields {
                    self.walk_json(event, name, value, place, deeper);
                }
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    /// Everything named in a property list.
    pub(super) fn plist(&mut self, key: &str, value: &Plist, place: &Place, depth: usize) {
        if depth > DEEPEST {
            self.full = true;
            return;
        }
        let deeper = depth.saturating_add(1);
        match value {
            Plist::String(text) => self.text(None, key, text, place),
            Plist::Array(items) => items.iter().for_each(|item| self.plist(key, item, place, deeper)),
            Plist::Dictionary(dict) => dict.iter().for_each(|(name, value)| self.plist(name, value, place, deeper)),
            _ => {}
        }
    }

    fn text(&mut self, event: Option<&String>, key: &str, text: &str, place: &Place) {
        let Some(kind) = kind_of(key, text) else { return };
        let entry = (event.cloned(), key.to_owned(), kind, text.to_owned());
        if self.seen.len() >= MOST_MENTIONS && !self.seen.contains_key(&entry) {
            self.full = true;
            return;
        }
        let (count, _) = self.seen.entry(entry).or_insert_with(|| (0, place.clone()));
        *count = count.saturating_add(1);
    }

    /// Gives out what was counted; answers how many.
    pub(super) fn tell(self, time: Option<Timestamp>, out: &mut Out<'_, CrashEntry>) {
        if self.full {
            let detail =
                format!("more than {MOST_MENTIONS} different values, or deeper than {DEEPEST}; the rest is left out");
            out.problem(ProblemCode::LimitReached, Place::File, detail);
        }
        for ((event, key, kind, value), (count, place)) in self.seen {
            out.record(place, CrashEntry::Mention(Mention { time, event, key, kind, value, count }));
        }
    }
}

/// What a value names, judged by its key and its form.
fn kind_of(key: &str, text: &str) -> Option<MentionKind> {
    if text.contains("://") {
        return Some(MentionKind::Text);
    }
    if text.is_empty() || text.len() > LONGEST_NAME {
        return None;
    }
    let key = key.to_ascii_lowercase();
    let named = |parts: &[&str]| parts.iter().any(|part| key.contains(part));
    if text.starts_with('/') && text.len() > 1 {
        return Some(MentionKind::Path);
    }
    if named(&["bundle"]) {
        return Some(MentionKind::Bundle);
    }
    let process = named(&["process", "procname", "executable", "daemon", "app_name", "appname", "client", "coalition"]);
    // A process name holds a letter; numbers and truth values under such keys are amounts.
    (process && text.chars().any(char::is_alphabetic) && !matches!(text, "true" | "false"))
        .then_some(MentionKind::Process)
}
