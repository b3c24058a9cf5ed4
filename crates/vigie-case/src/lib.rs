//! The examination: evidence × artifacts × detection, and the case it leaves.
//!
//! [`examine`] reads the evidence once and answers an [`Examination`]; [`CaseWriter`] keeps what the chosen
//! [`Keep`] level needs in a folder that appears only when it is complete; [`Case::read`] reads one back.
//!
//! Invariants: the same evidence, packs and version give the same bytes, the examination's own time aside; every
//! trouble is a problem or a coverage line; nothing outside the case folder is written.

mod case_folder;
mod error;
mod examine;
mod finding;
mod keep;
mod programs;
mod read;
mod reading;
mod records;
mod spool;
mod told;
mod walk;

pub use case_folder::{CaseWriter, SCHEMA, Versioned};
pub use error::CaseError;
pub use examine::{Examination, Progress, Setup, examine};
pub use keep::Keep;
pub use programs::ProgramsTold;
pub use read::{Case, CaseFile};
pub use told::{Counts, EvidenceInside, PackTold, Sentences, Told, ToldFinding, ToldPlace};
pub use vigie_detect::processes::{Explained, ProgramRow};
