//! The register as of a day, and a claim as it is told on that day: with its names, its status, its sources, whether it
//! holds, and what stands beside it. A denial or a delisting stands beside its accusation whatever the day: leaving it
//! out because it came later would leave the accusation alone.

use serde::Serialize;

use crate::date::{Date, Day, Hold};
use crate::find::Named;
use crate::load::Register;
use crate::records::{Claim, Figures, Source};
use crate::reference::Kind;
use crate::show::Section;
use crate::vocabulary::{Predicate, Status, Time};
use crate::words::{Tongue, Words};

/// The register as of a day.
#[derive(Debug, Clone, Copy)]
pub struct View<'r> {
    pub(crate) register: &'r Register,
    pub(crate) day: Day,
}

/// A source as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToldSource {
    /// Id.
    pub id: String,
    /// Who published it.
    pub publisher: String,
    /// Title or description.
    pub name: String,
    /// When, if stated.
    pub date: Option<Date>,
    /// Kind.
    pub kind: String,
    /// Address.
    pub url: String,
    /// It only rewrites, copies or catalogues others.
    pub weak: bool,
    /// When the project last read it.
    pub read: Option<Date>,
}

impl From<&Source> for ToldSource {
    fn from(source: &Source) -> Self {
        Self {
            id: source.id.clone(),
            publisher: source.publisher.clone(),
            name: source.name.clone(),
            date: source.date,
            kind: source.kind.clone(),
            url: source.url.clone(),
            weak: source.is_weak(),
            read: source.read,
        }
    }
}

/// Why one claim stands beside another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The party named denies it.
    Denial,
    /// The listing was removed.
    Delisting,
    /// The two disagree.
    Contradiction,
}

/// A claim beside another.
#[derive(Debug, Clone, Serialize)]
pub struct Beside {
    /// Why it stands there.
    pub why: Why,
    /// The claim.
    pub said: Told,
}

/// A claim as it is told on a day.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// Id of the claim.
    pub id: String,
    /// Of what.
    pub subject: Named,
    /// What is said.
    pub predicate: Predicate,
    /// With regard to what.
    pub object: Option<Named>,
    /// The sentence.
    pub sentence: Words,
    /// The status.
    pub status: Status,
    /// The status word for a reader.
    pub status_word: Words,
    /// Who asserts it.
    pub by: Vec<Named>,
    /// When it was asserted.
    pub on: Option<Date>,
    /// From when it holds.
    pub from: Option<Date>,
    /// Until when.
    pub to: Option<Date>,
    /// Whether it holds on the day.
    pub hold: Hold,
    /// One or two sentences.
    pub note: Option<Words>,
    /// The other name, with its kind, for `known_as`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_name: Option<(String, String)>,
    /// The event, for `milestone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// What is counted, for `counts`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<String>,
    /// Numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<Figures>,
    /// What it concerns besides.
    pub about: Vec<Named>,
    /// Every source is a rewrite, a copy or a catalogue.
    pub weak: bool,
    /// Where it is published.
    pub sources: Vec<ToldSource>,
    /// Primaries that a weak source names.
    pub cites: Vec<String>,
    /// Denials, delistings and contradictions.
    pub beside: Vec<Beside>,
}

impl Told {
    /// The date it stands under in a timeline.
    pub fn when(&self) -> Option<Date> {
        self.from.or(self.on)
    }

    /// `2019 – 2021`, `2025 –`, or the day it was said. Only what lasts has an open end.
    pub fn dates(&self) -> String {
        let lasts = !matches!(Section::of(self.predicate), Section::Courts | Section::Incidents | Section::Statements)
            && !matches!(self.predicate, Predicate::DelistedFrom | Predicate::PeopleDelistedFrom);
        match (self.from, self.to, self.on) {
            (Some(from), None, _) if !lasts => from.to_string(),
            (Some(from), Some(to), _) => format!("{from} – {to}"),
            (Some(from), None, _) => format!("{from} –"),
            (None, Some(to), _) => format!("– {to}"),
            (None, None, Some(on)) => on.to_string(),
            (None, None, None) => "–".to_owned(),
        }
    }
}

impl Register {
    /// The register as of a day.
    pub fn as_of(&self, day: Day) -> View<'_> {
        View { register: self, day }
    }
}

impl<'r> View<'r> {
    /// The day.
    pub fn day(&self) -> Day {
        self.day
    }

