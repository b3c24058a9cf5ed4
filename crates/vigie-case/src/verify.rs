//! Whether a case is as it was left: every byte of it accounted for, by the manifest or by the chain of custody, and
//! what differs named.
//!
//! The manifest stands for what the examination left. The chain stands for the manifest and for what came later: the
//! signature, a timestamp. Each line of the chain stands for itself and the one before. A signature stands for the
//! manifest and, through its trusted comment, for the chain up to its line.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::CaseError;
use crate::custody::{Act, CUSTODY, Chain, Doubt, Entry, FileNamed};
use crate::manifest::{self, MANIFEST, sha256, sha256_of};
use crate::seal::{SIGNATURE, head_in};
use crate::signature::{PublicKey, SignatureError, SignatureFile};
use crate::timestamp::{self, REQUEST, RESPONSE, Token};

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum What {
    /// It is not there.
    Missing,
    /// It is there, and nothing vouches for it.
    Added,
    /// Its bytes are others.
    Changed,
    /// It is a link or a device, not a file.
    NotAFile,
    /// A line of the manifest is not one.
    NotALine,
    /// A line of custody is not an entry.
    NotAnEntry,
    /// A line of custody was changed.
    EntryChanged,
    /// A line of custody does not follow the one before.
    EntryDoesNotFollow,
    /// The last line of custody is cut off.
    EntryCutOff,
    /// Custody does not say which manifest was sealed.
    NotSealed,
    /// The signature cannot be read.
    SignatureUnreadable,
    /// The signature does not fit the manifest.
    SignatureDoesNotFit,
    /// The signature was made with another key than the one given.
    OtherKey,
    /// A key was given, and there is no signature.
    NotSigned,
    /// Custody is not the one that was signed, or a shorter one.
    NotTheSignedCustody,
    /// The timestamp is not over this manifest.
    TimestampDoesNotFit,
}

impl What {
    /// The id of its sentence; it takes `file`, `line` and `detail`.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Missing => "verify-missing",
            Self::Added => "verify-added",
            Self::Changed => "verify-changed",
            Self::NotAFile => "verify-not-a-file",
            Self::NotALine => "verify-not-a-line",
            Self::NotAnEntry => "verify-not-an-entry",
            Self::EntryChanged => "verify-entry-changed",
            Self::EntryDoesNotFollow => "verify-entry-does-not-follow",
            Self::EntryCutOff => "verify-entry-cut-off",
            Self::NotSealed => "verify-not-sealed",
            Self::SignatureUnreadable => "verify-signature-unreadable",
            Self::SignatureDoesNotFit => "verify-signature-does-not-fit",
            Self::OtherKey => "verify-other-key",
            Self::NotSigned => "verify-not-signed",
            Self::NotTheSignedCustody => "verify-not-the-signed-custody",
            Self::TimestampDoesNotFit => "verify-timestamp-does-not-fit",
        }
    }
}

/// One thing that is not as it was left.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Difference {
    /// The file, by its path in the case.
    pub file: String,
    /// The line, where it is one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// What differs.
    pub what: What,
    /// More about it: an identifier, a reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Difference {
    pub(crate) fn new(file: &str, what: What) -> Self {
        Self { file: file.to_owned(), line: None, what, detail: None }
    }

    pub(crate) fn at(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

/// A signature that fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Identifier of the key.
    pub key_id: String,
    /// The public key, as minisign writes it.
    pub key: String,
    /// Whether this key was given by whoever verifies. If not, it is the one the case itself names: the case is whole,
    /// but who signed it is not known.
    pub key_was_given: bool,
    /// What was signed with the manifest.
    pub trusted_comment: String,
    /// The line of custody up to which it was signed too.
    pub custody: Option<u64>,
}

/// What verifying a case found.
#[derive(Debug, Clone, Serialize)]
pub struct Verification {
    /// What differs, by file. Nothing: the case is as it was left.
    pub differences: Vec<Difference>,
    /// Files of the case.
    pub files: u64,
    /// SHA-256 of the manifest: what can be written down elsewhere to know this case again.
    pub manifest: Option<String>,
    /// The signature, if there is one and it fits.
    pub signature: Option<Signature>,
    /// The timestamp, if there is one and it is over this manifest. Its own signature is not verified here.
    pub timestamp: Option<Token>,
    /// The chain of custody, as far as it can be read.
    pub custody: Vec<Entry>,
}

