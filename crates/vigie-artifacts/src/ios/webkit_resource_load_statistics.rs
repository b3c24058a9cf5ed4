//! Domains WebKit saw in Safari and inside applications, for its tracking prevention, with the domains they
//! redirected to and were loaded under. They often stay when the history is cleared.
//!
//! Format: `observations.db`, WebKit `ResourceLoadStatisticsStore`; other reader: MVT `WebkitResourceLoadStatistics`.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec, Sqlite};

/// See the module.
pub struct WebkitResourceLoadStatistics;

/// A registrable domain.
#[derive(Debug, Serialize)]
pub struct ObservedDomain {
    /// Its name.
    pub domain: Option<String>,
    /// When it was last seen; WebKit rounds to the day.
    pub last_seen: Option<Timestamp>,
    /// Whether the person touched a page of it.
    pub had_user_interaction: Option<bool>,
    /// When that was last.
    pub last_interaction: Option<Timestamp>,
    /// When a push message of it was last opened.
    pub last_push_interaction: Option<Timestamp>,
    /// Whether WebKit takes it for a tracker.
    pub prevalent: Option<bool>,
    /// Whether it was known before the statistics began.
    pub grandfathered: Option<bool>,
    /// How often its data was removed.
    pub data_records_removed: Option<i64>,
    /// Domains it redirected pages to.
    pub redirects_to: Vec<String>,
    /// Domains that redirected pages to it.
    pub redirects_from: Vec<String>,
    /// Domains it redirected resources to.
    pub resource_redirects_to: Vec<String>,
    /// Domains that redirected resources to it.
    pub resource_redirects_from: Vec<String>,
    /// Domains whose links to it carried parameters.
    pub link_decorations_from: Vec<String>,
    /// Domains it was a frame of.
    pub frame_under: Vec<String>,
    /// Domains it was a resource of.
    pub resource_under: Vec<String>,
    /// Domains under which it was let have its cookies.
    pub storage_access_under: Vec<String>,
}

impl Record for ObservedDomain {
    fn time(&self) -> Option<Timestamp> {
        self.last_seen
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [
            ("last_seen", self.last_seen),
            ("last_interaction", self.last_interaction),
            ("last_push_interaction", self.last_push_interaction),
        ];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(domain) = &self.domain {
            see(Observable::domain(domain));
        }
        // Every domain of the other lists has a row of its own; a redirect is told here too, for its chain.
        let redirects =
            [&self.redirects_to, &self.redirects_from, &self.resource_redirects_to, &self.resource_redirects_from];
        for domain in redirects.into_iter().flatten() {
            see(Observable::domain(domain));
        }
    }

    fn summary(&self) -> String {
        let mut line = format!("WebKit saw {}", self.domain.as_deref().unwrap_or("an unknown domain"));
        if self.had_user_interaction == Some(true) {
            line.push_str(", used by hand");
        }
        for (what, domains) in [("redirected from", &self.redirects_from), ("redirects to", &self.redirects_to)] {
            if !domains.is_empty() {
                let _ = write!(line, ", {what} {}", domains.join(" "));
            }
        }
        line
    }
}

/// Domains kept of one list.
const LISTED: usize = 500;

/// Ids of related domains, by the id of the domain the list belongs to.
type Relation = HashMap<i64, Vec<i64>>;

/// A relation table; absent ones give nothing, WebKit adds and drops them.
fn relation(database: &Sqlite, (table, of, other): (&str, &str, &str), out: &mut Out<'_, ObservedDomain>) -> Relation {
    let mut relation = Relation::new();
    if !database.has_table(table) {
        return relation;
    }
    let select = Select::from(table).columns(&[of, other]);
    out.rows(database, &select, |row, _| {
        if let (Some(of), Some(other)) = (row.int(of), row.int(other)) {
            relation.entry(of).or_default().push(other);
        }
    });
    relation
}

