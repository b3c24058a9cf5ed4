//! One thing with everything that is said of it, in sections.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::date::Hold;
use crate::find::{NameFrom, Named};
use crate::identifiers::ToldIdentifier;
use crate::incidents::ToldIncident;
use crate::records::{Claim, Operating};
use crate::reference::{Kind, Ref};
use crate::view::{Told, ToldSource, View};
use crate::vocabulary::{Layer, Predicate};
use crate::words::Words;

/// The parts of an answer, in the order they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// Names, founding, end.
    Life,
    /// Owners, holdings, groups.
    Owners,
    /// What it makes and sells; who made it.
    Products,
    /// Listings and their ends.
    Listings,
    /// Courts and prosecutors.
    Courts,
    /// Whom it supplied, where it was seen.
    Supply,
    /// Incidents, attributions, responses.
    Incidents,
    /// Support, absence, participation, steps.
    Commitments,
    /// Denials and own statements.
    Statements,
}

impl Section {
    /// Every section, in order.
    pub const ALL: [Self; 9] = [
        Self::Life,
        Self::Owners,
        Self::Products,
        Self::Listings,
        Self::Courts,
        Self::Supply,
        Self::Incidents,
        Self::Commitments,
        Self::Statements,
    ];

    /// The word used in JSON and in the ids of sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Life => "life",
            Self::Owners => "owners",
            Self::Products => "products",
            Self::Listings => "listings",
            Self::Courts => "courts",
            Self::Supply => "supply",
            Self::Incidents => "incidents",
            Self::Commitments => "commitments",
            Self::Statements => "statements",
        }
    }

    /// Where a claim belongs.
    pub fn of(predicate: Predicate) -> Self {
        use Predicate as P;
        match predicate {
            P::KnownAs | P::Founded | P::CeasedActivity | P::SucceededBy => Self::Life,
            P::Owns | P::OwnedBy | P::Acquired | P::Manages | P::InvestedIn | P::MemberOf | P::LinkedTo => Self::Owners,
            P::MadeBy | P::Sells | P::DistinctFrom => Self::Products,
            P::ListedIn | P::DelistedFrom | P::PeopleListedIn | P::PeopleDelistedFrom => Self::Listings,
            P::FoundLiable | P::CourtRuled | P::Appeals | P::PeopleCharged | P::PeopleConvicted | P::PeopleSettled => {
                Self::Courts
            }
            P::Supplied | P::EndedSupply | P::DeployedIn => Self::Supply,
            P::UsedIn
            | P::AttributedTo
            | P::SuspectedOperator
            | P::RespondedTo
            | P::Notified
            | P::RemovedAccountsOf => Self::Incidents,
            P::Supports
            | P::Declines
            | P::AbsentFrom
            | P::ParticipatedIn
            | P::ExpectedToSupport
            | P::EngagesWith
            | P::BuildsOn
            | P::Milestone
            | P::Counts
            | P::AssessedAs => Self::Commitments,
            P::Denies | P::StatesThat => Self::Statements,
        }
    }
}

/// A layer of the market, with the product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToldPlace {
    /// The layer.
    pub layer: Layer,
    /// Its name.
    pub name: Words,
    /// The product, if it has a name here.
    pub product: Option<Named>,
}

/// One thing, with everything that is said of it.
#[derive(Debug, Clone, Serialize)]
pub struct Shown {
    /// What it is.
    pub of: Named,
    /// Its kind, in words.
    pub kind: Option<Words>,
    /// Its other names.
    pub names: Vec<(String, NameFrom)>,
    /// Countries.
    pub countries: Vec<Named>,
    /// Layers of the market.
    pub layers: Vec<ToldPlace>,
    /// Whether it is in business, as last stated.
    pub operating: Option<(Words, Operating)>,
    /// Numbers under which others know it.
    pub identifiers: Vec<ToldIdentifier>,
    /// Anything a reader must know.
    pub note: Option<Words>,
    /// What is said, by section.
    pub sections: Vec<(Section, Vec<Told>)>,
    /// Listings of the companies of this group.
    pub member_listings: Vec<Told>,
    /// Incidents it is named in.
    pub incidents: Vec<ToldIncident>,
    /// Claims that come after the day and are left out.
    pub later: usize,
}

impl<'r> View<'r> {
    /// One thing with everything that is said of it.
    pub fn show(&self, of: &Ref) -> Shown {
        let register = self.register;
        let touching = register.touching(of);
        let later = touching.iter().filter(|claim| self.hold(claim) == Hold::Later).count();
        let mut sections = Vec::new();
        for section in Section::ALL {
            let told = self.tell_all(touching.iter().copied().filter(|claim| Section::of(claim.predicate) == section));
            if !told.is_empty() {
                sections.push((section, told));
            }
        }
        Shown {
            of: register.named(of),
            kind: self.kind_of(of),
            names: register.names(of).into_iter().filter(|(_, from)| *from != NameFrom::Name).collect(),
            countries: self.countries_of(of),
            layers: self.layers_of(&of.id, of.kind),
            operating: self.operating_of(of),
            identifiers: self.identifiers_of(of),
            note: self.note_of(of),
            sections,
            member_listings: self.tell_all(self.members(of).iter().flat_map(|member| self.listings(member))),
            incidents: self.incidents_naming(of),
            later,
        }
    }

