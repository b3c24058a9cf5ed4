//! The other traces of browsing: open tabs, tabs of other devices, Chrome, Firefox, WebKit's observations.

use anyhow::Result;

use super::{Scale, share, spread, words};
use crate::backup::BackupBuilder;
use crate::databases::sqlite::Workshop;
use crate::databases::{browser_state, chrome, cloud_tabs, firefox, safari_tabs, webkit_observations};
use crate::random::Random;
use crate::time::Moment;

/// A page, with when it was looked at.
#[derive(Debug, Clone)]
struct Page {
    url: String,
    title: String,
    time: Moment,
}

fn pages(random: &mut Random, count: u64) -> Vec<Page> {
    (0..count)
        .map(|at| {
            let host = words::host(random);
            // The number keeps addresses distinct: some databases allow each only once.
            let url = format!("https://{host}/{}#{at}", words::page(random));
            Page { url, title: words::title(random, &host), time: spread(random, at, count) }
        })
        .collect()
}

pub(super) fn add(builder: BackupBuilder, workshop: &mut Workshop, scale: &Scale) -> Result<BackupBuilder> {
    let builder = add_tabs(builder, workshop, scale)?;
    let builder = add_chrome(builder, workshop, scale)?;
    let builder = add_firefox(builder, workshop, scale)?;
    add_observations(builder, workshop, scale)
}

fn add_tabs(builder: BackupBuilder, workshop: &mut Workshop, scale: &Scale) -> Result<BackupBuilder> {
    let mut random = Random::new(scale.seed).fork("tabs");
    let pages = pages(&mut random, share(scale.visits, 400, 4));
    let open: Vec<browser_state::Tab> = pages
        .iter()
        .map(|page| browser_state::Tab {
            uuid: random.uuid(),
            pages: vec![
                ("https://duckduckgo.com/?q=train".to_owned(), "train".to_owned()),
                (page.url.clone(), page.title.clone()),
            ],
            last_viewed: page.time,
            private: random.chance(10),
        })
        .collect();
    let state = workshop.database(|connection| browser_state::create(connection, &open))?;
    let grouped: Vec<safari_tabs::Tab> = open
        .iter()
        .zip(&pages)
        .map(|(tab, page)| safari_tabs::Tab {
            uuid: tab.uuid.clone(),
            title: page.title.clone(),
            url: page.url.clone(),
            modified: page.time,
        })
        .collect();
    let tabs = workshop.database(|connection| safari_tabs::create(connection, &grouped))?;
    let remote: Vec<cloud_tabs::Tab> = pages
        .iter()
        .take(3)
        .map(|page| cloud_tabs::Tab {
            uuid: random.uuid(),
            title: page.title.clone(),
            url: page.url.clone(),
            last_viewed: page.time,
        })
        .collect();
    let cloud = workshop.database(|connection| cloud_tabs::create(connection, "Mac (sample)", &remote))?;
    Ok(builder
        .database(browser_state::DOMAIN, browser_state::PATH, state)
        .database(safari_tabs::DOMAIN, safari_tabs::PATH, tabs)
        .database(cloud_tabs::DOMAIN, cloud_tabs::PATH, cloud))
}

fn add_chrome(builder: BackupBuilder, workshop: &mut Workshop, scale: &Scale) -> Result<BackupBuilder> {
    let mut random = Random::new(scale.seed).fork("chrome");
    let visits: Vec<chrome::Visit> = pages(&mut random, share(scale.visits, 10, 8))
        .into_iter()
        .zip(1..)
        .map(|(page, id)| chrome::Visit {
            id,
            url: page.url,
            title: page.title,
            time: page.time,
            from_visit: if id % 3 == 0 { id - 1 } else { 0 },
        })
        .collect();
    let history = workshop.database(|connection| chrome::create_history(connection, &visits))?;
    let icons = workshop.database(|connection| chrome::create_favicons(connection, &visits))?;
    Ok(builder.database(chrome::DOMAIN, chrome::HISTORY_PATH, history).database(
        chrome::DOMAIN,
        chrome::FAVICONS_PATH,
        icons,
    ))
}

fn add_firefox(builder: BackupBuilder, workshop: &mut Workshop, scale: &Scale) -> Result<BackupBuilder> {
    let mut random = Random::new(scale.seed).fork("firefox");
    let visits: Vec<firefox::Visit> = pages(&mut random, share(scale.visits, 10, 6))
        .into_iter()
        .zip(1..)
        .map(|(page, id)| firefox::Visit { id, url: page.url, title: page.title, time: page.time })
        .collect();
    let browser = workshop.database(|connection| firefox::create_browser(connection, &visits))?;
    let places = workshop.database(|connection| firefox::create_places(connection, &visits))?;
    Ok(builder.database(firefox::DOMAIN, firefox::BROWSER_PATH, browser).database(
        firefox::DOMAIN,
        firefox::PLACES_PATH,
        places,
    ))
}

fn add_observations(builder: BackupBuilder, workshop: &mut Workshop, scale: &Scale) -> Result<BackupBuilder> {
    let mut random = Random::new(scale.seed).fork("observations");
    let domains: Vec<webkit_observations::Domain> = words::DOMAINS
        .iter()
        .zip(1..)
        .map(|(name, id)| {
            let last_seen = spread(&mut random, u64::try_from(id).unwrap_or(1), 20);
            webkit_observations::Domain {
                id,
                name: (*name).to_owned(),
                last_seen,
                interaction: random.chance(60).then_some(last_seen),
                redirected_from: (id % 5 == 0).then_some(id - 1),
            }
        })
        .collect();
    let observations = workshop.database(|connection| webkit_observations::create(connection, &domains))?;
    let older = webkit_observations::session_resource_log(&domains)?;
    Ok(builder.database(webkit_observations::DOMAIN, webkit_observations::PATH, observations).file(
        "AppDomain-com.example.app1",
        webkit_observations::OLD_PATH,
        older,
    ))
}
