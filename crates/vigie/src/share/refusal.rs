//! Why a shared file is not opened: one sentence of the reader's language, whoever wrote the error below.

use std::path::Path;

use age::DecryptError;
use vigie_case::signature::SignatureError;
use vigie_model::Message;

use super::tar::TarError;
use crate::failure::Failure;

/// What is wrong with a file. Those that name something take it as an argument of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// It is not encrypted with age.
    NotAge,
    /// It is, in a form that is not known.
    Version,
    /// Its passphrase asks for too much work.
    Work,
    /// Bytes were changed or are missing.
    Damaged,
    /// A file in it has a name that could lead elsewhere.
    Name,
    /// Something in it is no plain file.
    NotPlain,
    /// It holds too many files.
    Many,
    /// It goes on, or ends before its end.
    End,
    /// A file is none of a shared case.
    NotOurs,
    /// A file is larger than such a file can be.
    Large,
    /// What it says of itself cannot be read.
    Envelope,
    /// It is of a form that this version does not know.
    Form,
    /// A file is not there.
    Missing,
    /// A file is another one.
    Changed,
    /// A file was put there.
    Added,
    /// It has no signature.
    NotSigned,
    /// It does not say whose signature it has.
    NoSigner,
    /// Its signature is none.
    Signature,
    /// Its signature is of another key.
    OtherKey,
    /// Its signature is of other bytes.
    DoesNotFit,
    /// Its case is not as it was left.
    Case,
    /// Its case cannot be read.
    Unreadable,
}

impl Why {
    /// How the sentence chooses.
    fn key(self) -> &'static str {
        match self {
            Self::NotAge => "not-age",
            Self::Version => "version",
            Self::Work => "work",
            Self::Damaged => "damaged",
            Self::Name => "name",
            Self::NotPlain => "not-plain",
            Self::Many => "many",
            Self::End => "end",
            Self::NotOurs => "not-ours",
            Self::Large => "large",
            Self::Envelope => "envelope",
            Self::Form => "form",
            Self::Missing => "missing",
            Self::Changed => "changed",
            Self::Added => "added",
            Self::NotSigned => "not-signed",
            Self::NoSigner => "no-signer",
            Self::Signature => "signature",
            Self::OtherKey => "other-key",
            Self::DoesNotFit => "does-not-fit",
            Self::Case => "case",
            Self::Unreadable => "unreadable",
        }
    }
}

/// The refusal of a file. `what` is what the reason names, if anything.
pub(super) fn refused(path: &Path, why: Why, what: &str) -> Failure {
    let message = Message::new("err-open-refused")
        .arg("path", path.display().to_string())
        .arg("why", why.key())
        .arg("what", what);
    Failure::new(message, "todo-open-refused")
}

/// What age says. A wrong key is told by another sentence.
pub(super) fn of_age(path: &Path, error: &DecryptError) -> Failure {
    let why = match error {
        DecryptError::UnknownFormat => Why::Version,
        DecryptError::ExcessiveWork { .. } => Why::Work,
        // Behind age, a byte that was changed or is missing is an error of reading.
        _ => Why::Damaged,
    };
    refused(path, why, "")
}

/// What is wrong with the archive.
pub(super) fn of_tar(path: &Path, error: &TarError) -> Failure {
    match error {
        TarError::Io(_) => refused(path, Why::Damaged, ""),
        TarError::Name(name) => refused(path, Why::Name, name),
        TarError::Header => refused(path, Why::NotPlain, ""),
        TarError::Many => refused(path, Why::Many, &super::tar::MOST.to_string()),
        TarError::End => refused(path, Why::End, ""),
    }
}

/// What is wrong with the signature.
pub(super) fn of_signature(path: &Path, error: &SignatureError) -> Failure {
    match error {
        SignatureError::OtherKey(key) => refused(path, Why::OtherKey, key),
        SignatureError::DoesNotFit => refused(path, Why::DoesNotFit, ""),
        _ => refused(path, Why::Signature, ""),
    }
}

#[cfg(test)]
mod tests {
    use vigie_text::{Lang, Texts, is_choice};

    use super::*;

    #[test]
    fn each_reason_has_its_own_words_in_both_languages() {
        let all = [
            Why::NotAge,
            Why::Version,
            Why::Work,
            Why::Damaged,
            Why::Name,
            Why::NotPlain,
            Why::Many,
            Why::End,
            Why::NotOurs,
            Why::Large,
            Why::Envelope,
            Why::Form,
            Why::Missing,
            Why::Changed,
            Why::Added,
            Why::NotSigned,
            Why::NoSigner,
            Why::Signature,
            Why::OtherKey,
            Why::DoesNotFit,
            Why::Case,
            Why::Unreadable,
        ];
        for lang in [Lang::En, Lang::Fr] {
            let texts = Texts::new(lang);
            let told = |why| refused(Path::new("x.age"), why, "a name").told(&texts);
            for (at, why) in all.iter().enumerate() {
                assert!(is_choice("err-open-refused", "why", why.key()), "{why:?}");
                assert!(all[..at].iter().all(|other| told(*other) != told(*why)), "{lang:?}: {why:?}");
            }
        }
    }
}
