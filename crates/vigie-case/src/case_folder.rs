//! A case on disk: written aside, renamed when complete, so that a killed run leaves no half case.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use vigie_evidence::Whole;
use vigie_model::{Coverage, EvidenceInfo, Timestamp};
use vigie_text::{Lang, Texts};

use crate::manifest::{self, MANIFEST};
use crate::seal::{self, Seal};
use crate::told::{Counts, EvidenceInside, PackTold, ToldFinding};
use crate::{CaseError, Examination, Keep, ProgramsTold, Redacted, programs};

/// The version of the case format.
pub const SCHEMA: &str = "vigie-case/1";

/// The file `case.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CaseFile {
    /// [`SCHEMA`].
    pub schema: String,
    /// Version of vigie.
    pub tool: String,
    /// When the examination began: the only thing that differs between two runs.
    pub examined_at: Timestamp,
    /// Language of the sentences.
    pub lang: String,
    /// How much was kept.
    pub keep: Keep,
    /// What the owner agreed to, as stated by the examiner.
    pub consent: Option<String>,
    /// Who examined, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub examiner: Option<String>,
    /// Names that others were compared with, as given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub protect: Vec<String>,
    /// The evidence.
    pub evidence: EvidenceInfo,
    /// The hash of all of it, if it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<WholeTold>,
    /// Evidence found inside it, and examined with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inside: Vec<EvidenceInside>,
    /// Artifacts and the versions of their parsers.
    pub artifacts: Vec<Versioned>,
    /// Heuristics and their versions.
    pub heuristics: Vec<Versioned>,
    /// The packs used.
    pub packs: Vec<PackTold>,
    /// The numbers.
    pub counts: Counts,
    /// How many programs any source names; the table is beside it.
    #[serde(default)]
    pub programs: ProgramsTold,
    /// What was taken out, if this is a redacted copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted: Option<Redacted>,
}

/// The hash of the whole evidence as it lay there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WholeTold {
    /// BLAKE3 of the one file, or of the list of all files of a folder (`evidence.b3`), lower-case hexadecimal.
    pub blake3: String,
    /// Whether the evidence is a folder.
    pub is_folder: bool,
    /// Files hashed.
    pub files: u64,
    /// Bytes hashed.
    pub bytes: u64,
}

impl From<&Whole> for WholeTold {
    fn from(whole: &Whole) -> Self {
        Self { blake3: whole.digest(), is_folder: whole.is_folder, files: whole.files.len() as u64, bytes: whole.bytes }
    }
}

/// An id and a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versioned {
    /// The id.
    pub id: String,
    /// The version.
    pub version: u32,
}

/// A case being written.
#[derive(Debug)]
pub struct CaseWriter {
    target: PathBuf,
    folder: TempDir,
    replace: bool,
}

