//! When the device was last started, and when it was first started after it was last reset.
//!
//! Format: AOSP `system/core/bootstat` (`BootEventRecordStore`): each value is the time at which an empty file below
//! `data/misc/bootstat` was “changed”, in seconds. Of the some twenty values two are moments: `last_boot_time_utc`
//! (`RecordBootComplete`) and `factory_reset` (`RecordFactoryReset`, written when there was none, that is once after each
//! reset); `factory_reset_record_value` repeats the latter. The clock of a device that was just reset may be wrong. Copies
//! that did not keep the times of files give their own: those with parts of a second are none of bootstat's, the rest
//! cannot be told apart, so every record says what it rests on. Other readers: ALEAPP.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Entry, EntryKind, Out, ParseError, Source, Spec};

/// See the module.
pub struct Bootstat;

/// Where the files lie, and which of them hold a moment.
const FOLDER: &str = "data/misc/bootstat/";
const MOMENTS: &[&str] = &["factory_reset", "last_boot_time_utc"];

/// Bootstat counts whole seconds; this is one in nanoseconds.
const SECOND: i64 = 1_000_000_000;

/// One moment.
#[derive(Debug, Serialize)]
pub struct BootMoment {
    /// What of (`factory_reset`, `last_boot_time_utc`).
    pub event: String,
    /// When.
    pub at: Option<Timestamp>,
}

impl Record for BootMoment {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn observables(&self, _see: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        match self.event.as_str() {
            "factory_reset" => {
                "first start after the last factory reset, if the copy kept the times of files".to_owned()
            }
            "last_boot_time_utc" => "last start, if the copy kept the times of files".to_owned(),
            other => other.to_owned(),
        }
    }
}

impl Artifact for Bootstat {
    type Record = BootMoment;
    const SPEC: Spec = Spec { id: "android_bootstat", version: 1, paths: &[], meaning: Meaning::Tampering };
    const LISTS: &'static [Layout] = &[Layout::AndroidFilesystem];

    fn list(_layout: Layout, entry: &Entry<'_>, out: &mut Out<'_, BootMoment>) {
        let name = entry.path.strip_prefix(FOLDER).filter(|name| MOMENTS.contains(name));
        let Some(name) = name.filter(|_| matches!(entry.kind, EntryKind::File)) else { return };
        let at = entry.modified.filter(|at| at.unix_nanos().checked_rem(SECOND) == Some(0));
        if at.is_none() {
            out.problem(
                ProblemCode::KeyMissing,
                Place::File,
                format!("{name}: its time, which is its value, was not kept"),
            );
        }
        out.record(Place::File, BootMoment { event: name.to_owned(), at });
    }

    fn parse(_file: &Source<'_>, _out: &mut Out<'_, BootMoment>) -> Result<(), ParseError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AnyArtifact, AnyRecord, Sink};

    #[derive(Default)]
    struct Told(Vec<String>);

    impl Sink for Told {
        fn record(&mut self, _place: Place, record: &dyn AnyRecord) {
            self.0.push(record.json());
        }

        fn problem(&mut self, code: ProblemCode, _place: Place, _detail: String) {
            self.0.push(code.to_string());
        }
    }

    #[test]
    fn the_time_of_a_file_is_its_value() {
        let at = Timestamp::from_unix_seconds(1_700_000_000);
        let told = |path: &str, kind: EntryKind<'_>, modified: Option<Timestamp>| {
            let mut told = Told::default();
            let entry = Entry { kind, modified, ..Entry::file(path) };
            AnyArtifact::list_entry(&Bootstat, Layout::AndroidFilesystem, &entry, &mut told);
            told.0
        };
        let reset = "data/misc/bootstat/factory_reset";
        let expected = r#"{"event":"factory_reset","at":"2023-11-14T22:13:20Z"}"#;
        assert_eq!(told(reset, EntryKind::File, at), [expected]);
        // A copy that gave its own time to the file.
        let copied = Timestamp::from_unix_millis(1_700_000_000_250);
        assert_eq!(told(reset, EntryKind::File, copied), ["VIG-E016", r#"{"event":"factory_reset","at":null}"#]);
        assert_eq!(told(reset, EntryKind::File, None).first().map(String::as_str), Some("VIG-E016"));
        // Not a file, not a moment, not there.
        for (path, kind) in [
            (reset, EntryKind::Folder),
            ("data/misc/bootstat/boot_complete", EntryKind::File),
            ("data/misc/bootstat/factory_reset/x", EntryKind::File),
            ("sdcard/data/misc/bootstat/factory_reset", EntryKind::File),
        ] {
            assert!(told(path, kind, at).is_empty(), "{path}");
        }
    }
}
