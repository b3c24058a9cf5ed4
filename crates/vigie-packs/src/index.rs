//! Indexes: which packs there are, and where. Two forms are read.
//!
//! The index of the MVT project (<https://github.com/mvt-project/mvt-indicators>, `indicators.yaml`; read by
//! `src/mvt/common/updates.py` of <https://github.com/mvt-project/mvt>): a list `indicators`, each with a `name`,
//! `sources`, `references`, and either `type: github` with `owner`, `repo`, `branch` and `path`, or a `download_url`. It
//! has neither hashes nor a signature: what it leads to rests on HTTPS alone.
//!
//! A list of vigie's own form, `vigie-packs.toml` beside its packs (docs/indicators.md): a name, a number that counts
//! up, and for each pack its path, size and SHA-256; signed in `vigie-packs.toml.minisig`.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::error::PackError;
use crate::name::safe_name;
use crate::yaml::{self, Yaml};

/// Where the packs of `type: github` are fetched.
pub const MVT_HOST: &str = "https://raw.githubusercontent.com/";
/// The public index.
pub const MVT_INDEX: &str = "https://raw.githubusercontent.com/mvt-project/mvt-indicators/main/indicators.yaml";
/// The index below [`MVT_HOST`], and below a mirror of it.
pub(crate) const MVT_PATH: &str = "mvt-project/mvt-indicators/main/indicators.yaml";
/// The file name of a list.
pub const LIST: &str = "vigie-packs.toml";
/// What a list says it is.
pub(crate) const LIST_SCHEMA: &str = "vigie-packs/1";

