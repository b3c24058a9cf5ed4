//! From packs to a [`Matcher`].

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use regex::RegexSetBuilder;
use sha2::{Digest, Sha256};
use vigie_model::{Precision, Timestamp};

use super::atom::REGEX_SIZE;
use super::compound::Compound;
use super::filing::{FULL, Head};
use super::kind::IndicatorKind;
use super::matcher::{Expressions, Matcher};
use super::pack::Pack;
use super::stix::{self, Object};
use super::store::{Goal, Store};
use super::unusable::Reason;

/// Why a path of indicators could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file or folder cannot be read.
    #[error("cannot read indicators from `{}`", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A folder without any pack.
    #[error("`{}` holds no file ending in .stix2, .stix or .json", path.display())]
    Empty {
        /// The path.
        path: PathBuf,
    },
    /// More packs than can be numbered.
    #[error("more than {} packs", u16::MAX)]
    TooMany,
}

/// How far a name of an object tells who or where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Malware, campaign, group, tool.
    Named,
    /// A report or grouping that lists indicators.
    Report,
    /// A publisher.
    Publisher,
}

/// Collects packs. A pack that is damaged or holds what cannot be used never stops the others.
#[derive(Debug, Default)]
pub struct MatcherBuilder {
    pub(super) store: Store,
    pub(super) parts: Vec<u32>,
    pub(super) compounds: Vec<Compound>,
    pub(super) expressions: Vec<(IndicatorKind, String, Goal)>,
    pub(super) packs: Vec<Pack>,
    /// Rows by the hash of their STIX id, for the relationships, which may stand anywhere.
    pub(super) ids: Vec<(u64, u32)>,
    pub(super) links: Vec<(u64, u64)>,
    pub(super) named: HashMap<u64, (Role, u32)>,
    /// Whom the indicators of each pack name as their publishers.
    pub(super) publishers: BTreeMap<u16, BTreeSet<u64>>,
    pub(super) as_of: Option<Timestamp>,
}

const BUNDLE_DEPTH: u8 = 4;

impl MatcherBuilder {
    /// The day by which `expired` is counted. Without it, nothing counts as expired: vigie-detect has no clock.
    #[must_use]
    pub fn as_of(mut self, day: Timestamp) -> Self {
        self.as_of = Some(day);
        self
    }

    /// Adds a file, or every `.stix2`, `.stix` and `.json` file below a folder, in the order of their names. Links
    /// are not followed. Returns how many packs were added.
    pub fn add_path(&mut self, path: &Path) -> Result<usize, LoadError> {
        let files = files_of(path)?;
        self.add_files(&files)?;
        Ok(files.len())
    }

    pub(super) fn add_files(&mut self, files: &[PackFile]) -> Result<(), LoadError> {
        for file in files {
            let name = file.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            #[expect(clippy::disallowed_methods, reason = "packs are not evidence: the user names the file")]
            let input = fs::File::open(&file.path).map_err(unreadable(&file.path))?;
            self.add_stix(&name, &file.origin, input)?;
        }
        Ok(())
    }

    /// Adds a STIX bundle. What is damaged or cannot be used stands in the pack.
    pub fn add_stix(&mut self, name: &str, origin: &str, input: impl Read) -> Result<(), LoadError> {
        let number = u16::try_from(self.packs.len()).map_err(|_| LoadError::TooMany)?;
        let mut pack = Pack { name: name.to_owned(), origin: origin.to_owned(), ..Pack::default() };
        let mut hash = Sha256::new();
        let mut size = 0;
        let mut publishers = BTreeSet::new();
        let ended = stix::objects(
            input,
            &mut |object| self.object(&mut pack, number, object, &mut publishers, 0),
            &mut |bytes| {
                hash.update(bytes);
                size += bytes.len() as u64;
            },
        );
        pack.damage.extend(ended.err().map(|damage| damage.to_string()));
        pack.size = size;
        pack.sha256 = hex::encode(hash.finalize());
        self.publishers.insert(number, publishers);
        self.packs.push(pack);
        Ok(())
    }

