//! `vigie indicators`: which are loaded, what a value would meet, what is wrong in a pack.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use vigie_detect::indicators::{Hit, LoadError, Matcher, Pack, What};
use vigie_model::{Message, visible};
use vigie_packs::{State, Store};
use vigie_text::Texts;

use crate::cli::Indicators;
use crate::failure::Failure;
use crate::packs;
use crate::screen::{Screen, write_out};

fn failure(error: &LoadError, path: &Path) -> Failure {
    if let LoadError::Empty { path } = error {
        let what = Message::new("err-no-packs").arg("path", path.display().to_string());
        return Failure::new(what, "todo-no-packs");
    }
    let what = Message::new("err-indicators").arg("path", path.display().to_string()).arg("detail", error.to_string());
    Failure::new(what, "todo-indicators")
}

/// Which of the installed packs to load.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Installed<'i> {
    /// None.
    Not,
    /// Those in use.
    InUse,
    /// Those in use in this store.
    In(&'i Store),
    /// Those whose SHA-256 a case names.
    OfCase(&'i [String]),
}

/// The embedded packs, the installed ones, and what the user adds.
pub(crate) fn load(paths: &[PathBuf], installed: Installed<'_>) -> anyhow::Result<Matcher> {
    let mut builder = Matcher::builder();
    builder.add_base().map_err(|error| failure(&error, Path::new("embedded")))?;
    let usual = || packs::place::folder().map(|folder| Store::new(&folder));
    match installed {
        Installed::Not => {}
        Installed::In(store) => packs::load(&mut builder, store, None)?,
        Installed::InUse => usual().map_or(Ok(()), |store| packs::load(&mut builder, &store, None))?,
        Installed::OfCase(hashes) => usual().map_or(Ok(()), |store| packs::load(&mut builder, &store, Some(hashes)))?,
    }
    add(&mut builder, paths)?;
    Ok(builder.build())
}

/// Adds files, or all of a folder.
pub(crate) fn add(builder: &mut vigie_detect::indicators::MatcherBuilder, paths: &[PathBuf]) -> anyhow::Result<()> {
    builder.add_paths(paths).map_err(|(path, error)| failure(&error, &path).into())
}

/// Lists, shows or lints.
pub(crate) fn indicators(what: &Indicators, texts: &Texts, no_color: bool) -> anyhow::Result<u8> {
    let mut screen = Screen::new(no_color);
    match what {
        Indicators::Update(options) => return packs::update(options, texts, no_color),
        Indicators::Add(what) => return packs::add(what, texts, no_color),
        Indicators::Remove { name, dir } => return packs::remove(name, dir.as_deref(), texts),
        Indicators::Diff(options) => return packs::diff(options, texts, no_color),
        Indicators::Publish(options) => return packs::publish(options, texts),
        Indicators::List { indicators, dir, json } => {
            let store = store(dir.as_deref());
            let matcher = load(indicators, store.as_ref().map_or(Installed::Not, Installed::In))?;
            let state = match &store {
                Some(store) => Some(store.read().map_err(|error| packs::failure(&error))?),
                None => None,
            };
            if *json {
                return print_json(
                    &matcher.packs().iter().map(|pack| pack_json(pack, state.as_ref())).collect::<Vec<_>>(),
                );
            }
            list(&mut screen, &matcher, state.as_ref(), texts);
        }
        Indicators::Show { value, indicators, dir, json } => {
            let store = store(dir.as_deref());
            let matcher = load(indicators, store.as_ref().map_or(Installed::Not, Installed::In))?;
            let hits = matcher.lookup(value);
            if *json {
                return print_json(&hits.iter().map(Hit::reference).collect::<Vec<_>>());
            }
            if hits.is_empty() {
                screen.paragraph("", 0, &texts.message(&Message::new("indicators-none").arg("value", value.as_str())));
            }
            for hit in hits {
                let one = hit.reference();
                let title = format!("{} {}", one.kind, visible(&one.value));
                screen.line(&screen.bold(&title));
                let mut row = |id: &str, text: &str| {
                    if !text.is_empty() {
                        screen.paragraph(&format!("  {}", Screen::pad(&texts.get(id), 14)), 16, &visible(text));
                    }
                };
                row("indicators-matched", &one.matched);
                row("indicators-malware", &one.malware.join(", "));
                row("indicators-pack", &one.pack);
                row("indicators-sources", &one.sources.join("; "));
                row("indicators-confidence", &one.confidence.map(|n| n.to_string()).unwrap_or_default());
                row("indicators-valid-until", &one.valid_until.map(|at| at.to_string()).unwrap_or_default());
                if hit.indicator.is_revoked() {
                    row("indicators-revoked", &texts.get("indicators-revoked-explained"));
                }
            }
        }
        Indicators::Lint { path, json } => {
            let mut builder = Matcher::builder();
            add(&mut builder, std::slice::from_ref(path))?;
            let matcher = builder.build();
            let faulty = matcher.packs().iter().any(|pack| pack.unusable_total() > 0 || !pack.damage.is_empty());
            if *json {
                print_json(&matcher.packs().iter().map(|pack| pack_json(pack, None)).collect::<Vec<_>>())?;
            } else {
                lint(&mut screen, matcher.packs(), texts);
                screen.show()?;
            }
            return Ok(u8::from(faulty));
        }
    }
    screen.show()?;
    Ok(0)
}

/// The store given, or the usual one.
fn store(dir: Option<&Path>) -> Option<Store> {
    dir.map(Path::to_owned).or_else(packs::place::folder).map(|folder| Store::new(&folder))
}

fn print_json(value: &impl serde::Serialize) -> anyhow::Result<u8> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    write_out(&bytes)?;
    Ok(0)
}

