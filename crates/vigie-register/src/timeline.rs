//! Orders by time: the life of one thing, what is new since a day, and where statements disagree.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::date::{Date, Hold};
use crate::incidents::ToldIncident;
use crate::records::Claim;
use crate::reference::{Kind, Ref};
use crate::view::{Told, View};
use crate::vocabulary::{Predicate, Time};

/// One entry of a timeline.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Entry {
    /// A claim.
    Claim(Box<Told>),
    /// An incident.
    Incident(Box<ToldIncident>),
}

impl Entry {
    /// Where it stands in time.
    pub fn when(&self) -> Option<Date> {
        match self {
            Self::Claim(told) => told.when(),
            Self::Incident(incident) => incident.from.or(incident.to).or(incident.known),
        }
    }

    fn id(&self) -> &str {
        match self {
            Self::Claim(told) => &told.id,
            Self::Incident(incident) => &incident.of.of.id,
        }
    }
}

/// Two statements that disagree, or a statement and its denial.
#[derive(Debug, Clone, Serialize)]
pub struct Disagreement {
    /// What is said, with what stands beside it.
    pub said: Told,
}

fn sorted(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by(|a, b| {
        let key = |entry: &Entry| (entry.when().is_none(), entry.when());
        key(a).cmp(&key(b)).then_with(|| a.id().cmp(b.id()))
    });
    entries
}

impl View<'_> {
    /// The life of one thing: what is said of it and the incidents it is named in, up to the day.
    pub fn timeline(&self, of: &Ref) -> Vec<Entry> {
        let claims = self.tell_all(self.register.touching(of)).into_iter().map(Box::new).map(Entry::Claim);
        let incidents = self.incidents_naming(of).into_iter().map(Box::new).map(Entry::Incident);
        sorted(claims.chain(incidents).collect())
    }

    /// What was asserted, began or was reported from a date on, up to the day.
    pub fn since(&self, from: Date) -> Vec<Entry> {
        let first = from.first();
        let new = |date: Option<Date>| date.is_some_and(|date| date.last() >= first && date.first() <= self.day);
        let claims = self.register.claims.iter().filter(|claim| new(claim.on) || new(claim.from));
        let claims = self.tell_all(claims.filter(|claim| {
            // The version of a catalogue is not news about what it lists without a date.
            let rule = self.register.vocabulary.rule(claim.predicate);
            let lasting = rule.is_some_and(|rule| rule.time == Time::State);
            !(self.register.is_weak(claim) && lasting && !new(claim.from))
        }));
        let incidents =
            self.register.incidents.values().filter(|incident| new(incident.known()) && self.is_known(incident));
        let incidents: Vec<Entry> = incidents.map(|row| Entry::Incident(Box::new(self.incident(row)))).collect();
        sorted(claims.into_iter().map(Box::new).map(Entry::Claim).chain(incidents).collect())
    }

    /// Where statements about something, its products or its members disagree. Each pair is told once.
    pub fn contradictions(&self, of: &Ref) -> Vec<Disagreement> {
        let mut around: BTreeSet<Ref> = self.members(of);
        around.insert(of.clone());
        let made = |claim: &&Claim| matches!(claim.predicate, Predicate::MadeBy | Predicate::Sells);
        let products: Vec<Ref> = around
            .iter()
            .flat_map(|of| self.register.touching(of))
            .filter(made)
            .flat_map(|claim| [Some(claim.subject.clone()), claim.object.clone()])
            .flatten()
            .filter(|of| of.kind == Kind::Product)
            .collect();
        around.extend(products);
        let incidents: Vec<Ref> = around
            .iter()
            .filter(|of| of.kind != Kind::State)
            .flat_map(|of| self.register.touching(of))
            .flat_map(|claim| [Some(claim.subject.clone()), claim.object.clone()])
            .flatten()
            .filter(|of| of.kind == Kind::Incident)
            .collect();
        around.extend(incidents);
        let mut claims: Vec<&Claim> = around.iter().flat_map(|of| self.register.touching(of)).collect();
        claims.sort_by_key(|claim| claim.id.as_str());
        claims.dedup_by_key(|claim| claim.id.as_str());
        self.disagreements(claims)
    }

    /// Every disagreement of the register.
    pub fn all_contradictions(&self) -> Vec<Disagreement> {
        self.disagreements(self.register.claims.iter().collect())
    }

    fn disagreements(&self, claims: Vec<&Claim>) -> Vec<Disagreement> {
        let mut told = BTreeSet::new();
        let mut found = Vec::new();
        for claim in claims {
            // The denial is told beside what it denies, and a delisting beside the listing.
            if claim.predicate == Predicate::Denies || self.hold(claim) == Hold::Later {
                continue;
            }
            let mut said = self.tell(claim);
            said.beside.retain(|beside| {
                let pair = [claim.id.as_str().min(&beside.said.id), claim.id.as_str().max(&beside.said.id)];
                told.insert(pair.map(str::to_owned))
            });
            if !said.beside.is_empty() {
                found.push(Disagreement { said });
            }
        }
        found
    }
}
