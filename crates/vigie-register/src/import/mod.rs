//! Lists of others against the register: a cluster file of a MISP galaxy, FollowTheMoney entities, a table. What comes
//! out is a list to be reviewed by a person; nothing is merged, and nothing is written into the register.
//!
//! A foreign row is *same* where one of its names is, folded, a name of exactly one organisation here and nothing speaks
//! against it; *conflicting* where something does (see [`Conflict`]); *similar* where a name reaches the threshold of
//! the screening; *new* otherwise. Natural persons are counted and left out: the register names none. Descriptions are
//! not carried over, because they name persons.
//!
//! Rows are read one at a time, in bounded memory; a row that cannot be read is counted, with its line.

mod cells;
mod ftm;
mod lines;
mod misp;
mod review;
mod sheet;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};

use serde::Serialize;

use crate::find::{NameFrom, Named};
use crate::identifiers::{Met, canonical, is_lei};
use crate::reference::{Kind, Ref};
use crate::screening::{Alike, Screener};

pub use review::{review_head, review_line, review_row};
pub use sheet::{SheetRow, sheet};
pub use table::Mapping;

/// What a list is written in.
#[derive(Debug, Clone)]
pub enum Form {
    /// A cluster file of a MISP galaxy, such as `surveillance-vendor.json`.
    Misp,
    /// FollowTheMoney entities, one JSON object per line.
    Ftm,
    /// A table with a head.
    Csv(Mapping),
}

/// Why a list cannot be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// It cannot be read, or the review list cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is not what its format says, or larger than this format ever is.
    #[error("{0}")]
    Format(String),
}

/// A row of a list, as far as it is compared.
#[derive(Debug, Default)]
struct Foreign {
    /// Line, or number of the row in a file that is one value.
    place: u64,
    id: String,
    /// The name first.
    names: Vec<String>,
    /// ISO 3166-1 codes, or what stands there.
    countries: BTreeSet<String>,
    /// Other ids it bears: those of the list, its LEI, its numbers in company registers.
    identifiers: Vec<String>,
}

/// What became of a row before it was compared.
enum Row {
    Organisation(Foreign),
    Person,
    Other,
    Unreadable(u64),
}

/// What a row is to the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// A name or an id of exactly one organisation here, and nothing speaks against it.
    Same,
    /// Names that resemble each other.
    Similar,
    /// The same name or id, and something speaks against it.
    Conflicting,
    /// Nothing like it here.
    New,
}

impl Verdict {
    /// The word of the review list.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Similar => "similar",
            Self::Conflicting => "conflicting",
            Self::New => "new",
        }
    }
}

/// What speaks against taking a row for the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Conflict {
    /// No country of the one is a country of the other.
    Country,
    /// Here the name is that of a product.
    Kind,
    /// Its names are those of several things here.
    SeveralHere,
    /// An earlier row of the list is the same already.
    SeveralThere,
    /// Both bear an LEI, and not the same one.
    Lei,
}

impl Conflict {
    /// The word of the review list.
    pub fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Kind => "kind",
            Self::SeveralHere => "several-here",
            Self::SeveralThere => "several-there",
            Self::Lei => "lei",
        }
    }
}

/// Something of the register that a row may stand for.
#[derive(Debug, Clone, Serialize)]
pub struct Candidate {
    /// What.
    pub of: Named,
    /// 0 to 100.
    pub score: u8,
    /// It was met by an id.
    pub by_identifier: bool,
    /// The id alone says that it is the same: it is ours, holds worldwide, or is of a country that the row names. Two
    /// companies of two countries may bear one number.
    #[serde(skip)]
    settled: bool,
    /// The name of the row that met it.
    pub there: String,
    /// The name of the register that was met.
    pub here: String,
    /// Where that name comes from.
    pub from: NameFrom,
    /// Word for word the same.
    pub identical: bool,
    /// Words as they were paired, with the likeness of each pair.
    pub pairs: Vec<(String, String, u8)>,
    /// Countries it has here.
    pub countries: Vec<String>,
}