fn kinds<K: std::fmt::Display>(counts: &BTreeMap<K, u64>) -> String {
    counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect::<Vec<_>>().join(", ")
}

fn list(screen: &mut Screen, matcher: &Matcher, state: Option<&State>, texts: &Texts) {
    for pack in matcher.packs() {
        head(screen, pack, texts);
        if let Some(told) = state.and_then(|state| packs::installed_told(state, &pack.name, &pack.sha256, texts)) {
            screen.paragraph("  ", 2, &told);
        }
    }
    screen.line("");
    screen.line(&screen.bold(&texts.get("indicators-by-malware")));
    for (name, counts) in matcher.by_malware() {
        screen.paragraph(&format!("  {}  ", Screen::pad(&visible(name), 24)), 28, &kinds(&counts));
    }
    if let Some(state) = state {
        packs::list(state, screen, texts);
    }
}

fn head(screen: &mut Screen, pack: &Pack, texts: &Texts) {
    screen.line(&format!("{}  {}", screen.bold(&visible(&pack.name)), visible(&pack.origin)));
    let counts = texts.count(
        "indicators-counts",
        &[
            ("indicators", pack.indicators),
            ("usable", pack.usable),
            ("unusable", pack.unusable_total()),
            ("revoked", pack.revoked),
        ],
    );
    screen.paragraph("  ", 2, &counts);
    if !pack.by_kind.is_empty() {
        screen.paragraph("  ", 2, &kinds(&pack.by_kind));
    }
    screen.paragraph("  ", 2, &format!("SHA-256 {}", pack.sha256));
}

fn lint(screen: &mut Screen, packs: &[Pack], texts: &Texts) {
    for pack in packs {
        head(screen, pack, texts);
        for damage in &pack.damage {
            screen.paragraph("  ", 4, &format!("{}: {}", texts.get("indicators-damaged"), visible(damage)));
        }
        for note in &pack.notes {
            let (id, text) = match &note.what {
                What::Unusable(reason) => ("indicators-unusable", reason.to_string()),
                What::Warning(warning) => ("indicators-warning", warning.to_string()),
            };
            let line =
                format!("{}: {} {}: {}", texts.get(id), visible(&note.indicator), visible(&note.value), visible(&text));
            screen.paragraph("  ", 4, &line);
        }
        if pack.notes.is_empty() && pack.damage.is_empty() {
            screen.paragraph("  ", 2, &texts.get("indicators-sound"));
        }
    }
}

fn pack_json(pack: &Pack, state: Option<&State>) -> serde_json::Value {
    let notes: Vec<_> = pack
        .notes
        .iter()
        .map(|note| {
            let (kind, code, text) = match &note.what {
                What::Unusable(reason) => ("unusable", reason.code(), reason.to_string()),
                What::Warning(warning) => ("warning", warning.code(), warning.to_string()),
            };
            serde_json::json!({
                "indicator": note.indicator, "value": note.value, "object": note.object,
                "kind": kind, "code": code, "text": text,
            })
        })
        .collect();
    let by_kind: BTreeMap<&str, u64> = pack.by_kind.iter().map(|(kind, count)| (kind.name(), *count)).collect();
    let versions = state.and_then(|state| state.packs.get(&pack.name));
    let installed = versions.and_then(|of| of.versions.iter().find(|version| version.sha256 == pack.sha256));
    let mut told = serde_json::json!({
        "name": pack.name, "origin": pack.origin, "sha256": pack.sha256, "publisher": pack.publisher,
        "date": pack.date, "objects": pack.objects, "indicators": pack.indicators, "usable": pack.usable,
        "unusable": pack.unusable_total(), "revoked": pack.revoked, "expired": pack.expired,
        "duplicates": pack.duplicates, "by_kind": by_kind, "damage": pack.damage, "notes": notes,
    });
    if let (Some(installed), Some(told)) = (installed, told.as_object_mut()) {
        told.insert("installed".to_owned(), serde_json::to_value(installed).unwrap_or_default());
    }
    told
}
