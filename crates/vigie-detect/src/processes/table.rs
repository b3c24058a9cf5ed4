//! Every program seen anywhere, as one table: from how many sources, when first and last, as which users, and whether it is
//! explained by the system or by an installed application.
//!
//! EC DIGIT-CSIRC sysdiagnose calls this `ps_everywhere`. A program known by its path and a name without a path are one
//! row, where the name fits one path only.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use vigie_artifacts::ios::applications::Application;
use vigie_artifacts::ios::backup_info::Description;
use vigie_artifacts::sysdiagnose::process_of;
use vigie_model::{ObservableKind, Timestamp};

use super::{ProgramPlace, device_path, known_name};
use crate::Seen;

/// Programs beyond this are counted, not listed.
const MOST: usize = 50_000;
/// Numbers of processes and users kept as samples.
const SAMPLES: usize = 8;

/// What explains a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Explained {
    /// It lies on the system's own volumes, or is the update service of iOS in its staging folder.
    System,
    /// It lies in the bundle of an application.
    Application,
    /// Only its name is known, and Apple ships a program of that name, or it is an id of Apple's.
    AppleName,
    /// Only its name is known, and an installed application has that id.
    Installed,
    /// Only its name is known, and a source names it together with the id of an application.
    BesideId,
    /// Only its name is known, and nothing explains it.
    NameOnly,
    /// It lies where programs do not belong.
    Misplaced,
}

impl Explained {
    /// Every kind, the ordinary ones first.
    pub const ALL: [Self; 7] = [
        Self::System,
        Self::Application,
        Self::AppleName,
        Self::Installed,
        Self::BesideId,
        Self::NameOnly,
        Self::Misplaced,
    ];

    /// The name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Application => "application",
            Self::AppleName => "apple_name",
            Self::Installed => "installed",
            Self::BesideId => "beside_id",
            Self::NameOnly => "name_only",
            Self::Misplaced => "misplaced",
        }
    }

    /// Whether something explains it.
    pub fn is_explained(self) -> bool {
        !matches!(self, Self::NameOnly | Self::Misplaced)
    }
}

/// One program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramRow {
    /// Its name: the last part of its path.
    pub name: String,
    /// Its path, where any source states it.
    pub path: Option<String>,
    /// What explains it.
    pub explained: Explained,
    /// Records by the artifact that holds them.
    pub artifacts: BTreeMap<String, u64>,
    /// The earliest record.
    pub first: Option<Timestamp>,
    /// The latest record.
    pub last: Option<Timestamp>,
    /// Users it ran as, as far as stated; a few of them.
    pub uids: BTreeSet<i64>,
    /// Numbers it had, as far as stated; a few of them.
    pub pids: BTreeSet<i64>,
}

#[derive(Debug, Default, Clone)]
struct Row {
    artifacts: BTreeMap<&'static str, u64>,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    uids: BTreeSet<i64>,
    pids: BTreeSet<i64>,
    beside_id: bool,
}

impl Row {
    fn merge(&mut self, other: Self) {
        for (artifact, records) in other.artifacts {
            *self.artifacts.entry(artifact).or_default() += records;
        }
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.last = self.last.max(other.last);
        keep(&mut self.uids, other.uids);
        keep(&mut self.pids, other.pids);
        self.beside_id |= other.beside_id;
    }
}

/// The smallest few, so that the order of reading does not matter.
fn keep(into: &mut BTreeSet<i64>, more: impl IntoIterator<Item = i64>) {
    into.extend(more);
    while into.len() > SAMPLES {
        into.pop_last();
    }
}

/// The table while it grows.
#[derive(Debug, Default)]
pub struct ProgramTable {
    rows: BTreeMap<String, Row>,
    installed: BTreeSet<String>,
    beyond: u64,
}

impl ProgramTable {
    /// Takes what one record says of programs. Records without any cost a look at their type.
    pub fn note(&mut self, seen: &Seen<'_>, holds_programs: bool) {
        if let Some(app) = seen.get::<Application>() {
            self.installed.extend(app.bundle_id.iter().chain(&app.listed_as).map(|id| id.to_ascii_lowercase()));
        } else if let Some(Description::Info(info)) = seen.get::<Description>() {
            self.installed.extend(info.installed_applications.iter().map(|id| id.to_ascii_lowercase()));
        }
        if !holds_programs || !seen.is_ios() {
            return;
        }
        let (time, process) = (seen.record.time(), process_of(seen.record));
        let mut beside_id = false;
        seen.observables(&mut |observable| beside_id |= observable.kind() == ObservableKind::AppId);
        seen.observables(&mut |observable| {
            let value = observable.value();
            let key = match observable.kind() {
                ObservableKind::Executable => device_path(value),
                ObservableKind::Process if !value.is_empty() => value.into(),
                _ => return,
            };
            if !self.rows.contains_key(&*key) && self.rows.len() >= MOST {
                self.beyond += 1;
                return;
            }
            let row = match self.rows.get_mut(&*key) {
                Some(row) => row,
                None => self.rows.entry(key.clone().into_owned()).or_default(),
            };
            *row.artifacts.entry(seen.artifact).or_default() += 1;
            row.first = [row.first, time].into_iter().flatten().min();
            row.last = row.last.max(time);
            row.beside_id |= beside_id;
            // The numbers are those of the process the record is about.
            let own = |process: &&vigie_artifacts::sysdiagnose::Process| {
                process.path.as_deref() == Some(value) || process.name.as_deref() == Some(value)
            };
            if let Some(process) = process.filter(own) {
                keep(&mut row.uids, process.uid);
                keep(&mut row.pids, process.pid);
            }
        });
    }

