//! `vigie indicators update`: every origin pulled, or everything from a mirror or a folder.

use std::path::Path;

use vigie_model::Message;
use vigie_packs::{Fetch, Folder, Kind, LIST, MVT_INDEX, Options, Origin, PackError, Pulled, State, pull, safe_name};
use vigie_text::Texts;
use zeroize::Zeroizing;

use super::args::Update;
use super::net::{Net, folder_of, is_address};
use super::place::store;
use super::told::{OriginTold, failure};
use crate::EXIT_FAILED;
use crate::check::clock;
use crate::failure::{Failure, tell};
use crate::keys::public_key;
use crate::screen::{Screen, write_out};
use crate::unlock::{password_from_env, prompt};

/// Largest index that is looked for.
const INDEX_LIMIT: u64 = 4 << 20;
/// Largest file of certificates.
const ROOTS_LIMIT: u64 = 4 << 20;

/// Updates.
pub(crate) fn update(options: &Update, texts: &Texts, no_color: bool) -> anyhow::Result<u8> {
    let store = store(options.dir.as_deref())?;
    let _lock = if options.dry_run { None } else { Some(store.lock().map_err(|error| failure(&error))?) };
    let mut state = store.read().map_err(|error| failure(&error))?;
    let how = Options {
        at: clock(),
        write: !options.dry_run,
        mirror: options.from.is_some(),
        allow_older: options.allow_older,
    };
    let mut told = Vec::new();
    if let Some(from) = &options.from {
        if is_address(from) {
            let asking = Message::new("packs-asking").arg("name", "--from").arg("place", from.as_str());
            crate::tell(&texts.message(&asking));
        }
        let (name, mut origin, fetch) = mirror(from, options).map_err(Unusable::failure)?;
        let pulled = pull(&store, &mut state, &name, &mut origin, fetch.as_ref(), how);
        let own = pulled.as_ref().ok().and_then(|pulled| pulled.name.clone());
        told.push(OriginTold::new(&own.unwrap_or(name), from, pulled, texts));
    } else {
        for name in chosen(&state, &options.origins)? {
            let Some(mut origin) = state.origins.get(&name).cloned() else { continue };
            let place = origin.place.clone();
            let pulled = one(&name, &mut origin, options.timeout, texts, |origin, fetch| {
                pull(&store, &mut state, &name, origin, fetch, how)
            });
            told.push(match pulled {
                Ok(pulled) => {
                    // What was seen at an origin that was refused is not remembered.
                    if pulled.is_ok() {
                        state.origins.insert(name.clone(), origin);
                    }
                    OriginTold::new(&name, &place, pulled, texts)
                }
                // Its password is not there: the others are asked all the same.
                Err(error) => OriginTold::failed(&name, &place, tell(&error, texts)),
            });
        }
    }
    if !options.dry_run {
        store.commit(&state).map_err(|error| failure(&error))?;
    }
    let code = if told.iter().any(OriginTold::is_refused) { EXIT_FAILED } else { 0 };
    if options.json {
        let all = serde_json::json!({ "schema": "vigie-update/1", "dry_run": options.dry_run, "origins": told });
        let mut bytes = serde_json::to_vec_pretty(&all)?;
        bytes.push(b'\n');
        write_out(&bytes)?;
    } else {
        let mut screen = Screen::new(no_color);
        for origin in &told {
            origin.write(&mut screen, texts);
        }
        if options.dry_run {
            screen.paragraph("", 0, &texts.get("packs-dry-run"));
        }
        screen.show()?;
    }
    Ok(code)
}

/// The origins to pull: those named, or all.
fn chosen(state: &State, wanted: &[String]) -> anyhow::Result<Vec<String>> {
    if let Some(unknown) = wanted.iter().find(|name| !state.origins.contains_key(*name)) {
        return Err(failure(&PackError::Unknown(unknown.clone())).into());
    }
    let is_wanted = |name: &&String| wanted.is_empty() || wanted.contains(name);
    let all: Vec<String> = state.origins.keys().filter(is_wanted).cloned().collect();
    if all.is_empty() {
        return Err(Failure::new(Message::new("err-packs-no-origin"), "todo-packs-no-origin").into());
    }
    Ok(all)
}

/// Asks one origin.
pub(crate) fn one(
    name: &str,
    origin: &mut Origin,
    timeout: u64,
    texts: &Texts,
    pull: impl FnOnce(&mut Origin, &dyn Fetch) -> Result<Pulled, PackError>,
) -> anyhow::Result<Result<Pulled, PackError>> {
    let credentials = match &origin.user {
        Some(user) => Some((user.clone(), password(name, origin, texts)?)),
        None => None,
    };
    let asking = Message::new("packs-asking").arg("name", name).arg("place", origin.place.as_str());
    crate::tell(&texts.message(&asking));
    Ok(Net::new(origin, timeout, credentials).and_then(|net| pull(origin, &net)))
}

