//! `vigie indicators add`: an origin that updates pull, or a pack made of a file.

use std::path::Path;

use vigie_model::Message;
use vigie_packs::table::{self, About};
use vigie_packs::{
    Became, Fresh, Kind, Options, Origin, Outcome, Pulled, State, Store, Version, collection, pull, safe_name,
};
use vigie_text::Texts;

use super::args::{Add, Common, Made};
use super::net::{folder_of, is_address};
use super::place::store;
use super::told::{OriginTold, failure};
use super::update::{one, roots};
use crate::EXIT_FAILED;
use crate::check::clock;
use crate::failure::Failure;
use crate::keys::public_key;
use crate::screen::Screen;

/// Adds.
pub(crate) fn add(what: &Add, texts: &Texts, no_color: bool) -> anyhow::Result<u8> {
    match what {
        Add::Index { place, key, common } => {
            let mut origin = Origin::new(Kind::Index, place);
            origin.key = key.as_deref().map(public_key).transpose()?.map(|key| key.line());
            add_origin(origin, common, None, texts, no_color)
        }
        Add::Taxii { place, collection, user, password_env, common } => {
            let mut origin = Origin::new(Kind::Taxii, place);
            (origin.user, origin.password_env) = (user.clone(), password_env.clone());
            add_origin(origin, common, collection.as_deref(), texts, no_color)
        }
        Add::Misp { place, common } => add_origin(Origin::new(Kind::Misp, place), common, None, texts, no_color),
        Add::Stix { place, key, common } => {
            let mut origin = Origin::new(Kind::Stix, place);
            origin.key = key.as_deref().map(public_key).transpose()?.map(|key| key.line());
            add_origin(origin, common, None, texts, no_color)
        }
        Add::Csv { file, mapping, made } => {
            let text = text_of(file)?;
            let pack = table::csv(&text, mapping, about(made)).map_err(|error| failure(&error))?;
            add_made("csv", file, &text, &pack, made, texts, no_color)
        }
        Add::List { file, kind, made } => {
            let text = text_of(file)?;
            let pack = table::list(&text, *kind, about(made)).map_err(|error| failure(&error))?;
            add_made("list", file, &text, &pack, made, texts, no_color)
        }
    }
}

/// A name that is derived from where something lies.
fn derived(place: &str) -> String {
    let place = place.split_once("://").map_or(place, |(_, rest)| rest).trim_end_matches('/');
    let place = place.strip_suffix("manifest.json").unwrap_or(place).trim_end_matches('/');
    let last = place.rsplit(['/', '\\']).next().unwrap_or(place);
    safe_name(last.rsplit_once('.').map_or(last, |(stem, _)| stem))
}

/// A name must be free: what goes by it would otherwise be replaced.
fn free(state: &State, name: &str) -> Result<(), Failure> {
    let is_taken =
        state.origins.contains_key(name) || state.packs.iter().any(|(pack, of)| pack == name || of.origin == name);
    if is_taken {
        return Err(Failure::new(Message::new("err-packs-name").arg("name", name), "todo-packs-name"));
    }
    Ok(())
}

fn add_origin(
    mut origin: Origin,
    common: &Common,
    wanted: Option<&str>,
    texts: &Texts,
    no_color: bool,
) -> anyhow::Result<u8> {
    let store = store(common.dir.as_deref())?;
    let _lock = store.lock().map_err(|error| failure(&error))?;
    let mut state = store.read().map_err(|error| failure(&error))?;
    origin.roots = roots(common.ca_file.as_deref())?;
    origin.allow_http = common.allow_http;
    let how = Options { at: clock(), write: true, mirror: false, allow_older: false };
    let is_remembered = is_address(&origin.place);
    let mut name = common.name.as_deref().map_or_else(|| derived(&origin.place), safe_name);
    let place = origin.place.clone();
    let before: Vec<String> = state.packs.keys().cloned().collect();
    let pulled = if is_remembered {
        // A list has a name of its own, which is known when it has been read.
        if origin.kind != Kind::Index {
            free(&state, &name)?;
        }
        let mut called = name.clone();
        let pulled = one(&name, &mut origin, common.timeout, texts, |origin, fetch| {
            if origin.kind == Kind::Taxii {
                let found = collection(fetch, &origin.place, wanted)?;
                origin.place = found.place;
                if common.name.is_none() && !found.title.trim().is_empty() {
                    called = safe_name(&found.title);
                }
            }
            pull(&store, &mut state, &called, origin, fetch, how)
        })?;
        name = called;
        pulled
    } else {
        if common.allow_http || common.ca_file.is_some() {
            let what = Message::new("err-packs-no-address").arg("place", place.as_str());
            return Err(Failure::new(what, "todo-packs-no-address").into());
        }
        let path = Path::new(&place);
        if path.is_dir() {
            origin.place = String::new();
            if origin.kind != Kind::Misp {
                let what = Message::new("err-packs-folder").arg("place", place.as_str());
                return Err(Failure::new(what, "todo-packs-folder").into());
            }
            let folder = vigie_packs::Folder::new(path).map_err(|error| failure(&error))?;
            pull(&store, &mut state, &name, &mut origin, &folder, how)
        } else {
            let (folder, file) = folder_of(path).map_err(|error| failure(&error))?;
            origin.place = file;
            if origin.kind == Kind::Index {
                let what = Message::new("err-packs-folder").arg("place", place.as_str());
                return Err(Failure::new(what, "todo-packs-folder").into());
            }
            pull(&store, &mut state, &name, &mut origin, &folder, how)
        }
    };
    let pulled = pulled.map_err(|error| failure(&error))?;
    if let Some(own) = &pulled.name {
        name.clone_from(own);
    }
    let taken = state.origins.contains_key(&name);
    let replaced = pulled.outcomes.iter().any(|outcome| before.contains(&outcome.name));
    if taken || (is_remembered && replaced) {
        return Err(Failure::new(Message::new("err-packs-name").arg("name", name), "todo-packs-name").into());
    }
    let is_any = pulled.outcomes.iter().any(|outcome| !matches!(outcome.became, Became::Refused(_)));
    if is_any {
        if is_remembered {
            state.origins.insert(name.clone(), origin);
        }
        store.commit(&state).map_err(|error| failure(&error))?;
    }
    let told = OriginTold::new(&name, &place, Ok(pulled), texts);
    let mut screen = Screen::new(no_color);
    told.write(&mut screen, texts);
    if !is_any {
        screen.paragraph("! ", 2, &texts.get("packs-nothing-added"));
    }
    screen.show()?;
    Ok(if told.is_refused() { EXIT_FAILED } else { 0 })
}

