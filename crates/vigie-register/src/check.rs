//! What a register must keep to: ids resolve, every claim is sourced, every word is in its list, both languages are
//! there, a denial points at what it denies, and a listing that ended has its delisting.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::identifiers::{LEI, is_lei};
use crate::load::Written;
use crate::notes::Notes;
use crate::records::{Claim, Organisation};
use crate::reference::{Kind, Ref};
use crate::vocabulary::{ListName, Predicate, Status};
use crate::words::Words;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file.
    pub file: &'static str,
    /// The row.
    pub id: String,
    /// What is wrong with it.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.file, self.id, self.what)
    }
}

struct Checker<'w> {
    written: &'w Written,
    ids: BTreeMap<Kind, BTreeSet<&'w str>>,
    faults: Vec<Fault>,
    used: BTreeSet<&'w str>,
    /// Numbers of organisations, with the country of their company register.
    numbers: BTreeMap<(Option<&'w str>, String), &'w str>,
}

/// Every fault, by file and row.
pub(crate) fn faults(written: &Written) -> Vec<Fault> {
    let mut check =
        Checker { written, ids: BTreeMap::new(), faults: Vec::new(), used: BTreeSet::new(), numbers: BTreeMap::new() };
    check.collect_ids();
    check.vocabulary();
    check.rows();
    check.claims();
    check.sources();
    let mut faults = check.faults;
    faults.sort();
    faults.dedup();
    faults
}

fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.split('-').all(|part| !part.is_empty())
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

impl<'w> Checker<'w> {
    fn fault(&mut self, file: &'static str, id: &str, what: impl Into<String>) {
        self.faults.push(Fault { file, id: id.to_owned(), what: what.into() });
    }

    fn register_ids(&mut self, file: &'static str, kind: Kind, ids: impl Iterator<Item = &'w str>) {
        let mut last = "";
        for id in ids {
            let sound = match kind {
                Kind::State => id.len() == 2 && id.bytes().all(|b| b.is_ascii_uppercase()),
                _ => is_id(id),
            };
            if !sound {
                self.fault(file, id, "the id is not in lower-case words joined by hyphens");
            }
            if !self.ids.entry(kind).or_default().insert(id) {
                self.fault(file, id, "the id stands twice");
            }
            if kind != Kind::Provision && id < last {
                self.fault(file, id, "the rows are not sorted by id");
            }
            last = id;
        }
    }

    fn collect_ids(&mut self) {
        let of = self.written;
        self.register_ids("sources.toml", Kind::Source, of.sources.iter().map(|row| row.id.as_str()));
        self.register_ids("organisations.toml", Kind::Organisation, of.organisations.iter().map(|r| r.id.as_str()));
        self.register_ids("products.toml", Kind::Product, of.products.iter().map(|row| row.id.as_str()));
        self.register_ids("incidents.toml", Kind::Incident, of.incidents.iter().map(|row| row.id.as_str()));
        self.register_ids("instruments.toml", Kind::Instrument, of.instruments.iter().map(|row| row.id.as_str()));
        let provisions = of.instruments.iter().flat_map(|row| &row.provisions).map(|row| row.id.as_str());
        self.register_ids("instruments.toml", Kind::Provision, provisions);
        self.register_ids("parties.toml", Kind::Party, of.parties.iter().map(|row| row.id.as_str()));
        self.register_ids("parties.toml", Kind::Group, of.groups.iter().map(|row| row.id.as_str()));
        self.register_ids("states.toml", Kind::State, of.states.iter().map(|row| row.id.as_str()));
        let mut last = "";
        for claim in &of.claims {
            if !is_id(&claim.id) {
                self.fault("claims.toml", &claim.id, "the id is not in lower-case words joined by hyphens");
            }
            if claim.id.as_str() <= last {
                self.fault("claims.toml", &claim.id, "the rows are not sorted by id, or the id stands twice");
            }
            last = &claim.id;
        }
        let mut last = "";
        for body in &of.bodies {
            if body.id.as_str() <= last {
                self.fault("bodies.toml", &body.id, "the rows are not sorted by id, or the id stands twice");
            }
            last = &body.id;
        }
    }

    fn resolves(&mut self, file: &'static str, row: &str, kind: Kind, id: &str) {
        if !self.ids.get(&kind).is_some_and(|ids| ids.contains(id)) {
            self.fault(file, row, format!("{kind}/{id} does not exist"));
        }
    }

    fn all_resolve(&mut self, file: &'static str, row: &str, kind: Kind, ids: &[String]) {
        for id in ids {
            self.resolves(file, row, kind, id);
        }
    }

    fn reference(&mut self, file: &'static str, row: &str, to: &Ref) {
        self.resolves(file, row, to.kind, &to.id);
    }

