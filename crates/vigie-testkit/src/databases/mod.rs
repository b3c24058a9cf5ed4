//! The databases and property lists of iOS: each module makes one, with the columns of a recent system.
//!
//! Each has the rows as plain structures, `DOMAIN` and `PATH` (the place in a backup) and `create`, which is
//! passed to [`sqlite::Workshop::database`].

pub mod address_book;
pub mod browser_state;
pub mod calendar;
pub mod call_history;
pub mod chrome;
pub mod cloud_tabs;
mod core_data;
pub mod data_usage;
pub mod firefox;
pub mod interactions;
pub mod preferences;
pub mod profiles;
pub mod safari_history;
pub mod safari_tabs;
pub mod shortcuts;
pub mod sms;
mod sms_blobs;
pub mod sqlite;
pub mod tcc;
mod wal;
pub mod webkit_observations;
pub mod whatsapp;
pub mod whatsapp_contacts;
