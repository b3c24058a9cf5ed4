//! The closed lists: status words, predicates, layers, and the kinds of everything, with what they mean to a reader.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::reference::Kind;
use crate::words::{Tongue, Words};

macro_rules! words {
    ($(#[$about:meta])* $name:ident as $case:literal { $($(#[$doc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = $case)]
        pub enum $name { $($(#[$doc])* $variant),* }

        impl $name {
            /// Every word.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word used in the data files and in JSON.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

words! {
    /// Who says so, and how much stands behind it. Never merged.
    Status as "kebab-case" {
        /// A named body ties an act or a product to an actor, on evidence it gives.
        Attributed = "attributed",
        /// A judgment, or a settlement with admitted facts.
        CourtFound = "court-found",
        /// A public authority removed a listing.
        Delisted = "delisted",
        /// The party named denies it.
        Denied = "denied",
        /// The press, an organisation or a catalogue says so.
        Reported = "reported",
        /// A public authority listed or designated.
        Sanctioned = "sanctioned",
        /// The subject, or the body that issued it, says so itself.
        SelfDeclared = "self-declared",
    }
}

words! {
    /// The four layers of the market.
    Layer as "kebab-case" {
        /// Parts that others build tools from.
        Component = "component",
        /// Complete tools.
        TurnkeyProduct = "turnkey-product",
        /// Intrusion or tracking done for a client.
        Service = "service",
        /// Money and ownership.
        Investor = "investor",
    }
}

words! {
    /// What a claim says of a subject S and an object O.
    Predicate as "snake_case" {
        /// S did not attend a conference of: O.
        AbsentFrom = "absent_from",
        /// S bought O or its assets.
        Acquired = "acquired",
        /// S appeals a decision: O.
        Appeals = "appeals",
        /// An outside assessment of S.
        AssessedAs = "assessed_as",
        /// “S” is ascribed to O.
        AttributedTo = "attributed_to",
        /// S declares that it continues O.
        BuildsOn = "builds_on",
        /// S ceased its activity or left a market.
        CeasedActivity = "ceased_activity",
        /// Numbers given for S.
        Counts = "counts",
        /// A court ruled on S: O.
        CourtRuled = "court_ruled",
        /// S was not among the supporters: O.
        Declines = "declines",
        /// S was removed from: O.
        DelistedFrom = "delisted_from",
        /// S denies the act or the link: O.
        Denies = "denies",
        /// An operator or targets of S were located in O.
        DeployedIn = "deployed_in",
        /// S is not the same product as O.
        DistinctFrom = "distinct_from",
        /// S stopped supplying O.
        EndedSupply = "ended_supply",
        /// S has begun to take part in the work, which is neither support nor membership: O.
        EngagesWith = "engages_with",
        /// S was said to be about to support, not confirmed: O.
        ExpectedToSupport = "expected_to_support",
        /// A civil court found S liable: O.
        FoundLiable = "found_liable",
        /// S was founded.
        Founded = "founded",
        /// S put money into O.
        InvestedIn = "invested_in",
        /// S has another name.
        KnownAs = "known_as",
        /// S is linked to O.
        LinkedTo = "linked_to",
        /// S was added to: O.
        ListedIn = "listed_in",
        /// S was developed by O.
        MadeBy = "made_by",
        /// S manages O.
        Manages = "manages",
        /// S belongs to O.
        MemberOf = "member_of",
        /// A step of S.
        Milestone = "milestone",
        /// S warned the people concerned: O.
        Notified = "notified",
        /// S has an owner who is not named here.
        OwnedBy = "owned_by",
        /// S owns O, wholly or in part.
        Owns = "owns",
        /// S took part in the work or a conference, which is not support: O.
        ParticipatedIn = "participated_in",
        /// People linked to S, not S itself, were charged; innocence is presumed: O.
        PeopleCharged = "people_charged",
        /// People linked to S, not S itself, were convicted: O.
        PeopleConvicted = "people_convicted",
        /// People linked to S, not S itself, were removed from: O.
        PeopleDelistedFrom = "people_delisted_from",
        /// People linked to S, not S itself, were added to: O.
        PeopleListedIn = "people_listed_in",
        /// People linked to S, not S itself, settled with a prosecutor and admitted the facts: O.
        PeopleSettled = "people_settled",
        /// S removed accounts run by or for O.
        RemovedAccountsOf = "removed_accounts_of",
        /// S acted after: O.
        RespondedTo = "responded_to",
        /// S sells O.
        Sells = "sells",
        /// S made a statement on: O.
        StatesThat = "states_that",
        /// S was renamed, restructured, merged or bought and continued as O.
        SucceededBy = "succeeded_by",
        /// S sold or gave to O.
        Supplied = "supplied",
        /// S supports: O.
        Supports = "supports",
        /// “S”: O is named as a possible operator; not established.
        SuspectedOperator = "suspected_operator",
        /// Traces or use of S: O.
        UsedIn = "used_in",
    }
}

/// A status word and what it means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusWord {
    en: String,
    fr: String,
    means_en: String,
    means_fr: String,
}

/// A layer's name, and the provision that names it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct LayerWord {
    en: String,
    fr: String,
    provision: String,
}

/// How a predicate is dated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Time {
    /// It happened when it was said or done.
    Act,
    /// It may have held before anybody said so.
    State,
}

/// What a predicate joins, and how it is told.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// How it is dated.
    pub time: Time,
    /// What may be the subject.
    pub subject: Vec<Kind>,
    /// What may be the object; none where empty.
    pub object: Vec<Kind>,
    en: Option<String>,
    fr: Option<String>,
    alone_en: Option<String>,
    alone_fr: Option<String>,
}

impl Rule {
    /// Whether a claim may lack the object.
    pub fn may_stand_alone(&self) -> bool {
        self.alone_en.is_some()
    }

    /// Whether every sentence it needs stands in both languages.
    pub fn is_complete(&self) -> bool {
        let pairs = [(&self.en, &self.fr), (&self.alone_en, &self.alone_fr)];
        pairs.iter().all(|(en, fr)| en.is_some() == fr.is_some())
            && (self.en.is_some() != self.object.is_empty())
            && (self.en.is_some() || self.alone_en.is_some())
    }

    /// The sentence, with the names put in.
    pub fn tell(&self, tongue: Tongue, subject: &str, object: Option<&str>) -> String {
        let (with, alone) = match tongue {
            Tongue::En => (&self.en, &self.alone_en),
            Tongue::Fr => (&self.fr, &self.alone_fr),
        };
        let pattern = if object.is_some() { with.as_deref() } else { alone.as_deref() };
        // One pass, so that a name with braces in it stays a name.
        let mut out = String::new();
        let mut rest = pattern.unwrap_or("{s}");
        while let Some(at) = rest.find('{') {
            out.push_str(&rest[..at]);
            match rest.get(at..at + 3) {
                Some("{s}") => out.push_str(subject),
                Some("{o}") => out.push_str(object.unwrap_or_default()),
                _ => {
                    out.push('{');
                    rest = &rest[at + 1..];
                    continue;
                }
            }
            rest = &rest[at + 3..];
        }
        out.push_str(rest);
        out
    }
}

/// A kind of product, and the provisions that speak about tools of that kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductKind {
    en: String,
    fr: String,
    touches: Vec<String>,
}

type List = BTreeMap<String, Words>;

/// Every closed list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    statuses: BTreeMap<Status, StatusWord>,
    layers: BTreeMap<Layer, LayerWord>,
    predicates: BTreeMap<Predicate, Rule>,
    product_kinds: BTreeMap<String, ProductKind>,
    organisation_kinds: List,
    party_kinds: List,
    operating_statuses: List,
    incident_classes: List,
    instrument_types: List,
    bindings: List,
    provision_kinds: List,
    source_kinds: List,
    name_kinds: List,
    identifier_schemes: List,
    counted: List,
    events: List,
    figures: List,
    body_kinds: List,
    target_kinds: List,
    platforms: List,
}

words! {
    /// The lists of kinds.
    ListName as "snake_case" {
        /// Of organisations.
        OrganisationKinds = "organisation_kinds",
        /// Of parties.
        PartyKinds = "party_kinds",
        /// Of states of business.
        OperatingStatuses = "operating_statuses",
        /// Of incidents.
        IncidentClasses = "incident_classes",
        /// Of instruments.
        InstrumentTypes = "instrument_types",
        /// Of bindings.
        Bindings = "bindings",
        /// Of provisions.
        ProvisionKinds = "provision_kinds",
        /// Of sources.
        SourceKinds = "source_kinds",
        /// Of names.
        NameKinds = "name_kinds",
        /// Of numbers of organisations.
        IdentifierSchemes = "identifier_schemes",
        /// Of what is counted.
        Counted = "counted",
        /// Of events.
        Events = "events",
        /// Of figures.
        Figures = "figures",
        /// Of bodies.
        BodyKinds = "body_kinds",
        /// Of targets.
        TargetKinds = "target_kinds",
        /// Of platforms.
        Platforms = "platforms",
    }
}

impl Vocabulary {
    /// A status word for a reader.
    pub fn status(&self, status: Status) -> Words {
        self.statuses.get(&status).map_or_else(
            || Words { en: status.name().to_owned(), fr: status.name().to_owned() },
            |word| Words { en: word.en.clone(), fr: word.fr.clone() },
        )
    }

    /// What a status word means.
    pub fn status_means(&self, status: Status) -> Option<Words> {
        self.statuses.get(&status).map(|word| Words { en: word.means_en.clone(), fr: word.means_fr.clone() })
    }

    /// A layer for a reader.
    pub fn layer(&self, layer: Layer) -> Words {
        self.layers.get(&layer).map_or_else(
            || Words { en: layer.name().to_owned(), fr: layer.name().to_owned() },
            |word| Words { en: word.en.clone(), fr: word.fr.clone() },
        )
    }

    /// The provision that names a layer.
    pub fn layer_provision(&self, layer: Layer) -> Option<&str> {
        self.layers.get(&layer).map(|word| word.provision.as_str())
    }

    /// What a predicate joins, and how it is told.
    pub fn rule(&self, predicate: Predicate) -> Option<&Rule> {
        self.predicates.get(&predicate)
    }

    /// A kind of product for a reader.
    pub fn product_kind(&self, kind: &str) -> Option<Words> {
        self.product_kinds.get(kind).map(|of| Words { en: of.en.clone(), fr: of.fr.clone() })
    }

    /// The provisions that speak about tools of a kind.
    pub fn touches(&self, product_kind: &str) -> &[String] {
        self.product_kinds.get(product_kind).map_or(&[], |of| &of.touches)
    }

    /// Every product kind with the provisions it names.
    pub(crate) fn all_touches(&self) -> impl Iterator<Item = (&str, &str)> {
        self.product_kinds.iter().flat_map(|(kind, of)| of.touches.iter().map(move |to| (kind.as_str(), to.as_str())))
    }

    fn list(&self, name: ListName) -> &List {
        match name {
            ListName::OrganisationKinds => &self.organisation_kinds,
            ListName::PartyKinds => &self.party_kinds,
            ListName::OperatingStatuses => &self.operating_statuses,
            ListName::IncidentClasses => &self.incident_classes,
            ListName::InstrumentTypes => &self.instrument_types,
            ListName::Bindings => &self.bindings,
            ListName::ProvisionKinds => &self.provision_kinds,
            ListName::SourceKinds => &self.source_kinds,
            ListName::NameKinds => &self.name_kinds,
            ListName::IdentifierSchemes => &self.identifier_schemes,
            ListName::Counted => &self.counted,
            ListName::Events => &self.events,
            ListName::Figures => &self.figures,
            ListName::BodyKinds => &self.body_kinds,
            ListName::TargetKinds => &self.target_kinds,
            ListName::Platforms => &self.platforms,
        }
    }

    /// The words of a list.
    pub fn words(&self, name: ListName) -> impl Iterator<Item = (&str, &Words)> {
        self.list(name).iter().map(|(word, told)| (word.as_str(), told))
    }

    /// A word of a list for a reader.
    pub fn word(&self, name: ListName, word: &str) -> Option<&Words> {
        self.list(name).get(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_takes_its_names_as_they_are() {
        let rule = Rule {
            time: Time::State,
            subject: vec![Kind::Organisation],
            object: vec![Kind::Organisation],
            en: Some("{s} owns {o}".to_owned()),
            fr: Some("{s} détient {o}".to_owned()),
            alone_en: None,
            alone_fr: None,
        };
        assert_eq!(rule.tell(Tongue::Fr, "{o}", Some("{s}")), "{o} détient {s}");
        assert!(rule.is_complete() && !rule.may_stand_alone());
    }
}