/// A row with its verdict.
#[derive(Debug, Clone, Serialize)]
pub struct Reviewed {
    /// Line, or number of the row in a file that is one value.
    pub place: u64,
    /// Its id in the list.
    pub id: String,
    /// Its names, the name first.
    pub names: Vec<String>,
    /// Its countries.
    pub countries: BTreeSet<String>,
    /// What it is to the register.
    pub verdict: Verdict,
    /// What speaks against taking it for the same.
    pub conflicts: BTreeSet<Conflict>,
    /// What it may stand for, the most alike first.
    pub candidates: Vec<Candidate>,
}

/// How many rows became what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Rows read.
    pub rows: u64,
    /// By verdict.
    pub verdicts: BTreeMap<Verdict, u64>,
    /// Natural persons, left out.
    pub persons: u64,
    /// Other things, left out.
    pub others: u64,
    /// Organisations without a name, left out.
    pub nameless: u64,
    /// Rows that could not be read.
    pub unreadable: u64,
    /// The first of them, by line.
    pub unreadable_lines: Vec<u64>,
}

/// Unreadable lines that are named.
const NAMED_LINES: usize = 20;

/// Compares a list with the register, row by row. `see` gets each row with its verdict; `read` the bytes read so far.
pub fn import(
    from: &mut dyn BufRead,
    form: &Form,
    screener: &Screener<'_>,
    see: &mut dyn FnMut(&Reviewed) -> io::Result<()>,
    read: &mut dyn FnMut(u64),
) -> Result<Tally, ImportError> {
    let mut reviewer = Reviewer { screener, taken: BTreeMap::new(), tally: Tally::default(), see };
    let mut row = |row: Row| reviewer.row(row);
    match form {
        Form::Misp => misp::rows(from, &mut row, read)?,
        Form::Ftm => ftm::rows(from, &mut row, read)?,
        Form::Csv(mapping) => table::rows(from, mapping, screener.view().register(), &mut row, read)?,
    }
    Ok(reviewer.tally)
}

struct Reviewer<'i, 'r> {
    screener: &'i Screener<'r>,
    /// What earlier rows were taken for. It holds at most what the register holds.
    taken: BTreeMap<Ref, u64>,
    tally: Tally,
    see: &'i mut dyn FnMut(&Reviewed) -> io::Result<()>,
}

impl Reviewer<'_, '_> {
    fn row(&mut self, row: Row) -> io::Result<()> {
        self.tally.rows += 1;
        match row {
            Row::Person => self.tally.persons += 1,
            Row::Other => self.tally.others += 1,
            Row::Unreadable(line) => {
                self.tally.unreadable += 1;
                if self.tally.unreadable_lines.len() < NAMED_LINES {
                    self.tally.unreadable_lines.push(line);
                }
            }
            Row::Organisation(foreign) if foreign.names.is_empty() => self.tally.nameless += 1,
            Row::Organisation(foreign) => {
                let reviewed = self.review(foreign);
                *self.tally.verdicts.entry(reviewed.verdict).or_default() += 1;
                (self.see)(&reviewed)?;
            }
        }
        Ok(())
    }

    fn review(&mut self, foreign: Foreign) -> Reviewed {
        let mut candidates = self.candidates(&foreign);
        let met: Vec<&Candidate> = candidates.iter().filter(|one| one.identical || one.settled).collect();
        let mut conflicts = BTreeSet::new();
        if met.len() > 1 {
            conflicts.insert(Conflict::SeveralHere);
        }
        for one in &met {
            let apart = |code: &String| !foreign.countries.contains(code);
            if !foreign.countries.is_empty() && !one.countries.is_empty() && one.countries.iter().all(apart) {
                conflicts.insert(Conflict::Country);
            }
            if self.leis_differ(&foreign, &one.of.of) {
                conflicts.insert(Conflict::Lei);
            }
            if one.of.of.kind == Kind::Product {
                conflicts.insert(Conflict::Kind);
            }
            if self.taken.contains_key(&one.of.of) {
                conflicts.insert(Conflict::SeveralThere);
            }
        }
        let verdict = match (met.is_empty(), conflicts.is_empty(), candidates.is_empty()) {
            (false, true, _) => Verdict::Same,
            (false, false, _) => Verdict::Conflicting,
            (true, _, false) => Verdict::Similar,
            (true, _, true) => Verdict::New,
        };
        for one in met {
            self.taken.entry(one.of.of.clone()).or_insert(foreign.place);
        }
        candidates.sort_by(|a, b| {
            (b.by_identifier, b.identical, b.score, &a.of.of).cmp(&(a.by_identifier, a.identical, a.score, &b.of.of))
        });
        let Foreign { place, id, names, countries, .. } = foreign;
        Reviewed { place, id, names, countries, verdict, conflicts, candidates }
    }

