//! From the malware names of findings to what is known about the tools: who made and sold them, which listings were in
//! force on the day, comparable incidents, the provisions that speak about such tools, and the bodies that take
//! reports. A name that several products bear is told as such; a name without a product is told too.
//!
//! Nothing here says who used a tool: a trace of a tool on a device is not a statement about its operator, nor about
//! what its maker knew.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::date::{Date, Hold};
use crate::find::{Named, folded};
use crate::incidents::ToldIncident;
use crate::listed::Listing;
use crate::load::Register;
use crate::records::Body;
use crate::reference::{Kind, Ref};
use crate::show::ToldPlace;
use crate::view::{Told, View};
use crate::vocabulary::Predicate;
use crate::words::Words;

/// A tool of the findings, with its context.
#[derive(Debug, Clone, Serialize)]
pub struct Tool {
    /// Which product.
    pub product: Named,
    /// Its kind.
    pub kind: Words,
    /// Anything a reader must know.
    pub note: Option<Words>,
    /// The names in the findings that led here.
    pub by_names: Vec<String>,
    /// Other products that bear one of these names: the finding cannot tell which.
    pub or_else: Vec<Named>,
    /// Who made it, as said.
    pub makers: Vec<Told>,
    /// Who sells it, as said.
    pub sellers: Vec<Told>,
    /// Where these stand in the market with this product.
    pub layers: Vec<(Named, ToldPlace)>,
    /// Listings of these, of the companies of their groups and of what stands above them.
    pub listings: Vec<Listing>,
    /// Denials and own statements of these.
    pub statements: Vec<Told>,
    /// Incidents with this tool, the most recent first.
    pub incidents: Vec<ToldIncident>,
    /// Provisions that speak about tools of this kind.
    pub provisions: Vec<TouchedProvision>,
}

/// A provision that speaks about tools of a kind, with who supports the instrument.
#[derive(Debug, Clone, Serialize)]
pub struct TouchedProvision {
    /// The provision.
    pub of: Named,
    /// What it says.
    pub text: Words,
    /// Its instrument.
    pub instrument: Named,
    /// Whether the instrument binds.
    pub binding: Words,
    /// States named as supporters on the day.
    pub states: Vec<Named>,
    /// The last number of supporting states given by that day, with its date.
    pub states_counted: Option<(u64, bool, Option<Date>)>,
}

/// The context of the findings of one case.
#[derive(Debug, Clone, Serialize)]
pub struct Context {
    /// The day it is given for: that of the examination.
    pub as_of: Date,
    /// The tools.
    pub tools: Vec<Tool>,
    /// Names of findings that no product bears.
    pub unknown: Vec<String>,
    /// Bodies that take such reports.
    pub bodies: Vec<Body>,
}

impl Register {
    /// The products that bear a malware name: in a published set of indicators, as their name, or as another name.
    pub fn products_named(&self, malware: &str) -> Vec<Ref> {
        let name = squeezed(malware);
        if name.is_empty() {
            return Vec::new();
        }
        let refs = self.products.keys().map(|id| Ref::new(Kind::Product, id));
        let mut found: Vec<Ref> =
            refs.filter(|of| self.names(of).iter().any(|(known, _)| squeezed(known) == name)).collect();
        // A set of indicators that bears the name decides over a product that was at times sold under it.
        let in_a_set = |of: &Ref| {
            let sets = self.products.get(&of.id).map_or(&[][..], |product| &product.indicators);
            sets.iter().filter_map(|set| set.name.as_deref()).any(|known| squeezed(known) == name)
        };
        if found.iter().any(in_a_set) {
            found.retain(in_a_set);
        }
        found
    }
}

/// Pack makers write `WyrmSpy_DragonEgg` and `OperationTriangulation`.
fn squeezed(name: &str) -> String {
    folded(name).replace(' ', "")
}

