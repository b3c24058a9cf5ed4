//! Signs that need no indicator. Each says what it sees, on whose publication it rests, and when it is innocent.

pub mod apple_threat_notification;
mod contract;
pub mod lockdown_mode;
pub mod missing_rowids;
pub mod quadream_calendar;
pub mod sms_attachment_var;

pub use contract::{AnyHeuristic, Found, Heuristic, HeuristicSpec, Kept, Seen, Watch, finding_id};

/// Every heuristic, sorted by id.
pub static HEURISTICS: &[&dyn AnyHeuristic] = &[
    &apple_threat_notification::AppleThreatNotification,
    &lockdown_mode::LockdownMode,
    &missing_rowids::MissingRowids,
    &quadream_calendar::QuadreamCalendar,
    &sms_attachment_var::SmsAttachmentVar,
];
