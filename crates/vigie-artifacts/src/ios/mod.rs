//! Traces of iPhones and iPads.

pub mod calls;
pub mod global_preferences;
