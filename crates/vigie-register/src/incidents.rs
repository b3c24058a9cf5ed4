//! Incidents: what was found or done, to whom in kind, with which tool, and who denies it.

use serde::Serialize;

use crate::date::{Date, Hold};
use crate::find::Named;
use crate::records::Incident;
use crate::reference::{Kind, Ref};
use crate::view::{Told, ToldSource, View};
use crate::vocabulary::{ListName, Predicate, Status};
use crate::words::Words;

/// An incident as it is told.
#[derive(Debug, Clone, Serialize)]
pub struct ToldIncident {
    /// Which one.
    pub of: Named,
    /// Start, if stated.
    pub from: Option<Date>,
    /// End, or the latest it can be.
    pub to: Option<Date>,
    /// When it was reported, or known by.
    pub known: Option<Date>,
    /// Its kind.
    pub kind: Words,
    /// Kinds of targets.
    pub targets: Vec<Words>,
    /// Countries named.
    pub countries: Vec<Named>,
    /// Tools.
    pub products: Vec<Named>,
    /// How well it stands.
    pub status: Status,
    /// The status word.
    pub status_word: Words,
    /// Every source is a rewrite, a copy or a catalogue.
    pub weak: bool,
    /// Anything a reader must know.
    pub note: Option<Words>,
    /// Provisions that speak about its subject.
    pub touches: Vec<Named>,
    /// Where it is told.
    pub sources: Vec<ToldSource>,
    /// Denials of it.
    pub denials: Vec<Told>,
}

/// Which incidents are wanted; everything where nothing is named.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// With this product.
    pub product: Option<String>,
    /// In or ascribed to this state.
    pub state: Option<String>,
    /// Of this kind.
    pub kind: Option<String>,
    /// Happening or reported in this year.
    pub year: Option<u16>,
}

impl View<'_> {
    /// An incident as it is told.
    pub fn incident(&self, incident: &Incident) -> ToldIncident {
        let register = self.register;
        let of = Ref::new(Kind::Incident, &incident.id);
        let named = |kind, ids: &[String]| ids.iter().map(|id| register.named(&Ref::new(kind, id))).collect::<Vec<_>>();
        let word = |list, word: &String| {
            let told = register.vocabulary.word(list, word);
            told.cloned().unwrap_or_else(|| Words { en: word.clone(), fr: word.clone() })
        };
        let status = self.status_of(incident, &of);
        let denials = register.said_about(&of).filter(|claim| claim.predicate == Predicate::Denies);
        ToldIncident {
            from: incident.from,
            to: incident.to,
            known: incident.known(),
            kind: word(ListName::IncidentClasses, &incident.kind),
            targets: incident.targets.iter().map(|target| word(ListName::TargetKinds, target)).collect(),
            countries: named(Kind::State, &incident.countries),
            products: named(Kind::Product, &incident.products),
            status,
            status_word: register.vocabulary.status(status),
            weak: incident.sources.iter().all(|id| register.source(id).is_some_and(crate::records::Source::is_weak)),
            note: incident.note.at(self.day),
            touches: named(Kind::Provision, &incident.touches),
            sources: incident.sources.iter().filter_map(|id| register.source(id)).map(ToldSource::from).collect(),
            // A denial stands beside what it denies, whatever the day.
            denials: denials.map(|claim| self.tell(claim)).collect(),
            of: register.named(&of),
        }
    }

    /// How well it stood on the day: a judgment of a later day is not told yet.
    fn status_of(&self, incident: &Incident, of: &Ref) -> Status {
        let same = |claim: &&&crate::records::Claim| claim.status == incident.status;
        let touching = self.register.touching(of);
        let said = touching.iter().filter(same).count();
        let in_view = touching.iter().filter(same).filter(|claim| self.is_in_view(claim)).count();
        if said > 0 && in_view == 0 { Status::Reported } else { incident.status }
    }

    /// Whether an incident was known on the day.
    pub fn is_known(&self, incident: &Incident) -> bool {
        incident.known().is_none_or(|known| Hold::since(known, self.day) != Hold::Later)
    }

    fn tell_incidents<'i>(&self, incidents: impl Iterator<Item = &'i Incident>) -> Vec<ToldIncident> {
        let mut told: Vec<ToldIncident> =
            incidents.filter(|incident| self.is_known(incident)).map(|incident| self.incident(incident)).collect();
        told.sort_by_key(|incident| {
            let when = incident.from.or(incident.to).or(incident.known);
            (when.is_none(), when, incident.of.of.clone())
        });
        told
    }

    /// The incidents that are wanted, by date.
    pub fn incidents(&self, wanted: &Wanted) -> Vec<ToldIncident> {
        self.tell_incidents(self.register.incidents.values().filter(|incident| self.is_wanted(incident, wanted)))
    }

    fn is_wanted(&self, incident: &Incident, wanted: &Wanted) -> bool {
        let has = |list: &[String], id: &Option<String>| id.as_ref().is_none_or(|id| list.contains(id));
        let state = wanted.state.as_ref().is_none_or(|state| {
            let of = Ref::new(Kind::Incident, &incident.id);
            let state = Ref::new(Kind::State, state);
            incident.countries.contains(&state.id)
                || self
                    .register
                    .said_of(&of)
                    .any(|claim| self.is_in_view(claim) && self.leads_to(claim.object.as_ref(), &state))
        });
        let year = wanted.year.is_none_or(|year| {
            let first = incident.from.or(incident.to).or(incident.known()).map_or(0, Date::year);
            let last = incident.to.or(incident.from).or(incident.known()).map_or(0, Date::year);
            (first..=last).contains(&year) || incident.reported_on.is_some_and(|on| on.year() == year)
        });
        has(&incident.products, &wanted.product)
            && state
            && wanted.kind.as_ref().is_none_or(|kind| *kind == incident.kind)
            && year
    }

    /// A state, or one of its bodies.
    fn leads_to(&self, object: Option<&Ref>, state: &Ref) -> bool {
        object.is_some_and(|object| {
            let body = self.register.organisations.get(&object.id).filter(|_| object.kind == Kind::Organisation);
            object == state || body.is_some_and(|row| row.kind == "state-body" && row.countries.contains(&state.id))
        })
    }

    /// The incidents that name something, or a product it makes.
    pub(crate) fn incidents_naming(&self, of: &Ref) -> Vec<ToldIncident> {
        let names = |incident: &&Incident| match of.kind {
            Kind::Organisation => incident.organisations.contains(&of.id),
            Kind::Product => incident.products.contains(&of.id),
            Kind::Party => incident.parties.contains(&of.id),
            Kind::State => incident.countries.contains(&of.id),
            Kind::Provision => incident.touches.contains(&of.id),
            Kind::Incident | Kind::Instrument | Kind::Group | Kind::Source => false,
        };
        self.tell_incidents(self.register.incidents.values().filter(names))
    }
}