/// Whether a folder may be replaced: an empty one, or one that is a case.
fn replaceable(path: &Path) -> bool {
    if path.join("case.json").is_file() && path.join("MANIFEST").is_file() {
        return true;
    }
    std::fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// Takes away what runs that were killed left beside the case. What cannot be removed harms nothing.
fn remove_leftovers(parent: &Path, prefix: &str) {
    for entry in std::fs::read_dir(parent).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(prefix) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

impl CaseWriter {
    /// Begins a case that will stand at `target`. `evidence` is what is examined: a case inside it would change it.
    ///
    /// # Errors
    /// [`CaseError::Exists`] without `force`; [`CaseError::NotACase`] with it, when what is there is no case;
    /// [`CaseError::InsideEvidence`]; [`CaseError::Io`].
    pub fn begin(target: &Path, force: bool, evidence: &Path) -> Result<Self, CaseError> {
        let target = std::path::absolute(target).map_err(CaseError::io(target))?;
        let parent = target.parent().unwrap_or(&target).to_owned();
        let inside = |path: &Path| {
            let (Ok(path), Ok(evidence)) = (path.canonicalize(), evidence.canonicalize()) else { return false };
            path.starts_with(evidence)
        };
        let mut existing = parent.as_path();
        while !existing.exists() {
            let Some(up) = existing.parent() else { break };
            existing = up;
        }
        if inside(existing) || inside(&target) {
            return Err(CaseError::InsideEvidence(target));
        }
        let there = std::fs::symlink_metadata(&target).is_ok();
        if there && !force {
            return Err(CaseError::Exists(target));
        }
        if there && !replaceable(&target) {
            return Err(CaseError::NotACase(target));
        }
        std::fs::create_dir_all(&parent).map_err(CaseError::io(&parent))?;
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let prefix = format!(".{name}.partial-");
        remove_leftovers(&parent, &prefix);
        let folder = tempfile::Builder::new().prefix(&prefix).tempdir_in(&parent).map_err(CaseError::io(&parent))?;
        let records = folder.path().join("records");
        std::fs::create_dir(&records).map_err(CaseError::io(&records))?;
        Ok(Self { target, folder, replace: there })
    }

    /// Where files are written meanwhile.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// One file of the case.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), CaseError> {
        let path = self.folder().join(name);
        let mut file = File::create_new(&path).map_err(CaseError::io(&path))?;
        file.write_all(bytes).map_err(CaseError::io(&path))
    }

    /// Writes what the examination found and how it was made.
    pub fn examination(&self, case: &CaseFile, examination: &Examination, lang: Lang) -> Result<(), CaseError> {
        let texts = Texts::new(lang);
        self.write("case.json", &pretty(case)?)?;
        // The sources stand once, in a file of their own.
        let without_sources = |of: &Coverage| Coverage { sources: Vec::new(), ..of.clone() };
        let coverage: Vec<Coverage> = examination.coverage.iter().map(without_sources).collect();
        self.write("coverage.json", &pretty(&coverage)?)?;
        self.lines("sources.jsonl", examination.sources_kept(case.keep).iter())?;
        let findings = examination.findings.iter().map(|finding| ToldFinding::new(finding, &texts));
        self.lines("findings.jsonl", findings)?;
        self.lines("problems.jsonl", examination.problems.iter())?;
        self.lines("programs.jsonl", examination.programs_kept(case.keep))?;
        self.write("programs.csv", programs::csv(examination.programs_kept(case.keep)).as_bytes())
    }

    fn lines<T: Serialize>(&self, name: &str, items: impl Iterator<Item = T>) -> Result<(), CaseError> {
        let path = self.folder().join(name);
        let mut out = BufWriter::new(File::create_new(&path).map_err(CaseError::io(&path))?);
        for item in items {
            let line = serde_json::to_string(&item)
                .map_err(|error| CaseError::Damaged { path: path.clone(), detail: error.to_string() })?;
            writeln!(out, "{line}").map_err(CaseError::io(&path))?;
        }
        out.flush().map_err(CaseError::io(&path))
    }

    /// Writes `MANIFEST`, custody and signature, and puts the case in its place. Answers where it stands.
    pub fn finish(self, case: &CaseFile, with: Seal<'_>) -> Result<PathBuf, CaseError> {
        let text = manifest::make(self.folder())?;
        self.write(MANIFEST, text.as_bytes())?;
        for (name, text) in seal::seal(seal::examined(case), text.as_bytes(), with)? {
            self.write(name, text.as_bytes())?;
        }
        let Self { target, folder, replace } = self;
        if replace {
            exchange(folder.path(), &target)?;
        } else {
            std::fs::rename(folder.path(), &target).map_err(CaseError::io(&target))?;
        }
        // It stands elsewhere now: there is nothing left to remove.
        let _ = folder.keep();
        Ok(target)
    }
}

/// Puts a complete case in the place of an old one, which goes only when the new one stands.
fn exchange(new: &Path, target: &Path) -> Result<(), CaseError> {
    let parent = target.parent().unwrap_or(target);
    let aside = tempfile::Builder::new().prefix(".vigie-old-").tempdir_in(parent).map_err(CaseError::io(parent))?;
    let old = aside.path().join("case");
    std::fs::rename(target, &old).map_err(CaseError::io(target))?;
    std::fs::rename(new, target).map_err(|error| {
        if std::fs::rename(&old, target).is_err() {
            // Better beside its place than gone.
            let _ = aside.keep();
        }
        CaseError::Io { path: target.to_owned(), source: error }
    })
}

pub(crate) fn pretty(value: &impl Serialize) -> Result<Vec<u8>, CaseError> {
    let mut bytes = serde_json::to_vec_pretty(value)
        .map_err(|error| CaseError::Damaged { path: PathBuf::from("case.json"), detail: error.to_string() })?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_case_stays_when_the_new_one_cannot_take_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("case");
        std::fs::create_dir(&target).unwrap();
        std::fs::write(target.join("case.json"), "old").unwrap();
        let missing = folder.path().join("never written");
        assert!(matches!(exchange(&missing, &target), Err(CaseError::Io { .. })));
        assert_eq!(std::fs::read_to_string(target.join("case.json")).unwrap(), "old");
        let new = folder.path().join("new");
        std::fs::create_dir(&new).unwrap();
        std::fs::write(new.join("case.json"), "new").unwrap();
        exchange(&new, &target).unwrap();
        assert_eq!(std::fs::read_to_string(target.join("case.json")).unwrap(), "new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }
}
