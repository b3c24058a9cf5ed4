//! The version of iOS is older than the newest known release with security content: a statement of posture, as of the
//! date of the table in `data/ios_security_releases.tsv`.

use vigie_artifacts::ios::backup_info::Description;
use vigie_artifacts::sysdiagnose::system_version::System;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct IosOutdated;

const TABLE: &str = include_str!("../../data/ios_security_releases.tsv");

impl Heuristic for IosOutdated {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "ios_outdated",
        version: 1,
        artifacts: &["ios_backup_info", "ios_system_version"],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Info,
        source: "Apple, Apple security releases (support.apple.com/100100)",
    };
}

/// A version as numbers. One that is not of numbers and dots is none.
fn numbers(version: &str) -> Option<Vec<u32>> {
    let mut numbers = version.split('.').map(str::parse).collect::<Result<Vec<u32>, _>>().ok()?;
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    (!numbers.is_empty()).then_some(numbers)
}

/// The version of an iPhone or iPad; watches and other devices count differently.
fn iphone(system: &System) -> Option<&str> {
    let of_iphone = system.product.as_deref().is_none_or(|product| product == "iPhone OS");
    system.version.as_deref().filter(|_| of_iphone)
}

/// A release of the table.
struct Release {
    version: &'static str,
    numbers: Vec<u32>,
}

fn releases() -> Vec<Release> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let versions = lines.filter_map(|line| line.split('\t').nth(1));
    versions.filter_map(|version| Some(Release { version, numbers: numbers(version)? })).collect()
}

/// The date of the table.
fn as_of() -> &'static str {
    let state = TABLE.split_once("State of the table: ").map(|(_, rest)| rest);
    state.and_then(|rest| rest.get(..10)).unwrap_or("?")
}

/// Versions of the device.
#[derive(Default)]
pub struct State {
    versions: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let version = match seen.get::<Description>() {
            Some(Description::Manifest(manifest)) => manifest.product_version.as_deref(),
            Some(Description::Info(info)) => info.product_version.as_deref(),
            _ => seen.get::<System>().and_then(iphone),
        };
        if let Some(version) = version {
            self.versions.note(version, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let releases = releases();
        let Some(newest) = releases.iter().max_by(|a, b| a.numbers.cmp(&b.numbers)) else {
            return;
        };
        for (version, sighting) in self.versions.take() {
            let Some(own) = numbers(&version).filter(|own| *own < newest.numbers) else {
                continue;
            };
            let line = releases.iter().find(|release| release.numbers.first() == own.first());
            let (state, of_line) = match line {
                Some(release) if own < release.numbers => ("behind", release.version),
                Some(release) => ("last_of_line", release.version),
                None => ("no_line", newest.version),
            };
            let args = [
                ("version", version.as_str()),
                ("state", state),
                ("line", of_line),
                ("newest", newest.version),
                ("as_of", as_of()),
            ];
            out.add(sighting.first, version.as_str(), &args);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let releases = releases();
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(releases.len(), lines);
        assert!(releases.is_sorted_by(|a, b| a.numbers < b.numbers));
        assert!(as_of().starts_with("20") && as_of().len() == 10, "{}", as_of());
        assert!(numbers("17.0") == numbers("17") && numbers("17.10") > numbers("17.9"));
        assert_eq!(numbers("27 beta"), None);
    }
}
