//! Computers that may debug the device: their keys, and when each was last connected.
//!
//! Format: `dumpsys adb` (AOSP `AdbDebuggingManager.dump`, since Android 10; before it part of `dumpsys usb`, until Android 8
//! under `User keys:` and `System keys:`, AOSP `UsbDebuggingManager.dump`): `user_keys` and `system_keys` as in `/data/misc/adb/adb_keys`
//! (base64 of an RSA key, and a comment), and `keystore`, the file `adb_temp_keys.xml` with the times, as XML or, since
//! Android 12, as binary XML. The dump prints that as text and so destroys bytes above 127: then the keys are found by
//! their form, and their times are lost. The fingerprint is the MD5 that the device showed in its question. Other
//! readers: MVT `DumpsysADBState` (XML only).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};
use memchr::memmem;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::abx;
use super::lines::between;
use super::{BESIDE, DUMPSTATE, Dumpstate, Part, Section, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Base64 of the first word of a key of 2048 bits: its length in words.
const KEY_START: &str = "QAAAA";
/// Shorter words are no keys.
const KEY_LEAST: usize = 100;

/// See the module.
pub struct AdbKeys;

/// One key.
#[derive(Debug, Serialize)]
pub struct AdbKey {
    /// The list it stands in (`user_keys`, `system_keys`, `keystore`).
    pub list: String,
    /// What the computer calls itself (`user@host`).
    pub comment: Option<String>,
    /// MD5 of the key, as the device showed it (`A1:B2:…`).
    pub fingerprint: Option<String>,
    /// When it was last connected.
    pub last_connection: Option<Timestamp>,
}

impl Record for AdbKey {
    fn time(&self) -> Option<Timestamp> {
        self.last_connection
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(comment) = &self.comment {
            see(Observable::text(comment));
        }
        if let Some(fingerprint) = &self.fingerprint {
            see(Observable::hash(fingerprint.replace(':', "")));
        }
    }

    fn summary(&self) -> String {
        format!("computer {} may debug the device", self.comment.as_deref().unwrap_or("without a name"))
    }
}

/// What a key says of its computer: what that calls itself, and the fingerprint; absent where it is not base64.
pub(super) fn of_computer(text: &str) -> (Option<String>, Option<String>) {
    let (key, comment) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    let fingerprint = STANDARD.decode(key).ok().filter(|bytes| !bytes.is_empty()).map(|bytes| {
        let digest: [u8; 16] = Md5::digest(&bytes).into();
        digest.map(|byte| format!("{byte:02X}")).join(":")
    });
    (Some(comment.trim().to_owned()).filter(|comment| !comment.is_empty()), fingerprint)
}

/// One key, as the computer has it.
pub(super) fn record(list: &str, text: &str, connected: Option<Timestamp>, at: &Place, out: &mut Out<'_, AdbKey>) {
    let (comment, fingerprint) = of_computer(text);
    if fingerprint.is_none() {
        out.problem(ProblemCode::ValueUnexpected, at.clone(), "a key that is not base64");
    }
    out.record(at.clone(), AdbKey { list: list.to_owned(), comment, fingerprint, last_connection: connected });
}

fn time(millis: Option<i64>, at: &Place, out: &mut Out<'_, AdbKey>) -> Option<Timestamp> {
    let millis = millis.filter(|millis| *millis > 0)?;
    let time = Timestamp::from_unix_millis(millis);
    if time.is_none() {
        out.problem(ProblemCode::TimeImplausible, at.clone(), format!("not a plausible time: {millis}"));
    }
    time
}

/// The key store in binary XML, or what printing left of it.
fn binary(section: &Section, from: usize, at: &Place, out: &mut Out<'_, AdbKey>) {
    let bytes = section.bytes().get(from..).unwrap_or_default();
    let mut found = Vec::new();
    let whole = abx::elements(bytes, |element| {
        if element.name == "adbKey"
            && let Some(key) = element.text("key")
        {
            found.push((key.to_owned(), element.integer("lastConnection")));
        }
    });
    if whole {
        for (key, millis) in found {
            let connected = time(millis, at, out);
            record("keystore", &key, connected, at, out);
        }
        return;
    }
    let detail = "the key store is binary XML that was damaged when it was printed: times of connections are lost";
    out.problem(ProblemCode::BlobNotUnderstood, at.clone(), detail);
    for start in memmem::find_iter(bytes, KEY_START) {
        let rest = bytes.get(start..).unwrap_or_default();
        let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
        let length = rest.iter().take_while(|byte| is_key(byte)).count();
        let comment = rest.get(length..).unwrap_or_default().iter().take_while(|byte| (b' '..=b'~').contains(*byte));
        let all = length.saturating_add(comment.take(100).count());
        // The byte of the next token may be a letter: a comment ends at its last sign of one.
        if length >= KEY_LEAST
            && let Some(text) = rest.get(..all).and_then(|bytes| std::str::from_utf8(bytes).ok())
        {
            record("keystore", text, None, at, out);
        }
    }
}

/// `name=`, alone or before a value: a list without keys, or another field than that of the list.
fn is_field(text: &str, list: &str) -> bool {
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    text.split_once('=').is_some_and(|(name, value)| is_name(name) && (name != list || value.is_empty()))
}

impl Artifact for AdbKeys {
    type Record = AdbKey;
    const SPEC: Spec = Spec { id: "android_adb_keys", version: 2, paths: DUMPSTATE, meaning: Meaning::Weakness };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, AdbKey>) -> Result<(), ParseError> {
        const ADB: &[Part] = &[Part::Service("adb")];
        const USB: &[Part] = &[Part::Service("usb")];
        if Dumpstate::of(file).parts(ADB).next().is_some() {
            return each_section(file, ADB, out, |section, _, out| {
                keys(section, out);
            });
        }
        let (mut any, mut told) = (false, false);
        each_section(file, USB, out, |section, _, out| {
            any = true;
            told |= keys(section, out);
        })?;
        if any && !told {
            out.absent();
        }
        Ok(())
    }
}