    /// The organisations that belong to a group, directly or through another.
    pub(crate) fn members(&self, of: &Ref) -> BTreeSet<Ref> {
        let mut members = BTreeSet::new();
        let mut pending = vec![of.clone()];
        while let Some(group) = pending.pop() {
            let said = self.register.said_about(&group);
            for claim in said.filter(|claim| claim.predicate == Predicate::MemberOf && self.is_in_view(claim)) {
                if claim.subject != *of && members.insert(claim.subject.clone()) {
                    pending.push(claim.subject.clone());
                }
            }
        }
        members
    }

    /// Listings of something, with those of people linked to it, and their ends.
    pub(crate) fn listings(&self, of: &Ref) -> impl Iterator<Item = &'r Claim> + use<'r> {
        self.register.said_of(of).filter(|claim| Section::of(claim.predicate) == Section::Listings)
    }

    pub(crate) fn layers_of(&self, id: &str, kind: Kind) -> Vec<ToldPlace> {
        let register = self.register;
        let organisation = register.organisations.get(id).filter(|_| kind == Kind::Organisation);
        let places = organisation.map_or(&[][..], |row| &row.layers);
        places
            .iter()
            .map(|place| ToldPlace {
                layer: place.layer,
                name: register.vocabulary.layer(place.layer),
                product: place.product.as_ref().map(|id| register.named(&Ref::new(Kind::Product, id))),
            })
            .collect()
    }

    fn kind_of(&self, of: &Ref) -> Option<Words> {
        use crate::vocabulary::ListName as L;
        let (register, id) = (self.register, of.id.as_str());
        let word = |list, kind: &str| register.vocabulary.word(list, kind).cloned();
        match of.kind {
            Kind::Organisation => word(L::OrganisationKinds, &register.organisations.get(id)?.kind),
            Kind::Product => register.vocabulary.product_kind(&register.products.get(id)?.kind),
            Kind::Incident => word(L::IncidentClasses, &register.incidents.get(id)?.kind),
            Kind::Instrument => word(L::InstrumentTypes, &register.instruments.get(id)?.kind),
            Kind::Provision => word(L::ProvisionKinds, &register.provision(id)?.1.kind),
            Kind::Party => word(L::PartyKinds, &register.parties.get(id)?.kind),
            Kind::Group | Kind::State | Kind::Source => None,
        }
    }

    fn countries_of(&self, of: &Ref) -> Vec<Named> {
        let id = of.id.as_str();
        let countries: &[String] = match of.kind {
            Kind::Organisation => self.register.organisations.get(id).map_or(&[], |row| &row.countries),
            Kind::Party => self.register.parties.get(id).map_or(&[], |row| &row.countries),
            Kind::Incident => self.register.incidents.get(id).map_or(&[], |row| &row.countries),
            _ => &[],
        };
        countries.iter().map(|id| self.register.named(&Ref::new(Kind::State, id))).collect()
    }

    fn operating_of(&self, of: &Ref) -> Option<(Words, Operating)> {
        use crate::vocabulary::ListName::OperatingStatuses;
        let row = self.register.organisations.get(&of.id).filter(|_| of.kind == Kind::Organisation)?;
        let operating = row.operating.clone()?;
        // What a source said of a later day is no answer for this one.
        let said = operating.as_of.is_none_or(|as_of| Hold::since(as_of, self.day) != Hold::Later);
        let word = self.register.vocabulary.word(OperatingStatuses, &operating.value)?;
        said.then(|| (word.clone(), operating))
    }

    fn identifiers_of(&self, of: &Ref) -> Vec<ToldIdentifier> {
        use crate::vocabulary::ListName::IdentifierSchemes;
        let register = self.register;
        let row = register.organisations.get(&of.id).filter(|_| of.kind == Kind::Organisation);
        let told = row.map_or(&[][..], |row| &row.identifiers).iter().map(|one| ToldIdentifier {
            scheme: one.scheme.clone(),
            name: register
                .vocabulary
                .word(IdentifierSchemes, &one.scheme)
                .cloned()
                .unwrap_or_else(|| Words { en: one.scheme.clone(), fr: one.scheme.clone() }),
            value: one.value.clone(),
            country: one.country.as_ref().map(|id| register.named(&Ref::new(Kind::State, id))),
            sources: one.sources.iter().filter_map(|id| register.source(id)).map(ToldSource::from).collect(),
        });
        told.collect()
    }

    fn note_of(&self, of: &Ref) -> Option<Words> {
        let (register, id) = (self.register, of.id.as_str());
        match of.kind {
            Kind::Organisation => register.organisations.get(id)?.note.at(self.day),
            Kind::Product => register.products.get(id)?.note.at(self.day),
            Kind::Incident => register.incidents.get(id)?.note.at(self.day),
            Kind::Instrument => register.instruments.get(id)?.note.at(self.day),
            Kind::Provision => register.provision(id).map(|(_, row)| row.text.clone()),
            Kind::Party | Kind::Group | Kind::State | Kind::Source => None,
        }
    }
}
