//! The rows of the data files, as they are written there. A field that a file spells otherwise is refused.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::identifiers::Identifier;
use crate::notes::Notes;
use crate::reference::Ref;
use crate::vocabulary::{Layer, Predicate, Status};
use crate::words::Words;

/// Where a statement was published.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Id.
    pub id: String,
    /// Who published it.
    pub publisher: String,
    /// Title or description.
    pub name: String,
    /// When, if stated.
    pub date: Option<Date>,
    /// Kind: `official`, `ngo`, `aggregator`, …
    pub kind: String,
    /// Address.
    pub url: String,
    /// The address carried a name and is cut to its site.
    #[serde(default)]
    pub shortened: bool,
    /// When the project last compared its text with what rests on it.
    pub read: Option<Date>,
    /// Anything a reader must know.
    #[serde(default)]
    pub note: Notes,
}

impl Source {
    /// Whether it only rewrites, copies or catalogues others.
    pub fn is_weak(&self) -> bool {
        self.kind == "aggregator"
    }
}

/// Makes, sells, owns, pays, or decides about those who do.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Other spellings and names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Kind: `vendor`, `broker`, `state-body`, …
    pub kind: String,
    /// Countries it is established in, as ids of states.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Where it stands in the market, with which product.
    #[serde(default)]
    pub layers: Vec<Place>,
    /// Last state given by a source.
    pub operating: Option<Operating>,
    /// Numbers under which others know it.
    #[serde(default, rename = "identifier")]
    pub identifiers: Vec<Identifier>,
    /// Anything a reader must know.
    #[serde(default)]
    pub note: Notes,
}

/// A layer of the market, for one product or for an offer without a name here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The layer.
    pub layer: Layer,
    /// The product.
    pub product: Option<String>,
}

/// Whether it is in business.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operating {
    /// The state.
    pub value: String,
    /// On which date.
    pub as_of: Option<Date>,
    /// Who says so.
    pub sources: Vec<String>,
}

/// Speaks, signs, finds or is named without being in the market.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Other spellings and names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Kind: `research-lab`, `company`, `cluster`, …
    pub kind: String,
    /// Countries.
    #[serde(default)]
    pub countries: Vec<String>,
}

/// A state or territory; or several that a source names only as a group.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// ISO 3166-1 code; for a group an id like any other.
    pub id: String,
    /// Name.
    pub name: Words,
}

/// A tool.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Kind: `spyware`, `exploit-kit`, …
    pub kind: String,
    /// Platforms.
    #[serde(default)]
    pub platforms: Vec<String>,
    /// Published sets of indicators.
    #[serde(default)]
    pub indicators: Vec<IndicatorSet>,
    /// Anything a reader must know.
    #[serde(default)]
    pub note: Notes,
}

/// A published set of indicators.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorSet {
    /// Repository.
    pub repository: String,
    /// Path in it.
    pub path: String,
    /// The malware name in it.
    pub name: Option<String>,
    /// The STIX id of that malware.
    pub stix: Option<String>,
}

/// A law, list, declaration, code or judgment.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Kind: `sanctions-list`, `political-commitment`, …
    pub kind: String,
    /// Date; a standing list has none.
    pub date: Option<Date>,
    /// Whether it binds.
    pub binding: String,
    /// Who issued it.
    #[serde(default)]
    pub issuers: Vec<Ref>,
    /// Whom it binds or addresses.
    pub binds: Words,
    /// Where it is published.
    pub sources: Vec<String>,
    /// Anything a reader must know.
    #[serde(default)]
    pub note: Notes,
    /// What it says.
    #[serde(rename = "provision")]
    pub provisions: Vec<Provision>,
}

/// One rule, principle, pillar or measure, in our own words.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provision {
    /// Id.
    pub id: String,
    /// Kind: `principle`, `pillar`, `control-code`, …
    pub kind: String,
    /// Short name.
    pub label: Words,
    /// What it says.
    pub text: Words,
    /// Control codes.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Where it is told; those of the instrument where empty.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// What was found or done. Target kinds, never names.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Words,
    /// Start, if stated.
    pub from: Option<Date>,
    /// End, or the latest it can be.
    pub to: Option<Date>,
    /// When it was reported.
    pub reported_on: Option<Date>,
    /// A bound where the report is not dated.
    pub known_by: Option<Date>,
    /// Kind: `commercial-intrusion`, `state-attributed`, …
    pub kind: String,
    /// Kinds of targets.
    pub targets: Vec<String>,
    /// Countries named, as ids of states.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Tools.
    #[serde(default)]
    pub products: Vec<String>,
    /// Organisations named in connection with it.
    #[serde(default)]
    pub organisations: Vec<String>,
    /// Parties named in connection with it.
    #[serde(default)]
    pub parties: Vec<String>,
    /// How well it stands.
    pub status: Status,
    /// Provisions that speak about its subject.
    #[serde(default)]
    pub touches: Vec<String>,
    /// Where it is told.
    pub sources: Vec<String>,
    /// Anything a reader must know.
    #[serde(default)]
    pub note: Notes,
}

impl Incident {
    /// When it was known: reported, or bounded.
    pub fn known(&self) -> Option<Date> {
        self.reported_on.or(self.known_by).or(self.to).or(self.from)
    }

    /// When it happened, as far as stated.
    pub fn when(&self) -> Option<Date> {
        self.from.or(self.to)
    }
}

/// One dated, sourced statement.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Id.
    pub id: String,
    /// Of what it is said.
    pub subject: Ref,
    /// What is said.
    pub predicate: Predicate,
    /// With regard to what.
    pub object: Option<Ref>,
    /// Who says so, and how much stands behind it.
    pub status: Status,
    /// Who asserts it; `source/x` is the publisher of that source.
    pub by: Vec<Ref>,
    /// When it was asserted.
    pub on: Option<Date>,
    /// From when it holds, if stated.
    pub from: Option<Date>,
    /// The first day it no longer holds, if it ended.
    pub to: Option<Date>,
    /// What else it says, in a sentence or two.
    #[serde(default)]
    pub note: Notes,
    /// The other name, for `known_as`.
    pub name: Option<String>,
    /// Its kind.
    pub name_kind: Option<String>,
    /// The event, for `milestone`.
    pub event: Option<String>,
    /// What is counted, for `counts`.
    pub counts: Option<String>,
    /// Numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures: Option<Figures>,
    /// The incident or product it concerns.
    #[serde(default)]
    pub about: Vec<Ref>,
    /// Addresses of the primaries that a weak source names.
    #[serde(default)]
    pub cites: Vec<String>,
    /// Claims it disagrees with; they point back.
    #[serde(default)]
    pub contradicts: Vec<String>,
    /// Where it is published.
    pub sources: Vec<String>,
}

/// The numbers of a claim. Anything but the first three is a number, by a word of the list of figures.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Figures {
    /// ISO 4217.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Rounded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approximate: bool,
    /// A lower bound.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_least: bool,
    /// Number by what is counted.
    #[serde(flatten)]
    pub numbers: BTreeMap<String, u64>,
}

/// A body that takes reports.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// Kind: `helpline`, `cert`, …
    pub kind: String,
    /// The countries it serves; everywhere where empty.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Where to reach it.
    pub address: String,
    /// What it does.
    pub text: Words,
    /// Who says so.
    pub sources: Vec<String>,
}
