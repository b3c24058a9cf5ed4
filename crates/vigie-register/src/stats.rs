//! The register in numbers.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::load::Register;
use crate::vocabulary::Status;

/// The register in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Rows by kind.
    pub rows: Vec<(&'static str, usize)>,
    /// Claims by status.
    pub by_status: BTreeMap<Status, usize>,
    /// Claims that rest on weak sources alone.
    pub weak: usize,
    /// Claims that are contradicted or contradict.
    pub contradicted: usize,
    /// Sources by kind.
    pub sources: BTreeMap<String, usize>,
    /// Sources whose text the project compared with what rests on it.
    pub read: usize,
    /// Sources that were not compared: what rests on them was carried over as first noted.
    pub not_read: usize,
    /// Claims with at least one source that was compared.
    pub compared: usize,
    /// Claims with none.
    pub carried_over: usize,
}

impl Register {
    /// The register in numbers.
    pub fn stats(&self) -> Stats {
        let mut by_status = BTreeMap::new();
        for claim in &self.claims {
            *by_status.entry(claim.status).or_default() += 1;
        }
        let mut sources = BTreeMap::new();
        for source in self.sources.values() {
            *sources.entry(source.kind.clone()).or_default() += 1;
        }
        let read = self.sources.values().filter(|source| source.read.is_some()).count();
        let compared = self.claims.iter().filter(|claim| self.is_compared(claim)).count();
        Stats {
            rows: vec![
                ("organisations", self.organisations.len()),
                ("products", self.products.len()),
                ("incidents", self.incidents.len()),
                ("instruments", self.instruments.len()),
                ("provisions", self.provisions.len()),
                ("states", self.states.len()),
                ("parties", self.parties.len()),
                ("claims", self.claims.len()),
                ("sources", self.sources.len()),
            ],
            by_status,
            weak: self.claims.iter().filter(|claim| self.is_weak(claim)).count(),
            contradicted: self.claims.iter().filter(|claim| !claim.contradicts.is_empty()).count(),
            sources,
            read,
            not_read: self.sources.len() - read,
            compared,
            carried_over: self.claims.len() - compared,
        }
    }
}
