//! All declared paths of a layout, matched in one pass.

use globset::{Candidate, GlobBuilder, GlobSet, GlobSetBuilder};
use vigie_model::Layout;

use crate::AnyArtifact;

/// Which artifacts want a path.
pub struct Plan {
    globs: GlobSet,
    /// Artifact index of each glob.
    owners: Vec<usize>,
    /// Whether each artifact has a path in this layout at all.
    applicable: Vec<bool>,
}

impl Plan {
    /// Compiles the declared paths for a layout. `artifacts` gives the indexes that [`Plan::wanted_by`] answers.
    ///
    /// # Errors
    /// A declared path is not a valid glob: a defect that a test catches.
    pub fn new(artifacts: &[&dyn AnyArtifact], layout: Layout) -> Result<Self, globset::Error> {
        let mut globs = GlobSetBuilder::new();
        let mut owners = Vec::new();
        let mut applicable = Vec::new();
        for (index, artifact) in artifacts.iter().enumerate() {
            let paths = artifact.spec().paths.iter().filter(|(of, _)| *of == layout);
            let before = owners.len();
            for (_, path) in paths {
                globs.add(GlobBuilder::new(path).literal_separator(true).backslash_escape(true).build()?);
                owners.push(index);
            }
            applicable.push(owners.len() > before);
        }
        Ok(Self { globs: globs.build()?, owners, applicable })
    }

    /// Indexes of the artifacts that read this path, sorted.
    pub fn wanted_by(&self, path: &str) -> Vec<usize> {
        let mut found: Vec<usize> = self
            .globs
            .matches_candidate(&Candidate::new(path))
            .into_iter()
            .filter_map(|glob| self.owners.get(glob).copied())
            .collect();
        found.dedup();
        found
    }

    /// Whether any artifact reads this path.
    pub fn wants(&self, path: &str) -> bool {
        self.globs.is_match(path)
    }

    /// Whether an artifact, by its index, has a path in this layout.
    pub fn applies(&self, index: usize) -> bool {
        self.applicable.get(index).copied().unwrap_or(false)
    }
}