    /// What the names and ids of a row meet, each thing once, with the name that meets it best.
    fn candidates(&self, foreign: &Foreign) -> Vec<Candidate> {
        let register = self.screener.view().register();
        let mut best: BTreeMap<Ref, Candidate> = BTreeMap::new();
        let candidate = |alike: &Alike, there: &str| Candidate {
            of: register.named(&alike.of),
            score: alike.score,
            by_identifier: false,
            settled: false,
            there: there.to_owned(),
            here: alike.reason.name.clone(),
            from: alike.reason.from,
            identical: alike.reason.identical,
            pairs: alike.reason.pairs.clone(),
            countries: register.countries(&alike.of).to_vec(),
        };
        for name in &foreign.names {
            for alike in self.screener.alike(name) {
                let better = best
                    .get(&alike.of)
                    .is_none_or(|known| (known.identical, known.score) < (alike.reason.identical, alike.score));
                if better {
                    best.insert(alike.of.clone(), candidate(&alike, name));
                }
            }
        }
        let ids = foreign.identifiers.iter().chain([&foreign.id]);
        for (there, ById { of, here, country }) in
            ids.flat_map(|id| register.by_identifier(id).into_iter().map(move |met| (id, met)))
        {
            let met = best.entry(of.clone()).or_insert_with(|| Candidate {
                score: 100,
                by_identifier: true,
                settled: false,
                there: there.clone(),
                here,
                from: NameFrom::Identifier,
                identical: false,
                pairs: Vec::new(),
                countries: register.countries(&of).to_vec(),
                of: register.named(&of),
            });
            met.by_identifier = true;
            met.settled |= country.is_none_or(|country| foreign.countries.contains(country));
        }
        best.into_values().collect()
    }
}

/// What an id stands for.
struct ById<'r> {
    of: Ref,
    /// The id as it is written here.
    here: String,
    /// Where the id counts, if not everywhere.
    country: Option<&'r str>,
}

impl Reviewer<'_, '_> {
    /// Whether a row and an organisation each bear an LEI, and none in common: a company has one.
    fn leis_differ(&self, foreign: &Foreign, of: &Ref) -> bool {
        let numbers = foreign.identifiers.iter().filter_map(|id| canonical(id));
        let there: Vec<String> = numbers.filter(|number| is_lei(number)).collect();
        let mut here = self.screener.view().register().leis(of).peekable();
        !there.is_empty() && here.peek().is_some() && !here.any(|lei| there.iter().any(|other| other == lei))
    }
}

impl crate::load::Register {
    /// The countries of an organisation or party.
    fn countries(&self, of: &Ref) -> &[String] {
        match of.kind {
            Kind::Organisation => self.organisations.get(&of.id).map_or(&[], |row| &row.countries),
            Kind::Party => self.parties.get(&of.id).map_or(&[], |row| &row.countries),
            _ => &[],
        }
    }

    /// What an id of another list stands for: a reference of ours, also as our own exports spell it, or a number under
    /// which an organisation is known.
    fn by_identifier(&self, id: &str) -> Vec<ById<'_>> {
        if let Some(of) = self.own(id) {
            return vec![ById { here: of.to_string(), of, country: None }];
        }
        let met = self.identified(id).into_iter();
        met.map(|Met { of, number }| ById { of, here: number.written(), country: number.country.as_deref() }).collect()
    }

    fn own(&self, id: &str) -> Option<Ref> {
        if let Ok(of) = id.parse::<Ref>() {
            return self.has(&of).then_some(of);
        }
        let (kind, id) = id.strip_prefix("vigie-")?.split_once('-')?;
        let kind = [Kind::Organisation, Kind::Party].into_iter().find(|known| known.name() == kind)?;
        let of = Ref::new(kind, id);
        self.has(&of).then_some(of)
    }
}
