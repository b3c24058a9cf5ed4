//! One origin pulled: what it has is asked for, checked, compared with what is installed, and put beside it. A pack that
//! is refused leaves the one that is installed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vigie_case::signature::{PublicKey, SignatureFile};
use vigie_detect::indicators::Pack;
use vigie_model::{Message, Timestamp};

use crate::compare::{Comparison, compare, matcher_of};
use crate::error::PackError;
use crate::fetch::{Answer, Fetch, Question};
use crate::index::{Entry, Index, MVT_INDEX, MVT_PATH};
use crate::misp::{self, Counts, Events};
use crate::name::safe_name;
use crate::origin::{Kind, Origin};
use crate::stix::is_uuid;
use crate::store::{Fresh, INDEX_LIMIT, PACK_LIMIT, State, Store, Version, hash};
use crate::taxii;

/// Largest signature.
const SIGNATURE_LIMIT: u64 = 4 << 10;
/// Most bytes of everything that one origin gives.
const TOTAL: u64 = 1 << 30;
/// Most events of one feed.
const EVENTS: usize = 5_000;
/// Servers that do not answer are not asked for every pack of a long index.
const FAILURES: usize = 3;

/// How to pull.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The moment that is recorded.
    pub at: Timestamp,
    /// Whether packs are written, or only looked at.
    pub write: bool,
    /// Whether everything is looked for beside the index: on a mirror, in a folder.
    pub mirror: bool,
    /// Whether a list older than the one seen last is taken.
    pub allow_older: bool,
}

/// What became of one pack.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// It was not there before.
    New {
        /// Indicators in it.
        indicators: u64,
        /// Those of them that cannot be searched for.
        unusable: u64,
    },
    /// It changed.
    Changed {
        /// What differs.
        changes: Comparison,
        /// Indicators in it that cannot be searched for.
        unusable: u64,
    },
    /// It is the same.
    Same,
    /// It is no longer listed; what is installed stays.
    NotListed,
    /// It was refused, and why; what is installed stays.
    #[serde(serialize_with = "id")]
    Refused(Message),
}

fn id<S: serde::Serializer>(message: &Message, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&message.id)
}

/// One pack and what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// Its name.
    pub name: String,
    /// What became of it.
    pub became: Became,
}

/// What a pull came to.
#[derive(Debug, Default)]
pub struct Pulled {
    /// Pack by pack.
    pub outcomes: Vec<Outcome>,
    /// What else has to be said.
    pub notes: Vec<Message>,
    /// The name a list gives itself: its packs go by it, wherever the list comes from.
    pub name: Option<String>,
}

impl Pulled {
    fn tell(&mut self, name: &str, became: Became) {
        self.outcomes.push(Outcome { name: name.to_owned(), became });
    }

    /// Whether anything was refused.
    pub fn is_refused(&self) -> bool {
        self.outcomes.iter().any(|outcome| matches!(outcome.became, Became::Refused(_)))
    }
}

/// What a pull works with.
struct Pull<'p> {
    store: &'p Store,
    state: &'p mut State,
    fetch: &'p dyn Fetch,
    options: Options,
    out: Pulled,
    /// Bytes that came.
    total: u64,
}

/// Pulls an origin into a state. Packs are written to the store, and in use once the state is committed.
///
/// # Errors
/// Why nothing could be pulled at all. What befalls a single pack stands in its outcome.
pub fn pull(
    store: &Store,
    state: &mut State,
    name: &str,
    origin: &mut Origin,
    fetch: &dyn Fetch,
    options: Options,
) -> Result<Pulled, PackError> {
    let mut pull = Pull { store, state, fetch, options, out: Pulled::default(), total: 0 };
    match origin.kind {
        Kind::Index => pull.index(name, origin)?,
        Kind::Taxii => pull.taxii(name, origin)?,
        Kind::Misp => pull.misp(name, origin)?,
        Kind::Stix => {
            let entry = Entry {
                name: String::new(),
                title: name.to_owned(),
                sources: Vec::new(),
                places: vec![origin.place.clone()],
                sha256: None,
                size: None,
                is_signed: origin.key.is_some(),
            };
            pull.entry(name, name, &entry, None, key(origin)?.as_ref());
        }
        Kind::Folder => pull.folder(name, origin)?,
    }
    origin.pulled = Some(options.at);
    Ok(pull.out)
}

