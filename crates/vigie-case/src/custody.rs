//! `custody.jsonl`: who did what with a case, and when. One JSON object a line, each bound to the one before it.
//!
//! The hash of a line is the SHA-256 of the object without its last field: the bytes up to `,"hash":`, and `}`. The field
//! `before` is the hash of the line before, so that no line can be changed, taken out or put in between without
//! every later one showing it. What nobody can see from the chain alone is that its last lines were cut off, or
//! that all of it was made anew: for that there is the signature, whose trusted comment names the line it was made at.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};
use vigie_model::Timestamp;

use crate::manifest::{is_hash, sha256};
use crate::{CaseError, Redacted, Redaction};

/// The name of the file.
pub const CUSTODY: &str = "custody.jsonl";
/// What stands before the first line.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// The end of a line: a field of 64 digits.
const HASH_FIELD: usize = ",\"hash\":\"\"}".len() + 64;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Act {
    /// The evidence was examined: the first entry of every case.
    Examined,
    /// The manifest was written: from here on nothing that the examination left may change.
    Sealed,
    /// The manifest was signed.
    Signed,
    /// A timestamp was requested.
    TimestampRequested,
    /// A timestamp was attached.
    Timestamped,
    /// A redacted copy was made: the first entry of every copy.
    Redacted,
    /// The case, or a redacted copy, was put into an encrypted file for others.
    Shared,
    /// What a person writes down: handed over, copied, read in court.
    Noted,
}

impl Act {
    /// The name used in JSON; with `custody-` before it and hyphens, that of its sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Examined => "examined",
            Self::Sealed => "sealed",
            Self::Signed => "signed",
            Self::TimestampRequested => "timestamp_requested",
            Self::Timestamped => "timestamped",
            Self::Redacted => "redacted",
            Self::Shared => "shared",
            Self::Noted => "noted",
        }
    }
}

/// A file an entry vouches for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileNamed {
    /// Its name in the case.
    pub name: String,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// What happened, before it stands in a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When, by the clock of the machine.
    pub at: Timestamp,
    /// Who, as far as stated.
    pub who: Option<String>,
    /// What.
    pub what: Act,
    /// In words, where a person wrote some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The evidence that was examined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// The file that came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileNamed>,
    /// The public key of a signature, as minisign writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What was taken out of a copy, and of which case it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted: Option<Redacted>,
    /// What was passed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared: Option<Shared>,
}

/// A file that was made to be passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// SHA-256 of the encrypted file.
    pub sha256: String,
    /// What was taken out.
    pub level: Redaction,
    /// How far it may be passed on (TLP 2.0).
    pub tlp: String,
    /// Who can open it: the beginnings of their public keys, or `passphrase`.
    pub to: Vec<String>,
}

impl Event {
    /// Something that was done.
    pub fn new(at: Timestamp, who: Option<&str>, what: Act) -> Self {
        Self {
            at,
            who: who.map(str::to_owned),
            what,
            text: None,
            evidence: None,
            file: None,
            key: None,
            redacted: None,
            shared: None,
        }
    }

    /// The same with the file that came of it.
    #[must_use]
    pub fn with_file(mut self, name: &str, bytes: &[u8]) -> Self {
        self.file = Some(FileNamed { name: name.to_owned(), sha256: sha256(bytes) });
        self
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, from 1.
    pub n: u64,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
    /// Hash of the line before; zeros in the first.
    pub before: String,
    /// Hash of this line.
    #[serde(skip)]
    pub hash: String,
}

/// Why a line cannot be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// It is not an entry at all.
    NotAnEntry,
    /// It is not what its own hash says.
    Changed,
    /// It does not follow the line before.
    DoesNotFollow,
    /// The end of the line is missing.
    CutOff,
}

/// The chain as it stands in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chain {
    /// Entries that could be read, whether they are to be believed or not.
    pub entries: Vec<Entry>,
    /// Lines, by number, that are not to be believed.
    pub doubts: Vec<(u64, Doubt)>,
}

/// An entry as its line says, and whether its own hash is right.
fn read_line(line: &str) -> Option<(Entry, bool)> {
    let body = line.get(..line.len().checked_sub(HASH_FIELD)?)?;
    let hash = line.get(body.len()..)?.strip_prefix(",\"hash\":\"")?.strip_suffix("\"}")?;
    let body = format!("{body}}}");
    let mut entry: Entry = serde_json::from_str(&body).ok()?;
    hash.clone_into(&mut entry.hash);
    Some((entry, is_hash(hash) && sha256(body.as_bytes()) == hash))
}