    /// The register.
    pub fn register(&self) -> &'r Register {
        self.register
    }

    /// Whether a claim holds on the day.
    pub fn hold(&self, claim: &Claim) -> Hold {
        let time = self.register.vocabulary.rule(claim.predicate).map_or(Time::Act, |rule| rule.time);
        match (time, claim.from, claim.on) {
            (_, Some(from), _) => Hold::between(Some(from), claim.to, self.day),
            (Time::Act, None, Some(on)) => Hold::between(Some(on), claim.to, self.day),
            // Nobody said when it began: before it was said, it may have held or not.
            (Time::State, None, Some(on)) => match Hold::between(Some(on), claim.to, self.day) {
                Hold::Later => Hold::Perhaps,
                other => other,
            },
            (_, None, None) => {
                // What is said with regard to an instrument did not hold before there was one.
                let instrument = claim.object.as_ref().filter(|of| of.kind == Kind::Instrument);
                let made = instrument.and_then(|of| self.register.instruments.get(&of.id)?.date);
                match Hold::between(made, claim.to, self.day) {
                    Hold::Holds => Hold::Perhaps,
                    other => other,
                }
            }
        }
    }

    /// Whether a claim belongs into an answer of the day: what comes later does not.
    pub(crate) fn is_in_view(&self, claim: &Claim) -> bool {
        self.hold(claim) != Hold::Later
    }

    /// A claim as it is told, with what stands beside it.
    pub fn tell(&self, claim: &Claim) -> Told {
        let mut told = self.alone(claim);
        told.beside = self.beside(claim);
        told
    }

    /// Several, in the order of their dates.
    pub(crate) fn tell_all(&self, claims: impl IntoIterator<Item = &'r Claim>) -> Vec<Told> {
        let mut told: Vec<Told> =
            claims.into_iter().filter(|claim| self.is_in_view(claim)).map(|claim| self.tell(claim)).collect();
        told.sort_by_key(|told| (told.when().is_none(), told.when(), told.id.clone()));
        told
    }

    fn alone(&self, claim: &Claim) -> Told {
        let register = self.register;
        let subject = register.named(&claim.subject);
        let object = claim.object.as_ref().map(|object| register.named(object));
        let sentence = |tongue| {
            let object = object.as_ref().map(|object| object.name.get(tongue));
            let subject = subject.name.get(tongue);
            register
                .vocabulary
                .rule(claim.predicate)
                .map_or_else(|| claim.predicate.name().to_owned(), |rule| rule.tell(tongue, subject, object))
        };
        Told {
            id: claim.id.clone(),
            predicate: claim.predicate,
            sentence: Words { en: sentence(Tongue::En), fr: sentence(Tongue::Fr) },
            status: claim.status,
            status_word: register.vocabulary.status(claim.status),
            by: claim.by.iter().map(|by| register.named(by)).collect(),
            on: claim.on,
            from: claim.from,
            to: claim.to,
            hold: self.hold(claim),
            note: claim.note.at(self.day),
            other_name: claim.name.clone().zip(claim.name_kind.clone()),
            event: claim.event.clone(),
            counts: claim.counts.clone(),
            figures: claim.figures.clone(),
            about: claim.about.iter().map(|about| register.named(about)).collect(),
            weak: register.is_weak(claim),
            sources: claim.sources.iter().filter_map(|id| register.source(id)).map(ToldSource::from).collect(),
            cites: claim.cites.clone(),
            beside: Vec::new(),
            subject,
            object,
        }
    }

    fn beside(&self, claim: &Claim) -> Vec<Beside> {
        let register = self.register;
        let mut beside: Vec<(Why, &Claim)> = Vec::new();
        for other in claim.contradicts.iter().filter_map(|id| register.claim(id)) {
            let why = match other.status {
                Status::Denied => Why::Denial,
                _ => Why::Contradiction,
            };
            beside.push((why, other));
        }
        let removed = match claim.predicate {
            Predicate::ListedIn => Some(Predicate::DelistedFrom),
            Predicate::PeopleListedIn => Some(Predicate::PeopleDelistedFrom),
            _ => None,
        };
        if let Some(removed) = removed {
            let same = |other: &&Claim| other.predicate == removed && other.object == claim.object;
            beside.extend(register.said_of(&claim.subject).filter(same).map(|other| (Why::Delisting, other)));
        }
        // Whoever denies an incident denies what ties anybody to it.
        let incidents = [Some(&claim.subject), claim.object.as_ref()].into_iter().flatten();
        if claim.predicate != Predicate::Denies {
            for incident in incidents.filter(|of| of.kind == Kind::Incident) {
                let denials = register.said_about(incident).filter(|other| other.predicate == Predicate::Denies);
                beside.extend(denials.map(|other| (Why::Denial, other)));
            }
        }
        beside.sort_by_key(|(why, other)| (*why, other.id.as_str()));
        beside.dedup_by_key(|(_, other)| other.id.as_str());
        beside.into_iter().map(|(why, other)| Beside { why, said: self.alone(other) }).collect()
    }
}
