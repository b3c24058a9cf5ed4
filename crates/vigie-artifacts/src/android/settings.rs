//! Settings: of the whole system, of each user, and those only the system may change; and who made them.
//!
//! Format: `dumpsys settings` (AOSP `SettingsProvider.dump`): `GLOBAL SETTINGS (user 0)`, below it lines `_id:43 name:adb_enabled
//! pkg:android value:1 default:1 defaultSystemSet:true`; a value may have several lines. Some makers end the line with
//! whether the value outlives a restore, and print below it who changed it and when: `History (adb_enabled)`, `time:08-23
//! 10:01:51.098 mode:update oldValue:0 newValue:1 package:com.android.settings`, in local time without a year. AndroidQF also
//! keeps the output of `cmd settings list NAMESPACE`, `name=value`, in a file for each namespace. Other readers: MVT
//! `Settings`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::{between, components, is_package};
use super::{
    BESIDE, DeviceTime, Dumpstate, Part, TextLine, dumpstate_and, each_line, each_section, go_on, local_time,
    not_understood, see_component,
};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// A file of one namespace is named `settings_NAMESPACE.txt`.
const LIST: &str = "settings_";
/// Bytes of one value.
const VALUE_LIMIT: usize = 1 << 16;
/// Changes of one setting that are kept.
const CHANGES: usize = 1_000;

/// See the module.
pub struct Settings;

/// One setting.
#[derive(Debug, Serialize)]
pub struct Setting {
    /// `global`, `secure`, `system` or `config`.
    pub namespace: String,
    /// For which user.
    pub user: Option<i64>,
    /// Its name.
    pub name: String,
    /// Who made it.
    pub package: Option<String>,
    /// Its value.
    pub value: Option<String>,
    /// What it would be otherwise.
    pub default: Option<String>,
    /// Who changed it and when, where the device says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<SettingChange>,
}

/// One change of a setting.
#[derive(Debug, Serialize)]
pub struct SettingChange {
    /// When.
    pub at: Option<DeviceTime>,
    /// The value before.
    pub before: Option<String>,
    /// The value after.
    pub after: Option<String>,
    /// Who made it.
    pub package: Option<String>,
}

impl Record for Setting {
    /// The last change, by which it is what it is.
    fn time(&self) -> Option<Timestamp> {
        self.changes.iter().filter_map(|change| DeviceTime::at(change.at.as_ref())).max()
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for at in self.changes.iter().filter_map(|change| DeviceTime::at(change.at.as_ref())) {
            see(Moment { what: "changed", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for change in &self.changes {
            if let Some(package) = change.package.as_deref().filter(|package| is_package(package)) {
                see(Observable::app_id(package));
            }
            for value in [&change.before, &change.after].into_iter().flatten() {
                see(Observable::text(value));
            }
        }
        if let Some(package) = self.package.as_deref().filter(|package| is_package(package)) {
            see(Observable::app_id(package));
        }
        if let Some(value) = &self.value {
            let mut any = false;
            for component in components(value) {
                any = true;
                see_component(component, see);
            }
            if !any && is_package(value) {
                see(Observable::app_id(value));
            }
            see(Observable::text(value));
        }
    }

    fn summary(&self) -> String {
        format!("setting {} {} = {}", self.namespace, self.name, self.value.as_deref().unwrap_or("nothing"))
    }
}

/// A value, unless it says that there is none.
fn some(text: &str) -> Option<String> {
    Some(text.trim_end().to_owned()).filter(|text| text != "null" && text != "{null}")
}

/// A line without what may stand behind the value and its default.
fn without_marks(mut text: &str) -> &str {
    let is_mark = |word: &str| match word.split_once(':') {
        Some(("isValuePreservedInRestore" | "defaultSystemSet", value)) => ["true", "false"].contains(&value),
        Some(("tag", value)) => value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)),
        _ => word == "notPreservedInRestore",
    };
    while let Some((before, _)) = text.rsplit_once(' ').filter(|(_, word)| is_mark(word)) {
        text = before;
    }
    text
}

fn setting(namespace: &str, user: Option<i64>, text: &str) -> Option<Setting> {
    let (name, rest) = between(text, " name:", "")?.split_once(" pkg:")?;
    let (package, rest) = rest.split_once(" value:").unwrap_or((rest, ""));
    let rest = without_marks(rest);
    let (value, default) = match rest.rsplit_once(" default:") {
        Some((value, default)) => (value, default.split(" defaultSystemSet:").next()),
        None => (rest, None),
    };
    Some(Setting {
        namespace: namespace.to_owned(),
        user,
        name: name.to_owned(),
        package: some(package.split(' ').next().unwrap_or(package)),
        value: some(value),
        default: default.and_then(some),
        changes: Vec::new(),
    })
}

/// `time:08-23 10:01:51.098 mode:update oldValue:0 newValue:1 package:com.android.settings`.
fn change(text: &str, at: &Place, dump: &Dumpstate, out: &mut Out<'_, Setting>) -> Option<SettingChange> {
    let (time, rest) = text.trim_start().strip_prefix("time:")?.split_once(" mode:")?;
    let (_, rest) = rest.split_once(" oldValue:")?;
    let (values, package) = rest.rsplit_once(" package:")?;
    let (before, after) = values.split_once(" newValue:")?;
    let time = dump.clock.local_without_year(time).or_else(|| local_time(dump, time, at, out));
    Some(SettingChange { at: time, before: some(before), after: some(after), package: some(package) })
}

/// What is read of one namespace. Settings are given at its end, because their changes stand behind them.
#[derive(Default)]
struct Reader {
    namespace: Option<String>,
    user: Option<i64>,
    /// A line that may go on: a setting, or a change of the one that `history` points to.
    open: Option<(Place, String)>,
    history: Option<usize>,
    settings: Vec<(Place, Setting)>,
    by_name: BTreeMap<String, usize>,
}

impl Reader {
    fn close(&mut self, dump: &Dumpstate, out: &mut Out<'_, Setting>) {
        let Some(((at, text), namespace)) = self.open.take().zip(self.namespace.as_deref()) else { return };
        let understood = if let Some((_, of)) = self.history.and_then(|index| self.settings.get_mut(index)) {
            match change(&text, &at, dump, out) {
                Some(_) if of.changes.len() >= CHANGES => {
                    let detail = format!("{} changed more than {CHANGES} times; the first are kept", of.name);
                    return out.problem(ProblemCode::LimitReached, at, detail);
                }
                Some(change) => {
                    of.changes.push(change);
                    true
                }
                None => false,
            }
        } else if let Some(setting) = setting(namespace, self.user, &text) {
            self.by_name.insert(setting.name.clone(), self.settings.len());
            self.settings.push((at.clone(), setting));
            true
        } else {
            false
        };
        if !understood {
            out.problem(ProblemCode::LineNotUnderstood, at, text.chars().take(120).collect::<String>());
        }
    }