fn password(name: &str, origin: &Origin, texts: &Texts) -> anyhow::Result<Zeroizing<String>> {
    if let Some(variable) = &origin.password_env {
        return Ok(password_from_env(variable)?);
    }
    if !std::io::IsTerminal::is_terminal(&std::io::stdin()) {
        let what = Message::new("err-packs-password").arg("name", name);
        return Err(Failure::new(what, "todo-packs-password").into());
    }
    prompt(texts, "prompt-packs-password")
}

/// The certificates in a file.
pub(crate) fn roots(path: Option<&Path>) -> anyhow::Result<Option<String>> {
    let Some(path) = path else { return Ok(None) };
    let failed = |detail: String| {
        let what = Message::new("packs-err-io").arg("place", path.display().to_string()).arg("detail", detail);
        Failure::new(what, "todo-packs-nothing-changed")
    };
    let size = std::fs::metadata(path).map_err(|error| failed(error.to_string()))?.len();
    if size > ROOTS_LIMIT {
        return Err(failed(format!("larger than {ROOTS_LIMIT} bytes")).into());
    }
    Ok(Some(std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?))
}

/// Why a mirror cannot be used.
enum Unusable {
    Pack(PackError),
    Other(anyhow::Error),
}

impl Unusable {
    fn failure(self) -> anyhow::Error {
        match self {
            Self::Pack(error) => failure(&error).into(),
            Self::Other(error) => error,
        }
    }
}

impl From<PackError> for Unusable {
    fn from(error: PackError) -> Self {
        Self::Pack(error)
    }
}

/// What a mirror or folder is: an index, one pack, or packs without an index.
fn mirror(from: &str, options: &Update) -> Result<(String, Origin, Box<dyn Fetch>), Unusable> {
    let key = options.key.as_deref().map(public_key).transpose().map_err(Unusable::Other)?;
    let mut origin = Origin::new(Kind::Index, from);
    origin.key = key.map(|key| key.line());
    origin.roots = roots(options.ca_file.as_deref()).map_err(Unusable::Other)?;
    origin.allow_http = options.allow_http;
    if is_address(from) {
        let net: Box<dyn Fetch> = Box::new(Net::new(&origin, options.timeout, None)?);
        if let Some((kind, name)) = by_name(from) {
            (origin.kind, origin.place) = (kind, from.to_owned());
            return Ok((name, origin, net));
        }
        let base = if from.ends_with('/') { from.to_owned() } else { format!("{from}/") };
        return match probe(net.as_ref(), &base)? {
            Some(place) => {
                origin.place = place;
                Ok(("mvt".to_owned(), origin, net))
            }
            None => Err(PackError::NotThere(format!("{base}{LIST}")).into()),
        };
    }
    let path = Path::new(from);
    if path.is_dir() {
        let folder = Folder::new(path)?;
        let name = if let Some(place) = probe(&folder, "")? {
            origin.place = place;
            "mvt".to_owned()
        } else {
            origin.kind = Kind::Folder;
            let name = path.canonicalize().ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
            safe_name(&name.unwrap_or_default())
        };
        return Ok((name, origin, Box::new(folder)));
    }
    let (folder, name) = folder_of(path)?;
    let (kind, short) = by_name(&name).unwrap_or((Kind::Stix, safe_name(&name)));
    (origin.kind, origin.place) = (kind, name);
    Ok((short, origin, Box::new(folder)))
}

/// What a file is by its ending, and the name it gives.
fn by_name(place: &str) -> Option<(Kind, String)> {
    let (before, ending) = place.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "yaml" | "yml" | "toml" => Some((Kind::Index, "mvt".to_owned())),
        "stix2" | "stix" | "json" => Some((Kind::Stix, safe_name(before.rsplit('/').next().unwrap_or(before)))),
        _ => None,
    }
}

/// The index below a place: a list, or that of the MVT project, alone or where it lies in a mirror of its host.
fn probe(fetch: &dyn Fetch, base: &str) -> Result<Option<String>, PackError> {
    let path = MVT_INDEX.splitn(4, '/').nth(3).unwrap_or_default();
    for name in [LIST, "indicators.yaml", path] {
        let place = format!("{base}{name}");
        match fetch.bytes(&place, INDEX_LIMIT) {
            Ok(_) => return Ok(Some(place)),
            Err(PackError::NotThere(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}