/// The keys of a section. Answers whether it has lists of keys, be they empty.
fn keys(section: &Section, out: &mut Out<'_, AdbKey>) -> bool {
    let (mut list, mut any) = (String::new(), false);
    let mut last_at = section.place();
    for line in section.lines() {
        let text = line.trimmed();
        // A list begins with its name; its further keys stand on lines of their own.
        let heading = match text {
            "User keys:" => Some("user_keys"),
            "System keys:" => Some("system_keys"),
            _ => None,
        };
        let named = text.split_once('=').map(|(name, _)| name);
        let named = named.filter(|name| name.ends_with("keys") || *name == "keystore");
        if let Some(name) = heading.or(named) {
            name.clone_into(&mut list);
            any = true;
        }
        // Other parts of the service follow: a block ends, or what had headings goes on (`IOException: …`, `USB Host State:`).
        let goes_on = text == "}" || text.ends_with(':') || text.contains(": ") && !text.contains(KEY_START);
        if list != "keystore" && goes_on {
            if heading.is_none() {
                list.clear();
            }
            continue;
        }
        if list == "keystore" {
            last_at = line.at.clone();
            if text.contains("ABX\0") {
                break;
            }
            for element in text.split("<adbKey ").skip(1) {
                if let Some(key) = between(element, "key=\"", "\"") {
                    let millis = between(element, "lastConnection=\"", "\"").and_then(|text| text.parse().ok());
                    let connected = time(millis, &line.at, out);
                    record("keystore", key, connected, &line.at, out);
                }
            }
        } else if let Some(start) = text.find(KEY_START).filter(|_| !list.is_empty())
            && let Some(key) = text.get(start..).filter(|key| key.len() >= KEY_LEAST)
        {
            record(&list, key, None, &line.at, out);
        } else if !list.is_empty() && !text.is_empty() && !is_field(text, &list) {
            // The device asks no question of what is listed here, so that nothing in it is passed over.
            not_understood(&line, out);
        }
    }
    if let Some(from) = memmem::find(section.bytes(), b"ABX\0") {
        binary(section, from, &last_at, out);
    }
    any
}
