//! All declared paths of a layout, matched in one pass.

use globset::{Candidate, GlobBuilder, GlobSet, GlobSetBuilder};
use vigie_evidence::Want;
use vigie_model::Layout;

use crate::AnyArtifact;

/// Which artifacts want a path.
pub struct Plan {
    sources: Globs,
    companions: Globs,
    /// Whether each artifact has a path in this layout at all.
    applicable: Vec<bool>,
    /// Artifacts that take every entry.
    listing: Vec<usize>,
}

/// Globs, and whose each is.
struct Globs {
    set: GlobSet,
    /// Artifact index of each glob.
    owners: Vec<usize>,
}

impl Globs {
    fn new(declared: impl Iterator<Item = (usize, &'static str)>) -> Result<Self, globset::Error> {
        let mut globs = GlobSetBuilder::new();
        let mut owners = Vec::new();
        for (index, path) in declared {
            globs.add(GlobBuilder::new(path).literal_separator(true).backslash_escape(true).build()?);
            owners.push(index);
        }
        Ok(Self { set: globs.build()?, owners })
    }

    fn owners(&self, path: &str) -> Vec<usize> {
        let globs = self.set.matches_candidate(&Candidate::new(path)).into_iter();
        let mut found: Vec<usize> = globs.filter_map(|glob| self.owners.get(glob).copied()).collect();
        found.dedup();
        found
    }
}

impl Plan {
    /// Compiles the declared paths for a layout. `artifacts` gives the indexes that [`Plan::wanted_by`] answers.
    ///
    /// # Errors
    /// A declared path is not a valid glob: a defect that a test catches.
    pub fn new(artifacts: &[&'static dyn AnyArtifact], layout: Layout) -> Result<Self, globset::Error> {
        let (mut sources, mut companions) = (Vec::new(), Vec::new());
        for (index, artifact) in artifacts.iter().enumerate() {
            let of = |paths: &'static [(Layout, &'static str)]| {
                paths.iter().filter(|(of, _)| *of == layout).map(move |(_, path)| (index, *path))
            };
            sources.extend(of(artifact.spec().paths));
            companions.extend(of(artifact.companions()));
        }
        let lists = |index: &usize| artifacts.get(*index).is_some_and(|artifact| artifact.lists().contains(&layout));
        let listing: Vec<usize> = (0..artifacts.len()).filter(lists).collect();
        let reads = |index| sources.iter().any(|(owner, _)| *owner == index);
        let applicable = (0..artifacts.len()).map(|index| reads(index) || listing.contains(&index)).collect();
        Ok(Self {
            sources: Globs::new(sources.into_iter())?,
            companions: Globs::new(companions.into_iter())?,
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
        if !self.companions.owners.is_empty() {
            if want.source {
                want.needs = self.wanted_by(path);
                want.needs.retain(|index| self.companions.owners.contains(index));
            }
            want.part_of = self.companion_of(path);
            want.part_of.extend(base.map(|base| self.companion_of(base)).unwrap_or_default());
        }
        want
    }

    /// Whether any artifact reads this path.
    pub fn wants(&self, path: &str) -> bool {
        self.sources.set.is_match(path)
    }

    /// Whether an artifact, by its index, has a path in this layout.
    pub fn applies(&self, index: usize) -> bool {
        self.applicable.get(index).copied().unwrap_or(false)
    }
}
