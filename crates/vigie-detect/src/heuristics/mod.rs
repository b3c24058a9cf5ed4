//! Signs that need no indicator. Each says what it sees, on whose publication it rests, and when it is innocent.

mod contract;
pub mod datausage_missing_pk;
pub mod datausage_missing_process;
pub mod idstatus_nul;
pub mod lockdown_mode;
pub mod sideloaded_app;
pub mod triangulation_backupagent;
pub mod unexpected_profile;

pub use contract::{AnyHeuristic, Found, Heuristic, HeuristicSpec, Kept, Seen, Watch, finding_id};

/// Every heuristic, sorted by id.
pub static HEURISTICS: &[&dyn AnyHeuristic] = &[
    &datausage_missing_pk::DatausageMissingPk,
    &datausage_missing_process::DatausageMissingProcess,
    &idstatus_nul::IdstatusNul,
    &lockdown_mode::LockdownMode,
    &sideloaded_app::SideloadedApp,
    &triangulation_backupagent::TriangulationBackupagent,
    &unexpected_profile::UnexpectedProfile,
];