    fn object(
        &mut self,
        pack: &mut Pack,
        number: u16,
        bytes: Option<&[u8]>,
        publishers: &mut BTreeSet<u64>,
        depth: u8,
    ) {
        let Some(bytes) = bytes else {
            pack.objects += 1;
            pack.damage.push(format!("object {} is too large", pack.objects - 1));
            return;
        };
        let object: Object<'_> = match serde_json::from_slice(bytes) {
            Ok(object) => object,
            Err(e) => {
                pack.objects += 1;
                if pack.damage.len() < 100 {
                    pack.damage.push(format!("object {} is not valid: {e}", pack.objects - 1));
                }
                return;
            }
        };
        let kind = object.kind.text();
        if kind == "bundle" && depth < BUNDLE_DEPTH {
            let inner = stix::objects(bytes, &mut |o| self.object(pack, number, o, publishers, depth + 1), &mut |_| {});
            pack.damage.extend(inner.err().map(|damage| damage.to_string()));
            return;
        }
        pack.objects += 1;
        // A hostile pack may invent a type per object.
        if pack.objects_by_type.len() < 200 || pack.objects_by_type.contains_key(kind) {
            *pack.objects_by_type.entry(super::unusable::cut(kind).to_owned()).or_default() += 1;
        }
        match kind {
            "indicator" => {
                if !object.created_by_ref.text().is_empty() {
                    publishers.insert(self.store.join_key(object.created_by_ref.text()));
                }
                self.indicator(pack, number, &object);
            }
            "relationship" if !object.revoked.is_true() => {
                let source = self.store.join_key(object.source_ref.text());
                let target = self.store.join_key(object.target_ref.text());
                self.links.push((source, target));
            }
            "malware" | "campaign" | "intrusion-set" | "threat-actor" | "tool" | "attack-pattern"
            | "infrastructure" | "incident" => {
                self.remember(&object, Role::Named);
            }
            "identity" => self.remember(&object, Role::Publisher),
            "report" | "grouping" => {
                self.remember(&object, Role::Report);
                let report = self.store.join_key(object.id.text());
                for reference in &object.object_refs.0 {
                    let member = self.store.join_key(reference.text());
                    self.links.push((member, report));
                }
            }
            _ => {}
        }
    }

    fn remember(&mut self, object: &Object<'_>, role: Role) {
        if !object.name.text().trim().is_empty() {
            let name = self.store.name(object.name.text().trim());
            self.named.insert(self.store.join_key(object.id.text()), (role, name));
        }
    }

    fn indicator(&mut self, pack: &mut Pack, number: u16, object: &Object<'_>) {
        pack.indicators += 1;
        let id = object.id.text();
        if object.revoked.is_true() {
            pack.revoked += 1;
        }
        let modified = Timestamp::parse_rfc3339(object.modified.text());
        pack.date = pack.date.max(modified);
        let valid_until = Timestamp::parse_rfc3339(object.valid_until.text());
        // `valid_from` is required; where a pack lacks it, an indicator was known when it was made.
        let is_modified = object.valid_from.text() == object.modified.text();
        let valid_from = if is_modified { modified } else { Timestamp::parse_rfc3339(object.valid_from.text()) };
        let valid_from = valid_from.or_else(|| Timestamp::parse_rfc3339(object.created.text()));
        if let (Some(until), Some(day)) = (valid_until, self.as_of) {
            pack.expired += u64::from(until.instant() <= day.instant());
        }
        let text = object.pattern.text();
        if text.trim().is_empty() {
            return pack.refuse(id, "", Reason::NoPattern);
        }
        // STIX 2.0 has no `pattern_type`.
        if !matches!(object.pattern_type.text(), "" | "stix") {
            let kind = super::unusable::cut(object.pattern_type.text()).to_owned();
            return pack.refuse(id, text, Reason::PatternType(kind));
        }
        let mut sources = Vec::new();
        for reference in &object.external_references.0 {
            let place = match (reference.url.text(), reference.source_name.text(), reference.external_id.text()) {
                ("", name, "") => name.to_owned(),
                ("", name, id) => format!("{name} {id}"),
                (url, _, _) => url.to_owned(),
            };
            if !place.trim().is_empty() {
                sources.push(self.store.name(place.trim()));
            }
        }
        let Some(kept_id) = self.store.keep(id) else {
            return pack.refuse(id, text, FULL);
        };
        let head = Head {
            id: kept_id,
            names: 0,
            sources: self.store.set(sources),
            pack: number,
            revoked: object.revoked.is_true(),
            confidence: object.confidence.percent(),
            valid_from,
            valid_until,
        };
        let first = self.store.rows.len();
        self.add_pattern(pack, id, text, &head);
        let key = self.store.join_key(id);
        for row in first..self.store.rows.len() {
            if let Ok(row) = u32::try_from(row) {
                self.ids.push((key, row));
            }
        }
    }

    /// Ties names to indicators and compiles everything.
    pub fn build(mut self) -> Matcher {
        self.name_publishers();
        self.resolve();
        self.store.close();
        let mut by_kind: BTreeMap<IndicatorKind, Vec<(String, Goal)>> = BTreeMap::new();
        for (kind, expression, goal) in self.expressions {
            by_kind.entry(kind).or_default().push((expression, goal));
        }
        let mut expressions: Vec<Vec<Expressions>> = Vec::new();
        expressions.resize_with(IndicatorKind::ALL.len(), Vec::new);
        for (kind, list) in by_kind {
            for some in list.chunks(256) {
                compile(some, &mut expressions[kind as usize]);
            }
        }
        Matcher { store: self.store, expressions, parts: self.parts, compounds: self.compounds, packs: self.packs }
    }

    /// Identities may stand behind the indicators that name them.
    fn name_publishers(&mut self) {
        for (pack, publishers) in &self.publishers {
            let publishers: BTreeSet<&str> = publishers
                .iter()
                .filter_map(|id| self.named.get(id).filter(|(role, _)| *role == Role::Publisher))
                .filter_map(|(_, name)| self.store.name_text(*name))
                .collect();
            if let Some(pack) = self.packs.get_mut(usize::from(*pack))
                && !publishers.is_empty()
            {
                pack.publisher = Some(publishers.into_iter().take(3).collect::<Vec<_>>().join(", "));
            }
        }
    }

    /// Joins indicators, relationships and the objects they name, by sorting both sides.
    fn resolve(&mut self) {
        self.ids.sort_unstable();
        self.links.sort_unstable();
        self.links.dedup();
        let mut at = 0;
        for ids in self.ids.chunk_by(|a, b| a.0 == b.0) {
            let Some((id, _)) = ids.first() else { continue };
            while self.links.get(at).is_some_and(|(source, _)| source < id) {
                at += 1;
            }
            let (mut names, mut reports) = (Vec::new(), Vec::new());
            while let Some((_, target)) = self.links.get(at).filter(|(source, _)| source == id) {
                match self.named.get(target) {
                    Some((Role::Named, name)) => names.push(*name),
                    Some((Role::Report, name)) => reports.push(*name),
                    Some((Role::Publisher, _)) | None => {}
                }
                at += 1;
            }
            if names.is_empty() {
                names.clone_from(&reports);
            }
            for (_, row) in ids {
                let Some((old_names, old_sources)) = self.store.rows.get(*row as usize).map(|r| (r.names, r.sources))
                else {
                    continue;
                };
                let with = |store: &mut Store, set: u32, more: &[u32]| {
                    if more.is_empty() {
                        return set;
                    }
                    let all = store.names_of(set).map(|(id, _)| id).chain(more.iter().copied()).collect();
                    store.set(all)
                };
                let names = with(&mut self.store, old_names, &names);
                let sources = with(&mut self.store, old_sources, &reports);
                if let Some(row) = self.store.rows.get_mut(*row as usize) {
                    row.names = names;
                    row.sources = sources;
                }
            }
        }
        self.ids = Vec::new();
        self.links = Vec::new();
    }
}