/// A file of the case, or `None` when it is not there.
fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, CaseError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(CaseError::Io { path: path.to_owned(), source }),
    }
}

/// Verifies a case folder. With a key, it must be signed with that key.
///
/// # Errors
/// [`CaseError::NotACase`] and [`CaseError::Io`]: nothing can be said. Everything else is a difference.
pub fn verify(case: &Path, key: Option<&PublicKey>) -> Result<Verification, CaseError> {
    let mut there = manifest::files(case)?;
    if ![MANIFEST, CUSTODY, "case.json"].iter().any(|name| there.contains_key(*name)) {
        return Err(CaseError::NotACase(case.to_owned()));
    }
    let mut differences = Vec::new();
    let files = there.len() as u64;
    for (name, _) in there.iter().filter(|(_, is_file)| !**is_file) {
        differences.push(Difference::new(name, What::NotAFile));
    }
    there.retain(|_, is_file| *is_file);
    let manifest = if there.contains_key(MANIFEST) { read_if_there(&case.join(MANIFEST))? } else { None };
    let chain = if there.contains_key(CUSTODY) {
        Some(Chain::read(case)?)
    } else {
        differences.push(Difference::new(CUSTODY, What::Missing));
        None
    };

    let mut vouched = Vouched::default();
    if let Some(bytes) = &manifest {
        let (listed, bad) = manifest::read(bytes);
        differences.extend(bad.into_iter().map(|line| Difference::new(MANIFEST, What::NotALine).at(line)));
        vouched.sure.extend(listed);
    }
    match &chain {
        Some(chain) => vouched.custody(chain, &mut differences),
        None => vouched.unsure.extend([MANIFEST, SIGNATURE, REQUEST, RESPONSE].map(str::to_owned)),
    }
    for (name, hash) in &vouched.sure {
        if !there.contains_key(name) {
            differences.push(Difference::new(name, What::Missing));
        } else if sha256_of(&case.join(name))? != *hash {
            differences.push(Difference::new(name, What::Changed));
        }
    }
    let signature_text = if there.contains_key(SIGNATURE) { read_if_there(&case.join(SIGNATURE))? } else { None };
    let mut signature = None;
    match (&signature_text, &manifest) {
        (Some(text), Some(manifest)) => {
            match signed(text, manifest, key, chain.as_ref()) {
                Ok(found) => signature = found,
                // A signature that was changed is told once.
                Err(difference) if difference.file == SIGNATURE && is_told(&differences, SIGNATURE) => {}
                Err(difference) => differences.push(difference),
            }
            // Signed with another tool: the chain does not know it, the key of whoever verifies does.
            if signature.as_ref().is_some_and(|found: &Signature| found.key_was_given) {
                vouched.unsure.push(SIGNATURE.to_owned());
            }
        }
        (None, _) if key.is_some() => differences.push(Difference::new(SIGNATURE, What::NotSigned)),
        _ => {}
    }
    for name in there.keys() {
        if name != CUSTODY && !vouched.sure.contains_key(name) && !vouched.unsure.contains(name) {
            differences.push(Difference::new(name, What::Added));
        }
    }
    let timestamp = match (there.contains_key(RESPONSE), &manifest) {
        (true, Some(manifest)) if !is_told(&differences, RESPONSE) => timestamped(case, manifest, &mut differences)?,
        _ => None,
    };
    differences.sort();
    differences.dedup();
    Ok(Verification {
        differences,
        files,
        manifest: manifest.map(|bytes| sha256(&bytes)),
        signature,
        timestamp,
        custody: chain.map(|chain| chain.entries).unwrap_or_default(),
    })
}

fn is_told(differences: &[Difference], file: &str) -> bool {
    differences.iter().any(|one| one.file == file)
}

/// Files and who stands for them.
#[derive(Default)]
struct Vouched {
    /// By name, with the hash they must have.
    sure: BTreeMap<String, String>,
    /// Files that a line names which cannot be believed itself: that line is the difference, not the file.
    unsure: Vec<String>,
}

