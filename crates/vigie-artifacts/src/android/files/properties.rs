//! System properties, from the files they are read from at the start: what the maker set, and what was set since and is to
//! last.
//!
//! Format: `build.prop` of each partition and `data/local.prop` (AOSP `property_service`: `name=value`, `#` begins a
//! comment), and what lasts: `data/property/persistent_properties`, a protocol buffer (AOSP
//! `persistent_properties.proto`), until Android 8 one file for each property, named after it.

use vigie_model::{Layout, Meaning, Place, ProblemCode};

use super::super::getprop::Property;
use super::super::protobuf::{Fields, Wire};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Bytes of one value that stands in a file of its own.
const VALUE_LIMIT: u64 = 1 << 16;

/// See the module.
pub struct Properties;

/// The lines of a `build.prop`.
fn lines(file: &Source<'_>, out: &mut Out<'_, Property>) -> Result<(), ParseError> {
    for line in file.lines()? {
        let line = line?;
        let text = line.text.trim();
        // A further file, perhaps for one kind of device only; it is a source of its own.
        if text.is_empty() || text.starts_with('#') || text.starts_with("import ") {
            continue;
        }
        match text.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                let property = Property { name: name.trim().to_owned(), value: value.trim().to_owned() };
                out.record(line.at, property);
            }
            _ => out.problem(ProblemCode::LineNotUnderstood, line.at, text.chars().take(120).collect::<String>()),
        }
    }
    Ok(())
}

/// Calls `see` with the name and the value of each property that lasts.
pub(crate) fn each_persistent(
    bytes: &[u8],
    see: &mut dyn FnMut(Place, Option<String>, Option<String>),
) -> Result<(), ParseError> {
    for (index, read) in Fields::new(bytes).enumerate() {
        let at = Place::key([index.to_string()]);
        let Ok((1, Wire::Bytes(entry))) = read else {
            return Err(ParseError::at(ProblemCode::EvidenceIncomplete, at, "not a property, or cut off"));
        };
        let text = |number: u64| {
            let mut fields = Fields::new(entry).map_while(Result::ok);
            fields.find(|(of, _)| *of == number).and_then(|(_, value)| value.text())
        };
        see(at, text(1), text(2));
    }
    Ok(())
}

/// The properties that last.
fn persistent(file: &Source<'_>, out: &mut Out<'_, Property>) -> Result<(), ParseError> {
    each_persistent(&file.bytes()?, &mut |at, name, value| match name {
        Some(name) => out.record(at, Property { name, value: value.unwrap_or_default() }),
        None => out.problem(ProblemCode::KeyMissing, at, "a property without a name"),
    })
}

impl Artifact for Properties {
    type Record = Property;
    const SPEC: Spec = Spec {
        id: "android_properties",
        version: 1,
        paths: &[
            (Layout::AndroidFilesystem, "**/build.prop"),
            (Layout::AndroidFilesystem, "**/default.prop"),
            (Layout::AndroidFilesystem, "data/local.prop"),
            (Layout::AndroidFilesystem, "data/property/persistent_properties"),
            (Layout::AndroidFilesystem, "data/property/persist.*"),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Property>) -> Result<(), ParseError> {
        let name = file.file_name();
        if name == "persistent_properties" {
            return persistent(file, out);
        }
        if !name.starts_with("persist.") {
            return lines(file, out);
        }
        if file.size()? > VALUE_LIMIT {
            return Err(ParseError::file(ProblemCode::FileTooLarge, "too large for the value of a property"));
        }
        let value = String::from_utf8_lossy(&file.bytes()?).trim_end_matches(['\0', '\n']).to_owned();
        out.record(Place::File, Property { name: name.to_owned(), value });
        Ok(())
    }
}
