//! Parsers. A [`Source`] in, typed records and problems out: synchronous, pure, and ignorant of what is bad.
//!
//! One artifact is one file here, one line in [`ARTIFACTS`], one folder in `fixtures/`, and its texts in
//! `vigie-text`. CONTRIBUTING.md walks through one.
//!
//! Every line, row or key ends in a record or in a problem; nothing is skipped in silence. A parser that panics
//! costs its source and becomes a problem of the case.

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

mod contract;
pub mod ios;
mod out;
mod plan;
mod value;

pub use contract::{AnyArtifact, AnyRecord, Artifact, Sink, Spec};
pub use out::{Out, ParseError};
pub use plan::Plan;
pub use value::{Key, Plain, texts};
pub use vigie_evidence::{Row, Scalar, Select, Source, Sqlite};

/// Every artifact, sorted by id.
pub static ARTIFACTS: &[&dyn AnyArtifact] = &[
    &ios::calendar::Calendar,
    &ios::calls::Calls,
    &ios::contacts::Contacts,
    &ios::global_preferences::GlobalPreferences,
    &ios::interaction_contacts::InteractionContacts,
    &ios::interactions::Interactions,
    &ios::sms::Sms,
    &ios::sms_attachments::SmsAttachments,
    &ios::sms_deletions::SmsDeletions,
    &ios::whatsapp_chats::WhatsappChats,
    &ios::whatsapp_contacts::WhatsappContacts,
    &ios::whatsapp_lids::WhatsappLids,
    &ios::whatsapp_messages::WhatsappMessages,
];

/// The artifact of an id.
pub fn artifact(id: &str) -> Option<&'static dyn AnyArtifact> {
    ARTIFACTS
        .iter()
        .copied()
        .find(|artifact| artifact.spec().id == id)
}