impl Vouched {
    /// Takes what the chain stands for, and tells what is wrong with the chain.
    fn custody(&mut self, chain: &Chain, differences: &mut Vec<Difference>) {
        for (line, doubt) in &chain.doubts {
            let what = match doubt {
                Doubt::NotAnEntry => What::NotAnEntry,
                Doubt::Changed => What::EntryChanged,
                Doubt::DoesNotFollow => What::EntryDoesNotFollow,
                Doubt::CutOff => What::EntryCutOff,
            };
            differences.push(Difference::new(CUSTODY, what).at(*line));
        }
        let mut of_chain: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for entry in &chain.entries {
            if let Some(FileNamed { name, sha256 }) = &entry.event.file {
                // The manifest's own lines are never replaced by those of the chain.
                if !self.sure.contains_key(name) {
                    of_chain.insert(name, chain.believes(entry.n).then_some(sha256));
                }
            }
        }
        if chain.doubts.is_empty() && of_chain.get(MANIFEST).is_none_or(Option::is_none) {
            differences.push(Difference::new(CUSTODY, What::NotSealed));
        }
        if !chain.doubts.is_empty() {
            // A line that cannot be read may have named any of these.
            self.unsure.extend([MANIFEST, SIGNATURE, REQUEST, RESPONSE].map(str::to_owned));
        }
        for (name, hash) in of_chain {
            match hash {
                Some(hash) => drop(self.sure.insert(name.to_owned(), hash.to_owned())),
                None => self.unsure.push(name.to_owned()),
            }
        }
        if !self.sure.contains_key(MANIFEST) {
            self.unsure.push(MANIFEST.to_owned());
        }
    }
}

/// The signature, checked with the key given, or else with the one that the chain names.
fn signed(
    text: &[u8],
    manifest: &[u8],
    key: Option<&PublicKey>,
    chain: Option<&Chain>,
) -> Result<Option<Signature>, Difference> {
    let differs = |what| Difference::new(SIGNATURE, what);
    let text = std::str::from_utf8(text).map_err(|_| differs(What::SignatureUnreadable))?;
    let signature =
        SignatureFile::parse(text).map_err(|error| differs(What::SignatureUnreadable).with(error.to_string()))?;
    let entries = chain.map(|chain| &chain.entries[..]).unwrap_or_default();
    let named = entries.iter().rev().filter(|entry| entry.event.what == Act::Signed);
    let named = named.filter_map(|entry| entry.event.key.as_deref()).find_map(|line| PublicKey::parse(line).ok());
    let Some(used) = key.cloned().or(named) else { return Ok(None) };
    signature.verify(manifest, &used).map_err(|error| match error {
        SignatureError::OtherKey(id) => differs(What::OtherKey).with(id),
        _ => differs(What::SignatureDoesNotFit),
    })?;
    let trusted_comment = signature.trusted_comment();
    let head = head_in(&trusted_comment);
    if let (Some((number, hash)), Some(chain)) = (head, chain) {
        let is_there = chain.entries.iter().any(|entry| entry.n == number && entry.hash == hash);
        if !is_there && chain.doubts.is_empty() {
            return Err(Difference::new(CUSTODY, What::NotTheSignedCustody).at(number));
        }
    }
    Ok(Some(Signature {
        key_id: used.id(),
        key: used.line(),
        key_was_given: key.is_some(),
        custody: head.map(|(number, _)| number),
        trusted_comment,
    }))
}

fn timestamped(case: &Path, manifest: &[u8], differences: &mut Vec<Difference>) -> Result<Option<Token>, CaseError> {
    let request = read_if_there(&case.join(REQUEST))?;
    let Some(response) = read_if_there(&case.join(RESPONSE))? else { return Ok(None) };
    match timestamp::check(manifest, &response, request.as_deref()) {
        Ok(token) => Ok(Some(token)),
        Err(error) => {
            differences.push(Difference::new(RESPONSE, What::TimestampDoesNotFit).with(error.to_string()));
            Ok(None)
        }
    }
}
