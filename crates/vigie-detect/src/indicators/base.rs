//! The base pack: what vigie finds without any download. Written by the project from published reports, each value
//! with its source; plain text, so that a change is reviewed line by line.
//!
//! `sources.tsv` has one publication per line: id, publisher, title, date, address. A tool's file starts with
//! `tool<TAB>name` and then has one value per line: kind, value, ids of sources separated by commas, an optional
//! note. The kinds are those of [`IndicatorKind`]; `stix` stands for a pattern. `#` starts a comment.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use vigie_model::Timestamp;

use super::atom;
use super::builder::{LoadError, MatcherBuilder, day};
use super::filing::Head;
use super::kind::{IndicatorKind, Target};
use super::pack::Pack;
use super::unusable::{Reason, Warning};

const SOURCES: &str = include_str!("../../data/base/sources.tsv");

const TOOLS: &[(&str, &str)] = &[
    ("pegasus", include_str!("../../data/base/pegasus.tsv")),
    ("predator", include_str!("../../data/base/predator.tsv")),
    ("wannacry", include_str!("../../data/base/wannacry.tsv")),
    ("notpetya", include_str!("../../data/base/notpetya.tsv")),
];

impl MatcherBuilder {
    /// Adds the base pack: one pack per tool.
    pub fn add_base(&mut self) -> Result<(), LoadError> {
        for (name, text) in TOOLS {
            self.add_table(&format!("vigie-base-{name}"), "embedded", text, SOURCES)?;
        }
        Ok(())
    }

    fn add_table(&mut self, name: &str, origin: &str, text: &str, sources: &str) -> Result<(), LoadError> {
        let number = u16::try_from(self.packs.len()).map_err(|_| LoadError::TooMany)?;
        let mut pack = Pack {
            name: name.to_owned(),
            origin: origin.to_owned(),
            sha256: hex::encode(Sha256::digest(text.as_bytes())),
            size: text.len() as u64,
            publisher: Some("vigie".to_owned()),
            ..Pack::default()
        };
        let sources = publications(sources);
        let mut names = 0;
        for (at, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            let id = format!("line {}", at + 1);
            pack.objects += 1;
            let (kind, value, cited) = match fields.as_slice() {
                ["tool", tool] => {
                    let tool = self.store.name(tool);
                    names = self.store.set(vec![tool]);
                    *pack.objects_by_type.entry("tool".to_owned()).or_default() += 1;
                    continue;
                }
                [kind, value, cited] | [kind, value, cited, _] => (*kind, *value, *cited),
                _ => {
                    pack.damage.push(format!("{id} has not three or four columns"));
                    continue;
                }
            };
            *pack.objects_by_type.entry("indicator".to_owned()).or_default() += 1;
            pack.indicators += 1;
            let mut where_from = Vec::new();
            let mut published: Option<Timestamp> = None;
            for source in cited.split(',') {
                match sources.get(source.trim()) {
                    Some((title, date)) => {
                        pack.date = pack.date.max(*date);
                        // The first publication that names the value.
                        published = published.into_iter().chain(*date).min();
                        where_from.push(self.store.name(title));
                    }
                    None => pack.damage.push(format!("{id}: no source `{source}`")),
                }
            }
            let Some(no_id) = self.store.keep("") else {
                continue;
            };
            let head = Head {
                id: no_id,
                names,
                sources: self.store.set(where_from),
                pack: number,
                revoked: false,
                confidence: None,
                valid_from: published,
                valid_until: None,
            };
            if kind == "stix" {
                self.add_pattern(&mut pack, &id, value, &head);
                continue;
            }
            if let Err(reason) = self.add_line(&mut pack, &id, kind, value, &head) {
                pack.refuse(&id, value, reason);
            }
        }
        self.packs.push(pack);
        Ok(())
    }

    fn add_line(&mut self, pack: &mut Pack, id: &str, kind: &str, value: &str, head: &Head) -> Result<(), Reason> {
        let kind: IndicatorKind = kind.parse().map_err(|_| Reason::ObjectPath(kind.to_owned()))?;
        let mut warnings: Vec<Warning> = Vec::new();
        let atom = atom::equals(Target::Kind(kind), value, &mut warnings)?;
        self.add_atom(pack, &atom, head, &mut warnings)?;
        pack.usable += 1;
        for warning in warnings {
            pack.warn(id, value, warning);
        }
        Ok(())
    }
}

type Publications<'t> = BTreeMap<&'t str, (String, Option<Timestamp>)>;

fn publications(text: &str) -> Publications<'_> {
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            let [id, publisher, title, date, address] = fields.as_slice() else {
                return None;
            };
            Some((*id, (format!("{publisher}: {title} ({date}), {address}"), day(date))))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::Matcher;
    use super::*;

    #[test]
    fn every_line_is_usable_and_sourced() {
        let mut builder = Matcher::builder();
        builder.add_base().unwrap();
        let matcher = builder.build();
        for pack in matcher.packs() {
            assert_eq!(pack.damage, Vec::<String>::new(), "{}", pack.name);
            assert_eq!(pack.notes, [], "{}", pack.name);
            assert!(pack.usable > 5 && pack.usable == pack.indicators, "{}", pack.name);
            assert!(pack.date.is_some());
        }
        for indicator in matcher.indicators() {
            assert!(!indicator.sources().is_empty() && indicator.malware().len() == 1, "{indicator:?}");
            assert!(
                indicator.valid_from() <= indicator.pack().date && indicator.valid_from().is_some(),
                "{indicator:?}"
            );
        }
        assert_eq!(
            SOURCES.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).count(),
            publications(SOURCES).len()
        );
    }
}
