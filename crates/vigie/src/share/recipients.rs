//! Who can open a file: recipients by their public keys, or whoever knows a passphrase.

use std::io::IsTerminal;

use age::{Encryptor, x25519};
use vigie_model::{Message, visible};
use vigie_text::Texts;
use zeroize::Zeroizing;

use crate::cli::Share;
use crate::failure::Failure;
use crate::unlock::{password_from_env, password_from_file, prompt};

/// A shorter passphrase is tried out in days by whoever gets the file.
const SHORTEST: usize = 12;
/// So much of a public key tells one recipient from another: `age1` and twelve digits of 58.
const SHOWN: usize = 16;

pub(super) enum Recipients {
    Keys(Vec<x25519::Recipient>),
    Passphrase(Zeroizing<String>),
}

impl Recipients {
    pub(super) fn of(options: &Share, texts: &Texts) -> anyhow::Result<Self> {
        if !options.to.is_empty() {
            let parsed = options.to.iter().map(|text| {
                text.parse().map_err(|_| {
                    let what = Message::new("err-share-recipient").arg("key", visible(text).into_owned());
                    Failure::new(what, "todo-share-recipient")
                })
            });
            return Ok(Self::Keys(parsed.collect::<Result<_, Failure>>()?));
        }
        let passphrase = match (&options.passphrase_file, &options.passphrase_env) {
            (Some(path), _) => password_from_file(path)?,
            (None, Some(name)) => password_from_env(name)?,
            (None, None) => typed(texts)?,
        };
        if passphrase.chars().count() < SHORTEST {
            let what = Message::new("err-share-passphrase").arg("least", SHORTEST.to_string());
            return Err(Failure::new(what, "todo-share-passphrase").into());
        }
        Ok(Self::Passphrase(passphrase))
    }

    /// As custody names them.
    pub(super) fn names(&self) -> Vec<String> {
        match self {
            Self::Keys(keys) => keys.iter().map(|key| short(&key.to_string())).collect(),
            Self::Passphrase(_) => vec!["passphrase".to_owned()],
        }
    }

    pub(super) fn encryptor(&self) -> anyhow::Result<Encryptor> {
        match self {
            Self::Keys(keys) => Ok(Encryptor::with_recipients(keys.iter().map(|key| key as &dyn age::Recipient))?),
            Self::Passphrase(passphrase) => Ok(Encryptor::with_user_passphrase(passphrase.as_str().to_owned().into())),
        }
    }
}

/// The beginning of a public key.
fn short(key: &str) -> String {
    key.chars().take(SHOWN).chain(std::iter::once('…')).collect()
}

fn typed(texts: &Texts) -> anyhow::Result<Zeroizing<String>> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new(Message::new("err-share-no-terminal"), "todo-share-no-terminal").into());
    }
    let passphrase = prompt(texts, "prompt-share-passphrase")?;
    if *prompt(texts, "prompt-share-passphrase-again")? != *passphrase {
        return Err(Failure::new(Message::new("err-passwords-differ"), "todo-passwords-differ").into());
    }
    Ok(passphrase)
}