/// The names of a list, sorted; beyond [`LISTED`] and for ids without a row with a problem.
fn named(
    relation: &Relation,
    id: i64,
    names: &HashMap<i64, String>,
    place: &Place,
    out: &mut Out<'_, ObservedDomain>,
) -> Vec<String> {
    let Some(ids) = relation.get(&id) else {
        return Vec::new();
    };
    if ids.len() > LISTED {
        out.problem(
            ProblemCode::LimitReached,
            place.clone(),
            format!("{} related domains, of which the first {LISTED} are kept", ids.len()),
        );
    }
    let mut found = Vec::new();
    for id in ids.iter().take(LISTED) {
        match names.get(id) {
            Some(name) => found.push(name.clone()),
            None => out.problem(
                ProblemCode::ValueUnexpected,
                place.clone(),
                format!("the related domain {id} is not in ObservedDomains"),
            ),
        }
    }
    found.sort();
    found.dedup();
    found
}

impl Artifact for WebkitResourceLoadStatistics {
    type Record = ObservedDomain;
    const SPEC: Spec = Spec {
        id: "ios_webkit_resource_load_statistics",
        version: 1,
        paths: &[
            (Layout::IosBackup, "*/Library/WebKit/WebsiteData/ResourceLoadStatistics/observations.db"),
            (Layout::IosBackup, "*/Library/WebKit/WebsiteDataStore/*/ResourceLoadStatistics/observations.db"),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Library/WebKit/WebsiteData/ResourceLoadStatistics/observations.db",
            ),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/*/*/Library/WebKit/WebsiteData/ResourceLoadStatistics/observations.db",
            ),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/*/*/Library/WebKit/WebsiteDataStore/*/ResourceLoadStatistics/observations.db",
            ),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/*/*/SystemData/com.apple.SafariViewService/Library/WebKit/WebsiteData/ResourceLoadStatistics/observations.db",
            ),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ObservedDomain>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let mut names = HashMap::new();
        // A damaged table is told once, below.
        let by_name = Select::from("ObservedDomains").columns(&["registrableDomain"]);
        let _ = database.each(&by_name, &mut |row| {
            names.extend(row.text("registrableDomain").map(|name| (row.rowid(), name)));
        });
        let mut read = |table, of, other| relation(&database, (table, of, other), out);
        let redirects_to = read("TopFrameUniqueRedirectsTo", "sourceDomainID", "toDomainID");
        let redirects_from = read("TopFrameUniqueRedirectsFrom", "targetDomainID", "fromDomainID");
        let resource_to = read("SubresourceUniqueRedirectsTo", "subresourceDomainID", "toDomainID");
        let resource_from = read("SubresourceUniqueRedirectsFrom", "subresourceDomainID", "fromDomainID");
        let decorations = read("TopFrameLinkDecorationsFrom", "toDomainID", "fromDomainID");
        let frames = read("SubframeUnderTopFrameDomains", "subFrameDomainID", "topFrameDomainID");
        let resources = read("SubresourceUnderTopFrameDomains", "subresourceDomainID", "topFrameDomainID");
        let storage = read("StorageAccessUnderTopFrameDomains", "domainID", "topLevelDomainID");

        let select = Select::from("ObservedDomains").columns(&[
            "registrableDomain",
            "lastSeen",
            "hadUserInteraction",
            "mostRecentUserInteractionTime",
            "mostRecentWebPushInteractionTime",
            "isPrevalent",
            "grandfathered",
            "dataRecordsRemoved",
        ]);
        out.rows(&database, &select, |row, out| {
            let place = row.place();
            let mut list = |relation: &Relation| named(relation, row.rowid(), &names, &place, out);
            let observed = ObservedDomain {
                redirects_to: list(&redirects_to),
                redirects_from: list(&redirects_from),
                resource_redirects_to: list(&resource_to),
                resource_redirects_from: list(&resource_from),
                link_decorations_from: list(&decorations),
                frame_under: list(&frames),
                resource_under: list(&resources),
                storage_access_under: list(&storage),
                domain: row.text("registrableDomain"),
                last_seen: row.unix("lastSeen"),
                had_user_interaction: row.bool("hadUserInteraction"),
                last_interaction: row.unix("mostRecentUserInteractionTime"),
                last_push_interaction: row.unix("mostRecentWebPushInteractionTime"),
                prevalent: row.bool("isPrevalent"),
                grandfathered: row.bool("grandfathered"),
                data_records_removed: row.int("dataRecordsRemoved"),
            };
            out.record(place, observed);
        });
        Ok(())
    }
}
