//! Signs that need no indicator. Each says what it sees, on whose publication it rests, and when it is innocent.

mod contract;
pub mod lockdown_mode;
pub mod safari_redirect;

pub use contract::{AnyHeuristic, Found, Heuristic, HeuristicSpec, Kept, Seen, Watch, finding_id};

/// Every heuristic, sorted by id.
pub static HEURISTICS: &[&dyn AnyHeuristic] = &[
    &lockdown_mode::LockdownMode,
    &safari_redirect::SafariRedirect,
];