    /// Takes another table in.
    pub fn merge(&mut self, other: Self) {
        for (key, row) in other.rows {
            self.rows.entry(key).or_default().merge(row);
        }
        self.installed.extend(other.installed);
        self.beyond += other.beyond;
    }

    /// How many sightings of programs beyond the limit were not listed.
    pub fn beyond(&self) -> u64 {
        self.beyond
    }

    /// The rows, what nothing explains first, then by path and name.
    pub fn finish(mut self) -> Vec<ProgramRow> {
        self.join_names();
        let installed = self.installed;
        let row = |(key, row): (String, Row)| {
            let path = key.starts_with('/').then(|| key.clone());
            let name = key.rsplit('/').next().unwrap_or(&key).to_owned();
            let mut explained = explain(path.as_deref(), &key, &installed);
            if explained == Explained::NameOnly && row.beside_id {
                explained = Explained::BesideId;
            }
            let artifacts = row.artifacts.into_iter().map(|(artifact, records)| (artifact.to_owned(), records));
            ProgramRow {
                name,
                path,
                explained,
                artifacts: artifacts.collect(),
                first: row.first,
                last: row.last,
                uids: row.uids,
                pids: row.pids,
            }
        };
        let mut rows: Vec<ProgramRow> = self.rows.into_iter().map(row).collect();
        rows.sort_by(|a, b| (b.explained, &a.path, &a.name).cmp(&(a.explained, &b.path, &b.name)));
        rows
    }

    /// Puts a name without a path to the one path that ends in it; names are cut at 15, 16 or 32 bytes.
    fn join_names(&mut self) {
        let mut paths: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for key in self.rows.keys().filter(|key| key.starts_with('/')) {
            let name = key.rsplit('/').next().unwrap_or(key);
            paths.entry(name.to_owned()).or_default().push(key.clone());
        }
        let names: Vec<String> = self.rows.keys().filter(|key| !key.starts_with('/')).cloned().collect();
        for name in names {
            let exact = paths.get(&name);
            let cut = || {
                let is_cut = [15, 16, 32].contains(&name.len());
                let mut longer = paths.range(name.clone()..).take_while(|(full, _)| full.starts_with(&*name));
                let one = longer.next().filter(|_| is_cut)?;
                longer.next().is_none().then_some(one.1)
            };
            if let Some([path]) = exact.or_else(cut).map(Vec::as_slice)
                && let Some(row) = self.rows.remove(&name)
            {
                self.rows.entry(path.clone()).or_default().merge(row);
            }
        }
    }
}

fn explain(path: Option<&str>, name: &str, installed: &BTreeSet<String>) -> Explained {
    match path.map(ProgramPlace::of) {
        Some(ProgramPlace::System | ProgramPlace::StagedUpdater) => Explained::System,
        Some(ProgramPlace::App { .. }) => Explained::Application,
        Some(_) => Explained::Misplaced,
        None if installed.contains(&name.to_ascii_lowercase()) => Explained::Installed,
        None if known_name(name) || name.starts_with("com.apple.") => Explained::AppleName,
        None => Explained::NameOnly,
    }
}

#[cfg(test)]
mod tests {
    use vigie_artifacts::AnyRecord;
    use vigie_model::{Observable, Place, Record};

    use super::*;

    #[derive(Serialize)]
    struct Runs(&'static [&'static str]);

    impl Record for Runs {
        fn time(&self) -> Option<Timestamp> {
            Timestamp::from_unix_seconds(1_700_000_000)
        }

        fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
            for value in self.0 {
                see(if value.starts_with('/') { Observable::executable(*value) } else { Observable::process(*value) });
            }
        }

        fn summary(&self) -> String {
            String::new()
        }
    }

    fn table(artifact: &'static str, runs: &'static [&'static str]) -> ProgramTable {
        let record = Runs(runs);
        let record: &dyn AnyRecord = &record;
        let mut table = ProgramTable::default();
        table.note(&Seen::new(artifact, "x", &Place::File, record), true);
        table
    }

    #[test]
    fn names_join_the_one_path_they_fit() {
        let mut all =
            table("sysdiagnose_ps", &["/var/tmp/example_implant", "/usr/libexec/nfcd", "/usr/libexec/x/nfcd"]);
        all.merge(table("ios_netusage", &["example_implant", "nfcd", "com.apple.Maps", "unheardof"]));
        all.merge(table("sysdiagnose_taskinfo", &["example_implant", "example_implan"]));
        let rows: Vec<(String, Explained, usize)> = all
            .finish()
            .into_iter()
            .map(|row| (row.path.unwrap_or(row.name), row.explained, row.artifacts.len()))
            .collect();
        let expected = [
            ("/private/var/tmp/example_implant", Explained::Misplaced, 3),
            ("example_implan", Explained::NameOnly, 1),
            ("unheardof", Explained::NameOnly, 1),
            ("com.apple.Maps", Explained::AppleName, 1),
            ("nfcd", Explained::AppleName, 1),
            ("/usr/libexec/nfcd", Explained::System, 1),
            ("/usr/libexec/x/nfcd", Explained::System, 1),
        ];
        assert_eq!(rows, expected.map(|(name, explained, count)| (name.to_owned(), explained, count)));
    }

    #[test]
    fn the_order_of_reading_does_not_matter() {
        let parts = [("sysdiagnose_ps", &["/usr/libexec/a", "b"][..]), ("ios_netusage", &["a", "c"])];
        let merged = |order: [usize; 2]| {
            let mut all = ProgramTable::default();
            for at in order {
                all.merge(table(parts[at].0, parts[at].1));
            }
            all.finish()
        };
        assert_eq!(merged([0, 1]), merged([1, 0]));
    }
}
