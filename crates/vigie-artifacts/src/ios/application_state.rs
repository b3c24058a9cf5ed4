//! Every application the home screen knows, with the folders of its program and of its data, and when it was removed.
//!
//! Format: `applicationState.db` of FrontBoard: tables `application_identifier_tab`, `key_tab`, `kvs`; the value of
//! `compatibilityInfo` is a property list in a property list, a keyed archive with `bundlePath` and `sandboxPath`; that of
//! `_UninstallDate` a date. Other reader: iLEAPP `applicationstate`.

use std::collections::BTreeMap;

use plist::Value;
use serde::Serialize;
use vigie_evidence::property_list;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::keyed_archive;
use crate::plist_blob::plist_of;
use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct ApplicationState;

/// One application.
#[derive(Debug, Default, Serialize)]
pub struct KnownApplication {
    /// Its bundle id.
    pub bundle_id: Option<String>,
    /// The folder of its program.
    pub bundle_path: Option<String>,
    /// The folder of its data.
    pub sandbox_path: Option<String>,
    /// When it was removed.
    pub uninstalled: Option<Timestamp>,
}

impl Record for KnownApplication {
    fn time(&self) -> Option<Timestamp> {
        self.uninstalled
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.uninstalled {
            let what = "uninstalled";
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(id) = &self.bundle_id {
            see(Observable::app_id(id));
            see(Observable::process(id));
        }
        for path in [&self.bundle_path, &self.sandbox_path].into_iter().flatten() {
            see(Observable::file_path(path));
        }
    }

    fn summary(&self) -> String {
        let id = self.bundle_id.as_deref().unwrap_or("unknown");
        match &self.uninstalled {
            Some(_) => format!("application {id}, removed"),
            None => format!("application {id}"),
        }
    }
}

/// Unwraps data that holds a property list, and an archive in it.
fn unwrap(value: Value) -> Option<Value> {
    let value = match value {
        Value::Data(bytes) => property_list(&bytes).ok()?,
        other => other,
    };
    if keyed_archive::is(&value) { Some(keyed_archive::unarchive(&value)?.value) } else { Some(value) }
}

impl Artifact for ApplicationState {
    type Record = KnownApplication;
    const SPEC: Spec = Spec {
        id: "ios_application_state",
        version: 1,
        paths: &[(Layout::IosFilesystem, "private/var/mobile/Library/FrontBoard/applicationState.db")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, KnownApplication>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let mut known: BTreeMap<i64, (Place, KnownApplication)> = BTreeMap::new();
        let select = Select::from("application_identifier_tab").columns(&["id", "application_identifier"]);
        out.rows(&database, &select, |row, _| {
            let id = row.int("id").unwrap_or_else(|| row.rowid());
            let bundle_id = row.text("application_identifier");
            known.insert(id, (row.place(), KnownApplication { bundle_id, ..KnownApplication::default() }));
        });
        let select = Select::from("kvs").columns(&["application_identifier", "key", "value"]).join(
            "key_tab",
            "id",
            "kvs.key",
            &["key"],
        );
        out.rows(&database, &select, |row, out| {
            let name = row.text("key_tab.key").unwrap_or_default();
            let wanted = matches!(name.as_str(), "compatibilityInfo" | "_UninstallDate");
            if !wanted {
                return;
            }
            let Some(value) = plist_of(row, "value", out) else {
                return;
            };
            let Some(value) = unwrap(value) else {
                out.problem(ProblemCode::BlobNotUnderstood, row.place(), format!("{name} holds no property list"));
                return;
            };
            let number = row.int("application_identifier").unwrap_or_default();
            let (_, application) = known.entry(number).or_insert_with(|| (row.place(), KnownApplication::default()));
            if name == "_UninstallDate" {
                application.uninstalled = value.as_date().and_then(vigie_evidence::date_time);
                return;
            }
            keyed_archive::texts(&value, &mut |field, text| match field {
                "bundlePath" => application.bundle_path = Some(text.to_owned()),
                "sandboxPath" => application.sandbox_path = Some(text.to_owned()),
                "bundleIdentifier" if application.bundle_id.is_none() => application.bundle_id = Some(text.to_owned()),
                _ => {}
            });
        });
        for (place, application) in known.into_values() {
            out.record(place, application);
        }
        Ok(())
    }
}
