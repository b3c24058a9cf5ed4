//! What the device was used for, minute by minute: which application was in front, was installed, opened which web page,
//! donated which intent.
//!
//! Format: Core Data database `knowledgeC.db`, tables `ZOBJECT` (one event: stream, value, times), `ZSOURCE` (the program
//! that told of it), `ZSTRUCTUREDMETADATA` (columns named after the kind of event, other ones in each version of iOS).
//! Other readers: APOLLO `knowledge_*`, iLEAPP, mac_apt. Since iOS 16 most streams moved to Biome (`ios_biome`).

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Row, Scalar, Select, Source, Spec, Sqlite};

/// See the module.
pub struct KnowledgeC;

/// Columns of `ZSTRUCTUREDMETADATA` that hold an address, a host or the name of a program. The rest is numbers or what a
/// person wrote: titles and contents are left out on purpose.
const DETAILS: &[&str] = &[
    "Z_DKDIGITALHEALTHMETADATAKEY__WEBDOMAIN",
    "Z_DKDIGITALHEALTHMETADATAKEY__WEBPAGEURL",
    "Z_DKAPPLICATIONACTIVITYMETADATAKEY__ACTIVITYTYPE",
    "Z_DKAPPLICATIONACTIVITYMETADATAKEY__ITEMRELATEDCONTENTURL",
    "Z_DKAPPLICATIONACTIVITYMETADATAKEY__USERACTIVITYREQUIREDSTRING",
    "Z_DKAPPLICATIONMETADATAKEY__EXTENSIONCONTAININGBUNDLEIDENTIFIER",
    "Z_DKAPPLICATIONMETADATAKEY__EXTENSIONHOSTIDENTIFIER",
    "Z_DKAPPLICATIONMETADATAKEY__LAUNCHREASON",
    "Z_DKAPPINSTALLMETADATAKEY__TITLE",
    "Z_DKINTENTMETADATAKEY__INTENTCLASS",
    "Z_DKINTENTMETADATAKEY__INTENTVERB",
    "Z_DKNOTIFICATIONUSAGEMETADATAKEY__BUNDLEID",
];

/// Streams whose value is the bundle id of a program.
const VALUE_IS_PROGRAM: &[&str] = &[
    "/app/usage",
    "/app/inFocus",
    "/app/install",
    "/app/uninstall",
    "/app/webUsage",
    "/app/mediaUsage",
    "/app/activity",
    "/app/intents",
    "/app/locationActivity",
    "/app/relevantShortcuts",
    "/app/userActivity",
    "/notification/usage",
    "/widgets/viewed",
    "/discoverability/signals",
];

/// One event.
#[derive(Debug, Serialize)]
pub struct KnowledgeEvent {
    /// The stream (`/app/inFocus`).
    pub stream: Option<String>,
    /// Its value, where it is the name of a program or a page.
    pub value: Option<String>,
    /// Its value as a number.
    pub number: Option<i64>,
    /// The program that told of it.
    pub source_bundle: Option<String>,
    /// Another device of the same account, when it comes from one.
    pub source_device: Option<String>,
    /// Begin.
    pub start: Option<Timestamp>,
    /// End.
    pub end: Option<Timestamp>,
    /// When the row was written.
    pub created: Option<Timestamp>,
    /// Named columns of the metadata.
    pub details: BTreeMap<&'static str, Scalar>,
}

impl KnowledgeEvent {
    fn value_is_program(&self) -> bool {
        let stream = self.stream.as_deref().unwrap_or_default();
        VALUE_IS_PROGRAM.iter().any(|name| name.eq_ignore_ascii_case(stream))
    }
}

