//! System properties: build, patch level, state of verified boot, debugging, and what a maker or a tool set.
//!
//! Format: section `SYSTEM PROPERTIES` of `dumpstate`, `[name]: [value]`; a value may have several lines. The section
//! ends with its own marker, and what looks like a property behind it is none. AndroidQF keeps the same output in
//! `getprop.txt`. Other readers: MVT `DumpsysGetProp`, `AQFGetProp`.

use jiff::civil::Date;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::{Part, TextLine, dumpstate_and, each_line, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// The property that says up to which month holes are closed.
pub const SECURITY_PATCH: &str = "ro.build.version.security_patch";
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

/// The day a security patch level names: `2023-01-05`, or `2023-01` as some makers write it. Anything else is no date.
pub fn patch_level(text: &str) -> Option<Date> {
    let mut parts = text.trim().split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next().map_or(Some(1), |day| day.parse().ok())?;
    Date::new(year, month, day).ok().filter(|_| parts.next().is_none())
}

/// Reads properties line by line.
#[derive(Default)]
struct Reader {
    open: Option<(Place, Property)>,
}

impl Reader {
    fn line(&mut self, line: &TextLine<'_>, out: &mut Out<'_, Property>) {
        if let Some((at, mut property)) = self.open.take() {
            property.value.push('\n');
            if let Some(last) = line.text.strip_suffix(']') {
                property.value.push_str(last);
                record(at, property, out);
            } else if property.value.len() < VALUE_LIMIT {
                property.value.push_str(&line.text);
                self.open = Some((at, property));
            } else {
                not_understood(line, out);
            }
            return;
        }
        let Some((name, value)) = line.text.strip_prefix('[').and_then(|rest| rest.split_once("]: [")) else {
            if !line.trimmed().is_empty() {
                not_understood(line, out);
            }
            return;
        };
        let property = |value: &str| Property { name: name.to_owned(), value: value.to_owned() };
        match value.strip_suffix(']') {
            Some(value) => record(line.at.clone(), property(value), out),
            None => self.open = Some((line.at.clone(), property(value))),
        }
    }

    fn finish(self, out: &mut Out<'_, Property>) {
        if let Some((at, property)) = self.open {
            let detail = format!("the value of {} has no end", property.name);
            out.problem(ProblemCode::LineNotUnderstood, at, detail);
        }
    }
}

fn record(at: Place, property: Property, out: &mut Out<'_, Property>) {
    // The age of the updates cannot be told then, and nothing else would say so.
    if property.name == SECURITY_PATCH && patch_level(&property.value).is_none() {
        let shown: String = property.value.chars().take(40).collect();
        out.problem(
            ProblemCode::ValueUnexpected,
            at.clone(),
            format!("the security patch level is no date: {shown:?}"),
        );
    }
    out.record(at, property);
}

impl Artifact for GetProp {
    type Record = Property;
    const SPEC: Spec =
        Spec { id: "android_getprop", version: 3, paths: dumpstate_and!("getprop.txt"), meaning: Meaning::Persistence };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Property>) -> Result<(), ParseError> {
        if file.layout() == Layout::AndroidQf {
            let mut reader = Reader::default();
            let read = each_line(file, out, |line, out| reader.line(line, out));
            reader.finish(out);
            return read;
        }
        each_section(file, &[Part::Command("SYSTEM PROPERTIES")], out, |section, _, out| {
            let mut reader = Reader::default();
            for line in section.lines() {
                reader.line(&line, out);
            }
            reader.finish(out);
        })
    }
}

#[cfg(test)]
mod tests {
    use super::patch_level;

    #[test]
    fn odd_patch_levels_are_no_dates() {
        assert_eq!(patch_level("2023-01").map(|date| date.to_string()).as_deref(), Some("2023-01-01"));
        assert_eq!(patch_level(" 2019-08-05").map(|date| date.to_string()).as_deref(), Some("2019-08-05"));
        for odd in ["", "unknown", "2023", "2023-13", "2023-02-30", "202301", "2023-01-é1", "éééé-01", "-1-1"] {
            assert_eq!(patch_level(odd), None, "{odd}");
        }
    }
}
