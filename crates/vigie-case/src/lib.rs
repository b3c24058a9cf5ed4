//! The examination: evidence × artifacts × detection, and the case it leaves.
//!
//! [`examine`] reads the evidence once and answers an [`Examination`]; [`CaseWriter`] keeps what the chosen
//! [`Keep`] level needs in a folder that appears only when it is complete; [`Case::read`] and [`records`] read one
//! back; [`verify`] accounts for each of its bytes; [`custody`] says who did what with it; [`compare`] tells what
//! is new since an earlier case.
//!
//! Invariants: the same evidence, packs and version give the same bytes, the examination's own time aside; every
//! trouble is a problem or a coverage line; nothing outside the case folder is written.

mod allowance;
mod case_folder;
mod compare;
mod copy;
pub mod custody;
mod der;
mod devices;
mod error;
mod examine;
mod finding;
mod keep;
mod manifest;
mod met_rules;
mod overlap;
mod programs;
mod read;
mod read_records;
mod read_timeline;
mod reading;
mod records;
mod redaction;
mod repeat;
mod rows;
mod seal;
mod sieve;
pub mod signature;
mod sources;
mod spool;
pub mod timestamp;
mod told;
mod told_once;
mod verify;
mod walk;
mod whole;

pub use case_folder::{CaseWriter, SCHEMA, Versioned, WholeTold};
pub use compare::{Change, Comparison, Inventory, Item, SameDevice, Telling, Thing, Things, compare, same_device};
pub use copy::{CopyMade, STATISTICS, copy, counts_copy};
pub use error::CaseError;
pub use examine::{Examination, Progress, Setup, examine};
pub use keep::Keep;
pub use manifest::{case_files, manifest_hash};
pub use programs::ProgramsTold;
pub use read::{Case, CaseFile};
pub use read_records::{KeptRecord, record_tables, records};
pub use read_timeline::{TimelineRow, timeline, timeline_rows};
pub use redaction::{Redacted, Redaction, is_same_on_every_device, model_name};
pub use repeat::compare_repeat;
pub use rows::{CaseRows, FolderRows, MemoryRows, Rows};
pub use seal::{Seal, sign};
pub use sources::{FileRead, ReadBy, SourceDifference, compare_sources};
pub use told::{Counts, EvidenceInside, PackTold, Said, Sentences, Told, ToldFinding, ToldPlace, is_blind};
pub use verify::{Difference, Signature, Verification, What, verify};
pub use vigie_detect::processes::{Explained, ProgramRow};
pub use whole::hash_evidence;
