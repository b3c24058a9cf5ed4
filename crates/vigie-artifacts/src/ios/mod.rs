//! Traces of iPhones and iPads.

pub mod calls;
pub mod chrome_favicons;
pub mod chrome_history;
pub mod firefox_favicons;
pub mod firefox_history;
pub mod global_preferences;
pub mod safari_bookmarks;
pub mod safari_cloud_tabs;
pub mod safari_favicons;
pub mod safari_history;
pub mod safari_session;
pub mod safari_tabs;
pub mod safari_tabs_db;
pub mod shortcuts;
pub mod webkit_resource_load_statistics;
pub mod webkit_session_resource_log;
pub mod webkit_storage;