    fn sourced(&mut self, file: &'static str, row: &str, sources: &'w [String]) {
        if sources.is_empty() {
            self.fault(file, row, "no source");
        }
        let mut seen = BTreeSet::new();
        for id in sources {
            self.resolves(file, row, Kind::Source, id);
            if !seen.insert(id) {
                self.fault(file, row, format!("source {id} stands twice"));
            }
            self.used.insert(id);
        }
    }

    fn word(&mut self, file: &'static str, row: &str, list: ListName, word: &str) {
        if self.written.vocabulary.word(list, word).is_none() {
            self.fault(file, row, format!("`{word}` is not in {list} of vocabulary.toml"));
        }
    }

    fn told(&mut self, file: &'static str, row: &str, words: Option<&Words>) {
        if words.is_some_and(|words| words.en.trim().is_empty() || words.fr.trim().is_empty()) {
            self.fault(file, row, "a text is empty");
        }
    }

    /// A sentence, as opposed to a name, is not the same in both languages.
    fn sentence(&mut self, file: &'static str, row: &str, words: Option<&Words>) {
        self.told(file, row, words);
        if words.is_some_and(|words| words.en == words.fr) {
            self.fault(file, row, "a sentence is the same in English and French");
        }
    }

    fn notes(&mut self, file: &'static str, row: &str, notes: &Notes) {
        for note in notes.iter() {
            self.sentence(file, row, Some(&Words { en: note.en.clone(), fr: note.fr.clone() }));
        }
    }

    /// A number is in its list, belongs to one organisation, and is what its scheme says.
    fn identifiers(&mut self, row: &'w Organisation) {
        let (file, id) = ("organisations.toml", row.id.as_str());
        for one in &row.identifiers {
            self.word(file, id, ListName::IdentifierSchemes, &one.scheme);
            self.sourced(file, id, &one.sources);
            if one.scheme == LEI && !is_lei(&one.value) {
                self.fault(file, id, format!("{} is no LEI: its check digits do not fit", one.value));
            }
            if one.is_worldwide() == one.country.is_some() {
                self.fault(file, id, "a number that holds worldwide has no country, and every other one needs it");
            }
            self.all_resolve(file, id, Kind::State, one.country.as_slice());
            match one.form() {
                None => self.fault(file, id, format!("`{}` is too short for a number, or none", one.value)),
                Some(number) => {
                    if let Some(other) = self.numbers.insert((one.country.as_deref(), number), id) {
                        self.fault(file, id, format!("{} also stands on {other}", one.value));
                    }
                }
            }
        }
    }

    fn vocabulary(&mut self) {
        let vocabulary = &self.written.vocabulary;
        let file = "vocabulary.toml";
        for status in Status::ALL {
            if vocabulary.status_means(*status).is_none() {
                self.fault(file, status.name(), "the status is not told");
            }
        }
        for predicate in Predicate::ALL {
            if !vocabulary.rule(*predicate).is_some_and(crate::vocabulary::Rule::is_complete) {
                self.fault(file, predicate.name(), "the predicate is not told in both languages");
            }
        }
        for layer in crate::vocabulary::Layer::ALL {
            match vocabulary.layer_provision(*layer) {
                Some(provision) => self.resolves(file, layer.name(), Kind::Provision, provision),
                None => self.fault(file, layer.name(), "the layer is not told"),
            }
        }
        for (kind, provision) in vocabulary.all_touches() {
            self.resolves(file, kind, Kind::Provision, provision);
        }
        for list in ListName::ALL {
            for (word, told) in vocabulary.words(*list) {
                self.told(file, word, Some(told));
            }
        }
    }

