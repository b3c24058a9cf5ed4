//! Traces of iPhones and iPads.

pub mod accounts;
pub mod applications;
pub mod backup_info;
pub mod calls;
pub mod configuration_profiles;
pub mod datausage;
pub mod global_preferences;
pub mod idstatuscache;
pub mod locationd_clients;
pub mod manifest;
pub mod netusage;
pub mod network_usage;
pub mod osanalytics_addaily;
pub mod profile_events;
pub mod tcc;
pub mod wifi_known_networks;
