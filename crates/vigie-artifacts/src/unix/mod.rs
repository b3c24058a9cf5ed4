//! Computers with Linux or macOS: what was typed, what starts by itself, who logged in, what was installed, what was
//! logged. Copies lie below any folder (UAC's `[root]/`, an image's mount point, or loose), so paths begin with `**/`.

pub mod journal;
pub mod launch_items;
pub mod logins;
pub mod package_log;
pub mod scheduled;
pub mod shell_history;
pub mod system_log;
pub mod unified_logs;