impl Chain {
    /// Reads a chain from the bytes of its file.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut chain = Self::default();
        let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
        let rest = lines.pop().unwrap_or_default();
        let mut before = NOTHING.to_owned();
        for (number, line) in (1..).zip(&lines) {
            let Some((entry, sound)) = std::str::from_utf8(line).ok().and_then(read_line) else {
                chain.doubts.push((number, Doubt::NotAnEntry));
                // What follows can still follow from what it says of itself.
                before.clear();
                continue;
            };
            if !sound {
                chain.doubts.push((number, Doubt::Changed));
            } else if entry.n != number || (!before.is_empty() && entry.before != before) {
                chain.doubts.push((number, Doubt::DoesNotFollow));
            }
            before.clone_from(&entry.hash);
            chain.entries.push(entry);
        }
        if !rest.is_empty() || lines.is_empty() {
            chain.doubts.push((lines.len() as u64 + 1, Doubt::CutOff));
        }
        chain
    }

    /// Reads the chain of a case.
    ///
    /// # Errors
    /// [`CaseError::Io`].
    pub fn read(case: &Path) -> Result<Self, CaseError> {
        let path = case.join(CUSTODY);
        Ok(Self::parse(&std::fs::read(&path).map_err(CaseError::io(&path))?))
    }

    /// Whether a line is to be believed.
    pub fn believes(&self, number: u64) -> bool {
        self.doubts.iter().all(|(doubted, _)| *doubted != number)
    }

    /// Number and hash of the last line.
    pub fn head(&self) -> (u64, &str) {
        self.entries.last().map_or((0, NOTHING), |entry| (entry.n, &entry.hash))
    }

    /// One more entry; answers its line, with the line end.
    pub fn push(&mut self, event: Event) -> Result<String, CaseError> {
        let (last, before) = self.head();
        let mut entry = Entry { n: last + 1, event, before: before.to_owned(), hash: String::new() };
        let body = serde_json::to_string(&entry).map_err(|error| CaseError::Custody { detail: error.to_string() })?;
        entry.hash = sha256(body.as_bytes());
        let line = format!("{},\"hash\":\"{}\"}}\n", body.trim_end_matches('}'), entry.hash);
        self.entries.push(entry);
        Ok(line)
    }
}

/// Adds an entry to the chain of a case, at its end.
///
/// # Errors
/// [`CaseError::Custody`] when the chain is broken: nothing is added to what cannot be believed. [`CaseError::Io`].
pub fn append(case: &Path, event: Event) -> Result<Entry, CaseError> {
    let path = case.join(CUSTODY);
    let mut chain = Chain::read(case)?;
    if let Some((line, _)) = chain.doubts.first() {
        return Err(CaseError::Custody { detail: format!("line {line} of {CUSTODY} does not hold") });
    }
    let line = chain.push(event)?;
    let mut file = OpenOptions::new().append(true).open(&path).map_err(CaseError::io(&path))?;
    file.write_all(line.as_bytes()).and_then(|()| file.sync_all()).map_err(CaseError::io(&path))?;
    chain.entries.pop().ok_or_else(|| CaseError::Custody { detail: "nothing was added".to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(text: &str) -> Event {
        let at = Timestamp::parse_rfc3339("2026-03-01T10:00:00Z").unwrap();
        let mut event = Event::new(at, Some("A } \" name"), Act::Noted);
        event.text = Some(text.to_owned());
        event
    }

    fn three() -> String {
        let mut chain = Chain::default();
        ["one", "two {}", "three"].map(|text| chain.push(event(text)).unwrap()).concat()
    }

    #[test]
    fn a_chain_is_read_back_as_it_was_written() {
        let chain = Chain::parse(three().as_bytes());
        assert_eq!(chain.doubts, []);
        assert_eq!(chain.entries[1].event, event("two {}"));
        assert_eq!(chain.entries[2].before, chain.entries[1].hash);
        assert_eq!(chain.head().0, 3);
    }

    #[test]
    fn any_changed_byte_is_seen_in_its_line() {
        let text = three();
        for at in 0..text.len() {
            for flip in [1u8, 0x20, 0x80] {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= flip;
                let line = text[..at].matches('\n').count() as u64 + 1;
                let doubts = Chain::parse(&bytes).doubts;
                assert!(doubts.iter().any(|(number, _)| *number == line), "byte {at} ^ {flip}: {doubts:?}");
            }
        }
    }

    #[test]
    fn a_line_taken_out_put_in_or_cut_is_seen() {
        let text = three();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let doubts = |lines: &[&str]| Chain::parse(lines.concat().as_bytes()).doubts;
        assert_eq!(doubts(&[lines[0], lines[2]]), [(2, Doubt::DoesNotFollow)]);
        assert_eq!(doubts(&[lines[1], lines[2]])[0], (1, Doubt::DoesNotFollow));
        assert_eq!(doubts(&[lines[0], lines[0], lines[1], lines[2]])[0], (2, Doubt::DoesNotFollow));
        assert_eq!(doubts(&[lines[0], lines[1].trim_end()]), [(2, Doubt::CutOff)]);
        assert_eq!(doubts(&[]), [(1, Doubt::CutOff)]);
        // This is what a chain cannot show: the signature does.
        assert_eq!(doubts(&[lines[0], lines[1]]), []);
    }

    #[test]
    fn nothing_is_added_to_a_broken_chain() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(CUSTODY);
        std::fs::write(&path, three().replace("one", "One")).unwrap();
        assert!(matches!(append(folder.path(), event("four")), Err(CaseError::Custody { .. })));
        std::fs::write(&path, three()).unwrap();
        assert_eq!(append(folder.path(), event("four")).unwrap().n, 4);
        assert_eq!(Chain::read(folder.path()).unwrap().doubts, []);
    }
}
