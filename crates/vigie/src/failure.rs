//! Errors as a person reads them: one line on what failed, one on what to do.

use std::fmt;

use vigie_case::CaseError;
use vigie_evidence::OpenError;
use vigie_model::{Message, visible};
use vigie_text::Texts;

/// An error in two lines.
#[derive(Debug)]
pub(crate) struct Failure {
    what: Message,
    todo: &'static str,
}

impl Failure {
    /// What failed (a sentence with arguments) and what to do (a sentence without).
    pub(crate) fn new(what: Message, todo: &'static str) -> Self {
        Self { what, todo }
    }

    /// The two lines in a language.
    pub(crate) fn told(&self, texts: &Texts) -> String {
        format!("vigie: {}\n       {}", texts.message(&self.what), texts.get(self.todo))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what.id)
    }
}

impl std::error::Error for Failure {}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        let at = |id: &str, path: &std::path::Path| Message::new(id).arg("path", path.display().to_string());
        match &error {
            OpenError::NotFound(path) => Self::new(at("err-not-found", path), "todo-not-found"),
            OpenError::Unknown(path) => Self::new(at("err-unknown", path), "todo-unknown"),
            OpenError::NamesClimb { path, members } => {
                Self::new(at("err-names-climb", path).arg("members", members.to_string()), "todo-names-climb")
            }
            OpenError::Encrypted(path) => Self::new(at("err-encrypted", path), "todo-encrypted"),
            OpenError::NotEncrypted(path) => Self::new(at("err-not-encrypted", path), "todo-not-encrypted"),
            OpenError::WrongPassword(path) => Self::new(at("err-wrong-password", path), "todo-wrong-password"),
            OpenError::Sealed(path) => Self::new(at("err-sealed", path), "todo-sealed"),
            OpenError::SealedByPassphrase(path) => {
                Self::new(at("err-sealed-by-passphrase", path), "todo-sealed-by-passphrase")
            }
            OpenError::WrongIdentity(path) => Self::new(at("err-wrong-identity", path), "todo-wrong-identity"),
            OpenError::WrongPassphrase(path) => Self::new(at("err-wrong-passphrase", path), "todo-wrong-passphrase"),
            OpenError::SealedTooWell { path, work } => {
                Self::new(at("err-sealed-too-well", path).arg("work", work.to_string()), "todo-too-slow")
            }
            OpenError::TooSlow { rounds } => {
                Self::new(Message::new("err-too-slow").arg("rounds", rounds.to_string()), "todo-too-slow")
            }
            OpenError::Keybag(error) => {
                Self::new(Message::new("err-keybag").arg("detail", error.to_string()), "todo-damaged")
            }
            OpenError::Io { path, source } => {
                Self::new(at("err-unreadable", path).arg("detail", source.to_string()), "todo-unreadable")
            }
            OpenError::Empty(path) => Self::new(at("err-empty-backup", path), "todo-empty-backup"),
            OpenError::Packed { path, .. } => Self::new(at("err-packed", path), "todo-packed"),
            OpenError::Damaged { path, detail } => {
                Self::new(at("err-damaged", path).arg("detail", detail.as_str()), "todo-damaged")
            }
            other => Self::new(Message::new("err-other").arg("detail", other.to_string()), "todo-other"),
        }
    }
}

impl From<CaseError> for Failure {
    fn from(error: CaseError) -> Self {
        let at = |id: &str, path: &std::path::Path| Message::new(id).arg("path", path.display().to_string());
        match &error {
            CaseError::Exists(path) => Self::new(at("err-case-exists", path), "todo-case-exists"),
            CaseError::NotACase(path) => Self::new(at("err-not-a-case", path), "todo-not-a-case"),
            CaseError::CountsOnly(path) => Self::new(at("err-counts-only", path), "todo-counts-only"),
            CaseError::InsideEvidence(path) => Self::new(at("err-inside-evidence", path), "todo-inside-evidence"),
            CaseError::Io { path, source } => {
                Self::new(at("err-case-io", path).arg("detail", source.to_string()), "todo-case-io")
            }
            CaseError::Custody { detail } => {
                Self::new(Message::new("err-custody").arg("detail", detail.as_str()), "todo-custody")
            }
            CaseError::Timestamp(error) => {
                Self::new(Message::new("err-timestamp").arg("detail", error.to_string()), "todo-timestamp")
            }
            CaseError::Damaged { path, detail } => {
                Self::new(at("err-case-damaged", path).arg("detail", detail.as_str()), "todo-case-damaged")
            }
            other => Self::new(Message::new("err-other").arg("detail", other.to_string()), "todo-other"),
        }
    }
}

/// The same of something that is added to a case or beside a key: what is there already is never replaced.
pub(crate) fn never_replaced(error: CaseError) -> Failure {
    match error {
        CaseError::Exists(path) => {
            let what = Message::new("err-already-there").arg("path", path.display().to_string());
            Failure::new(what, "todo-already-there")
        }
        other => other.into(),
    }
}

/// Any error of the binary, told to a person.
pub(crate) fn tell(error: &anyhow::Error, texts: &Texts) -> String {
    if let Some(failure) = error.downcast_ref::<Failure>() {
        return failure.told(texts);
    }
    let detail: Vec<String> = error.chain().map(ToString::to_string).collect();
    Failure::new(Message::new("err-other").arg("detail", visible(&detail.join(": "))), "todo-other").told(texts)
}
