//! `vigie keys` and `vigie sign`: signing keys in the form of minisign, and cases signed with them.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use vigie_case::signature::{PublicKey, SecretKey, SignatureError, new_keys};
use vigie_case::{CaseError, Seal};
use vigie_model::Message;
use vigie_text::Texts;
use zeroize::Zeroizing;

use crate::check::clock;
use crate::cli::{KeyPassword, Keys, Sign};
use crate::evidence::write_key;
use crate::failure::{Failure, never_replaced};
use crate::screen::write_out;
use crate::unlock::{password_from_env, password_from_file, prompt, read_secret, utf8};

/// Where the password of a key comes from; without either it is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Password<'p> {
    pub(crate) file: Option<&'p Path>,
    pub(crate) env: Option<&'p str>,
}

impl KeyPassword {
    pub(crate) fn given(&self) -> Password<'_> {
        Password { file: self.password_file.as_deref(), env: self.password_env.as_deref() }
    }
}

impl Password<'_> {
    fn get(self, texts: &Texts, ask: &str) -> anyhow::Result<Zeroizing<String>> {
        if let Some(path) = self.file {
            return Ok(password_from_file(path)?);
        }
        if let Some(name) = self.env {
            return Ok(password_from_env(name)?);
        }
        if !std::io::stdin().is_terminal() {
            return Err(Failure::new(Message::new("err-key-closed"), "todo-key-closed").into());
        }
        prompt(texts, ask)
    }
}

fn failure(path: &Path, error: &SignatureError) -> Failure {
    let at = |id: &str| Message::new(id).arg("path", path.display().to_string());
    match error {
        SignatureError::WrongPassword => Failure::new(at("err-key-password"), "todo-key-password"),
        SignatureError::NotAPublicKey | SignatureError::NotASecretKey => {
            Failure::new(at("err-not-a-signing-key"), "todo-not-a-signing-key")
        }
        other => Failure::new(Message::new("err-other").arg("detail", other.to_string()), "todo-other"),
    }
}

/// Opens the key to sign with.
pub(crate) fn open(path: &Path, password: Password<'_>, texts: &Texts) -> anyhow::Result<SecretKey> {
    let text = utf8(&read_secret(path)?, path)?;
    let is_closed = SecretKey::is_closed(&text).map_err(|error| failure(path, &error))?;
    let password = if is_closed { Some(password.get(texts, "prompt-key-password")?) } else { None };
    let opened = SecretKey::open(&text, password.as_deref().map(String::as_str));
    Ok(opened.map_err(|error| failure(path, &error))?)
}

/// A public key, given itself or as the path of its file.
pub(crate) fn public_key(given: &str) -> anyhow::Result<PublicKey> {
    if let Ok(key) = PublicKey::parse(given) {
        return Ok(key);
    }
    let path = Path::new(given);
    let text = utf8(&read_secret(path)?, path)?;
    Ok(PublicKey::parse(&text).map_err(|error| failure(path, &error))?)
}

/// Makes or shows keys.
pub(crate) fn keys(what: &Keys, texts: &Texts) -> anyhow::Result<u8> {
    match what {
        Keys::New { out, no_password, password } => {
            let password = if *no_password { None } else { Some(new_password(password, texts)?) };
            let made = new_keys(password.as_deref().map(String::as_str)).map_err(|error| failure(out, &error))?;
            let (secret, public) = (Zeroizing::new(made.0), made.1);
            let beside = public_path(out);
            if beside.exists() {
                return Err(never_replaced(CaseError::Exists(beside)).into());
            }
            write_key(out, &secret)?;
            let text = public.file().map_err(|error| failure(&beside, &error))?;
            std::fs::write(&beside, text)
                .map_err(|source| Failure::from(CaseError::Io { path: beside.clone(), source }))?;
            let told = Message::new("keys-written")
                .arg("secret", out.display().to_string())
                .arg("public", beside.display().to_string());
            crate::tell(&texts.message(&told));
            show(&public)?;
        }
        Keys::Show { key, password } => {
            let text = utf8(&read_secret(key)?, key)?;
            let public = match PublicKey::parse(&text) {
                Ok(public) => public,
                Err(_) => open(key, password.given(), texts)?.public().map_err(|error| failure(key, &error))?,
            };
            show(&public)?;
        }
    }
    Ok(0)
}

/// Two lines: the identifier, and the key as it is given to others.
fn show(key: &PublicKey) -> std::io::Result<()> {
    write_out(format!("{}\n{}\n", key.id(), key.line()).as_bytes())
}

/// The public key lies beside the secret one.
fn public_path(secret: &Path) -> PathBuf {
    let mut name = secret.as_os_str().to_owned();
    name.push(".pub");
    name.into()
}

/// A password typed twice, when it is typed.
fn new_password(given: &KeyPassword, texts: &Texts) -> anyhow::Result<Zeroizing<String>> {
    let is_typed = given.password_file.is_none() && given.password_env.is_none();
    let password = given.given().get(texts, "prompt-new-key-password")?;
    if is_typed && *prompt(texts, "prompt-key-password-again")? != *password {
        return Err(Failure::new(Message::new("err-passwords-differ"), "todo-passwords-differ").into());
    }
    Ok(password)
}

/// Signs a case.
pub(crate) fn sign(options: &Sign, texts: &Texts) -> anyhow::Result<u8> {
    let key = open(&options.key, options.password.given(), texts)?;
    let seal = Seal { at: clock(), who: options.who.as_deref(), key: None };
    vigie_case::sign(&options.case, seal, &key).map_err(never_replaced)?;
    let public = key.public().map_err(|error| failure(&options.key, &error))?;
    let told = Message::new("case-signed").arg("path", options.case.display().to_string()).arg("key", public.id());
    crate::tell(&texts.message(&told));
    Ok(0)
}
