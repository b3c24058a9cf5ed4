//! Indicators and heuristics: observables and records in, findings out.
//!
//! A heuristic is one file in `heuristics/`, one line in [`HEURISTICS`], a test where it fires and one where it must
//! not, and its texts in `vigie-text`.

pub mod heuristics;
pub mod indicators;
pub mod lookalike;
pub mod processes;
pub mod rules;

pub use heuristics::{
    AnyHeuristic, Asked, Found, Glance, HEURISTICS, Heuristic, HeuristicSpec, Kept, Kinds, RecordValues, Roster, Seen,
    Watch, finding_id,
};
