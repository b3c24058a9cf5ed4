//! Computers that may debug the device, from the files of the debugging service: their keys, and when each was last
//! connected.
//!
//! Format: `data/misc/adb/adb_keys` (one key a line, as the computer has it) and `adb_temp_keys.xml` (AOSP
//! `AdbDebuggingManager`, text or binary), with the time of the last connection.

use vigie_model::{Layout, Meaning};

use super::super::abx::Event;
use super::super::adb_keys::{AdbKey, record};
use super::super::xml;
use super::millis;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct AdbKeysFile;

impl Artifact for AdbKeysFile {
    type Record = AdbKey;
    const SPEC: Spec = Spec {
        id: "android_adb_keys_file",
        version: 1,
        paths: &[
            (Layout::AndroidFilesystem, "data/misc/adb/adb_keys"),
            (Layout::AndroidFilesystem, "data/misc/adb/adb_temp_keys.xml"),
        ],
        meaning: Meaning::Weakness,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, AdbKey>) -> Result<(), ParseError> {
        if file.file_name() == "adb_temp_keys.xml" {
            return xml::read(file, out, |at, event, out| {
                let Event::Start(element) = event else { return };
                if let Some(key) = element.text("key").filter(|_| element.name == "adbKey") {
                    let connected = millis(element.integer("lastConnection"), &at, out);
                    record("keystore", key, connected, &at, out);
                }
            });
        }
        for line in file.lines()? {
            let line = line?;
            if !line.text.trim().is_empty() {
                record("user_keys", &line.text, None, &line.at, out);
            }
        }
        Ok(())
    }
}
