//! Settings: of the whole system, of each user, and those only the system may change; and who made them.
//!
//! Format: `dumpsys settings` (AOSP `SettingsProvider.dump`): `GLOBAL SETTINGS (user 0)`, below it lines `_id:43 name:adb_enabled
//! pkg:android value:1 default:1 defaultSystemSet:true`; a value may have several lines.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Record, Timestamp};

use super::lines::{between, components, is_package};
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood, see_component};
use crate::{Artifact, Out, ParseError, Source, Spec};

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

impl Artifact for Settings {
    type Record = Setting;
    const SPEC: Spec = Spec { id: "android_settings", version: 1, paths: DUMPSTATE, meaning: Meaning::Weakness };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Setting>) -> Result<(), ParseError> {
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
                } else if let Some((_, all)) = open.as_mut().filter(|(_, all)| all.len() < VALUE_LIMIT) {
                    all.push('\n');
                    all.push_str(text);
                }
            }
            close(open, namespace.as_deref(), user, out);
        })
    }
}
