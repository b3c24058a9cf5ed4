//! All declared paths of a layout, matched in one pass.
//!
//! A file of an Android backup is met by the path it has there, and by the paths it had on the device: an artifact that
//! declares `data/data/PACKAGE/databases/NAME` for [`Layout::AndroidFilesystem`] reads it from a backup too.

use std::collections::HashMap;

use globset::{Candidate, GlobBuilder, GlobSet, GlobSetBuilder};
use vigie_evidence::{Want, android_device_paths};
use vigie_model::Layout;

use crate::AnyArtifact;

/// Which artifacts want a path.
pub struct Plan {
    sources: Globs,
    companions: Globs,
    /// Artifacts that declare companions.
    with_companions: Vec<usize>,
    /// Whether each artifact has a path in this layout at all.
    applicable: Vec<bool>,
    /// Artifacts that take every entry.
    listing: Vec<usize>,
}

/// Globs, and whose each is. Many artifacts read one file by the same glob, which is compiled once.
struct Globs {
    set: GlobSet,
    /// For each glob, who declared it: indexes of `declared`.
    declarations: Vec<Vec<usize>>,
    /// Artifacts and what they declared, in order.
    declared: Declared,
    /// The same for the paths that files of a backup had on the device.
    on_device: Option<Box<Globs>>,
}

