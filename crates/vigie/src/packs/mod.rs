//! Packs from elsewhere: `vigie indicators update`, `add`, `remove`, `diff` and `publish`, and what is installed for
//! `check`. Only `update` and `add` may ask a server, through `net.rs`.

mod add;
pub(crate) mod args;
mod net;
pub(crate) mod place;
mod told;
mod update;

use std::path::Path;

use vigie_detect::indicators::{Matcher, MatcherBuilder};
use vigie_model::{Message, visible};
use vigie_packs::{Comparison, PackError, State, Store, compare, matcher_of};
use vigie_text::Texts;

pub(crate) use add::add;
pub(crate) use told::failure;
pub(crate) use update::update;

use self::args::{DiffPacks, Publish};
use self::place::store;
use crate::failure::Failure;
use crate::keys;
use crate::screen::{Screen, write_out};

const EXIT_DIFFERS: u8 = 1;

/// Adds what is installed: of each pack the version in use, or those whose SHA-256 a case names.
pub(crate) fn load(builder: &mut MatcherBuilder, store: &Store, of_case: Option<&[String]>) -> anyhow::Result<()> {
    let state = store.read().map_err(|error| failure(&error))?;
    for (name, pack) in &state.packs {
        let version = match of_case {
            None => pack.versions.first(),
            Some(hashes) => pack.versions.iter().find(|version| hashes.contains(&version.sha256)),
        };
        let Some(version) = version else { continue };
        let unusable = |error: PackError| Failure::new(error.message(), "todo-packs-store");
        let bytes = store.pack(name, version).map_err(unusable)?;
        builder.add_stix(name, &told_place(&version.place), &bytes[..]).map_err(|error| {
            let what = Message::new("err-indicators").arg("path", name.as_str()).arg("detail", error.to_string());
            Failure::new(what, "todo-packs-store")
        })?;
    }
    Ok(())
}

/// Where a pack came from, as a case says it. What follows `?` may be a key to the server, and others read the case.
fn told_place(place: &str) -> String {
    match place.split_once('?') {
        Some((before, _)) if net::is_address(place) => format!("{before}?…"),
        _ => place.to_owned(),
    }
}

/// Where updates come from, and when they last came.
pub(crate) fn list(state: &State, screen: &mut Screen, texts: &Texts) {
    screen.line("");
    screen.line(&screen.bold(&texts.get("packs-origins")));
    for (name, origin) in &state.origins {
        let id = if origin.pulled.is_some() { "packs-origin-pulled" } else { "packs-origin-never" };
        let message = Message::new(id)
            .arg("kind", origin.kind.name())
            .arg("place", origin.place.as_str())
            .arg("at", origin.pulled.map(|at| at.to_string()).unwrap_or_default());
        screen.paragraph(&format!("  {}  ", Screen::pad(&visible(name), 12)), 16, &texts.message(&message));
    }
}

/// What is known of an installed pack besides its indicators.
pub(crate) fn installed_told(state: &State, name: &str, sha256: &str, texts: &Texts) -> Option<String> {
    let pack = state.packs.get(name)?;
    let version = pack.versions.iter().find(|version| version.sha256 == sha256)?;
    let id = match (&version.signed_by, &version.made_from) {
        (Some(_), _) => "packs-installed-signed",
        (None, Some(_)) => "packs-installed-made",
        (None, None) => "packs-installed",
    };
    let message = Message::new(id)
        .arg("at", version.at.to_string())
        .arg("origin", pack.origin.as_str())
        .arg("key", version.signed_by.clone().unwrap_or_default())
        .arg("from", version.made_from.clone().unwrap_or_default())
        .arg("versions", pack.versions.len().to_string());
    Some(texts.message(&message))
}

/// Takes an origin and its packs away, or a pack.
pub(crate) fn remove(name: &str, dir: Option<&Path>, texts: &Texts) -> anyhow::Result<u8> {
    let store = store(dir)?;
    let _lock = store.lock().map_err(|error| failure(&error))?;
    let mut state = store.read().map_err(|error| failure(&error))?;
    let was_origin = state.origins.remove(name).is_some();
    let before = state.packs.len();
    state.packs.retain(|pack, of| pack != name && of.origin != name);
    let packs = before - state.packs.len();
    if !was_origin && packs == 0 {
        return Err(failure(&PackError::Unknown(name.to_owned())).into());
    }
    state.numbers.remove(name);
    store.commit(&state).map_err(|error| failure(&error))?;
    let id = if was_origin { "packs-removed-origin" } else { "packs-removed" };
    let message = Message::new(id).arg("name", name).arg("packs", packs.to_string());
    let mut screen = Screen::new(true);
    screen.paragraph("", 0, &texts.message(&message));
    screen.show()?;
    Ok(0)
}

/// A pack as `diff` names it: a file, else something installed.
fn named(wanted: &str, store: &Store) -> anyhow::Result<Matcher> {
    let path = Path::new(wanted);
    if path.exists() {
        let mut builder = Matcher::builder();
        crate::indicators::add(&mut builder, &[path.to_owned()])?;
        return Ok(builder.build());
    }
    let state = store.read().map_err(|error| failure(&error))?;
    let (name, version) = state.find(wanted).map_err(|error| failure(&error))?;
    let bytes = store.pack(name, version).map_err(|error| failure(&error))?;
    Ok(matcher_of(name, &version.place, &bytes).map_err(|error| failure(&error))?)
}

/// Compares two packs.
pub(crate) fn diff(options: &DiffPacks, texts: &Texts, no_color: bool) -> anyhow::Result<u8> {
    let store = store(options.dir.as_deref())?;
    let (first, second) = (named(&options.first, &store)?, named(&options.second, &store)?);
    let comparison: Comparison = compare(&first, &second);
    if options.json {
        let told = serde_json::json!({
            "schema": "vigie-indicators-diff/1", "first": options.first, "second": options.second,
            "comparison": comparison,
        });
        let mut bytes = serde_json::to_vec_pretty(&told)?;
        bytes.push(b'\n');
        write_out(&bytes)?;
    } else {
        let mut screen = Screen::new(no_color);
        told::comparison(&comparison, &mut screen, texts);
        screen.show()?;
    }
    Ok(if comparison.differs() { EXIT_DIFFERS } else { 0 })
}

/// Makes a folder of packs a list that others can verify.
pub(crate) fn publish(options: &Publish, texts: &Texts) -> anyhow::Result<u8> {
    let key = match &options.sign {
        Some(path) => Some(keys::open(path, options.password.given(), texts)?),
        None => None,
    };
    let (number, packs) =
        vigie_packs::publish(&options.folder, &options.name, key.as_ref()).map_err(|error| failure(&error))?;
    let id = if key.is_some() { "packs-published-signed" } else { "packs-published" };
    let message = Message::new(id)
        .arg("folder", options.folder.display().to_string())
        .arg("number", number.to_string())
        .arg("packs", packs.to_string());
    let mut screen = Screen::new(true);
    screen.paragraph("", 0, &texts.message(&message));
    screen.show()?;
    Ok(0)
}
