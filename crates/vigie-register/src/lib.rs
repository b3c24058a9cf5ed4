//! Who made and sold a tool, who owns whom, what was found, what was decided, and which commitments that touches: dated,
//! sourced statements, each with its status, its denials and its contradictions beside it.
//!
//! The data are the text files under `data/`, in TOML: a block per row, a comment where one is needed, a diff that a
//! reviewer reads line by line, and a strict reader (the `toml` crate) that refuses a misspelt field. They are compiled
//! in; [`Register::open`] reads the same files from a folder. Invariants: no natural persons; every claim has a
//! status and a source; nothing here makes one statement out of two; every answer is given as of a day, and nothing in
//! this crate knows what day it is. Both languages are in every answer, so that whoever tells it chooses.
//!
//! ```
//! use vigie_register::{Found, Kind, Register};
//! let register = Register::embedded().unwrap();
//! let Found::One(paris) = register.find("Appel de Paris", &[Kind::Instrument]) else { panic!() };
//! let view = register.as_of("2018-11-12".parse::<vigie_register::Date>().unwrap().last());
//! let told = view.told_instrument(register.instrument(&paris.id).unwrap());
//! assert_eq!(told.provisions.iter().filter(|provision| provision.kind == "principle").count(), 9);
//! ```

mod candidates;
mod check;
mod commitments;
mod context;
mod date;
mod drawing;
mod export;
mod find;
mod identifiers;
mod import;
mod incidents;
mod listed;
mod load;
mod notes;
mod owners;
mod records;
mod reference;
mod screening;
mod show;
mod stats;
mod timeline;
mod uuid;
mod view;
mod vocabulary;
mod words;

pub use check::Fault;
pub use commitments::{Compared, ToldInstrument};
pub use context::{Context, Tool, TouchedProvision};
pub use date::{Date, Day, Hold, NotADate};
pub use drawing::span;
pub use export::{ExportError, Format};
pub use find::{Found, NameFrom, Named, folded};
pub use identifiers::{Identifier, ToldIdentifier};
pub use import::{
    Candidate, Conflict, Form, ImportError, Mapping, Reviewed, SheetRow, Tally, Verdict, import, review_head,
    review_line, review_row, sheet,
};
pub use incidents::{ToldIncident, Wanted};
pub use listed::{Listing, Relation};
pub use load::{LoadError, Register};
pub use notes::{Note, Notes};
pub use owners::{Edge, Graph, Node};
pub use records::{
    Body, Claim, Figures, Incident, IndicatorSet, Instrument, Operating, Organisation, Party, Place, Product,
    Provision, Source, State,
};
pub use reference::{Kind, Ref};
pub use screening::{Above, Match, Reason, Screener, Screening};
pub use show::{Section, Shown, ToldPlace};
pub use stats::Stats;
pub use timeline::{Disagreement, Entry};
pub use uuid::uuid_v5;
pub use view::{Beside, Told, ToldSource, View, Why};
pub use vocabulary::{Layer, ListName, Predicate, Rule, Status, Time, Vocabulary};
pub use words::{Tongue, Words};
