//! The databases and property lists of iOS: each module makes one, with the columns of a recent system.

mod core_data;
pub mod data_usage;
pub mod safari_history;
pub mod sms;
pub mod sqlite;
mod wal;