    fn give(&mut self, dump: &Dumpstate, out: &mut Out<'_, Setting>) {
        self.close(dump, out);
        (self.history, self.by_name) = (None, BTreeMap::new());
        for (at, setting) in std::mem::take(&mut self.settings) {
            out.record(at, setting);
        }
    }

    fn line(&mut self, line: &TextLine<'_>, dump: &Dumpstate, out: &mut Out<'_, Setting>) {
        let text = &*line.text;
        if let Some((name, rest)) = text.split_once(" SETTINGS (user ") {
            self.give(dump, out);
            self.namespace = Some(name.to_ascii_lowercase());
            self.user = rest.trim_end_matches(')').parse().ok();
            if self.user.is_none() {
                not_understood(line, out);
            }
        } else if text.starts_with("_id:") {
            self.close(dump, out);
            self.history = None;
            self.open = Some((line.at.clone(), text.to_owned()));
        } else if text.is_empty() || text.starts_with("Historical operations") {
            self.close(dump, out);
            self.history = None;
        } else if let Some(name) = line.trimmed().strip_prefix("History (").and_then(|rest| rest.strip_suffix(')'))
            && line.indent() > 0
        {
            self.close(dump, out);
            self.history = self.by_name.get(name).copied();
            if self.history.is_none() {
                not_understood(line, out);
            }
        } else if self.history.is_some() && line.trimmed().starts_with("time:") {
            self.close(dump, out);
            self.open = Some((line.at.clone(), text.to_owned()));
        } else if let Some((_, all)) = self.open.as_mut() {
            go_on(all, "\n", text, VALUE_LIMIT, &line.at, out);
        } else if self.history.is_some() {
            not_understood(line, out);
        }
    }
}

/// The settings of one namespace, of the user who was in front, as `cmd settings list` prints them.
fn list(namespace: &str, file: &Source<'_>, out: &mut Out<'_, Setting>) -> Result<(), ParseError> {
    let mut open: Option<(Place, Setting)> = None;
    let read = each_line(file, out, |line, out| {
        let name = line.text.split_once('=').filter(|(name, _)| is_name(name));
        if let Some((name, value)) = name {
            if let Some((at, setting)) = open.take() {
                out.record(at, setting);
            }
            let setting = Setting {
                namespace: namespace.to_owned(),
                user: None,
                name: name.to_owned(),
                package: None,
                value: Some(value.trim_end().to_owned()).filter(|value| value != "null"),
                default: None,
                changes: Vec::new(),
            };
            open = Some((line.at.clone(), setting));
        } else if let Some((_, Setting { value: Some(value), .. })) =
            open.as_mut().filter(|(_, setting)| setting.value.as_ref().is_some_and(|value| value.len() < VALUE_LIMIT))
        {
            value.push('\n');
            value.push_str(line.text.trim_end());
        } else if !line.trimmed().is_empty() {
            not_understood(line, out);
        }
    });
    if let Some((at, setting)) = open {
        out.record(at, setting);
    }
    read
}

/// Whether a word can be the name of a setting. Values may go on on the next line, and hold a `=` there.
fn is_name(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic())
}

impl Artifact for Settings {
    type Record = Setting;
    const SPEC: Spec = Spec {
        id: "android_settings",
        version: 4,
        paths: dumpstate_and!("dumpsys.txt", "settings_*.txt"),
        meaning: Meaning::Weakness,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Setting>) -> Result<(), ParseError> {
        let namespace = file.file_name().strip_prefix(LIST).and_then(|name| name.strip_suffix(".txt"));
        if let Some(namespace) = namespace.filter(|_| file.layout() == Layout::AndroidQf) {
            return list(namespace, file, out);
        }
        each_section(file, &[Part::Service("settings")], out, |section, dump, out| {
            let mut reader = Reader::default();
            for line in section.lines() {
                reader.line(&line, dump, out);
            }
            reader.give(dump, out);
        })
    }
}
