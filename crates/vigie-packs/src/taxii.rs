//! TAXII 2.1 (<https://docs.oasis-open.org/cti/taxii/v2.1/os/taxii-v2.1-os.html>): which collections a server has, and
//! the objects of one, page by page.
//!
//! A page says whether there is `more`; the next one is asked for with its `next`, or, where the server gives none,
//! with `added_after` set to the `X-TAXII-Date-Added-Last` of the page. Objects of types that say nothing of indicators
//! are not kept.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;
use url::Url;
use vigie_model::Timestamp;

use crate::error::PackError;
use crate::fetch::{Answer, Fetch, Question};
use crate::store::PACK_LIMIT;

/// The media type of every answer.
const MEDIA: &str = "application/taxii+json;version=2.1";
/// Largest page.
const PAGE_LIMIT: u64 = 64 << 20;
/// Most pages of one pull.
const PAGES: usize = 10_000;
/// Objects asked for at once.
const ASKED: &str = "1000";
/// Types of objects that are kept: indicators, and what they belong to.
const KEPT: &[&str] = &[
    "attack-pattern",
    "campaign",
    "grouping",
    "identity",
    "incident",
    "indicator",
    "infrastructure",
    "intrusion-set",
    "malware",
    "marking-definition",
    "relationship",
    "report",
    "threat-actor",
    "tool",
];

/// A collection that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// Its address, with a slash at its end.
    pub place: String,
    /// Its title.
    pub title: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Discovery {
    default: Option<String>,
    api_roots: Vec<String>,
    /// Only an API root has this.
    versions: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Listed {
    id: String,
    title: String,
    can_read: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Collections {
    collections: Vec<Listed>,
}

#[derive(Debug, Deserialize)]
struct Envelope<'p> {
    #[serde(default)]
    more: bool,
    #[serde(default)]
    next: Option<serde_json::Value>,
    #[serde(borrow, default)]
    objects: Vec<&'p RawValue>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Head {
    #[serde(rename = "type")]
    kind: String,
    id: String,
    modified: String,
}

fn wrong(place: &str, detail: impl Into<String>) -> PackError {
    PackError::Taxii { place: place.to_owned(), detail: detail.into() }
}

fn ask<T: serde::de::DeserializeOwned>(fetch: &dyn Fetch, place: &str) -> Result<T, PackError> {
    let question = Question { accept: Some(MEDIA), ..Question::new(place, PAGE_LIMIT) };
    match fetch.get(&question)? {
        Answer::Got(got) => serde_json::from_slice(&got.bytes).map_err(|error| wrong(place, error.to_string())),
        Answer::NotModified => Err(PackError::NotThere(place.to_owned())),
    }
}

/// With a slash at its end, and nothing behind it.
fn folder(place: &str) -> Result<String, PackError> {
    let mut url = Url::parse(place).map_err(|_| PackError::Path(place.to_owned()))?;
    url.set_query(None);
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url.into())
}

/// Finds the collection that an address means: itself, or one of an API root, or one of a server. With several, `wanted`
/// names it by identifier or title.
///
/// # Errors
/// [`PackError::Collections`] when it is not clear which; [`PackError::Taxii`], [`PackError::Fetch`].
pub fn collection(fetch: &dyn Fetch, place: &str, wanted: Option<&str>) -> Result<Collection, PackError> {
    let place = folder(place)?;
    let parts: Vec<&str> = place.trim_end_matches('/').rsplit('/').collect();
    if let [_, "collections", ..] = parts[..] {
        let found: Listed = ask(fetch, &place)?;
        if !found.can_read {
            return Err(wrong(&place, "it may not be read"));
        }
        return Ok(Collection { place, title: found.title });
    }
    let found: Discovery = ask(fetch, &place)?;
    let root = if found.versions.is_empty() {
        let first = found.default.or_else(|| found.api_roots.first().cloned());
        let root = first.ok_or_else(|| wrong(&place, "neither a server nor an API root of TAXII 2.1"))?;
        let base = Url::parse(&place).map_err(|_| PackError::Path(place.clone()))?;
        let root = base.join(&root).map_err(|_| PackError::Path(root.clone()))?;
        // Credentials go to the server they were given for: its roots lie on it.
        if root.origin() != base.origin() {
            return Err(wrong(&place, format!("its API root {root} lies on another server: give that address")));
        }
        folder(root.as_str())?
    } else {
        place
    };
    let list: Collections = ask(fetch, &format!("{root}collections/"))?;
    let known: Vec<Listed> = list.collections.into_iter().filter(|one| one.can_read && is_id(&one.id)).collect();
    let is_wanted = |one: &&Listed| wanted.is_none_or(|name| one.id == name || one.title.eq_ignore_ascii_case(name));
    let found: Vec<&Listed> = known.iter().filter(is_wanted).collect();
    if let [one] = found[..] {
        return Ok(Collection { place: format!("{root}collections/{}/", one.id), title: one.title.clone() });
    }
    let told: Vec<String> = known.iter().take(30).map(|one| format!("{} ({})", one.title, one.id)).collect();
    Err(PackError::Collections { known: told.join("; ") })
}

