//! Traces of iPhones and iPads.

mod binary_plist;
pub mod calendar;
pub mod calls;
pub mod contacts;
pub mod global_preferences;
pub mod interaction_contacts;
pub mod interactions;
pub mod keyed_archive;
pub mod message_parts;
pub mod sms;
pub mod sms_attachments;
pub mod sms_deletions;
pub mod typedstream;
mod whatsapp;
pub mod whatsapp_chats;
pub mod whatsapp_contacts;
pub mod whatsapp_lids;
pub mod whatsapp_messages;
