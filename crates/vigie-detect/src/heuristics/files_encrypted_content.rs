//! Many files that are still named as documents and no longer hold any: bytes without a mark and without a pattern, as
//! encryption leaves them.
//!
//! Compression leaves none either, but every compressed format begins with a mark; so do encrypted documents of Office
//! and of PDF, which programs write. Of each file the first 64 KiB count: ransomware that encrypts only parts of a file
//! begins there.

use std::collections::BTreeSet;

use vigie_artifacts::files::hashes::FileHashes;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// Endings of documents, pictures and texts: each has a mark, or is text.
const DOCUMENTS: &[&str] = &[
    "doc", "docx", "xls", "xlsx", "ppt", "pptx", "pdf", "odt", "ods", "odp", "rtf", "txt", "csv", "xml", "html", "htm",
    "json", "md", "log", "sql", "jpg", "jpeg", "png", "gif", "tif", "tiff", "eml",
];
/// Bits for each byte from which content has no pattern. Even of 4096 random bytes the entropy is above 7.94.
const NOISE: f64 = 7.9;
/// Files and folders that make a finding, and a graver one.
const FEW: (u64, usize) = (20, 3);
const MANY: (u64, usize) = (100, 5);

/// See the module.
pub struct FilesEncryptedContent;

impl Heuristic for FilesEncryptedContent {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "files_encrypted_content",
        version: 1,
        artifacts: &["files_hashes"],
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::Medium,
        source: "MITRE ATT&CK T1486, Data Encrypted for Impact; N. Scaife et al., CryptoLock (and Drop It): Stopping Ransomware Attacks on User Data, ICDCS 2016",
    };
}

/// What was seen of documents.
#[derive(Default)]
pub struct State {
    /// Those that are long enough to tell.
    documents: u64,
    noise: u64,
    folders: BTreeSet<String>,
    /// The first in the order of source, and its name.
    first: Option<(Kept, String)>,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(file) = seen.get::<FileHashes>() else { return };
        let Some(entropy) = file.entropy else { return };
        let name = file.name();
        let is_document = |ending: &str| DOCUMENTS.iter().any(|document| document.eq_ignore_ascii_case(ending));
        if !name.rsplit_once('.').is_some_and(|(_, ending)| is_document(ending)) {
            return;
        }
        self.documents = self.documents.saturating_add(1);
        if file.format.is_some() || entropy < NOISE {
            return;
        }
        self.noise = self.noise.saturating_add(1);
        if self.folders.len() < MANY.1 {
            let end = seen.source.len().saturating_sub(name.len());
            self.folders.insert(seen.source.get(..end).unwrap_or_default().to_owned());
        }
        if self.first.as_ref().is_none_or(|(first, _)| seen.source < first.source.as_str()) {
            self.first = Some((seen.keep(), name.to_owned()));
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let Some((first, name)) = self.first.take() else { return };
        let reaches = |(files, folders): (u64, usize)| self.noise >= files && self.folders.len() >= folders;
        // Where most documents are what their names say, the others have a cause of their own.
        if !reaches(FEW) || self.noise.saturating_mul(2) < self.documents {
            return;
        }
        let level = if reaches(MANY) { Level::Medium } else { Level::Low };
        let (count, total) = (self.noise.to_string(), self.documents.to_string());
        out.add_at(level, first, name.clone(), &[("seen", &name), ("count", &count), ("total", &total)]);
    }
}
