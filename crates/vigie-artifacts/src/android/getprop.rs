//! System properties: build, patch level, state of verified boot, debugging, and what a maker or a tool set.
//!
//! Format: section `SYSTEM PROPERTIES` of `dumpstate`, `[name]: [value]`; a value may have several lines. The section
//! ends with its own marker, and what looks like a property behind it is none. Other readers: MVT `DumpsysGetProp`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Bytes of one value.
const VALUE_LIMIT: usize = 1 << 16;

/// See the module.
pub struct GetProp;

/// One property.
#[derive(Debug, Serialize)]
pub struct Property {
    /// Its name (`ro.build.version.security_patch`).
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Record for Property {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::property(&self.name));
        see(Observable::text(&self.value));
    }

    fn summary(&self) -> String {
        format!("property {} = {}", self.name, self.value)
    }
}

impl Artifact for GetProp {
    type Record = Property;
    const SPEC: Spec = Spec { id: "android_getprop", version: 1, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Property>) -> Result<(), ParseError> {
        each_section(file, &[Part::Command("SYSTEM PROPERTIES")], out, |section, _, out| {
            let mut open: Option<(vigie_model::Place, Property)> = None;
            for line in section.lines() {
                if let Some((at, mut property)) = open.take() {
                    property.value.push('\n');
                    if let Some(last) = line.text.strip_suffix(']') {
                        property.value.push_str(last);
                        out.record(at, property);
                    } else if property.value.len() < VALUE_LIMIT {
                        property.value.push_str(&line.text);
                        open = Some((at, property));
                    } else {
                        not_understood(&line, out);
                    }
                    continue;
                }
                let Some((name, value)) = line.text.strip_prefix('[').and_then(|rest| rest.split_once("]: [")) else {
                    if !line.trimmed().is_empty() {
                        not_understood(&line, out);
                    }
                    continue;
                };
                let property = |value: &str| Property { name: name.to_owned(), value: value.to_owned() };
                match value.strip_suffix(']') {
                    Some(value) => out.record(line.at.clone(), property(value)),
                    None => open = Some((line.at.clone(), property(value))),
                }
            }
            if let Some((at, property)) = open {
                let detail = format!("the value of {} has no end", property.name);
                out.problem(vigie_model::ProblemCode::LineNotUnderstood, at, detail);
            }
        })
    }
}
