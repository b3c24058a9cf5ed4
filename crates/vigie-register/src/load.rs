//! The data files become a register: compiled in, or read from a folder of the same files. A register with a fault in
//! it is refused whole, with every fault named.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::check::{Fault, faults};
use crate::records::{Body, Claim, Incident, Instrument, Organisation, Party, Product, Provision, Source, State};
use crate::reference::{Kind, Ref};
use crate::vocabulary::Vocabulary;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// The data files by name, as JSON that `build.rs` made of them.
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json")))),*];
    };
}

files![
    "bodies.toml",
    "claims.toml",
    "incidents.toml",
    "instruments.toml",
    "organisations.toml",
    "parties.toml",
    "products.toml",
    "sources.toml",
    "states.toml",
    "vocabulary.toml",
];

/// Why a register cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// A file of the folder cannot be read.
    #[error("{path}: {source}", path = .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not what its format says.
    #[error("{file}: {detail}")]
    Format {
        /// The file.
        file: String,
        /// Where and why, in one line.
        detail: String,
    },
    /// The files do not fit together.
    #[error("{} fault(s), first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Faulty(Vec<Fault>),
}

/// Organisations, products, incidents, instruments, states, and everything that is said about them.
#[derive(Debug)]
pub struct Register {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) sources: BTreeMap<String, Source>,
    pub(crate) organisations: BTreeMap<String, Organisation>,
    pub(crate) products: BTreeMap<String, Product>,
    pub(crate) incidents: BTreeMap<String, Incident>,
    pub(crate) instruments: BTreeMap<String, Instrument>,
    /// Provision -> instrument.
    pub(crate) provisions: BTreeMap<String, String>,
    pub(crate) parties: BTreeMap<String, Party>,
    pub(crate) groups: BTreeMap<String, State>,
    pub(crate) states: BTreeMap<String, State>,
    pub(crate) bodies: Vec<Body>,
    pub(crate) claims: Vec<Claim>,
    by_id: BTreeMap<String, usize>,
    by_subject: BTreeMap<Ref, Vec<usize>>,
    by_object: BTreeMap<Ref, Vec<usize>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sources {
    source: Vec<Source>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Organisations {
    organisation: Vec<Organisation>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Products {
    product: Vec<Product>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Incidents {
    incident: Vec<Incident>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Instruments {
    instrument: Vec<Instrument>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parties {
    party: Vec<Party>,
    #[serde(default)]
    group: Vec<State>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct States {
    state: Vec<State>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bodies {
    body: Vec<Body>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    claim: Vec<Claim>,
}

/// Everything as written, before it is indexed: what the faults are looked for in.
pub(crate) struct Written {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) sources: Vec<Source>,
    pub(crate) organisations: Vec<Organisation>,
    pub(crate) products: Vec<Product>,
    pub(crate) incidents: Vec<Incident>,
    pub(crate) instruments: Vec<Instrument>,
    pub(crate) parties: Vec<Party>,
    pub(crate) groups: Vec<State>,
    pub(crate) states: Vec<State>,
    pub(crate) bodies: Vec<Body>,
    pub(crate) claims: Vec<Claim>,
}

/// How the files are written.
#[derive(Clone, Copy)]
enum Form {
    /// By people.
    Toml,
    /// By `build.rs`.
    Json,
}

fn parse<T: DeserializeOwned>(file: &str, text: &str, form: Form) -> Result<T, LoadError> {
    let failed = |detail: String| LoadError::Format { file: file.to_owned(), detail };
    match form {
        Form::Json => serde_json::from_str(text).map_err(|error| failed(error.to_string())),
        Form::Toml => toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| text.get(..span.start).unwrap_or_default().lines().count().max(1));
            let place = line.map(|line| format!("line {line}: ")).unwrap_or_default();
            failed(format!("{place}{}", error.message()))
        }),
    }
}

/// The files of a register.
struct Files<F> {
    text: F,
    form: Form,
}

impl<'t, F: Fn(&str) -> Result<Cow<'t, str>, LoadError>> Files<F> {
    fn read<T: DeserializeOwned>(&self, file: &str) -> Result<T, LoadError> {
        parse(file, &(self.text)(file)?, self.form)
    }
}

fn index<T>(rows: Vec<T>, id: impl Fn(&T) -> &str) -> BTreeMap<String, T> {
    rows.into_iter().map(|row| (id(&row).to_owned(), row)).collect()
}

impl Register {
    /// The register that is compiled in. No fault is looked for in it: that is what the tests do.
    pub fn embedded() -> Result<Self, LoadError> {
        let file = |name: &str| FILES.iter().find(|(file, _)| *file == name).map_or("", |(_, text)| text);
        Self::written(|name| Ok(Cow::Borrowed(file(name))), Form::Json).map(Self::index)
    }

    /// A register from a folder that holds the same files.
    pub fn open(folder: &Path) -> Result<Self, LoadError> {
        Self::from_files(|name| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).map_err(|source| LoadError::Io { path, source })
        })
    }

    /// A register from the text of each file.
    pub fn from_files(text: impl Fn(&str) -> Result<String, LoadError>) -> Result<Self, LoadError> {
        let written = Self::written(|name| text(name).map(Cow::Owned), Form::Toml)?;
        let found = faults(&written);
        if found.is_empty() { Ok(Self::index(written)) } else { Err(LoadError::Faulty(found)) }
    }

    fn written<'t>(text: impl Fn(&str) -> Result<Cow<'t, str>, LoadError>, form: Form) -> Result<Written, LoadError> {
        let files = Files { text, form };
        let parties: Parties = files.read("parties.toml")?;
        Ok(Written {
            vocabulary: files.read("vocabulary.toml")?,
            sources: files.read::<Sources>("sources.toml")?.source,
            organisations: files.read::<Organisations>("organisations.toml")?.organisation,
            products: files.read::<Products>("products.toml")?.product,
            incidents: files.read::<Incidents>("incidents.toml")?.incident,
            instruments: files.read::<Instruments>("instruments.toml")?.instrument,
            parties: parties.party,
            groups: parties.group,
            states: files.read::<States>("states.toml")?.state,
            bodies: files.read::<Bodies>("bodies.toml")?.body,
            claims: files.read::<Claims>("claims.toml")?.claim,
        })
    }

    fn index(written: Written) -> Self {
        let mut register = Self {
            vocabulary: written.vocabulary,
            sources: index(written.sources, |row| &row.id),
            organisations: index(written.organisations, |row| &row.id),
            products: index(written.products, |row| &row.id),
            incidents: index(written.incidents, |row| &row.id),
            provisions: written
                .instruments
                .iter()
                .flat_map(|of| of.provisions.iter().map(|provision| (provision.id.clone(), of.id.clone())))
                .collect(),
            instruments: index(written.instruments, |row| &row.id),
            parties: index(written.parties, |row| &row.id),
            groups: index(written.groups, |row| &row.id),
            states: index(written.states, |row| &row.id),
            bodies: written.bodies,
            claims: written.claims,
            by_id: BTreeMap::new(),
            by_subject: BTreeMap::new(),
            by_object: BTreeMap::new(),
        };
        for (at, claim) in register.claims.iter().enumerate() {
            register.by_id.insert(claim.id.clone(), at);
            register.by_subject.entry(claim.subject.clone()).or_default().push(at);
            for object in claim.object.iter().chain(&claim.about) {
                register.by_object.entry(object.clone()).or_default().push(at);
            }
        }
        register
    }

    /// The closed lists.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Every claim, by id.
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// One claim.
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.by_id.get(id).and_then(|at| self.claims.get(*at))
    }

    /// What is said of something.
    pub fn said_of<'r>(&'r self, subject: &Ref) -> impl Iterator<Item = &'r Claim> + use<'r> {
        self.by_subject.get(subject).into_iter().flatten().filter_map(|at| self.claims.get(*at))
    }

    /// What is said of others with regard to something, or about it.
    pub fn said_about<'r>(&'r self, object: &Ref) -> impl Iterator<Item = &'r Claim> + use<'r> {
        self.by_object.get(object).into_iter().flatten().filter_map(|at| self.claims.get(*at))
    }

    /// Both, each claim once.
    pub fn touching<'r>(&'r self, of: &Ref) -> Vec<&'r Claim> {
        let mut at: Vec<usize> = [&self.by_subject, &self.by_object]
            .iter()
            .flat_map(|index| index.get(of).into_iter().flatten().copied())
            .collect();
        at.sort_unstable();
        at.dedup();
        at.into_iter().filter_map(|at| self.claims.get(at)).collect()
    }

    /// One source.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.get(id)
    }

    /// One organisation.
    pub fn organisation(&self, id: &str) -> Option<&Organisation> {
        self.organisations.get(id)
    }

    /// Every organisation, by id.
    pub fn organisations(&self) -> impl Iterator<Item = &Organisation> {
        self.organisations.values()
    }

    /// One product.
    pub fn product(&self, id: &str) -> Option<&Product> {
        self.products.get(id)
    }

    /// Every product, by id.
    pub fn products(&self) -> impl Iterator<Item = &Product> {
        self.products.values()
    }

    /// One incident.
    pub fn incident(&self, id: &str) -> Option<&Incident> {
        self.incidents.get(id)
    }

    /// Every incident, by id.
    pub fn incidents(&self) -> impl Iterator<Item = &Incident> {
        self.incidents.values()
    }

    /// One instrument.
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.instruments.get(id)
    }

    /// Every instrument, by id.
    pub fn instruments(&self) -> impl Iterator<Item = &Instrument> {
        self.instruments.values()
    }

    /// One provision and its instrument.
    pub fn provision(&self, id: &str) -> Option<(&Instrument, &Provision)> {
        let instrument = self.instruments.get(self.provisions.get(id)?)?;
        Some((instrument, instrument.provisions.iter().find(|provision| provision.id == id)?))
    }

    /// Whether a claim rests on rewrites, copies and catalogues alone.
    pub fn is_weak(&self, claim: &Claim) -> bool {
        claim.sources.iter().all(|id| self.sources.get(id).is_some_and(Source::is_weak))
    }

    /// Whether at least one of its sources was compared with it.
    pub fn is_compared(&self, claim: &Claim) -> bool {
        claim.sources.iter().any(|id| self.sources.get(id).is_some_and(|source| source.read.is_some()))
    }

    /// Whether something exists.
    pub fn has(&self, of: &Ref) -> bool {
        let id = of.id.as_str();
        match of.kind {
            Kind::Organisation => self.organisations.contains_key(id),
            Kind::Product => self.products.contains_key(id),
            Kind::Incident => self.incidents.contains_key(id),
            Kind::Instrument => self.instruments.contains_key(id),
            Kind::Provision => self.provisions.contains_key(id),
            Kind::Party => self.parties.contains_key(id),
            Kind::Group => self.groups.contains_key(id),
            Kind::State => self.states.contains_key(id),
            Kind::Source => self.sources.contains_key(id),
        }
    }
}
