//! Applications, permissions, shortcuts, settings and profiles.

use anyhow::Result;

use super::processes::{APPS, DAEMONS};
use super::{Scale, spread};
use crate::backup::{App, BackupBuilder};
use crate::databases::sqlite::Workshop;
use crate::databases::{preferences, profiles, shortcuts, tcc};
use crate::random::Random;
use crate::time::Moment;

pub(super) fn add(builder: BackupBuilder, workshop: &mut Workshop, scale: &Scale) -> Result<BackupBuilder> {
    let random = Random::new(scale.seed);
    let builder = add_apps(builder, &random);
    let builder = add_tcc(builder, workshop, &random)?;
    let builder = add_shortcuts(builder, workshop)?;
    let builder = add_preferences(builder, &random)?;
    add_profiles(builder)
}

/// The applications from the store, without those of the system.
fn from_store() -> impl Iterator<Item = (&'static str, &'static str)> {
    APPS.into_iter().filter(|(_, bundle)| !bundle.starts_with("com.apple."))
}

fn add_apps(mut builder: BackupBuilder, random: &Random) -> BackupBuilder {
    let mut random = random.fork("apps");
    for (at, (name, bundle)) in (1..).zip(from_store()) {
        builder = builder.app(App {
            bundle_id: bundle.to_owned(),
            name: name.to_owned(),
            artist: format!("{name} developers"),
            version: format!("{}.{}", random.range(2, 130), random.range(0, 20)),
            purchased: spread(&mut random, at, 10),
            source_app: Some("com.apple.AppStore".to_owned()),
        });
    }
    builder
}

fn add_tcc(builder: BackupBuilder, workshop: &mut Workshop, random: &Random) -> Result<BackupBuilder> {
    const SERVICES: [&str; 5] = [
        "kTCCServiceCamera",
        "kTCCServiceMicrophone",
        "kTCCServicePhotos",
        "kTCCServiceAddressBook",
        "kTCCServiceCalendar",
    ];
    let mut random = random.fork("tcc");
    let mut rows = Vec::new();
    for (_, client) in from_store() {
        for service in SERVICES {
            if random.chance(50) {
                rows.push(tcc::Access {
                    service: service.to_owned(),
                    client: client.to_owned(),
                    auth_value: *random.pick(&[0, 2, 2, 2]),
                    modified: spread(&mut random, 3, 10),
                });
            }
        }
    }
    let database = workshop.database(|connection| tcc::create(connection, &rows))?;
    Ok(builder.database(tcc::DOMAIN, tcc::PATH, database))
}

fn add_shortcuts(builder: BackupBuilder, workshop: &mut Workshop) -> Result<BackupBuilder> {
    let rows = [
        shortcuts::Shortcut {
            id: 1,
            name: "Weather at home".to_owned(),
            created: Moment::utc(2023, 5, 4, 17, 3, 0),
            urls: vec!["https://www.meteofrance.com/previsions".to_owned()],
        },
        shortcuts::Shortcut {
            id: 2,
            name: "Next train".to_owned(),
            created: Moment::utc(2023, 9, 18, 6, 40, 0),
            urls: vec!["https://www.sncf-connect.com/".to_owned()],
        },
    ];
    let database = workshop.database(|connection| shortcuts::create(connection, &rows))?;
    Ok(builder.database(shortcuts::DOMAIN, shortcuts::PATH, database))
}

fn add_preferences(builder: BackupBuilder, random: &Random) -> Result<BackupBuilder> {
    let mut random = random.fork("preferences");
    let uses: Vec<preferences::NetworkUse> = DAEMONS
        .iter()
        .take(20)
        .map(|name| preferences::NetworkUse {
            process: (*name).to_owned(),
            since: spread(&mut random, 9, 10),
            bytes: [(); 4].map(|()| bytes(&mut random)),
        })
        .collect();
    let look_ups: Vec<preferences::LookUp> = (1..=4)
        .map(|number| preferences::LookUp {
            service: "com.apple.madrid",
            user: format!("mailto:contact{number}@example.org"),
            date: spread(&mut random, 1, 10),
            status: 1,
        })
        .collect();
    let clients: Vec<preferences::LocationClient> = APPS
        .iter()
        .take(7)
        .map(|(name, bundle)| preferences::LocationClient {
            bundle: (*bundle).to_owned(),
            executable: format!("/private/var/containers/Bundle/Application/{}/{name}.app/{name}", random.uuid()),
            authorization: 2,
            stopped: spread(&mut random, 9, 10),
        })
        .collect();
    let (daily, cache) = (preferences::AD_DAILY, preferences::ID_STATUS_CACHE);
    let (global, location) = (preferences::GLOBAL, preferences::LOCATION_CLIENTS);
    Ok(builder
        .file(daily.0, daily.1, preferences::ad_daily(&uses)?)
        .file(global.0, global.1, preferences::global(None)?)
        .file(cache.0, cache.1, preferences::id_status_cache(&look_ups)?)
        .file(location.0, location.1, preferences::location_clients(&clients)?))
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn bytes(random: &mut Random) -> f64 {
    random.range(0, 9_000_000) as f64
}

fn add_profiles(builder: BackupBuilder) -> Result<BackupBuilder> {
    let profile = profiles::Profile {
        identifier: "org.example.library.wifi".to_owned(),
        uuid: "9F0C0001-0000-4000-A000-000000000001".to_owned(),
        name: "Wi-Fi of the library".to_owned(),
        payload_type: "com.apple.wifi.managed".to_owned(),
        installed: Moment::utc(2023, 11, 6, 14, 20, 11),
    };
    let events = profiles::events(&[profiles::Event {
        profile: profile.identifier.clone(),
        time: profile.installed,
        operation: "install",
        process: "Preferences",
    }])?;
    Ok(builder.file(profiles::DOMAIN, &profile.stub_path(), profile.stub()?).file(
        profiles::DOMAIN,
        profiles::EVENTS_PATH,
        events,
    ))
}