/// Most packs in one index.
const ENTRIES: usize = 2_000;
/// What has to be encoded in a segment of an address.
const SEGMENT: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`').add(b'{').add(b'}');

/// One pack of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name, safe for a file.
    pub name: String,
    /// What the index calls it.
    pub title: String,
    /// Who found out, as the index says.
    pub sources: Vec<String>,
    /// Where it may lie, the first that is there counts.
    pub places: Vec<String>,
    /// Its SHA-256, where stated.
    pub sha256: Option<String>,
    /// Its size, where stated.
    pub size: Option<u64>,
    /// Whether a signature of its own lies beside it.
    pub is_signed: bool,
}

/// An index that was read.
#[derive(Debug, Default)]
pub struct Index {
    /// Its name, if it is a list.
    pub name: Option<String>,
    /// Its number, if it is a list.
    pub number: Option<u64>,
    /// The packs.
    pub entries: Vec<Entry>,
    /// What cannot be used, by the name it has in the index.
    pub refused: Vec<(String, PackError)>,
}

/// A list as it is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct List {
    pub(crate) schema: String,
    pub(crate) name: String,
    pub(crate) number: u64,
    #[serde(default, rename = "pack")]
    pub(crate) packs: Vec<Listed>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listed {
    pub(crate) path: String,
    pub(crate) size: u64,
    pub(crate) sha256: String,
    #[serde(default)]
    pub(crate) title: Option<String>,
    #[serde(default)]
    pub(crate) sources: Vec<String>,
    /// `PATH.minisig` lies beside it.
    #[serde(default)]
    pub(crate) signed: bool,
}

impl Index {
    /// Whether these bytes are a list rather than an index of the MVT project.
    pub(crate) fn is_list(text: &str) -> bool {
        text.lines().any(|line| line.split('=').map(str::trim).eq(["schema", &format!("\"{LIST_SCHEMA}\"")]))
    }

    /// The index of the MVT project. `mirror` is the beginning of all addresses when everything lies on a mirror.
    pub(crate) fn mvt(text: &str, place: &str, mirror: Option<&str>) -> Result<Self, PackError> {
        let wrong = |detail: String| PackError::Index { place: place.to_owned(), detail };
        let yaml = yaml::parse(text).map_err(wrong)?;
        let Some(Yaml::List(list)) = yaml.get("indicators") else {
            return Err(wrong("it has no list `indicators`".to_owned()));
        };
        let mut index = Self::sized(list.len(), place)?;
        for (number, one) in list.iter().enumerate() {
            let title = one.text("name").map_or_else(|| format!("entry {}", number + 1), str::to_owned);
            match mvt_places(one, mirror) {
                Ok((path, places)) => {
                    let mut name = safe_name(path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem));
                    if index.entries.iter().any(|entry| entry.name == name) {
                        let owner = one.get("github").and_then(|of| of.text("owner")).unwrap_or("other");
                        name = safe_name(&format!("{owner}-{number}-{name}"));
                    }
                    let sources = one.texts("sources");
                    let (sha256, size) = (None, None);
                    index.entries.push(Entry { name, title, sources, places, sha256, size, is_signed: false });
                }
                Err(error) => index.refused.push((title, error)),
            }
        }
        Ok(index)
    }

    /// A list; `base` stands before every path.
    pub(crate) fn list(text: &str, place: &str, base: &str) -> Result<Self, PackError> {
        let wrong = |detail: String| PackError::Index { place: place.to_owned(), detail };
        let list: List = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        if list.schema != LIST_SCHEMA {
            return Err(wrong(format!("its schema is `{}`", list.schema)));
        }
        let mut index = Self::sized(list.packs.len(), place)?;
        index.name = Some(safe_name(&list.name));
        index.number = Some(list.number);
        for one in list.packs {
            let hash = one.sha256.to_ascii_lowercase();
            let name = safe_name(one.path.rsplit_once('.').map_or(one.path.as_str(), |(stem, _)| stem));
            let title = one.title.unwrap_or_else(|| name.clone());
            let path = match segments(&one.path) {
                Ok(_) if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                    index.refused.push((title, wrong(format!("`{hash}` is not a SHA-256"))));
                    continue;
                }
                Ok(_) if index.entries.iter().any(|entry| entry.name == name) => {
                    index.refused.push((title, wrong(format!("two packs named {name}"))));
                    continue;
                }
                Ok(parts) => at(base, &parts),
                Err(error) => {
                    index.refused.push((title, error));
                    continue;
                }
            };
            index.entries.push(Entry {
                name,
                title,
                sources: one.sources,
                places: vec![path],
                sha256: Some(hash),
                size: Some(one.size),
                is_signed: one.signed,
            });
        }
        Ok(index)
    }

    fn sized(count: usize, place: &str) -> Result<Self, PackError> {
        if count > ENTRIES {
            return Err(PackError::Limit { what: place.to_owned(), limit: ENTRIES as u64 });
        }
        Ok(Self::default())
    }
}

/// A path that names the pack, and where it may lie.
fn mvt_places(one: &Yaml, mirror: Option<&str>) -> Result<(String, Vec<String>), PackError> {
    let missing = |what: &str| PackError::Index {
        place: one.text("name").unwrap_or_default().to_owned(),
        detail: format!("it has no `{what}`"),
    };
    if one.text("type") != Some("github") {
        let address = one.text("download_url").ok_or_else(|| missing("download_url"))?;
        if mirror.is_some() {
            return Err(PackError::Elsewhere(address.to_owned()));
        }
        let url = url::Url::parse(address).map_err(|_| PackError::Path(address.to_owned()))?;
        return Ok((url.path().to_owned(), vec![url.into()]));
    }
    let github = one.get("github").ok_or_else(|| missing("github"))?;
    let part = |key: &str| github.text(key).ok_or_else(|| missing(key));
    let (owner, repo, path) = (part("owner")?, part("repo")?, part("path")?);
    let branch = github.text("branch").unwrap_or("main");
    let mut all = Vec::new();
    for text in [owner, repo] {
        let parts = segments(text)?;
        if parts.len() != 1 {
            return Err(PackError::Path(text.to_owned()));
        }
        all.extend(parts);
    }
    // A branch may have a slash in its name.
    all.extend(segments(branch)?);
    let inside = segments(path)?;
    all.extend(inside.iter().copied());
    let mut places = vec![at(mirror.unwrap_or(MVT_HOST), &all)];
    // A mirror may be no more than a copy of the repository itself.
    if let Some(mirror) = mirror.filter(|_| (owner, repo) == ("mvt-project", "mvt-indicators")) {
        places.push(at(mirror, &inside));
    }
    Ok((path.to_owned(), places))
}

/// The parts of a path that goes down only.
pub(crate) fn segments(path: &str) -> Result<Vec<&str>, PackError> {
    let parts: Vec<&str> = path.split('/').collect();
    let is_sound = |part: &&str| {
        !part.is_empty()
            && !matches!(*part, "." | "..")
            && !part.contains(['\\', ':'])
            && !part.contains(char::is_control)
    };
    if parts.iter().all(is_sound) { Ok(parts) } else { Err(PackError::Path(path.to_owned())) }
}

/// Below an address its parts are encoded; below a folder they are what they are.
pub(crate) fn at(base: &str, parts: &[&str]) -> String {
    if !base.contains("://") {
        return format!("{base}{}", parts.join("/"));
    }
    let parts: Vec<String> = parts.iter().map(|part| utf8_percent_encode(part, SEGMENT).to_string()).collect();
    format!("{base}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MVT: &str = "indicators:
  - type: github
    name: Pegasus
    sources: [Amnesty International]
    github: {owner: AmnestyTech, repo: investigations, branch: master, path: 2021-07-18_nso/pegasus.stix2}
  - type: github
    name: Up
    github: {owner: a, repo: b, path: ../../secret}
  - type: download
    name: Elsewhere
    download_url: https://example.org/a%20b/x.stix2
  - type: github
    name: Odd
    github: {owner: mvt-project, repo: mvt-indicators, path: 'a b/x.stix2'}
  - name: Nothing
";

    #[test]
    fn the_public_index_is_read() {
        let index = Index::mvt(MVT, "x", None).unwrap();
        let places: Vec<&str> = index.entries.iter().map(|entry| entry.places[0].as_str()).collect();
        assert_eq!(
            places,
            [
                "https://raw.githubusercontent.com/AmnestyTech/investigations/master/2021-07-18_nso/pegasus.stix2",
                "https://example.org/a%20b/x.stix2",
                "https://raw.githubusercontent.com/mvt-project/mvt-indicators/main/a%20b/x.stix2",
            ]
        );
        assert_eq!(index.entries[0].name, "2021-07-18_nso-pegasus");
        let refused: Vec<&str> = index.refused.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(refused, ["Up", "Nothing"]);
    }

    #[test]
    fn a_mirror_is_never_left() {
        let index = Index::mvt(MVT, "x", Some("")).unwrap();
        assert_eq!(index.entries[0].places, ["AmnestyTech/investigations/master/2021-07-18_nso/pegasus.stix2"]);
        assert_eq!(index.entries[1].places, ["mvt-project/mvt-indicators/main/a b/x.stix2", "a b/x.stix2"]);
        assert!(index.refused.iter().any(|(name, _)| name == "Elsewhere"));
    }

    #[test]
    fn hostile_lists_are_refused_piece_by_piece() {
        let hash = "0".repeat(64);
        let text = format!(
            "schema = \"vigie-packs/1\"\nname = \"../lab\"\nnumber = 3\n\
             [[pack]]\npath = \"../../x.stix2\"\nsize = 1\nsha256 = \"{hash}\"\n\
             [[pack]]\npath = \"a.stix2\"\nsize = 1\nsha256 = \"{hash}\"\n\
             [[pack]]\npath = \"a.json\"\nsize = 1\nsha256 = \"{hash}\"\n\
             [[pack]]\npath = \"b.stix2\"\nsize = 1\nsha256 = \"abc\"\n"
        );
        assert!(Index::is_list(&text) && !Index::is_list(MVT));
        let index = Index::list(&text, "x", "https://lab.example/packs/").unwrap();
        assert_eq!(index.name.as_deref(), Some("lab"));
        assert_eq!(index.entries.len(), 1);
        assert_eq!(index.entries[0].places, ["https://lab.example/packs/a.stix2"]);
        assert_eq!(index.refused.len(), 3);
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let _ = Index::list(&text[..end], "x", "");
        }
        for end in 0..MVT.len() {
            let _ = Index::mvt(&MVT[..end], "x", None);
        }
        let many = format!("indicators:\n{}", "  - {name: x}\n".repeat(ENTRIES + 1));
        assert!(matches!(Index::mvt(&many, "x", None), Err(PackError::Limit { .. })));
    }
}
