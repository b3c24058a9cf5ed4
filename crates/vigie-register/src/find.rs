//! From what a person types to what the register knows: by id, name, alias, former name. What fits several things is
//! not guessed.

use serde::Serialize;

use crate::load::Register;
use crate::reference::{Kind, Ref};
use crate::vocabulary::Predicate;
use crate::words::Words;

/// Something with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// What it is.
    #[serde(rename = "ref")]
    pub of: Ref,
    /// Its name.
    pub name: Words,
}

/// What a text stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// One thing.
    One(Ref),
    /// Several things bear the name.
    Several(Vec<Named>),
    /// Nothing; these come near.
    Nothing(Vec<Named>),
}

/// A name in the form in which names meet: transliterated, lower case, words separated by one blank.
pub fn folded(text: &str) -> String {
    let latin = deunicode::deunicode(text).to_lowercase();
    latin.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Where a name comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameFrom {
    /// The name in use.
    Name,
    /// Another spelling or name.
    Alias,
    /// A name it bore before.
    Former,
    /// No name: a number of it.
    Identifier,
}

impl Register {
    /// The name of something; its id where it has none.
    pub fn name(&self, of: &Ref) -> Words {
        let id = of.id.as_str();
        let name = match of.kind {
            Kind::Organisation => self.organisations.get(id).map(|row| row.name.clone()),
            Kind::Product => self.products.get(id).map(|row| row.name.clone()),
            Kind::Incident => self.incidents.get(id).map(|row| row.title.clone()),
            Kind::Instrument => self.instruments.get(id).map(|row| row.name.clone()),
            Kind::Provision => self.provision(id).map(|(_, row)| row.label.clone()),
            Kind::Party => self.parties.get(id).map(|row| row.name.clone()),
            Kind::Group => self.groups.get(id).map(|row| row.name.clone()),
            Kind::State => self.states.get(id).map(|row| row.name.clone()),
            Kind::Source => {
                self.sources.get(id).map(|row| Words { en: row.publisher.clone(), fr: row.publisher.clone() })
            }
        };
        name.unwrap_or_else(|| Words { en: id.to_owned(), fr: id.to_owned() })
    }

    /// Something with its name.
    pub fn named(&self, of: &Ref) -> Named {
        Named { of: of.clone(), name: self.name(of) }
    }

    /// Everything that can be asked for, except sources.
    pub fn everything(&self) -> impl Iterator<Item = Ref> + '_ {
        let ids = |kind: Kind, ids: Vec<&String>| ids.into_iter().map(move |id| Ref::new(kind, id)).collect::<Vec<_>>();
        [
            ids(Kind::Organisation, self.organisations.keys().collect()),
            ids(Kind::Product, self.products.keys().collect()),
            ids(Kind::Incident, self.incidents.keys().collect()),
            ids(Kind::Instrument, self.instruments.keys().collect()),
            ids(Kind::Provision, self.provisions.keys().collect()),
            ids(Kind::Party, self.parties.keys().collect()),
            ids(Kind::Group, self.groups.keys().collect()),
            ids(Kind::State, self.states.keys().collect()),
        ]
        .into_iter()
        .flatten()
    }

    /// Every name of something, in both languages, each once.
    pub fn names(&self, of: &Ref) -> Vec<(String, NameFrom)> {
        let mut names: Vec<(String, NameFrom)> = Vec::new();
        let mut add = |text: &str, from| {
            if !names.iter().any(|(known, _)| known == text) {
                names.push((text.to_owned(), from));
            }
        };
        let name = self.name(of);
        add(&name.en, NameFrom::Name);
        add(&name.fr, NameFrom::Name);
        let said: Vec<_> = self.said_of(of).filter(|claim| claim.predicate == Predicate::KnownAs).collect();
        for claim in said.iter().filter(|claim| claim.name_kind.as_deref() == Some("former-name")) {
            add(claim.name.as_deref().unwrap_or_default(), NameFrom::Former);
        }
        let id = of.id.as_str();
        let aliases: &[String] = match of.kind {
            Kind::Organisation => self.organisations.get(id).map_or(&[], |row| &row.aliases),
            Kind::Product => self.products.get(id).map_or(&[], |row| &row.aliases),
            Kind::Instrument => self.instruments.get(id).map_or(&[], |row| &row.aliases),
            Kind::Party => self.parties.get(id).map_or(&[], |row| &row.aliases),
            _ => &[],
        };
        for alias in aliases {
            add(alias, NameFrom::Alias);
        }
        if let Some(product) = self.products.get(id).filter(|_| of.kind == Kind::Product) {
            for name in product.indicators.iter().filter_map(|set| set.name.as_deref()) {
                add(name, NameFrom::Alias);
            }
        }
        for claim in said {
            add(claim.name.as_deref().unwrap_or_default(), NameFrom::Alias);
        }
        names
    }

    /// What a text stands for, among things of these kinds (all where empty).
    pub fn find(&self, text: &str, kinds: &[Kind]) -> Found {
        let wanted = |of: &Ref| kinds.is_empty() || kinds.contains(&of.kind);
        if let Ok(of) = text.parse::<Ref>()
            && self.has(&of)
            && wanted(&of)
        {
            return Found::One(of);
        }
        let all: Vec<Ref> = self.everything().filter(wanted).collect();
        let by_id: Vec<&Ref> = all.iter().filter(|of| of.id.eq_ignore_ascii_case(text)).collect();
        let text = folded(text);
        let named: Vec<&Ref> = if by_id.is_empty() {
            all.iter().filter(|of| self.names(of).iter().any(|(name, _)| folded(name) == text)).collect()
        } else {
            by_id
        };
        match named.as_slice() {
            [one] => Found::One((*one).clone()),
            [] => Found::Nothing(self.near(&text, &all)),
            several => Found::Several(several.iter().map(|of| self.named(of)).collect()),
        }
    }

    /// The few things whose names come nearest.
    fn near(&self, text: &str, all: &[Ref]) -> Vec<Named> {
        const FEW: usize = 5;
        const NEAR: f64 = 0.84;
        if text.is_empty() {
            return Vec::new();
        }
        let mut near: Vec<(f64, &Ref)> = all
            .iter()
            .filter_map(|of| {
                let best = self
                    .names(of)
                    .iter()
                    .map(|(name, _)| {
                        let name = folded(name);
                        let whole_word = text.len() > 2 && name.split(' ').any(|word| word == text);
                        if whole_word { 0.99 } else { strsim::jaro_winkler(&name, text) }
                    })
                    .fold(0.0, f64::max);
                (best >= NEAR).then_some((best, of))
            })
            .collect();
        near.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.cmp(other)));
        near.into_iter().take(FEW).map(|(_, of)| self.named(of)).collect()
    }
}