    fn rows(&mut self) {
        let of = self.written;
        for row in &of.organisations {
            let (file, id) = ("organisations.toml", row.id.as_str());
            self.told(file, id, Some(&row.name));
            self.notes(file, id, &row.note);
            self.word(file, id, ListName::OrganisationKinds, &row.kind);
            self.all_resolve(file, id, Kind::State, &row.countries);
            for place in &row.layers {
                if let Some(product) = &place.product {
                    self.resolves(file, id, Kind::Product, product);
                }
            }
            if let Some(operating) = &row.operating {
                self.word(file, id, ListName::OperatingStatuses, &operating.value);
                self.sourced(file, id, &operating.sources);
            }
            self.identifiers(row);
        }
        for row in &of.parties {
            let (file, id) = ("parties.toml", row.id.as_str());
            self.told(file, id, Some(&row.name));
            self.word(file, id, ListName::PartyKinds, &row.kind);
            self.all_resolve(file, id, Kind::State, &row.countries);
        }
        for row in &of.groups {
            self.sentence("parties.toml", &row.id, Some(&row.name));
        }
        for row in &of.states {
            self.told("states.toml", &row.id, Some(&row.name));
        }
        let mut stix = BTreeMap::new();
        for row in &of.products {
            let (file, id) = ("products.toml", row.id.as_str());
            self.told(file, id, Some(&row.name));
            self.notes(file, id, &row.note);
            if of.vocabulary.product_kind(&row.kind).is_none() {
                self.fault(file, id, format!("`{}` is not in product_kinds of vocabulary.toml", row.kind));
            }
            for platform in &row.platforms {
                self.word(file, id, ListName::Platforms, platform);
            }
            for set in &row.indicators {
                if set.name.is_some() != set.stix.is_some() {
                    self.fault(file, id, "name and stix of an indicator set go together");
                }
                if let Some(one) = &set.stix
                    && let Some(other) = stix.insert(one, id)
                {
                    self.fault(file, id, format!("{one} also stands on {other}"));
                }
            }
        }
        for row in &of.instruments {
            let (file, id) = ("instruments.toml", row.id.as_str());
            self.told(file, id, Some(&row.name));
            self.told(file, id, Some(&row.binds));
            self.notes(file, id, &row.note);
            self.word(file, id, ListName::InstrumentTypes, &row.kind);
            self.word(file, id, ListName::Bindings, &row.binding);
            self.sourced(file, id, &row.sources);
            for issuer in &row.issuers {
                self.reference(file, id, issuer);
            }
            if row.provisions.is_empty() {
                self.fault(file, id, "no provision");
            }
            for provision in &row.provisions {
                self.word(file, &provision.id, ListName::ProvisionKinds, &provision.kind);
                self.told(file, &provision.id, Some(&provision.label));
                self.sentence(file, &provision.id, Some(&provision.text));
                if !provision.sources.is_empty() {
                    self.sourced(file, &provision.id, &provision.sources);
                }
            }
        }
        for row in &of.bodies {
            let (file, id) = ("bodies.toml", row.id.as_str());
            self.told(file, id, Some(&row.name));
            self.sentence(file, id, Some(&row.text));
            self.word(file, id, ListName::BodyKinds, &row.kind);
            self.all_resolve(file, id, Kind::State, &row.countries);
            self.sourced(file, id, &row.sources);
        }
        self.incidents();
    }

    fn incidents(&mut self) {
        let of = self.written;
        for row in &of.incidents {
            let (file, id) = ("incidents.toml", row.id.as_str());
            self.told(file, id, Some(&row.title));
            self.notes(file, id, &row.note);
            self.word(file, id, ListName::IncidentClasses, &row.kind);
            if row.targets.is_empty() {
                self.fault(file, id, "no kind of target");
            }
            for target in &row.targets {
                self.word(file, id, ListName::TargetKinds, target);
            }
            self.all_resolve(file, id, Kind::State, &row.countries);
            self.all_resolve(file, id, Kind::Product, &row.products);
            self.all_resolve(file, id, Kind::Organisation, &row.organisations);
            self.all_resolve(file, id, Kind::Party, &row.parties);
            self.all_resolve(file, id, Kind::Provision, &row.touches);
            self.sourced(file, id, &row.sources);
            if row.known().is_none() {
                self.fault(file, id, "no date at all");
            }
            if let (Some(from), Some(to)) = (row.from, row.to)
                && from.first() > to.last()
            {
                self.fault(file, id, "it ends before it begins");
            }
        }
    }

