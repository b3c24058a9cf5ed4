//! Events of Windows, one artifact for each family: what was installed, started, planned, cleared, opened, found.

pub mod bits;
pub mod cleared;
pub mod defender;
pub mod event_logs;
pub mod firewall;
pub mod logons;
pub mod powershell;
pub mod processes;
pub mod rdp;
pub mod services;
pub mod shares;
pub mod sysmon;
pub mod tasks;
pub mod wmi;

use vigie_model::Observable;

/// `MD5=…,SHA256=…,IMPHASH=…` as Sysmon writes it. An import hash is no hash of the file.
fn hashes(text: Option<&str>, see: &mut dyn FnMut(Observable<'_>)) {
    for hash in text.into_iter().flat_map(|text| text.split(',')) {
        if let Some((algorithm, value)) = hash.trim().split_once('=')
            && ["MD5", "SHA1", "SHA256"].iter().any(|known| known.eq_ignore_ascii_case(algorithm))
        {
            see(Observable::hash(value));
        }
    }
}