impl View<'_> {
    /// The context of the malware names of findings.
    pub fn context(&self, malware_names: &[String]) -> Context {
        let mut by_product: BTreeMap<Ref, BTreeSet<&String>> = BTreeMap::new();
        let mut rivals: BTreeMap<Ref, BTreeSet<Ref>> = BTreeMap::new();
        let mut unknown = BTreeSet::new();
        for name in malware_names {
            let found = self.register.products_named(name);
            if found.is_empty() {
                unknown.insert(name.clone());
            }
            for of in &found {
                by_product.entry(of.clone()).or_default().insert(name);
                rivals.entry(of.clone()).or_default().extend(found.iter().filter(|other| *other != of).cloned());
            }
        }
        let tools = by_product.iter().filter_map(|(of, names)| {
            let mut tool = self.tool(of)?;
            tool.by_names = names.iter().map(|name| (*name).clone()).collect();
            tool.or_else = rivals.get(of).into_iter().flatten().map(|other| self.register.named(other)).collect();
            Some(tool)
        });
        let tools: Vec<Tool> = tools.collect();
        Context {
            as_of: self.day.date(),
            bodies: if tools.is_empty() { Vec::new() } else { self.register.bodies.clone() },
            unknown: unknown.into_iter().collect(),
            tools,
        }
    }

    /// One tool with its context.
    pub fn tool(&self, of: &Ref) -> Option<Tool> {
        let register = self.register;
        let product = register.products.get(&of.id)?;
        let makers = self.tell_all(register.said_of(of).filter(|claim| claim.predicate == Predicate::MadeBy));
        let sellers = self.tell_all(register.said_about(of).filter(|claim| claim.predicate == Predicate::Sells));
        let behind: BTreeSet<Ref> = makers
            .iter()
            .filter_map(|told| told.object.as_ref())
            .chain(sellers.iter().map(|told| &told.subject))
            .map(|named| named.of.clone())
            .collect();
        let layers = behind.iter().flat_map(|organisation| {
            let places = self.layers_of(&organisation.id, organisation.kind);
            let with_this = move |place: &ToldPlace| place.product.as_ref().is_some_and(|named| named.of == *of);
            places.into_iter().filter(with_this).map(|place| (register.named(organisation), place))
        });
        let statements = behind
            .iter()
            .flat_map(|organisation| register.said_of(organisation))
            .filter(|claim| matches!(claim.predicate, Predicate::Denies | Predicate::StatesThat));
        let mut incidents = self.incidents_naming(of);
        incidents.reverse();
        Some(Tool {
            kind: register.vocabulary.product_kind(&product.kind)?,
            note: product.note.at(self.day),
            by_names: Vec::new(),
            or_else: Vec::new(),
            layers: layers.collect(),
            listings: self.listings_around(&behind),
            statements: self.tell_all(statements),
            incidents,
            provisions: self.provisions_about(&product.kind),
            product: register.named(of),
            makers,
            sellers,
        })
    }

    fn provisions_about(&self, kind: &str) -> Vec<TouchedProvision> {
        let register = self.register;
        let touched = register.vocabulary.touches(kind).iter().filter_map(|id| register.provision(id));
        // What was not yet agreed on the day does not speak about it.
        let touched = touched
            .filter(|(instrument, _)| instrument.date.is_none_or(|date| Hold::since(date, self.day) != Hold::Later));
        let told = touched.map(|(instrument, provision)| {
            let of = Ref::new(Kind::Instrument, &instrument.id);
            let states = self.supporters(&of).into_iter().filter(|one| one.kind == Kind::State);
            TouchedProvision {
                of: register.named(&Ref::new(Kind::Provision, &provision.id)),
                text: provision.text.clone(),
                binding: register
                    .vocabulary
                    .word(crate::vocabulary::ListName::Bindings, &instrument.binding)
                    .cloned()
                    .unwrap_or_else(|| Words { en: instrument.binding.clone(), fr: instrument.binding.clone() }),
                states: states.map(|one| register.named(&one)).collect(),
                states_counted: self.states_counted(&of),
                instrument: register.named(&of),
            }
        });
        told.collect()
    }

    /// The last number of supporting states given by the day; whether it is a lower bound; when it was given.
    fn states_counted(&self, instrument: &Ref) -> Option<(u64, bool, Option<Date>)> {
        let counts = self.register.said_of(instrument).filter(|claim| {
            claim.predicate == Predicate::Counts
                && claim.counts.as_deref() == Some("supporters")
                && claim.on.is_some()
                && self.hold(claim) == Hold::Holds
        });
        counts
            .filter_map(|claim| {
                let figures = claim.figures.as_ref()?;
                Some((claim.on, *figures.numbers.get("states")?, figures.at_least))
            })
            .max_by_key(|(on, number, _)| (*on, *number))
            .map(|(on, number, at_least)| (number, at_least, on))
    }
}
