//! Signs that need no indicator. Each says what it sees, on whose publication it rests, and when it is innocent.

mod contract;
pub mod apple_threat_notification;
pub mod lockdown_mode;
pub mod missing_rowids;
pub mod quadream_calendar;
pub mod safari_redirect;
pub mod sms_attachment_var;

pub use contract::{AnyHeuristic, Found, Heuristic, HeuristicSpec, Kept, Seen, Watch, finding_id};

/// Every heuristic, sorted by id.
pub static HEURISTICS: &[&dyn AnyHeuristic] = &[
    &apple_threat_notification::AppleThreatNotification,
    &lockdown_mode::LockdownMode,
    &missing_rowids::MissingRowids,
    &quadream_calendar::QuadreamCalendar,
    &safari_redirect::SafariRedirect,
    &sms_attachment_var::SmsAttachmentVar,
];