    fn sources(&mut self) {
        for row in &self.written.sources {
            let (file, id) = ("sources.toml", row.id.as_str());
            self.word(file, id, ListName::SourceKinds, &row.kind);
            self.notes(file, id, &row.note);
            if row.publisher.trim().is_empty() || row.name.trim().is_empty() {
                self.fault(file, id, "a text is empty");
            }
            let rest = row.url.strip_prefix("https://").or_else(|| row.url.strip_prefix("http://"));
            if !rest.is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace)) {
                self.fault(file, id, "the address is not one of the web");
            }
            if !self.used.contains(id) {
                self.fault(file, id, "nothing rests on it");
            }
        }
    }

    fn claims(&mut self) {
        let by_id: BTreeMap<&str, &'w Claim> =
            self.written.claims.iter().map(|claim| (claim.id.as_str(), claim)).collect();
        for claim in &self.written.claims {
            self.claim(claim, &by_id);
        }
        for claim in &self.written.claims {
            let ended = claim.predicate == Predicate::ListedIn && claim.to.is_some();
            let delisted = || {
                self.written.claims.iter().any(|other| {
                    other.predicate == Predicate::DelistedFrom
                        && other.subject == claim.subject
                        && other.object == claim.object
                })
            };
            if ended && !delisted() {
                self.fault("claims.toml", &claim.id, "the listing ended, and no claim says that it was removed");
            }
        }
    }

    fn claim(&mut self, claim: &'w Claim, by_id: &BTreeMap<&str, &'w Claim>) {
        let (file, id) = ("claims.toml", claim.id.as_str());
        let Some(rule) = self.written.vocabulary.rule(claim.predicate) else { return };
        self.reference(file, id, &claim.subject);
        if !rule.subject.contains(&claim.subject.kind) {
            self.fault(file, id, format!("{} cannot be said of a {}", claim.predicate, claim.subject.kind));
        }
        match &claim.object {
            Some(object) => {
                self.reference(file, id, object);
                if !rule.object.contains(&object.kind) {
                    self.fault(file, id, format!("{} cannot be said with a {}", claim.predicate, object.kind));
                }
            }
            None if !rule.may_stand_alone() => self.fault(file, id, "no object"),
            None => {}
        }
        if claim.by.is_empty() {
            self.fault(file, id, "nobody asserts it");
        }
        for by in &claim.by {
            self.reference(file, id, by);
            if by.kind == Kind::Source {
                let known = self.written.sources.iter().find(|source| source.id == by.id);
                self.used.extend(known.map(|source| source.id.as_str()));
            }
        }
        for about in &claim.about {
            self.reference(file, id, about);
        }
        self.sourced(file, id, &claim.sources);
        self.notes(file, id, &claim.note);
        if let (Some(from), Some(to)) = (claim.from, claim.to)
            && from.first() > to.last()
        {
            self.fault(file, id, "it ends before it begins");
        }
        self.statuses(claim);
        self.extras(claim);
        for other in &claim.contradicts {
            match by_id.get(other.as_str()) {
                None => self.fault(file, id, format!("contradicts {other}, which does not exist")),
                Some(back) if !back.contradicts.contains(&claim.id) => {
                    self.fault(file, id, format!("contradicts {other}, which does not point back"));
                }
                Some(_) => {}
            }
        }
    }

    fn statuses(&mut self, claim: &Claim) {
        let (file, id) = ("claims.toml", claim.id.as_str());
        let expected = match claim.predicate {
            Predicate::Denies => Some(Status::Denied),
            Predicate::DelistedFrom | Predicate::PeopleDelistedFrom => Some(Status::Delisted),
            Predicate::ListedIn | Predicate::PeopleListedIn => Some(Status::Sanctioned),
            _ => None,
        };
        // Whoever lists somebody may say more: that is ascribed to the authority, it is no listing.
        let reserved = match claim.status {
            Status::Denied | Status::Delisted => true,
            Status::Sanctioned => claim.predicate != Predicate::RespondedTo,
            _ => false,
        };
        if expected.map_or(reserved, |expected| expected != claim.status) {
            self.fault(file, id, format!("{} does not go with {}", claim.predicate, claim.status));
        }
        if claim.predicate == Predicate::Denies && claim.contradicts.is_empty() {
            self.fault(file, id, "the denial does not point at what it denies");
        }
        if claim.predicate == Predicate::ListedIn && claim.from.is_none() {
            self.fault(file, id, "a listing needs its date");
        }
    }

    fn extras(&mut self, claim: &Claim) {
        let (file, id) = ("claims.toml", claim.id.as_str());
        let needs = |what: &str| format!("{} needs {what}", claim.predicate);
        match claim.predicate {
            Predicate::KnownAs if claim.name.is_none() || claim.name_kind.is_none() => {
                self.fault(file, id, needs("name and name_kind"));
            }
            Predicate::Milestone if claim.event.is_none() => self.fault(file, id, needs("event")),
            Predicate::Counts if claim.counts.is_none() || claim.figures.is_none() => {
                self.fault(file, id, needs("counts and figures"));
            }
            Predicate::AssessedAs | Predicate::StatesThat | Predicate::LinkedTo | Predicate::OwnedBy
                if claim.note.iter().next().is_none() =>
            {
                self.fault(file, id, needs("a note"));
            }
            _ => {}
        }
        for (list, word) in [
            (ListName::NameKinds, &claim.name_kind),
            (ListName::Events, &claim.event),
            (ListName::Counted, &claim.counts),
        ] {
            if let Some(word) = word {
                self.word(file, id, list, word);
            }
        }
        if let Some(figures) = &claim.figures {
            for name in figures.numbers.keys() {
                self.word(file, id, ListName::Figures, name);
            }
            if figures.numbers.is_empty() {
                self.fault(file, id, "figures without a number");
            }
            if figures.currency.is_some() != figures.numbers.contains_key("amount") {
                self.fault(file, id, "amount and currency go together");
            }
        }
    }
}
