//! A finding without its person. What was published of its indicator stays; what was seen stays only where it is the
//! very value that was published.

use std::collections::BTreeSet;

use serde_json::value::RawValue;
use serde_json::{Map, Value};
use vigie_case::{Redaction, Sentences, ToldFinding, ToldPlace};
use vigie_model::{IndicatorRef, Message, Place};
use vigie_text::{ARTIFACTS, is_choice, is_counted};

use super::{Redactor, day};

/// Arguments of sentences that are numbers of things vigie counted, beside those a plural form is chosen by.
const COUNTED: [&str; 8] = ["count", "records", "rows", "missing", "largest", "shutdowns", "lines", "millis"];
/// A number of more digits may be somebody's.
const MOST_DIGITS: usize = 6;
/// What sentences are given in place of a value that is not there.
const NONE: [&str; 4] = ["", "-", "?", "*"];
/// What stands for a value that was seen where even a hash of it would be too much.
const LEFT_OUT: &str = "redacted";

impl Redactor<'_> {
    pub(super) fn findings(&self, findings: &[ToldFinding]) -> Vec<ToldFinding> {
        if self.level == Redaction::IndicatorsOnly {
            let mut told = BTreeSet::new();
            let met = findings.iter().filter_map(|finding| self.met(finding));
            return met.filter(|finding| told.insert(finding.id.clone())).collect();
        }
        findings.iter().map(|finding| self.finding(finding)).collect()
    }

    /// Level `person`.
    fn finding(&self, of: &ToldFinding) -> ToldFinding {
        let indicator = of.indicator.as_ref().map(|indicator| self.indicator(indicator));
        let published = indicator.as_ref().map(|indicator| indicator.value.as_str());
        let label = of.indicator.as_ref().map_or("value", |indicator| indicator.kind.as_str());
        let seen = match published {
            Some(value) if value.eq_ignore_ascii_case(&of.seen) => value.to_owned(),
            _ => self.key.token(label, &of.seen),
        };
        let told = ToldFinding {
            // An id is a plain hash of what was seen: there are few enough numbers to try all.
            id: format!("F-{}", self.key.digits(&of.id)),
            place: ToldPlace { source: self.path(&of.place.source), place: self.place(&of.place.place) },
            record: self.record(of, published),
            sentences: Sentences {
                message: self.message(&of.sentences.message, of, &seen, indicator.as_ref()),
                innocent: self.message(&of.sentences.innocent, of, &seen, indicator.as_ref()),
            },
            seen,
            indicator,
            ..of.clone()
        };
        self.written(told)
    }

    /// Level `indicators-only`: which indicator was met, on which day, and what that means. The same twice is told once: how
    /// often tells of the person.
    fn met(&self, of: &ToldFinding) -> Option<ToldFinding> {
        let before = of.indicator.as_ref()?;
        let indicator = self.indicator(before);
        let time = of.time.map(day);
        let is_published = indicator.value.eq_ignore_ascii_case(&of.seen);
        let seen = if is_published { indicator.value.clone() } else { LEFT_OUT.to_owned() };
        let what =
            [&indicator.kind, &indicator.value, &indicator.matched, of.level.name(), of.meaning.name(), &of.artifact];
        let what = format!("{}\n{}", what.join("\n"), time.map(|at| at.to_string()).unwrap_or_default());
        let told = ToldFinding {
            id: format!("F-{}", self.key.digits(&what)),
            time,
            place: ToldPlace { source: String::new(), place: Place::File },
            record: raw(&Value::Null),
            sentences: Sentences {
                message: self.message(&of.sentences.message, of, &seen, Some(&indicator)),
                innocent: self.message(&of.sentences.innocent, of, &seen, Some(&indicator)),
            },
            seen,
            indicator: Some(indicator),
            ..of.clone()
        };
        Some(self.written(told))
    }

    /// The sentences written out anew from what is left.
    fn written(&self, mut finding: ToldFinding) -> ToldFinding {
        (finding.message, finding.innocent) = finding.sentences_in(&self.texts);
        finding
    }

    fn message(&self, of: &Message, finding: &ToldFinding, seen: &str, indicator: Option<&IndicatorRef>) -> Message {
        let args = of
            .args
            .iter()
            .map(|(name, value)| (name.clone(), self.argument(of, name, value, finding, seen, indicator)));
        Message { id: of.id.clone(), args: args.collect() }
    }

    fn argument(
        &self,
        of: &Message,
        name: &str,
        value: &str,
        finding: &ToldFinding,
        seen: &str,
        indicator: Option<&IndicatorRef>,
    ) -> String {
        if value == finding.seen && name == "seen" {
            return seen.to_owned();
        }
        if let (Some(before), Some(after)) = (&finding.indicator, indicator) {
            match name {
                // Of a YARA rule: its name and its file.
                "indicator" | "rule" if value == before.value => return after.value.clone(),
                "malware" if value == before.malware.join(", ") => return value.to_owned(),
                // Where a pack names no malware, it stands for itself.
                "malware" | "file" if value == before.pack => return after.pack.clone(),
                "how" if value == before.matched => return value.to_owned(),
                _ => {}
            }
        }
        if name == ARTIFACTS && self.texts.are_artifacts(value) {
            return value.to_owned();
        }
        let is_number =
            !value.is_empty() && value.len() <= MOST_DIGITS && value.bytes().all(|byte| byte.is_ascii_digit());
        let is_counted = is_number && (COUNTED.contains(&name) || is_counted(&of.id, name));
        if is_counted || is_choice(&of.id, name, value) || NONE.contains(&value) {
            return value.to_owned();
        }
        if self.is_person() { self.key.token(name, value) } else { LEFT_OUT.to_owned() }
    }

    /// The fields of a record are ours; of their values, only what is true or false or nothing, the time of the finding, and
    /// the value that was published. What lies deeper may have names of the device for keys, and is one value.
    fn record(&self, of: &ToldFinding, published: Option<&str>) -> Box<RawValue> {
        let time = of.time.map(|at| at.to_string());
        let Ok(fields) = serde_json::from_str::<Map<String, Value>>(of.record.get()) else { return raw(&Value::Null) };
        let fields = fields.into_iter().map(|(name, value)| {
            let left = match value {
                Value::Null | Value::Bool(_) => value,
                Value::String(text) if Some(&text) == time.as_ref() => Value::String(text),
                Value::String(text) => match published {
                    Some(value) if value.eq_ignore_ascii_case(&text) => Value::String(value.to_owned()),
                    _ => Value::String(self.key.token(&name, &text)),
                },
                other => Value::String(self.key.token(&name, &other.to_string())),
            };
            (name, left)
        });
        raw(&Value::Object(fields.collect()))
    }
}

fn raw(value: &Value) -> Box<RawValue> {
    RawValue::from_string(value.to_string()).unwrap_or_default()
}