/// An identifier stands in addresses: letters, digits and hyphens.
fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 100
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        && !id.starts_with('.')
}

/// What was pulled.
#[derive(Debug)]
pub(crate) struct Objects {
    /// A bundle of what was there before and what came.
    pub(crate) bytes: Vec<u8>,
    /// Up to here.
    pub(crate) added_after: Option<String>,
    /// Objects without an identifier or a type.
    pub(crate) odd: u64,
}

/// Newest version of each object, as text.
type Kept = BTreeMap<String, (Option<Timestamp>, String)>;

fn keep(kept: &mut Kept, size: &mut u64, object: &RawValue) -> bool {
    let head: Head = serde_json::from_str(object.get()).unwrap_or_default();
    if head.id.is_empty() || head.kind.is_empty() {
        return false;
    }
    if KEPT.contains(&head.kind.as_str()) {
        let modified = Timestamp::parse_rfc3339(&head.modified);
        let instant = |at: &Option<Timestamp>| at.map(Timestamp::instant);
        let is_newer = kept.get(&head.id).is_none_or(|(before, _)| instant(&modified) >= instant(before));
        if is_newer {
            *size += object.get().len() as u64;
            kept.insert(head.id, (modified, object.get().to_owned()));
        }
    }
    true
}

/// The objects of a collection that were added since `added_after`, joined to those of a bundle.
pub(crate) fn objects(
    fetch: &dyn Fetch,
    place: &str,
    before: Option<&[u8]>,
    added_after: Option<&str>,
) -> Result<Objects, PackError> {
    let (mut kept, mut size, mut odd) = (Kept::new(), 0, 0);
    if let Some(bytes) = before {
        let old: Envelope<'_> = serde_json::from_slice(bytes).map_err(|error| wrong(place, error.to_string()))?;
        for object in old.objects {
            keep(&mut kept, &mut size, object);
        }
    }
    let mut after = added_after.map(str::to_owned);
    let mut reached = after.clone();
    let mut next: Option<String> = None;
    for page in 0.. {
        if page == PAGES {
            return Err(PackError::Limit { what: format!("{place} (pages)"), limit: PAGES as u64 });
        }
        let mut url = Url::parse(&format!("{place}objects/")).map_err(|_| PackError::Path(place.to_owned()))?;
        url.query_pairs_mut().append_pair("limit", ASKED);
        for (name, value) in [("added_after", &after), ("next", &next)] {
            if let Some(value) = value {
                url.query_pairs_mut().append_pair(name, value);
            }
        }
        let question = Question { accept: Some(MEDIA), ..Question::new(url.as_str(), PAGE_LIMIT) };
        let Answer::Got(got) = fetch.get(&question)? else { return Err(PackError::NotThere(url.into())) };
        let envelope: Envelope<'_> =
            serde_json::from_slice(&got.bytes).map_err(|error| wrong(url.as_str(), error.to_string()))?;
        for object in &envelope.objects {
            odd += u64::from(!keep(&mut kept, &mut size, object));
        }
        if size > PACK_LIMIT {
            return Err(PackError::Limit { what: place.to_owned(), limit: PACK_LIMIT });
        }
        if let Some(last) = &got.added_last {
            reached = Some(last.clone());
        }
        if !envelope.more {
            break;
        }
        let given = match envelope.next {
            Some(serde_json::Value::String(text)) if !text.is_empty() => Some(text),
            Some(serde_json::Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        // A page that leads to itself would be asked for until the end of days.
        let is_stuck = match &given {
            Some(given) => Some(given) == next.as_ref(),
            None => got.added_last.is_none() || got.added_last == after,
        };
        if is_stuck {
            return Err(wrong(url.as_str(), "it says that there is more, and not where"));
        }
        if given.is_none() {
            after.clone_from(&got.added_last);
        }
        next = given;
    }
    let list: Vec<&str> = kept.values().map(|(_, text)| text.as_str()).collect();
    let id = crate::store::hash(place.as_bytes());
    let uuid = format!("{}-{}-8{}-8{}-{}", &id[..8], &id[8..12], &id[13..16], &id[17..20], &id[20..32]);
    let bytes = format!("{{\"type\":\"bundle\",\"id\":\"bundle--{uuid}\",\"objects\":[{}]}}\n", list.join(",\n"));
    Ok(Objects { bytes: bytes.into_bytes(), added_after: reached, odd })
}