impl Record for KnowledgeEvent {
    fn time(&self) -> Option<Timestamp> {
        self.start.or(self.created).or(self.end)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let end = self.end.filter(|end| Some(*end) != self.start);
        for (what, at) in [("start", self.start), ("end", end), ("created", self.created)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let program = |bundle: &str, see: &mut dyn FnMut(Observable<'_>)| {
            see(Observable::app_id(bundle).meaning(Meaning::Execution));
            see(Observable::process(bundle).meaning(Meaning::Execution));
        };
        if let Some(value) = &self.value {
            if self.value_is_program() {
                program(value, see);
            } else {
                see(Observable::text(value));
            }
        }
        if let Some(bundle) = self.source_bundle.as_deref().filter(|bundle| Some(*bundle) != self.value.as_deref()) {
            program(bundle, see);
        }
        for (column, value) in &self.details {
            let Scalar::Text(text) = value else {
                continue;
            };
            if column.contains("BUNDLE") || column.ends_with("HOSTIDENTIFIER") {
                program(text, see);
            } else if column.ends_with("__WEBDOMAIN") {
                see(Observable::domain(text));
            } else if column.ends_with("URL") {
                see(Observable::url(text));
            } else {
                see(Observable::text(text));
            }
        }
    }

    fn summary(&self) -> String {
        let stream = self.stream.as_deref().unwrap_or("unnamed stream");
        match self.value.as_deref().or(self.source_bundle.as_deref()) {
            Some(value) => format!("{stream}: {value}"),
            None => stream.to_owned(),
        }
    }

    fn summary_without_content(&self) -> String {
        let stream = self.stream.as_deref().unwrap_or("unnamed stream");
        let value = self.value.as_deref().filter(|_| self.value_is_program());
        match value.or(self.source_bundle.as_deref()) {
            Some(program) => format!("{stream}: {program}"),
            None => stream.to_owned(),
        }
    }
}

fn details(row: &Row<'_>, names: &BTreeMap<&'static str, String>) -> BTreeMap<&'static str, Scalar> {
    let found = names.iter().filter_map(|(column, name)| Some((*column, row.scalar(name)?)));
    found.filter(|(_, value)| !matches!(value, Scalar::Text(text) if text.is_empty())).collect()
}

/// The columns of [`DETAILS`] this version has, with the name a joined row gives them.
fn present(database: &Sqlite, out: &mut Out<'_, KnowledgeEvent>) -> BTreeMap<&'static str, String> {
    let columns = database.columns("ZSTRUCTUREDMETADATA").unwrap_or_else(|error| {
        out.problem(error.code, error.place, error.detail);
        Vec::new()
    });
    let has = |column: &&&'static str| columns.iter().any(|name| name.eq_ignore_ascii_case(column));
    DETAILS.iter().filter(has).map(|column| (*column, format!("ZSTRUCTUREDMETADATA.{column}"))).collect()
}

impl Artifact for KnowledgeC {
    type Record = KnowledgeEvent;
    const SPEC: Spec = Spec {
        id: "ios_knowledgec",
        version: 1,
        paths: &[
            (Layout::IosBackup, "HomeDomain/Library/CoreDuet/Knowledge/knowledgeC.db"),
            (Layout::IosFilesystem, "private/var/mobile/Library/CoreDuet/Knowledge/knowledgeC.db"),
            (Layout::IosFilesystem, "private/var/db/CoreDuet/Knowledge/knowledgeC.db"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, KnowledgeEvent>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let names = present(&database, out);
        let columns: Vec<&str> = names.keys().copied().collect();
        let select = Select::from("ZOBJECT")
            .columns(&[
                "ZSTREAMNAME",
                "ZVALUESTRING",
                "ZVALUEINTEGER",
                "ZSTARTDATE",
                "ZENDDATE",
                "ZCREATIONDATE",
                "ZSOURCE",
                "ZSTRUCTUREDMETADATA",
            ])
            .join("ZSOURCE", "Z_PK", "ZOBJECT.ZSOURCE", &["ZBUNDLEID", "ZDEVICEID"])
            .join("ZSTRUCTUREDMETADATA", "Z_PK", "ZOBJECT.ZSTRUCTUREDMETADATA", &columns);
        out.rows(&database, &select, |row, out| {
            let event = KnowledgeEvent {
                stream: row.text("ZSTREAMNAME"),
                value: row.text("ZVALUESTRING").filter(|value| !value.is_empty()),
                number: row.int("ZVALUEINTEGER"),
                source_bundle: row.text("ZSOURCE.ZBUNDLEID").filter(|bundle| !bundle.is_empty()),
                source_device: row.text("ZSOURCE.ZDEVICEID").filter(|device| !device.is_empty()),
                start: row.cocoa("ZSTARTDATE"),
                end: row.cocoa("ZENDDATE"),
                created: row.cocoa("ZCREATIONDATE"),
                details: details(row, &names),
            };
            out.record(row.place(), event);
        });
        Ok(())
    }
}
