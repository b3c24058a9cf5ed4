//! Modules of Magisk, which change the system of a rooted device at every start.
//!
//! Format: `magisk_modules/manifest.json` of versions since 2026, and beside it the `module.prop` of each module
//! (`name=value` a line; Magisk Developer Guides). Only made where the examiner asked for it and the device is rooted.
//! Other readers: MVT `MagiskModules`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::said;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Bytes of one `module.prop`; AndroidQF takes no larger one.
const PROPERTIES_LIMIT: u64 = 1 << 20;

/// See the module.
pub struct MagiskModules;

/// One module.
#[derive(Debug, Serialize)]
pub struct MagiskModule {
    /// Its folder on the device.
    pub path: String,
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
        see(Observable::file_path(&self.path));
        self.properties.values().for_each(|value| see(Observable::text(value)));
    }

    fn summary(&self) -> String {
        let name = self.properties.get("name").map(|name| format!(" ({name})")).unwrap_or_default();
        format!("Magisk module {}{name}", self.path)
    }
}

#[derive(Deserialize)]
struct Manifest {
    status: Option<String>,
    modules: Option<Vec<RawModule>>,
}

#[derive(Deserialize)]
struct RawModule {
    device_path: String,
    module_prop_path: Option<String>,
    module_prop_status: Option<String>,
    state_files: Option<Vec<String>>,
    state_files_complete: Option<bool>,
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
        version: 1,
        paths: &[(Layout::AndroidQf, "magisk_modules/manifest.json")],
        meaning: Meaning::Persistence,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = &[(Layout::AndroidQf, "magisk_modules/*/module.prop")];

    fn parse(file: &Source<'_>, out: &mut Out<'_, MagiskModule>) -> Result<(), ParseError> {
        let manifest: Manifest = file.json()?;
        let status = manifest.status.as_deref().unwrap_or("unknown");
        // Without root there is nothing to list, and with it there may be none.
        if !["collected", "no_modules", "root_unavailable"].contains(&status) {
            let detail = format!("the modules could not all be listed: {status}");
            out.problem(ProblemCode::EvidenceIncomplete, Place::key(["status"]), detail);
        }
        for (index, raw) in manifest.modules.unwrap_or_default().into_iter().enumerate() {
            let at = Place::key(["modules", &index.to_string()]);
            let path = said(raw.module_prop_path);
            let read = path.as_deref().map_or(Ok(None), |path| properties(file, path));
            let missing = match &read {
                Ok(Some(_)) => None,
                Ok(None) => Some(raw.module_prop_status.unwrap_or_else(|| "missing".to_owned())),
                Err(error) => Some(error.detail.clone()),
            };
            if let Some(why) = missing {
                let detail = format!("what {} says of itself is not there: {why}", raw.device_path);
                out.problem(ProblemCode::EvidenceIncomplete, at.clone(), detail);
            }
            if raw.state_files_complete == Some(false) {
                let detail = format!("whether {} is switched off is not known", raw.device_path);
                out.problem(ProblemCode::EvidenceIncomplete, at.clone(), detail);
            }
            let properties = read.ok().flatten().unwrap_or_default();
            let module = MagiskModule { path: raw.device_path, properties, marks: raw.state_files.unwrap_or_default() };
            out.record(at, module);
        }
        Ok(())
    }
}
