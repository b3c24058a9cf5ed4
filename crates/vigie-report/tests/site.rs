//! The register as a site: a page for everything, no link that leads nowhere, nothing loaded, every statement with its
//! status and source.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use vigie_register::{Date, Kind, Register};
use vigie_report::{SITE_MARK, SiteFile, site};

fn made(day: &str) -> BTreeMap<String, String> {
    let register = Register::embedded().unwrap();
    let day = day.parse::<Date>().unwrap().last();
    site(&register, day).into_iter().map(|SiteFile { path, text }| (path, text)).collect()
}

fn today() -> &'static BTreeMap<String, String> {
    static MADE: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    MADE.get_or_init(|| made("2026-11-25"))
}

/// Every value of an attribute on a page.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let begin = format!(" {attribute}=\"");
    page.split(begin.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Where a relative link of a page leads.
fn resolved(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn everything_has_a_page_in_both_languages() {
    let files = today();
    let register = Register::embedded().unwrap();
    for of in register.everything() {
        if matches!(of.kind, Kind::Organisation | Kind::Product | Kind::Incident | Kind::Instrument) {
            for lang in ["en", "fr"] {
                let page = files.get(&format!("{lang}/{of}.html")).unwrap_or_else(|| panic!("{lang}/{of}"));
                assert!(page.contains(&format!("<html lang=\"{lang}\"")) && page.contains("2026-11-25"), "{of}");
            }
        }
    }
    assert!(files["index.html"].contains(SITE_MARK));
}

#[test]
fn every_link_leads_somewhere() {
    let files = today();
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        files.iter().map(|(path, page)| (path.as_str(), values(page, "id").into_iter().collect())).collect();
    let mut followed = 0;
    for (path, page) in files {
        for href in values(page, "href") {
            if href.starts_with("http") {
                continue;
            }
            followed += 1;
            let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
            let to = if file.is_empty() { path.clone() } else { resolved(path, file) };
            let there = ids.get(to.as_str()).unwrap_or_else(|| panic!("{path}: {href} leads to {to}"));
            assert!(anchor.is_empty() || there.contains(anchor), "{path}: {href}");
        }
    }
    assert!(followed > 5000, "{followed}");
}

#[test]
fn nothing_is_loaded_and_links_out_say_nothing() {
    for (path, page) in today() {
        assert!(page.contains("default-src &#39;none&#39;") && !page.contains("unsafe-inline"), "{path}");
        assert!(!page.contains(" src=") && !page.contains(" style=") && !page.contains("<link"), "{path}");
        let out = page.matches(" href=\"http").count();
        let quiet = page.matches("\" rel=\"noreferrer noopener\"").count();
        assert_eq!(out, quiet, "{path}");
        // One script at most, and the ids of a page are its own.
        let searches = path == "en/index.html" || path == "fr/index.html";
        assert_eq!(page.matches("<script>").count(), usize::from(searches), "{path}");
        let ids = values(page, "id");
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path}: an id stands twice");
    }
}

#[test]
fn every_statement_has_a_status_a_date_and_a_source() {
    for (path, page) in today() {
        for statement in page.split("<p class=\"head\">").skip(1) {
            assert!(statement.contains("class=\"status "), "{path}: {statement:.200}");
            let own = statement.split("<p class=\"head\">").next().unwrap();
            assert!(own.contains("<ul class=\"source\""), "{path}: {own:.300}");
            assert!(own.contains("class=\"when\""), "{path}: {own:.300}");
        }
    }
}

#[test]
fn a_denial_stands_beside_what_it_denies_and_a_removal_beside_the_listing() {
    let files = today();
    let nso = &files["en/organisation/nso-group.html"];
    assert!(nso.contains("But it is denied:") && nso.contains("status denied"));
    let sandvine = &files["fr/organisation/sandvine.html"];
    let listed = sandvine.find("status sanctioned").expect("a listing");
    assert!(sandvine[listed..].contains("Mais radié"), "the removal follows the listing");
}

#[test]
fn a_site_of_an_earlier_day_does_not_know_what_came_later() {
    let files = made("2019-06-30");
    assert!(!files.contains_key("en/instrument/pall-mall-declaration.html"));
    let paris = &files["en/instrument/paris-call.html"];
    assert!(paris.contains("come after that day and are left out"));
    assert!(files.len() < today().len());
}

#[test]
fn the_same_register_and_day_give_the_same_bytes() {
    assert_eq!(*today(), made("2026-11-25"));
}

#[test]
fn the_search_finds_other_names_and_former_names() {
    let files = today();
    let start = &files["en/index.html"];
    let entry = |href: &str| {
        let row = start.split("<li data-n=\"").find(|row| row.contains(&format!("href=\"{href}\""))).unwrap();
        row.split('"').next().unwrap().to_owned()
    };
    assert!(entry("instrument/paris-call.html").contains("appel de paris"));
    assert!(entry("organisation/memento-labs.html").contains("memento labs"));
}
