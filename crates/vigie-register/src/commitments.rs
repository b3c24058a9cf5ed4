//! Instruments: what they say, who supports them on a day, how many where the names are not known, and who was absent.
//! Support, participation and absence are different things and are never added up.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::date::Hold;
use crate::find::Named;
use crate::records::{Instrument, Provision};
use crate::reference::{Kind, Ref};
use crate::view::{Told, ToldSource, View};
use crate::vocabulary::{ListName, Predicate};
use crate::words::Words;

/// An instrument as it is told.
#[derive(Debug, Clone, Serialize)]
pub struct ToldInstrument {
    /// Which one.
    pub of: Named,
    /// Its kind.
    pub kind: Words,
    /// Whether it binds.
    pub binding: Words,
    /// Whom.
    pub binds: Words,
    /// Its date; a standing list has none.
    pub date: Option<crate::date::Date>,
    /// Who issued it.
    pub issuers: Vec<Named>,
    /// What it says.
    pub provisions: Vec<Provision>,
    /// Anything a reader must know.
    pub note: Option<Words>,
    /// Where it is published.
    pub sources: Vec<ToldSource>,
    /// Supporters named, by kind and name.
    pub supporters: Vec<Told>,
    /// Numbers given.
    pub counts: Vec<Told>,
    /// States that were not among the supporters, or absent, or expected.
    pub others: Vec<Told>,
    /// Those who took part.
    pub participants: Vec<Told>,
    /// Listings and their ends.
    pub entries: Vec<Told>,
    /// Steps in its life.
    pub steps: Vec<Told>,
    /// Rulings, appeals, assessments, and what continues it.
    pub remarks: Vec<Told>,
}

/// Who supports one instrument and not another.
#[derive(Debug, Clone, Serialize)]
pub struct Compared {
    /// The two.
    pub instruments: [Named; 2],
    /// Named supporters of the first alone.
    pub first_only: Vec<Named>,
    /// Named supporters of both.
    pub both: Vec<Named>,
    /// Named supporters of the second alone.
    pub second_only: Vec<Named>,
    /// Of those in one list alone: statements that they were not supporters of the other.
    pub declined: Vec<Told>,
    /// Numbers given for each: names may be missing.
    pub counts: [Vec<Told>; 2],
}

impl View<'_> {
    /// An instrument as it is told on the day.
    pub fn told_instrument(&self, instrument: &Instrument) -> ToldInstrument {
        use Predicate as P;
        let register = self.register;
        let of = Ref::new(Kind::Instrument, &instrument.id);
        let word = |list, word: &String| {
            let told = register.vocabulary.word(list, word);
            told.cloned().unwrap_or_else(|| Words { en: word.clone(), fr: word.clone() })
        };
        let touching = register.touching(&of);
        let provisions: BTreeSet<Ref> =
            instrument.provisions.iter().map(|provision| Ref::new(Kind::Provision, &provision.id)).collect();
        let said = |wanted: &[Predicate]| {
            self.tell_all(touching.iter().copied().filter(|claim| wanted.contains(&claim.predicate)))
        };
        let mut supporters = said(&[P::Supports]);
        supporters.sort_by(|a, b| {
            (a.subject.of.kind, &a.subject.name.en, &a.id).cmp(&(b.subject.of.kind, &b.subject.name.en, &b.id))
        });
        let mut participants = said(&[P::ParticipatedIn, P::EngagesWith]);
        participants.extend(
            self.tell_all(
                provisions
                    .iter()
                    .flat_map(|of| register.said_about(of))
                    .filter(|claim| claim.predicate == P::ParticipatedIn),
            ),
        );
        ToldInstrument {
            kind: word(ListName::InstrumentTypes, &instrument.kind),
            binding: word(ListName::Bindings, &instrument.binding),
            binds: instrument.binds.clone(),
            date: instrument.date,
            issuers: instrument.issuers.iter().map(|issuer| register.named(issuer)).collect(),
            provisions: instrument.provisions.clone(),
            note: instrument.note.at(self.day),
            sources: instrument.sources.iter().filter_map(|id| register.source(id)).map(ToldSource::from).collect(),
            supporters,
            counts: said(&[P::Counts]),
            others: said(&[P::Declines, P::AbsentFrom, P::ExpectedToSupport]),
            participants,
            entries: self.entries_of(&of),
            steps: said(&[P::Milestone]),
            remarks: said(&[P::CourtRuled, P::Appeals, P::AssessedAs, P::BuildsOn]),
            of: register.named(&of),
        }
    }

    /// Those named as supporters of an instrument on the day, each once.
    pub fn supporters(&self, instrument: &Ref) -> BTreeSet<Ref> {
        let supports = self.register.said_about(instrument).filter(|claim| claim.predicate == Predicate::Supports);
        let held = supports.filter(|claim| matches!(self.hold(claim), Hold::Holds | Hold::Perhaps));
        held.map(|claim| claim.subject.clone()).collect()
    }

    /// Who supports one instrument and not another, as far as they are named.
    pub fn compare(&self, first: &Ref, second: &Ref) -> Compared {
        let register = self.register;
        let (one, other) = (self.supporters(first), self.supporters(second));
        let names = |set: Vec<&Ref>| {
            let mut names: Vec<Named> = set.into_iter().map(|of| register.named(of)).collect();
            names.sort_by(|a, b| (a.of.kind, &a.name.en).cmp(&(b.of.kind, &b.name.en)));
            names
        };
        let counts =
            |of: &Ref| {
                self.tell_all(register.said_of(of).filter(|claim| {
                    claim.predicate == Predicate::Counts && claim.counts.as_deref() == Some("supporters")
                }))
            };
        let declined = |of: &Ref, among: &BTreeSet<Ref>| {
            let among = among.clone();
            let said = register.said_about(of);
            self.tell_all(
                said.filter(move |claim| claim.predicate == Predicate::Declines && among.contains(&claim.subject)),
            )
        };
        let first_only: BTreeSet<Ref> = one.difference(&other).cloned().collect();
        let second_only: BTreeSet<Ref> = other.difference(&one).cloned().collect();
        let mut said_absent = declined(second, &first_only);
        said_absent.extend(declined(first, &second_only));
        Compared {
            instruments: [register.named(first), register.named(second)],
            both: names(one.intersection(&other).collect()),
            first_only: names(first_only.iter().collect()),
            second_only: names(second_only.iter().collect()),
            declined: said_absent,
            counts: [counts(first), counts(second)],
        }
    }
}
