//! Listings: of an organisation itself, of the companies of its group, of those it belongs to or that own it. A listing
//! of one says nothing of another; the relation is told with it.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::find::Named;
use crate::reference::{Kind, Ref};
use crate::view::{Told, View};
use crate::vocabulary::Predicate;

/// How a listed organisation stands to the one asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// It is the one asked for.
    Itself,
    /// It belongs to it.
    Member,
    /// It owns it, groups it or preceded it.
    Above,
}

/// Listings of one organisation.
#[derive(Debug, Clone, Serialize)]
pub struct Listing {
    /// Whose.
    pub of: Named,
    /// How it stands to the one asked for.
    pub relation: Relation,
    /// Steps between the two.
    pub steps: usize,
    /// A listing of it is in force on the day.
    pub in_force: bool,
    /// The listings and their ends, by date.
    pub said: Vec<Told>,
}

impl View<'_> {
    /// Listings of something, its members, and what is above it up to a number of steps.
    pub fn listed(&self, of: &Ref, steps: usize) -> Vec<Listing> {
        let mut around = vec![(of.clone(), Relation::Itself, 0)];
        let members = self.members(of);
        around.extend(members.iter().map(|member| (member.clone(), Relation::Member, 1)));
        if of.kind == Kind::Organisation {
            let above = self.above(of, steps).into_iter().filter(|(one, _)| !members.contains(one));
            around.extend(above.map(|(one, steps)| (one, Relation::Above, steps)));
        }
        let listing = |(one, relation, steps): (Ref, Relation, usize)| Listing {
            said: self.tell_all(self.listings(&one)),
            in_force: self.is_listed(&one),
            of: self.register.named(&one),
            relation,
            steps,
        };
        around.into_iter().map(listing).filter(|listing| !listing.said.is_empty()).collect()
    }

    /// Who stands on a list on the day, and who was removed from it.
    pub(crate) fn entries_of(&self, instrument: &Ref) -> Vec<Told> {
        let listing = |predicate| {
            matches!(
                predicate,
                Predicate::ListedIn
                    | Predicate::DelistedFrom
                    | Predicate::PeopleListedIn
                    | Predicate::PeopleDelistedFrom
            )
        };
        self.tell_all(self.register.said_about(instrument).filter(|claim| listing(claim.predicate)))
    }

    /// Listings of organisations that made or sell a product, and of those of their groups, with the relation.
    pub(crate) fn listings_around(&self, makers: &BTreeSet<Ref>) -> Vec<Listing> {
        let mut seen = BTreeSet::new();
        let mut listings: Vec<Listing> = makers.iter().flat_map(|maker| self.listed(maker, 2)).collect();
        listings.sort_by(|a, b| (a.relation, a.steps, &a.of.of).cmp(&(b.relation, b.steps, &b.of.of)));
        listings.retain(|listing| seen.insert(listing.of.of.clone()));
        listings
    }
}
