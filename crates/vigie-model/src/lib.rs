//! The nouns of vigie, shared by every other crate: [`Timestamp`], [`Place`], [`Observable`], [`Finding`],
//! [`Problem`], [`Coverage`]. No I/O and no clock, so that the same evidence always gives the same values.
//!
//! ```
//! use vigie_model::{Observable, ObservableKind, Timestamp};
//! let at = Timestamp::from_cocoa_seconds(700_000_000.5).unwrap();
//! assert_eq!(at.to_string(), "2023-03-08T20:26:40.500000Z");
//! assert_eq!(Observable::process("bh").kind(), ObservableKind::Process);
//! ```

mod coverage;
mod evidence;
mod finding;
mod message;
mod observable;
mod place;
mod problem;
mod record;
mod sanitize;
mod time;

pub use coverage::{Coverage, CoverageState, SourceRead};
pub use evidence::{Device, EvidenceInfo, EvidenceKind, Layout, System};
pub use finding::{Finding, HeuristicRef, IndicatorRef, Level, Meaning};
pub use message::Message;
pub use observable::{Observable, ObservableKind};
pub use place::Place;
pub use problem::{Problem, ProblemCode};
pub use record::{Moment, Record};
pub use sanitize::{csv_cell, html, visible};
pub use time::{Precision, Timestamp};