fn key(origin: &Origin) -> Result<Option<PublicKey>, PackError> {
    let wrong = |error: vigie_case::signature::SignatureError| PackError::Signature {
        place: origin.place.clone(),
        detail: error.to_string(),
    };
    origin.key.as_deref().map(PublicKey::parse).transpose().map_err(wrong)
}

/// Checks a signature; returns the key that made it.
fn verify(bytes: &[u8], signature: &[u8], key: &PublicKey, place: &str) -> Result<String, PackError> {
    let wrong = |detail: String| PackError::Signature { place: place.to_owned(), detail };
    let text = std::str::from_utf8(signature).map_err(|error| wrong(error.to_string()))?;
    let signature = SignatureFile::parse(text).map_err(|error| wrong(error.to_string()))?;
    signature.verify(bytes, key).map_err(|error| wrong(error.to_string()))?;
    Ok(key.line())
}

impl Pull<'_> {
    /// The signature beside a file, by the key that has to have made it.
    fn signed(&self, place: &str, bytes: &[u8], key: &PublicKey) -> Result<String, PackError> {
        match self.fetch.bytes(&format!("{place}.minisig"), SIGNATURE_LIMIT) {
            Ok(signature) => verify(bytes, &signature.bytes, key, place),
            Err(PackError::NotThere(_)) => Err(PackError::Unsigned(place.to_owned())),
            Err(error) => Err(error),
        }
    }

    /// An index, and every pack in it that is not here yet.
    fn index(&mut self, name: &str, origin: &mut Origin) -> Result<(), PackError> {
        let known = origin.index.as_deref().and_then(|sha256| self.store.index(sha256));
        let is_known = known.is_some();
        let question = Question {
            etag: origin.etag.as_deref().filter(|_| is_known),
            modified: origin.modified.as_deref().filter(|_| is_known),
            ..Question::new(&origin.place, INDEX_LIMIT)
        };
        let bytes = match (self.fetch.get(&question)?, known) {
            (Answer::NotModified, Some(bytes)) => bytes,
            (Answer::NotModified, None) => return Err(PackError::NotThere(origin.place.clone())),
            (Answer::Got(got), _) => {
                (origin.etag, origin.modified) = (got.etag, got.modified);
                got.bytes
            }
        };
        let wrong = |detail: String| PackError::Index { place: origin.place.clone(), detail };
        let text = std::str::from_utf8(&bytes).map_err(|error| wrong(error.to_string()))?;
        let base = origin.place.rfind('/').map_or("", |end| origin.place.get(..=end).unwrap_or_default());
        let is_list = Index::is_list(text);
        let key = key(origin)?;
        let signer = match &key {
            // An index that should be signed, and is none that can be: whoever took its place is not believed.
            Some(_) if !is_list => return Err(PackError::Unsigned(origin.place.clone())),
            Some(key) => Some(self.signed(&origin.place, &bytes, key)?),
            None => None,
        };
        let index = if is_list {
            Index::list(text, &origin.place, base)?
        } else {
            let mirror = origin.place.strip_suffix(MVT_PATH).unwrap_or(base);
            Index::mvt(text, &origin.place, self.options.mirror.then_some(mirror))?
        };
        let name = index.name.as_deref().unwrap_or(name).to_owned();
        if is_list {
            self.may_be_called(&name, origin)?;
            self.out.name = Some(name.clone());
        }
        if let Some(number) = index.number {
            let last = self.state.numbers.get(&name).copied().unwrap_or_default();
            if number < last && !self.options.allow_older {
                return Err(PackError::Older { found: number, last });
            }
            self.state.numbers.insert(name.clone(), number);
        }
        if is_list && key.is_none() {
            self.out.notes.push(Message::new("packs-note-unsigned").arg("place", origin.place.as_str()));
        }
        for (title, error) in &index.refused {
            self.out.tell(title, Became::Refused(error.message()));
        }
        self.entries(&name, &index.entries, signer.as_deref(), key.as_ref());
        if self.options.write && !self.options.mirror {
            origin.index = Some(self.store.put_index(&bytes)?);
        }
        Ok(())
    }

    /// A list may not take the name of what others publish.
    fn may_be_called(&self, name: &str, origin: &Origin) -> Result<(), PackError> {
        let known = self.state.origins.get(name);
        if known.is_some_and(|known| known.place == MVT_INDEX) || name == "mvt" {
            let detail = format!("a list may not be called {name}");
            return Err(PackError::Index { place: origin.place.clone(), detail });
        }
        // Also without an origin: what is installed under this name may have come signed, with `--from`.
        let signed = known.and_then(|known| known.key.as_ref()).or_else(|| {
            let packs = self.state.packs.values().filter(|pack| pack.origin == name);
            packs.filter_map(|pack| pack.versions.first()).find_map(|version| version.signed_by.as_ref())
        });
        match signed {
            Some(key) if origin.key.as_ref() != Some(key) => {
                Err(PackError::Downgrade { name: name.to_owned(), key: key.clone() })
            }
            _ => Ok(()),
        }
    }

    fn folder(&mut self, name: &str, origin: &Origin) -> Result<(), PackError> {
        let entry = |path: &String| Entry {
            name: safe_name(path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem)),
            title: path.clone(),
            sources: Vec::new(),
            places: vec![path.clone()],
            sha256: None,
            size: None,
            is_signed: origin.key.is_some(),
        };
        let entries: Vec<Entry> = self.fetch.list()?.iter().map(entry).collect();
        if entries.is_empty() {
            return Err(PackError::NotThere(origin.place.clone()));
        }
        let key = key(origin)?;
        self.entries(name, &entries, None, key.as_ref());
        Ok(())
    }

    fn entries(&mut self, origin: &str, entries: &[Entry], signer: Option<&str>, key: Option<&PublicKey>) {
        let mut failures = 0;
        let mut names = BTreeSet::new();
        for entry in entries {
            let name = safe_name(&format!("{origin}.{}", entry.name));
            // Of two files with one name only the first would be searched for.
            if !names.insert(name.clone()) {
                self.out.tell(&entry.title, Became::Refused(PackError::Taken(name).message()));
                continue;
            }
            if failures >= FAILURES {
                self.out.tell(&name, Became::Refused(Message::new("packs-err-not-asked")));
                continue;
            }
            let is_fetched = self.entry(origin, &name, entry, signer, key);
            failures = if is_fetched { 0 } else { failures + 1 };
        }
        let gone = self.state.packs.iter().filter(|(name, pack)| pack.origin == origin && !names.contains(*name));
        let gone: Vec<String> = gone.map(|(name, _)| name.clone()).collect();
        for name in gone {
            self.out.tell(&name, Became::NotListed);
        }
    }

    /// One pack. False when its server could not be asked.
    fn entry(
        &mut self,
        origin: &str,
        name: &str,
        entry: &Entry,
        signer: Option<&str>,
        key: Option<&PublicKey>,
    ) -> bool {
        let before = self.sound(name);
        if before.as_ref().is_some_and(|before| Some(&before.sha256) == entry.sha256.as_ref()) {
            // The list may be signed now that was not when these bytes were installed.
            let pack = self.state.packs.get_mut(name).filter(|pack| pack.origin == origin);
            if let (Some(signer), Some(version)) = (signer, pack.and_then(|pack| pack.versions.first_mut())) {
                version.signed_by.get_or_insert_with(|| signer.to_owned());
            }
            self.out.tell(name, Became::Same);
            return true;
        }
        match self.fetched(entry, before.as_ref(), signer, key) {
            Ok(None) => self.out.tell(name, Became::Same),
            Ok(Some((bytes, version))) => {
                let fresh = Fresh { name: name.to_owned(), bytes, version };
                let became = consider(self.store, self.state, origin, fresh, self.options.write);
                self.out.tell(name, became.unwrap_or_else(|error| Became::Refused(error.message())));
            }
            Err(error) => {
                self.out.tell(name, Became::Refused(error.message()));
                return !matches!(error, PackError::Fetch(_));
            }
        }
        true
    }

    /// What is installed of a pack, if it still is what was installed: what was damaged is fetched again.
    fn sound(&self, name: &str) -> Option<Version> {
        let version = self.state.newest(name)?;
        self.store.pack(name, version).ok().map(|_| version.clone())
    }

    /// Counts what came, so that an index or a feed of many large files comes to an end.
    fn count(&mut self, bytes: &[u8], place: &str) -> Result<(), PackError> {
        self.total += bytes.len() as u64;
        if self.total > TOTAL { Err(PackError::Limit { what: place.to_owned(), limit: TOTAL }) } else { Ok(()) }
    }

    /// The bytes of a pack and what is recorded of them; `None` when the server says that they are the same.
    fn fetched(
        &mut self,
        entry: &Entry,
        before: Option<&Version>,
        signer: Option<&str>,
        key: Option<&PublicKey>,
    ) -> Result<Option<(Vec<u8>, Version)>, PackError> {
        let limit = entry.size.unwrap_or(PACK_LIMIT).min(PACK_LIMIT);
        let mut missing = PackError::NotThere(entry.title.clone());
        for place in &entry.places {
            // A list promises other bytes than those that are here: no server is believed that says they are the same.
            let same = before.filter(|before| before.place == *place && entry.sha256.is_none());
            let question = Question {
                etag: same.and_then(|of| of.etag.as_deref()),
                modified: same.and_then(|of| of.modified.as_deref()),
                ..Question::new(place, limit)
            };
            let got = match self.fetch.get(&question) {
                Ok(Answer::NotModified) => return Ok(None),
                Ok(Answer::Got(got)) => got,
                Err(error @ PackError::NotThere(_)) => {
                    missing = error;
                    continue;
                }
                Err(PackError::Limit { .. }) if entry.size.is_some_and(|size| size < PACK_LIMIT) => {
                    let detail = format!("it is larger than the {limit} bytes that its list promises");
                    return Err(PackError::Damaged { place: place.clone(), detail });
                }
                Err(error) => return Err(error),
            };
            self.count(&got.bytes, place)?;
            let found = hash(&got.bytes);
            if let Some(stated) = entry.sha256.as_ref().filter(|stated| **stated != found) {
                return Err(PackError::Hash { place: place.clone(), stated: stated.clone(), found });
            }
            let signed_by = match key {
                Some(key) if entry.is_signed => Some(self.signed(place, &got.bytes, key)?),
                _ => signer.map(str::to_owned),
            };
            let version = Version {
                sha256: found,
                size: got.bytes.len() as u64,
                place: place.clone(),
                at: self.options.at,
                title: Some(entry.title.clone()),
                sources: entry.sources.clone(),
                signed_by,
                made_from: None,
                made_from_sha256: None,
                etag: got.etag,
                modified: got.modified,
                indicators: 0,
            };
            return Ok(Some((got.bytes, version)));
        }
        Err(missing)
    }

    fn taxii(&mut self, name: &str, origin: &mut Origin) -> Result<(), PackError> {
        // What was damaged is asked for anew.
        let before = match self.state.newest(name) {
            Some(version) if origin.added_after.is_some() => self.store.pack(name, version).ok(),
            _ => None,
        };
        // Without the pack that it was joined to, everything is asked for again.
        let after = origin.added_after.as_deref().filter(|_| before.is_some());
        let pulled = taxii::objects(self.fetch, &origin.place, before.as_deref(), after)?;
        if pulled.odd > 0 {
            self.out.notes.push(Message::new("packs-note-odd-objects").arg("count", pulled.odd.to_string()));
        }
        let sha256 = hash(&pulled.bytes);
        if self.made(name, "taxii", &origin.place, &sha256, pulled.bytes) {
            origin.added_after = pulled.added_after;
        }
        Ok(())
    }

    fn misp(&mut self, name: &str, origin: &mut Origin) -> Result<(), PackError> {
        let is_feed = origin.place.is_empty() || origin.place.ends_with('/') || origin.place.ends_with("manifest.json");
        let mut events = Events::default();
        let made_from = if is_feed {
            let base = origin.place.strip_suffix("manifest.json").unwrap_or(&origin.place);
            let manifest = self.fetch.bytes(&format!("{base}manifest.json"), misp::EVENT_LIMIT)?.bytes;
            let wrong = |detail: String| PackError::Index { place: origin.place.clone(), detail };
            let sha256 = hash(&manifest);
            if self.sound(name).is_some_and(|before| before.made_from_sha256.as_ref() == Some(&sha256)) {
                self.out.tell(name, Became::Same);
                return Ok(());
            }
            let list: BTreeMap<String, serde_json::Value> =
                serde_json::from_slice(&manifest).map_err(|error| wrong(error.to_string()))?;
            if list.len() > EVENTS {
                return Err(PackError::Limit { what: format!("{} (events)", origin.place), limit: EVENTS as u64 });
            }
            for uuid in list.keys() {
                if !is_uuid(uuid) {
                    return Err(PackError::Path(uuid.clone()));
                }
                let place = format!("{base}{uuid}.json");
                let event = self.fetch.bytes(&place, misp::EVENT_LIMIT)?.bytes;
                self.count(&event, &origin.place)?;
                events.add(&place, &event, self.options.at)?;
            }
            sha256
        } else {
            let got = self.fetch.bytes(&origin.place, misp::EVENT_LIMIT)?;
            events.add(&origin.place, &got.bytes, self.options.at)?;
            hash(&got.bytes)
        };
        self.out.notes.extend(told(&events.counts));
        self.made(name, "misp", &origin.place, &made_from, events.finish());
        Ok(())
    }

    /// A pack that was made here of something else. True when it is in use now, or was before.
    fn made(&mut self, name: &str, from: &str, place: &str, made_from: &str, bytes: Vec<u8>) -> bool {
        let place = if place.is_empty() { "manifest.json" } else { place };
        let mut version = Version::made(&bytes, place, self.options.at, from, &[]);
        version.made_from_sha256 = Some(made_from.to_owned());
        let fresh = Fresh { name: name.to_owned(), bytes, version };
        match consider(self.store, self.state, name, fresh, self.options.write) {
            Ok(became) => {
                self.out.tell(name, became);
                true
            }
            Err(error) => {
                self.out.tell(name, Became::Refused(error.message()));
                false
            }
        }
    }
}

