//! Opens what was acquired, read-only, and yields its sources.
//!
//! Everything that touches evidence is here and nowhere else: folders, manifests, write-ahead logs, and later
//! archives and keys. A [`Source`] is handed to a parser as bytes with the path it had on the device.
//!
//! Invariants: nothing in the evidence is ever opened for writing; no link that leaves the evidence is followed;
//! what cannot be read is a [`ReadError`] with a stable code and a place.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects
    )
)]

mod blob;
mod bplist;
mod error;
mod filesystem;
mod identify;
mod ios_backup;
mod ios_domains;
mod ios_models;
mod memory;
mod property_list;
mod source;
mod sqlite;
mod sqlite_header;
mod tree;
mod wal;

pub use blob::Blob;
pub use bplist::{BinaryPlist, Object};
pub use error::{OpenError, ReadError};
pub use identify::{Candidate, CandidateState, identify};
pub use ios_domains::device_path;
pub use ios_models::model_name;
pub use memory::MemoryEvidence;
pub use property_list::property_list;
pub use source::{Line, Source};
pub use sqlite::{Row, Scalar, Select, Sqlite};
pub use tree::{Entry, Evidence, Tree};
