//! WebKit's tracking prevention: which domains were seen. It remembers domains after the history is cleared.
//! `observations.db` since iOS 13; before that `full_browsing_session_resourceLog.plist`.
//! Source: WebKit, `ResourceLoadStatisticsStore`; MVT.

use anyhow::Result;
use plist::Value;
use rusqlite::Connection;

use super::sqlite::row;
use crate::property_list::{binary, dict, text};
use crate::time::Moment;

/// The backup domain of Safari; other applications have the same file in theirs.
pub const DOMAIN: &str = "AppDomain-com.apple.mobilesafari";
/// The path in it.
pub const PATH: &str = "Library/WebKit/WebsiteData/ResourceLoadStatistics/observations.db";
/// The path of the older property list.
pub const OLD_PATH: &str = "Library/WebKit/WebsiteData/ResourceLoadStatistics/full_browsing_session_resourceLog.plist";

const SCHEMA: &str = "
CREATE TABLE ObservedDomains (domainID INTEGER PRIMARY KEY, registrableDomain TEXT NOT NULL UNIQUE ON CONFLICT FAIL, lastSeen REAL NOT NULL, hadUserInteraction INTEGER NOT NULL, mostRecentUserInteractionTime REAL NOT NULL, grandfathered INTEGER NOT NULL, isPrevalent INTEGER NOT NULL, isVeryPrevalent INTEGER NOT NULL, dataRecordsRemoved INTEGER NOT NULL,timesAccessedAsFirstPartyDueToUserInteraction INTEGER NOT NULL, timesAccessedAsFirstPartyDueToStorageAccessAPI INTEGER NOT NULL,isScheduledForAllButCookieDataRemoval INTEGER NOT NULL, mostRecentWebPushInteractionTime REAL NOT NULL);
CREATE TABLE TopLevelDomains (topLevelDomainID INTEGER PRIMARY KEY, FOREIGN KEY(topLevelDomainID) REFERENCES ObservedDomains(domainID) ON DELETE CASCADE);
CREATE TABLE StorageAccessUnderTopFrameDomains (domainID INTEGER NOT NULL, topLevelDomainID INTEGER NOT NULL ON CONFLICT FAIL);
CREATE TABLE TopFrameUniqueRedirectsTo (sourceDomainID INTEGER NOT NULL, toDomainID INTEGER NOT NULL);
CREATE TABLE TopFrameUniqueRedirectsToSinceSameSiteStrictEnforcement (sourceDomainID INTEGER NOT NULL, toDomainID INTEGER NOT NULL);
CREATE TABLE TopFrameUniqueRedirectsFrom (targetDomainID INTEGER NOT NULL, fromDomainID INTEGER NOT NULL);
CREATE TABLE TopFrameLinkDecorationsFrom (toDomainID INTEGER NOT NULL, lastUpdated REAL NOT NULL, fromDomainID INTEGER NOT NULL);
CREATE TABLE TopFrameLoadedThirdPartyScripts (topFrameDomainID INTEGER NOT NULL, subresourceDomainID INTEGER NOT NULL);
CREATE TABLE SubframeUnderTopFrameDomains (subFrameDomainID INTEGER NOT NULL, lastUpdated REAL NOT NULL, topFrameDomainID INTEGER NOT NULL);
CREATE TABLE SubresourceUnderTopFrameDomains (subresourceDomainID INTEGER NOT NULL, lastUpdated REAL NOT NULL, topFrameDomainID INTEGER NOT NULL);
CREATE TABLE SubresourceUniqueRedirectsTo (subresourceDomainID INTEGER NOT NULL, lastUpdated REAL NOT NULL, toDomainID INTEGER NOT NULL);
CREATE TABLE SubresourceUniqueRedirectsFrom (subresourceDomainID INTEGER NOT NULL, lastUpdated REAL NOT NULL, fromDomainID INTEGER NOT NULL);
CREATE TABLE OperatingDates (year INTEGER NOT NULL, month INTEGER NOT NULL, monthDay INTEGER NOT NULL);
";

/// A domain that was seen.
#[derive(Debug, Clone)]
pub struct Domain {
    /// Row.
    pub id: i64,
    /// Registrable domain.
    pub name: String,
    /// Last seen.
    pub last_seen: Moment,
    /// Last touched by the person, if ever.
    pub interaction: Option<Moment>,
    /// Domain that redirected here.
    pub redirected_from: Option<i64>,
}

/// Makes `observations.db`.
pub fn create(connection: &Connection, domains: &[Domain]) -> Result<()> {
    connection.execute_batch(SCHEMA)?;
    for domain in domains {
        row(
            connection,
            "ObservedDomains",
            &[
                ("domainID", &domain.id),
                ("registrableDomain", &domain.name),
                ("lastSeen", &domain.last_seen.unix_real()),
                ("hadUserInteraction", &domain.interaction.is_some()),
                ("mostRecentUserInteractionTime", &domain.interaction.map_or(-1.0, Moment::unix_real)),
                ("grandfathered", &0),
                ("isPrevalent", &0),
                ("isVeryPrevalent", &0),
                ("dataRecordsRemoved", &0),
                ("timesAccessedAsFirstPartyDueToUserInteraction", &0),
                ("timesAccessedAsFirstPartyDueToStorageAccessAPI", &0),
                ("isScheduledForAllButCookieDataRemoval", &0),
                ("mostRecentWebPushInteractionTime", &-1.0),
            ],
        )?;
        row(connection, "TopLevelDomains", &[("topLevelDomainID", &domain.id)])?;
        if let Some(from) = domain.redirected_from {
            row(connection, "TopFrameUniqueRedirectsFrom", &[("targetDomainID", &domain.id), ("fromDomainID", &from)])?;
            row(connection, "TopFrameUniqueRedirectsTo", &[("sourceDomainID", &from), ("toDomainID", &domain.id)])?;
        }
    }
    Ok(())
}

/// Makes the older property list. In it a redirect is known by the name of the other domain.
pub fn session_resource_log(domains: &[Domain]) -> Result<Vec<u8>> {
    let origins = |names: Vec<&str>| {
        let values = names.into_iter().map(|name| dict([("count", 1.into()), ("origin", text(name))])).collect();
        Value::Array(values)
    };
    let statistics = domains
        .iter()
        .map(|domain| {
            let from = domains.iter().filter(|other| domain.redirected_from == Some(other.id));
            let to = domains.iter().filter(|other| other.redirected_from == Some(domain.id));
            dict([
                ("PrevalentResourceOrigin", text(&domain.name)),
                ("hadUserInteraction", domain.interaction.is_some().into()),
                ("lastSeen", domain.last_seen.unix_real().into()),
                ("mostRecentUserInteraction", domain.interaction.map_or(-1.0, Moment::unix_real).into()),
                ("subframeUnderTopFrameOrigins", Value::Array(Vec::new())),
                ("subresourceUnderTopFrameOrigins", Value::Array(Vec::new())),
                ("topFrameUniqueRedirectsFrom", origins(from.map(|other| other.name.as_str()).collect())),
                ("topFrameUniqueRedirectsTo", origins(to.map(|other| other.name.as_str()).collect())),
            ])
        })
        .collect();
    binary(&dict([("browsingStatistics", Value::Array(statistics)), ("version", 13.into())]))
}
