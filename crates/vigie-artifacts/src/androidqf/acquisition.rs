//! The acquisition itself: when, with which version, and what AndroidQF says went wrong.
//!
//! Format: `acquisition.json`; versions since 2026 add the outcome of each module and the public key of the computer (also
//! in `adb_host_key.pub`), by which that computer is told apart from others in the device's list of keys. Other readers:
//! MVT, for that key.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::{Field, cut, go_time, said};
use crate::{Artifact, Out, ParseError, Source, Spec, byte_order_mark};

/// See the module.
pub struct Acquisition;

/// One acquisition.
#[derive(Debug, Serialize)]
pub struct AcquisitionInfo {
    /// Its id.
    pub uuid: Option<String>,
    /// The version of AndroidQF.
    pub version: Option<String>,
    /// When it was begun, by the computer's clock.
    pub started: Option<Timestamp>,
    /// When it was done.
    pub completed: Option<Timestamp>,
    /// AndroidQF's own program ran on the device; else the device's own commands were used.
    pub collector: bool,
    /// The device's folder for temporary files.
    pub temporary_folder: Option<String>,
    /// The device's shared storage.
    pub shared_storage: Option<String>,
    /// The processor (`arm64-v8a`).
    pub processor: Option<String>,
    /// MD5 of the key of the computer that made the acquisition (`A1:B2:…`).
    pub host_key: Option<String>,
    /// The modules that ran, with their outcome, where the version says so.
    pub modules: Vec<Module>,
}

/// One module of AndroidQF.
#[derive(Debug, Serialize)]
pub struct Module {
    /// Its name.
    pub name: String,
    /// Its outcome.
    pub status: Option<String>,
}

impl Record for AcquisitionInfo {
    fn time(&self) -> Option<Timestamp> {
        self.started
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("acquisition_started", self.started), ("acquisition_completed", self.completed)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, _see: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        format!("acquired with AndroidQF {}", self.version.as_deref().unwrap_or("of unknown version"))
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    uuid: Field<String>,
    androidqf_version: Field<String>,
    started: Field<String>,
    completed: Field<String>,
    collector: Option<serde::de::IgnoredAny>,
    tmp_dir: Field<String>,
    sdcard: Field<String>,
    cpu: Field<String>,
    adb_host_public_key: Field<String>,
    module_results: Field<Vec<Field<RawModule>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawModule {
    name: Field<String>,
    status: Field<String>,
    error: Field<String>,
}

/// The fingerprint of a public key as the device shows it.
fn fingerprint(key: &str) -> Option<String> {
    let bytes = STANDARD.decode(key.split_ascii_whitespace().next()?).ok()?;
    let digest: [u8; 16] = Md5::digest(&bytes).into();
    Some(digest.map(|byte| format!("{byte:02X}")).join(":"))
}

impl Artifact for Acquisition {
    type Record = AcquisitionInfo;
    const SPEC: Spec = Spec {
        id: "androidqf_acquisition",
        version: 3,
        paths: &[(Layout::AndroidQf, "acquisition.json")],
        meaning: Meaning::Weakness,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = &[(Layout::AndroidQf, "adb_host_key.pub")];

    fn parse(file: &Source<'_>, out: &mut Out<'_, AcquisitionInfo>) -> Result<(), ParseError> {
        let raw: Raw = byte_order_mark::json(file)?;
        let text = |field: Field<String>, name, out: &mut Out<'_, _>| field.take(name, &Place::key([name]), out);
        let started = text(raw.started, "started", out);
        let started = go_time(started.as_deref(), &Place::key(["started"]), out);
        let completed = text(raw.completed, "completed", out);
        let completed = go_time(completed.as_deref(), &Place::key(["completed"]), out);
        if completed.is_none() {
            let detail = "AndroidQF does not say that the acquisition came to its end";
            out.problem(ProblemCode::EvidenceIncomplete, Place::key(["completed"]), detail);
        }
        let mut modules = Vec::new();
        for (index, module) in raw.module_results.numbered("module_results", &Place::key(["module_results"]), out) {
            let at = Place::key(["module_results", &index.to_string()]);
            let name = module.name.needed("name", &at, out).unwrap_or_else(|| format!("number {index}"));
            if let Some(error) = said(module.error.take("error", &at, out)) {
                let detail = format!("AndroidQF's module {name} says: {}", cut(&error));
                out.problem(ProblemCode::EvidenceIncomplete, at.clone(), detail);
            }
            modules.push(Module { name, status: said(module.status.take("status", &at, out)) });
        }
        let beside = || {
            let bytes = file.sibling("adb_host_key.pub")?.bytes().ok()?;
            Some(String::from_utf8_lossy(&bytes).into_owned())
        };
        let key = said(text(raw.adb_host_public_key, "adb_host_public_key", out)).or_else(beside);
        let host_key = key.as_deref().and_then(fingerprint);
        if key.is_some() && host_key.is_none() {
            let detail = "the key of the computer that made the acquisition is not base64";
            out.problem(ProblemCode::ValueUnexpected, Place::key(["adb_host_public_key"]), detail);
        }
        let info = AcquisitionInfo {
            uuid: said(text(raw.uuid, "uuid", out)),
            version: said(text(raw.androidqf_version, "androidqf_version", out)),
            started,
            completed,
            collector: raw.collector.is_some(),
            temporary_folder: said(text(raw.tmp_dir, "tmp_dir", out)),
            shared_storage: said(text(raw.sdcard, "sdcard", out)),
            processor: said(text(raw.cpu, "cpu", out)),
            host_key,
            modules,
        };
        out.record(Place::File, info);
        Ok(())
    }
}
