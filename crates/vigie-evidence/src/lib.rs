//! Opens what was acquired, read-only, and yields its sources.
//!
//! Everything that touches evidence is here and nowhere else: folders, manifests, write-ahead logs,
//! key bags, archives. A [`Source`] is handed to a parser as bytes with the path it had on the device.
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

mod aes_cbc;
mod age_file;
mod among_files;
mod android_backup;
mod android_backup_key;
mod android_paths;
mod archive;
mod blob;
mod bplist;
mod climbing;
mod companions;
mod describe;
mod describe_android;
mod disk;
mod encrypted_file;
mod error;
mod extents;
mod filesystem;
mod gzip;
mod identify;
mod indexed;
mod ios_backup;
mod ios_description;
mod ios_domains;
mod ios_keybag;
mod ios_listing;
mod ios_mbdb;
mod ios_mbfile;
mod ios_models;
mod ios_store;
mod ios_unlock;
mod memory;
mod nested;
mod packed;
mod property_list;
mod read_ahead;
mod recognise;
mod recognise_android;
mod recognise_loose;
mod shared;
mod single;
mod source;
mod sqlite;
mod sqlite_header;
mod tree;
mod unlock;
mod utf16;
mod wal;
mod whole;
mod window;

pub use age_file::{AgeFile, Identities};
pub use among_files::packed_in;
pub use android_paths::android_device_paths;
pub use archive::{ZipFile, zip_files};
pub use blob::{Blob, Slice, Zipped};
pub use bplist::{BinaryPlist, Object};
pub use companions::Companion;
pub use disk::is_disk_image;
pub use encrypted_file::EncryptedFile;
pub use error::{OpenError, ReadError};
pub use extents::Extents;
pub use gzip::Unpacked;
pub use identify::{Candidate, CandidateState, identify, identify_as};
pub use ios_domains::device_path;
pub use ios_keybag::KeybagError;
pub use ios_listing::backup_file_id;
pub use ios_mbdb::{Mbdb, MbdbEntry};
pub use ios_models::model_name;
pub use ios_unlock::{ROUNDS_LIMIT, derive_key};
pub use memory::MemoryEvidence;
pub use nested::may_be_nested;
pub use packed::Packed;
pub use property_list::{date_time, property_list};
pub use recognise::is_dumpstate;
pub use shared::Shared;
pub use source::{Line, Source};
pub use sqlite::{Row, Scalar, Select, Sqlite};
pub use tree::{Entry, EntryKind, Evidence, Learned, Tree, Visit, Want};
pub use unlock::{OpenOptions, Unlock};
pub use whole::{HashedFile, Whole, hash_whole};