/// Compiles a set, halving it until it fits: every expression compiles alone, that was tested before.
fn compile(list: &[(String, Goal)], out: &mut Vec<Expressions>) {
    let built = RegexSetBuilder::new(list.iter().map(|(expression, _)| expression))
        .size_limit(32 * REGEX_SIZE)
        .nest_limit(64)
        .build();
    match built {
        Ok(set) => out.push(Expressions { set, goals: list.iter().map(|(_, goal)| *goal).collect() }),
        Err(_) if list.len() > 1 => {
            let (left, right) = list.split_at(list.len() / 2);
            compile(left, out);
            compile(right, out);
        }
        Err(_) => {}
    }
}

/// One file of those a path names.
pub(super) struct PackFile {
    pub(super) path: PathBuf,
    /// Its name relative to the path.
    pub(super) origin: String,
}

fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> LoadError {
    let path = path.to_owned();
    move |source| LoadError::Unreadable { path, source }
}

/// The file, or every pack below the folder, in the order of their names.
pub(super) fn files_of(path: &Path) -> Result<Vec<PackFile>, LoadError> {
    let mut files = Vec::new();
    if fs::metadata(path).map_err(unreadable(path))?.is_dir() {
        let mut folders = vec![path.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).map_err(unreadable(&folder))? {
                let entry = entry.map_err(unreadable(&folder))?;
                let kind = entry.file_type().map_err(unreadable(&entry.path()))?;
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if kind.is_file() && is_pack(&entry.path()) {
                    files.push(entry.path());
                }
            }
        }
        files.sort();
        if files.is_empty() {
            return Err(LoadError::Empty { path: path.to_owned() });
        }
    } else {
        files.push(path.to_owned());
    }
    let root = path.parent().filter(|_| files.len() == 1 && files[0] == path).unwrap_or(path);
    let origin = |file: &Path| file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/");
    Ok(files.iter().map(|file| PackFile { origin: origin(file), path: file.clone() }).collect())
}

fn is_pack(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    ["stix2", "stix", "json"].iter().any(|e| extension.eq_ignore_ascii_case(e))
}

/// A day (`2021-07-18`).
pub(super) fn day(text: &str) -> Option<Timestamp> {
    let at = Timestamp::parse_rfc3339(&format!("{}T00:00:00Z", text.trim()))?;
    Some(Timestamp::new(at.instant(), Precision::Day))
}
