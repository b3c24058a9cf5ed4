//! Computers the device trusts: one record for each that was paired with it, whoever did it.
//!
//! Format: property lists `pair_records/ID.plist` of lockdownd, with `HostID`, `SystemBUID` and certificates; libimobiledevice
//! describes them. Private keys and the escrow bag are never kept.

use std::collections::BTreeSet;

use serde::Serialize;
use sha2::{Digest, Sha256};
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Source, Spec};

/// See the module.
pub struct PairRecords;

/// One computer.
#[derive(Debug, Serialize)]
pub struct PairRecord {
    /// Its id.
    pub host_id: Option<String>,
    /// The id of its system.
    pub system_buid: Option<String>,
    /// The name of the record.
    pub name: String,
    /// SHA-256 of each certificate, by its key.
    pub certificates: Vec<(String, String)>,
    /// Every key of the record.
    pub keys: BTreeSet<String>,
}

impl Record for PairRecord {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for (_, hash) in &self.certificates {
            see(Observable::certificate(hash));
        }
    }

    fn summary(&self) -> String {
        format!("paired with computer {}", self.host_id.as_deref().unwrap_or(&self.name))
    }
}

impl Artifact for PairRecords {
    type Record = PairRecord;
    const SPEC: Spec = Spec {
        id: "ios_pair_records",
        version: 1,
        paths: &[(Layout::IosFilesystem, "private/var/root/Library/Lockdown/pair_records/*.plist")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, PairRecord>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        if root.dictionary(out).is_none() {
            return Ok(());
        }
        let mut record = PairRecord {
            host_id: root.text("HostID", out),
            system_buid: root.text("SystemBUID", out),
            name: file.file_name().trim_end_matches(".plist").to_owned(),
            certificates: Vec::new(),
            keys: BTreeSet::new(),
        };
        if record.host_id.is_none() {
            out.problem(ProblemCode::KeyMissing, root.place(), "there is no key HostID");
        }
        for (name, _) in root.entries(out) {
            record.keys.insert(name.to_owned());
            if name.ends_with("Certificate")
                && let Some(bytes) = root.data(name, out)
            {
                record.certificates.push((name.to_owned(), hex::encode(Sha256::digest(bytes))));
            }
        }
        out.record(root.place(), record);
        Ok(())
    }
}
