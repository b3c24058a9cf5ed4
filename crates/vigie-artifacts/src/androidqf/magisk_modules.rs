//! Modules of Magisk, which change the system of a rooted device at every start.
//!
//! Format: `magisk_modules/manifest.json` of versions since 2026, and beside it the `module.prop` of each module
//! (`name=value` a line; Magisk Developer Guides). Only made where the examiner asked for it and the device is rooted.
//! Other readers: MVT `MagiskModules`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::{Field, said};
use crate::{Artifact, Out, ParseError, Source, Spec, byte_order_mark};

/// Bytes of one `module.prop`; AndroidQF takes no larger one.
const PROPERTIES_LIMIT: u64 = 1 << 20;

/// See the module.
pub struct MagiskModules;

/// One module.
#[derive(Debug, Serialize)]
pub struct MagiskModule {
    /// Its folder on the device.
    pub path: Option<String>,
    /// What it says of itself (`id`, `name`, `version`, `author`, `description`, `updateJson`).
    pub properties: BTreeMap<String, String>,
    /// Marks in its folder: `disable`, `remove`, `update`.
    pub marks: Vec<String>,
}

impl Record for MagiskModule {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(path) = &self.path {
            see(Observable::file_path(path));
        }
        self.properties.values().for_each(|value| see(Observable::text(value)));
    }

    fn summary(&self) -> String {
        let name = self.properties.get("name").map(|name| format!(" ({name})")).unwrap_or_default();
        format!("Magisk module {}{name}", folder(self.path.as_deref()))
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Manifest {
    status: Field<String>,
    modules: Field<Vec<Field<RawModule>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawModule {
    device_path: Field<String>,
    module_prop_path: Field<String>,
    module_prop_status: Field<String>,
    state_files: Field<Vec<Field<String>>>,
    state_files_complete: Field<bool>,
}

fn folder(path: Option<&str>) -> &str {
    path.unwrap_or("in an unknown folder")
}

/// The properties of a module; `None` where its file is not there.
fn properties(file: &Source<'_>, path: &str) -> Result<Option<BTreeMap<String, String>>, ParseError> {
    let Some(beside) = file.sibling(path) else { return Ok(None) };
    if beside.size()? > PROPERTIES_LIMIT {
        return Err(ParseError::file(ProblemCode::FileTooLarge, "more than 1 MiB"));
    }
    let text = beside.bytes()?;
    let text = String::from_utf8_lossy(&text);
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    Ok(Some(pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()))
}

impl Artifact for MagiskModules {
    type Record = MagiskModule;
    const SPEC: Spec = Spec {
        id: "androidqf_magisk_modules",
        version: 3,
        paths: &[(Layout::AndroidQf, "magisk_modules/manifest.json")],
        meaning: Meaning::Persistence,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = &[(Layout::AndroidQf, "magisk_modules/*/module.prop")];

    fn parse(file: &Source<'_>, out: &mut Out<'_, MagiskModule>) -> Result<(), ParseError> {
        let manifest: Manifest = byte_order_mark::json(file)?;
        let status = manifest.status.take("status", &Place::key(["status"]), out);
        let status = status.as_deref().unwrap_or("unknown");
        // Without root there is nothing to list, and with it there may be none.
        if !["collected", "no_modules", "root_unavailable"].contains(&status) {
            let detail = format!("the modules could not all be listed: {status}");
            out.problem(ProblemCode::EvidenceIncomplete, Place::key(["status"]), detail);
        }
        for (index, raw) in manifest.modules.numbered("modules", &Place::key(["modules"]), out) {
            let at = Place::key(["modules", &index.to_string()]);
            let path = said(raw.device_path.needed("device_path", &at, out));
            let told = raw.module_prop_status.take("module_prop_status", &at, out);
            let prop = said(raw.module_prop_path.take("module_prop_path", &at, out));
            let read = prop.as_deref().map_or(Ok(None), |path| properties(file, path));
            let missing = match &read {
                Ok(Some(_)) => None,
                Ok(None) => Some(told.unwrap_or_else(|| "missing".to_owned())),
                Err(error) => Some(error.detail.clone()),
            };
            if let Some(why) = missing {
                let detail = format!("what {} says of itself is not there: {why}", folder(path.as_deref()));
                out.problem(ProblemCode::EvidenceIncomplete, at.clone(), detail);
            }
            if raw.state_files_complete.take("state_files_complete", &at, out) == Some(false) {
                let detail = format!("whether {} is switched off is not known", folder(path.as_deref()));
                out.problem(ProblemCode::EvidenceIncomplete, at.clone(), detail);
            }
            let properties = read.ok().flatten().unwrap_or_default();
            let marks = raw.state_files.each("state_files", &at, out);
            let module = MagiskModule { path, properties, marks };
            out.record(at, module);
        }
        Ok(())
    }
}
