//! Settings: of the whole system, of each user, and those only the system may change; and who made them.
//!
//! Format: `dumpsys settings` (AOSP `SettingsProvider.dump`): `GLOBAL SETTINGS (user 0)`, below it lines `_id:43 name:adb_enabled
//! pkg:android value:1 default:1 defaultSystemSet:true`; a value may have several lines. AndroidQF also keeps the output
//! of `cmd settings list NAMESPACE`, `name=value`, in a file for each namespace. Other readers: MVT `AQFSettings`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Record, Timestamp};

use super::lines::{between, components, is_package};
use super::{BESIDE, Part, dumpstate_and, each_line, each_section, go_on, not_understood, see_component};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// A file of one namespace is named `settings_NAMESPACE.txt`.
const LIST: &str = "settings_";
/// Bytes of one value.
const VALUE_LIMIT: usize = 1 << 16;

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
}

impl Record for Setting {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
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

fn setting(namespace: &str, user: Option<i64>, text: &str) -> Option<Setting> {
    let (name, rest) = between(text, " name:", "")?.split_once(" pkg:")?;
    let (package, rest) = rest.split_once(" value:").unwrap_or((rest, ""));
    let (value, default) = match rest.rsplit_once(" default:") {
        Some((value, default)) => (value, Some(default.split(" defaultSystemSet:").next().unwrap_or(default))),
        None => (rest, None),
    };
    let some = |text: &str| Some(text.trim_end().to_owned()).filter(|text| text != "null");
    Some(Setting {
        namespace: namespace.to_owned(),
        user,
        name: name.to_owned(),
        package: some(package.split(' ').next().unwrap_or(package)),
        value: some(value),
        default: default.and_then(some),
    })
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
        version: 2,
        paths: dumpstate_and!("dumpsys.txt", "settings_*.txt"),
        meaning: Meaning::Weakness,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Setting>) -> Result<(), ParseError> {
        let namespace = file.file_name().strip_prefix(LIST).and_then(|name| name.strip_suffix(".txt"));
        if let Some(namespace) = namespace.filter(|_| file.layout() == Layout::AndroidQf) {
            return list(namespace, file, out);
        }
        each_section(file, &[Part::Service("settings")], out, |section, _, out| {
            let (mut namespace, mut user) = (None, None);
            let mut open: Option<(Place, String)> = None;
            let close = |open: Option<(Place, String)>, namespace: Option<&str>, user, out: &mut Out<'_, Setting>| {
                let Some(((at, text), namespace)) = open.zip(namespace) else { return };
                match setting(namespace, user, &text) {
                    Some(setting) => out.record(at, setting),
                    None => out.problem(
                        vigie_model::ProblemCode::LineNotUnderstood,
                        at,
                        text.chars().take(120).collect::<String>(),
                    ),
                }
            };
            for line in section.lines() {
                let text = &*line.text;
                if let Some((name, rest)) = text.split_once(" SETTINGS (user ") {
                    close(open.take(), namespace.as_deref(), user, out);
                    namespace = Some(name.to_ascii_lowercase());
                    user = rest.trim_end_matches(')').parse().ok();
                    if user.is_none() {
                        not_understood(&line, out);
                    }
                } else if text.starts_with("_id:") {
                    close(open.take(), namespace.as_deref(), user, out);
                    open = Some((line.at.clone(), text.to_owned()));
                } else if text.is_empty() || text.starts_with("Historical operations") {
                    close(open.take(), namespace.as_deref(), user, out);
                } else if let Some((_, all)) = open.as_mut() {
                    go_on(all, "\n", text, VALUE_LIMIT, &line.at, out);
                }
            }
            close(open, namespace.as_deref(), user, out);
        })
    }
}