fn about(made: &Made) -> About<'_> {
    About { malware: made.malware.as_deref(), source: made.source.as_deref(), at: clock() }
}

fn text_of(file: &Path) -> anyhow::Result<String> {
    let failed = |detail: String| {
        let what = Message::new("packs-err-io").arg("place", file.display().to_string()).arg("detail", detail);
        Failure::new(what, "todo-packs-nothing-changed")
    };
    let size = std::fs::metadata(file).map_err(|error| failed(error.to_string()))?.len();
    if size > table::TABLE_LIMIT {
        return Err(failed(format!("larger than {} bytes", table::TABLE_LIMIT)).into());
    }
    let bytes = std::fs::read(file).map_err(|error| failed(error.to_string()))?;
    Ok(String::from_utf8(bytes).map_err(|error| failed(error.to_string()))?)
}

/// A pack made of a list or a table. The same values as before leave it as it is.
fn add_made(
    from: &str,
    file: &Path,
    text: &str,
    pack: &table::Made,
    made: &Made,
    texts: &Texts,
    no_color: bool,
) -> anyhow::Result<u8> {
    let store = store(made.dir.as_deref())?;
    let _lock = store.lock().map_err(|error| failure(&error))?;
    let mut state = store.read().map_err(|error| failure(&error))?;
    let place = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = made.name.as_deref().map_or_else(|| derived(&place), safe_name);
    if state.origins.contains_key(&name) {
        free(&state, &name)?;
    }
    let became = put(&store, &mut state, &name, from, &place, text, pack)?;
    store.commit(&state).map_err(|error| failure(&error))?;
    let pulled = Pulled { outcomes: vec![Outcome { name: name.clone(), became }], notes: Vec::new(), name: None };
    let told = OriginTold::new(&name, &place, Ok(pulled), texts);
    let mut screen = Screen::new(no_color);
    told.write(&mut screen, texts);
    if pack.left_out > 0 {
        screen.paragraph("! ", 2, &texts.count("packs-left-out", &[("count", pack.left_out)]));
        for (line, value) in &pack.told {
            let message =
                Message::new("packs-left-out-line").arg("line", line.to_string()).arg("value", value.as_str());
            screen.paragraph("  ", 4, &texts.message(&message));
        }
    }
    screen.show()?;
    Ok(0)
}

fn put(
    store: &Store,
    state: &mut State,
    name: &str,
    from: &str,
    place: &str,
    text: &str,
    pack: &table::Made,
) -> anyhow::Result<Became> {
    let matcher = vigie_packs::matcher_of(name, place, &pack.bytes).map_err(|error| failure(&error))?;
    // One that is damaged is mended by this.
    if let Some(bytes) = state.newest(name).and_then(|before| store.pack(name, before).ok()) {
        let old = vigie_packs::matcher_of(name, place, &bytes).map_err(|error| failure(&error))?;
        if !vigie_packs::compare(&old, &matcher).differs() {
            return Ok(Became::Same);
        }
    }
    let version = Version::made(&pack.bytes, place, clock(), from, text.as_bytes());
    let fresh = Fresh { name: name.to_owned(), bytes: pack.bytes.clone(), version };
    Ok(store.add(state, name, fresh).map_err(|error| failure(&error))?)
}