/// Artifacts and their paths.
type Declared = Vec<(usize, &'static str)>;

impl Globs {
    fn new(layout: Layout, declared: Declared, on_device: Declared) -> Result<Self, globset::Error> {
        let mut globs = GlobSetBuilder::new();
        let mut declarations: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for (at, (_, path)) in declared.iter().enumerate() {
            if let Some(all) = known.get(path).and_then(|glob| declarations.get_mut(*glob)) {
                all.push(at);
                continue;
            }
            let mut glob = GlobBuilder::new(path);
            glob.literal_separator(true).backslash_escape(true).case_insensitive(layout.ignores_case());
            globs.add(glob.build()?);
            known.insert(path, declarations.len());
            declarations.push(vec![at]);
        }
        let backed_up = |declared| Self::new(Layout::AndroidFilesystem, declared, Vec::new()).map(Box::new);
        let on_device = if on_device.is_empty() { None } else { Some(backed_up(on_device)?) };
        Ok(Self { set: globs.build()?, declarations, declared, on_device })
    }

    /// What was declared that meets a path, in order.
    fn met(&self, path: &str) -> impl Iterator<Item = (usize, &'static str)> {
        let globs = self.set.matches_candidate(&Candidate::new(path)).into_iter();
        let mut met: Vec<usize> = globs.filter_map(|glob| self.declarations.get(glob)).flatten().copied().collect();
        met.sort_unstable();
        met.into_iter().filter_map(|at| self.declared.get(at).copied())
    }

    /// The glob by which an artifact has a path: one without wildcards before others. The path itself when it is known
    /// by a path on the device that has none.
    fn written(&self, index: usize, path: &str) -> Option<String> {
        let own: Vec<&str> = self.met(path).filter(|(owner, _)| *owner == index).map(|(_, glob)| glob).collect();
        if let Some(first) = own.first() {
            return Some(if own.contains(&path) { path } else { *first }.to_owned());
        }
        let on_device = self.on_device.as_deref()?;
        android_device_paths(path).iter().find_map(|device| {
            let written = on_device.written(index, device)?;
            Some(if written == *device { path.to_owned() } else { written })
        })
    }

    fn owners(&self, path: &str) -> Vec<usize> {
        let mut found: Vec<usize> = self.met(path).map(|(owner, _)| owner).collect();
        if let Some(on_device) = &self.on_device {
            found.extend(android_device_paths(path).iter().flat_map(|path| on_device.owners(path)));
            found.sort_unstable();
        }
        found.dedup();
        found
    }

    fn meet(&self, path: &str) -> bool {
        let on_device = |on_device: &Self| android_device_paths(path).iter().any(|path| on_device.meet(path));
        self.set.is_match(path) || self.on_device.as_deref().is_some_and(on_device)
    }
}

/// Whether a declared device path can be that of a file in a backup: what apps and the user keep, not the system.
fn may_be_backed_up(declared: &str) -> bool {
    ["data/data/", "data/user", "data/media/", "data/{", "storage/", "*", "{"]
        .iter()
        .any(|start| declared.starts_with(start))
}

impl Plan {
    /// Compiles the declared paths for a layout. `artifacts` gives the indexes that [`Plan::wanted_by`] answers.
    ///
    /// # Errors
    /// A declared path is not a valid glob: a defect that a test catches.
    pub fn new(artifacts: &[&'static dyn AnyArtifact], layout: Layout) -> Result<Self, globset::Error> {
        let of = |layout: Layout, paths: &dyn Fn(&'static dyn AnyArtifact) -> &'static [(Layout, &'static str)]| {
            let of_one = |(index, artifact): (usize, &&'static dyn AnyArtifact)| {
                let here = paths(*artifact).iter().filter(move |(of, _)| *of == layout);
                here.map(move |(_, path)| (index, *path)).collect::<Declared>()
            };
            artifacts.iter().enumerate().flat_map(of_one).collect::<Declared>()
        };
        let sources = of(layout, &|artifact| artifact.spec().paths);
        let companions = of(layout, &|artifact| artifact.companions());
        let (mut device_sources, mut device_companions) = (Vec::new(), Vec::new());
        if layout == Layout::AndroidBackup {
            device_sources = of(Layout::AndroidFilesystem, &|artifact| artifact.spec().paths);
            device_sources.retain(|(_, path)| may_be_backed_up(path));
            device_companions = of(Layout::AndroidFilesystem, &|artifact| artifact.companions());
        }
        let lists = |index: &usize| artifacts.get(*index).is_some_and(|artifact| artifact.lists().contains(&layout));
        let listing: Vec<usize> = (0..artifacts.len()).filter(lists).collect();
        let reads = |index| sources.iter().chain(&device_sources).any(|(owner, _)| *owner == index);
        let applicable = (0..artifacts.len()).map(|index| reads(index) || listing.contains(&index)).collect();
        let with_companions = companions.iter().chain(&device_companions).map(|(owner, _)| *owner).collect();
        Ok(Self {
            with_companions,
            sources: Globs::new(layout, sources, device_sources)?,
            companions: Globs::new(layout, companions, device_companions)?,
            applicable,
            listing,
        })
    }

    /// Indexes of the artifacts that read this path, sorted.
    pub fn wanted_by(&self, path: &str) -> Vec<usize> {
        self.sources.owners(path)
    }

    /// Indexes of the artifacts that may ask for this path beside a source of theirs, sorted.
    pub fn companion_of(&self, path: &str) -> Vec<usize> {
        self.companions.owners(path)
    }

    /// Indexes of the artifacts that take every entry, sorted.
    pub fn listing(&self) -> &[usize] {
        &self.listing
    }

    /// How a file is wanted: as a source, a companion, a write-ahead log of either. The sets of companions are the
    /// indexes of the artifacts that declare them.
    pub fn want(&self, path: &str) -> Want {
        let mut want = Want { source: self.wants(path), ..Want::default() };
        let base = path.strip_suffix("-wal");
        want.log = base.is_some_and(|base| self.wants(base));
        if !self.with_companions.is_empty() {
            if want.source {
                want.needs = self.wanted_by(path);
                want.needs.retain(|index| self.with_companions.contains(index));
            }
            want.part_of = self.companion_of(path);
            want.part_of.extend(base.map(|base| self.companion_of(base)).unwrap_or_default());
        }
        want
    }

    /// What an artifact declared that made it read this path: the path itself where it has no wildcards. What is
    /// declared is public, a path that met a wildcard may not be.
    pub fn declared(&self, index: usize, path: &str) -> String {
        let written = |path: &str| self.sources.written(index, path).or_else(|| self.companions.written(index, path));
        let log = || written(path.strip_suffix("-wal")?).map(|base| base + "-wal");
        written(path).or_else(log).unwrap_or_else(|| "**".to_owned())
    }

    /// What was declared that made this path be read beside a source, by whichever artifact: of several, by the first
    /// of the registry. Those that read one file side by side note its companions together.
    pub fn declared_beside(&self, path: &str) -> String {
        let base = path.strip_suffix("-wal").unwrap_or(path);
        let owners = [path, base].into_iter().flat_map(|path| {
            let companions = self.companion_of(path);
            if companions.is_empty() { self.wanted_by(path) } else { companions }
        });
        owners.min().map_or_else(|| "**".to_owned(), |index| self.declared(index, path))
    }

    /// Whether any artifact reads this path.
    pub fn wants(&self, path: &str) -> bool {
        self.sources.meet(path)
    }

    /// Whether an artifact, by its index, has a path in this layout.
    pub fn applies(&self, index: usize) -> bool {
        self.applicable.get(index).copied().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use vigie_model::{Meaning, Record};

    use super::*;
    use crate::{Artifact, Out, ParseError, Source, Spec};

    #[derive(serde::Serialize)]
    struct Nothing;

    impl Record for Nothing {
        fn time(&self) -> Option<vigie_model::Timestamp> {
            None
        }

        fn observables(&self, _see: &mut dyn FnMut(vigie_model::Observable<'_>)) {}

        fn summary(&self) -> String {
            String::new()
        }
    }

    struct Notes;
    struct System;

    impl Artifact for Notes {
        type Record = Nothing;
        const SPEC: Spec = Spec {
            id: "notes",
            version: 1,
            paths: &[
                (Layout::AndroidFilesystem, "data/data/com.example.*/databases/notes.db"),
                (Layout::AndroidBackup, "apps/com.example.*/k/*.data"),
            ],
            meaning: Meaning::Exposure,
        };
        const COMPANIONS: &'static [(Layout, &'static str)] =
            &[(Layout::AndroidFilesystem, "data/data/com.example.*/files/names")];

        fn parse(_file: &Source<'_>, _out: &mut Out<'_, Nothing>) -> Result<(), ParseError> {
            Ok(())
        }
    }

    impl Artifact for System {
        type Record = Nothing;
        const SPEC: Spec = Spec {
            id: "system",
            version: 1,
            paths: &[(Layout::AndroidFilesystem, "data/system/packages.xml")],
            meaning: Meaning::Exposure,
        };

        fn parse(_file: &Source<'_>, _out: &mut Out<'_, Nothing>) -> Result<(), ParseError> {
            Ok(())
        }
    }

    #[test]
    fn what_is_declared_for_a_file_system_is_met_in_a_backup() {
        let plan = Plan::new(&[&System, &Notes], Layout::AndroidBackup).unwrap();
        assert_eq!(plan.wanted_by("apps/com.example.notes/db/notes.db"), [1]);
        assert_eq!(plan.wanted_by("apps/com.example.notes/k/com.example.notes.data"), [1]);
        assert!(plan.want("apps/com.example.notes/db/notes.db-wal").log);
        assert_eq!(plan.want("apps/com.example.notes/db/notes.db").needs, [1]);
        assert_eq!(plan.want("apps/com.example.notes/f/names").part_of, [1]);
        assert!(!plan.want("apps/com.example.notes/f/notes.db").any());
        // What is never in a backup does not count as missing from it.
        assert!(!plan.applies(0) && plan.applies(1));
        let plan = Plan::new(&[&System, &Notes], Layout::AndroidFilesystem).unwrap();
        assert!(plan.applies(0) && !plan.want("apps/com.example.notes/db/notes.db").any());
    }
}