fn told(counts: &Counts) -> Vec<Message> {
    let others: u64 = counts.not_searched.values().sum();
    let mut notes = vec![
        Message::new("packs-note-misp")
            .arg("events", counts.events.to_string())
            .arg("taken", counts.taken.to_string())
            .arg("context", counts.not_for_detection.to_string())
            .arg("deleted", counts.deleted.to_string())
            .arg("others", others.to_string()),
    ];
    if others > 0 {
        let kinds = counts.not_searched.iter().take(20).map(|(kind, count)| format!("{count} {kind}"));
        let mut kinds: Vec<String> = kinds.collect();
        if kinds.len() < counts.not_searched.len() {
            kinds.push("…".to_owned());
        }
        notes.push(Message::new("packs-note-misp-kinds").arg("kinds", kinds.join(", ")));
    }
    notes
}

/// Looks at a pack, and puts it into use if it is sound and nothing speaks against it.
///
/// # Errors
/// [`PackError::Damaged`], [`PackError::Taken`], [`PackError::Downgrade`], [`PackError::Io`].
pub(crate) fn consider(
    store: &Store,
    state: &mut State,
    origin: &str,
    mut fresh: Fresh,
    write: bool,
) -> Result<Became, PackError> {
    let matcher = matcher_of(&fresh.name, &fresh.version.place, &fresh.bytes)?;
    fresh.version.indicators = matcher.packs().iter().map(|pack| pack.indicators).sum();
    let unusable: u64 = matcher.packs().iter().map(Pack::unusable_total).sum();
    let is_new = Became::New { indicators: fresh.version.indicators, unusable };
    // What belongs to another origin is not replaced.
    if state.packs.get(&fresh.name).is_some_and(|pack| pack.origin != origin) {
        return Err(PackError::Taken(fresh.name));
    }
    let before = state.newest(&fresh.name).cloned();
    if let Some(key) = before.as_ref().and_then(|before| before.signed_by.as_ref())
        && fresh.version.signed_by.as_ref() != Some(key)
    {
        return Err(PackError::Downgrade { name: fresh.name, key: key.clone() });
    }
    let became = match &before {
        None => is_new,
        Some(before) if before.sha256 == fresh.version.sha256 => Became::Same,
        Some(before) => match store.pack(&fresh.name, before) {
            Ok(bytes) => {
                let changes = compare(&matcher_of(&fresh.name, &before.place, &bytes)?, &matcher);
                Became::Changed { changes, unusable }
            }
            // What was there is damaged: this mends it.
            Err(_) => is_new,
        },
    };
    if !write {
        return Ok(became);
    }
    store.put_pack(&fresh.name, &fresh.bytes)?;
    match (&became, before) {
        // The same bytes were installed when they were; what is new is how to ask for them again, or who signed them.
        (Became::Same, Some(before)) => {
            let is_there = before.place == fresh.version.place;
            let (etag, modified) =
                if is_there { (fresh.version.etag, fresh.version.modified) } else { (before.etag, before.modified) };
            let signed_by = fresh.version.signed_by.or(before.signed_by);
            state.install(&fresh.name, origin, Version { signed_by, etag, modified, ..before });
        }
        _ => state.install(&fresh.name, origin, fresh.version),
    }
    Ok(became)
}

impl Store {
    /// Puts a pack into use that was made of a file of the user.
    ///
    /// # Errors
    /// [`PackError::Damaged`], [`PackError::Downgrade`], [`PackError::Io`].
    pub fn add(&self, state: &mut State, origin: &str, fresh: Fresh) -> Result<Became, PackError> {
        consider(self, state, origin, fresh, true)
    }
}
