//! Where the domains of an iOS backup lie on the device, so that a published device path meets a backup's file.
//!
//! Source: `Domains.plist` of iOS (`BackupAgent2`), as documented by libimobiledevice and iLEAPP. Container UUIDs are
//! not part of a backup: the bundle id stands in their place.

use vigie_model::Layout;

use crate::android_device_paths;

/// Domain name and the folder it stands for.
const DOMAINS: &[(&str, &str)] = &[
    ("BooksDomain", "/private/var/mobile/Media/Books"),
    ("CameraRollDomain", "/private/var/mobile"),
    ("DatabaseDomain", "/private/var/db"),
    ("HealthDomain", "/private/var/mobile/Library"),
    ("HomeDomain", "/private/var/mobile"),
    ("HomeKitDomain", "/private/var/mobile"),
    ("InstallDomain", "/private/var/installd"),
    ("KeyboardDomain", "/private/var/mobile"),
    ("KeychainDomain", "/private/var/Keychains"),
    ("ManagedPreferencesDomain", "/private/var/Managed Preferences"),
    ("MediaDomain", "/private/var/mobile"),
    ("MobileDeviceDomain", "/private/var/MobileDevice"),
    ("NetworkDomain", "/private/var/networkd"),
    ("ProtectedDomain", "/private/var/protected"),
    ("RootDomain", "/private/var/root"),
    ("SystemPreferencesDomain", "/private/var/preferences"),
    ("TonesDomain", "/private/var/mobile"),
    ("WirelessDomain", "/private/var/wireless"),
];

/// Prefix of a container domain and the folder its containers lie in.
const CONTAINERS: &[(&str, &str)] = &[
    ("AppDomain-", "/private/var/mobile/Containers/Data/Application"),
    ("AppDomainGroup-", "/private/var/mobile/Containers/Shared/AppGroup"),
    ("AppDomainPlugin-", "/private/var/mobile/Containers/Data/PluginKitPlugin"),
    ("SysContainerDomain-", "/private/var/containers/Data/System"),
    ("SysSharedContainerDomain-", "/private/var/containers/Shared/SystemGroup"),
];

/// The absolute device path of a path in a layout. `None` for a domain vigie does not know and for the files that
/// describe a backup.
pub fn device_path(layout: Layout, path: &str) -> Option<String> {
    match layout {
        Layout::IosFilesystem => Some(format!("/{path}")),
        Layout::IosBackup => {
            let (domain, relative) = path.split_once('/')?;
            let mut out = match DOMAINS.iter().find(|(name, _)| *name == domain) {
                Some((_, root)) => (*root).to_owned(),
                None => CONTAINERS
                    .iter()
                    .find_map(|(prefix, root)| domain.strip_prefix(prefix).map(|id| format!("{root}/{id}")))?,
            };
            if !relative.is_empty() {
                out.push('/');
                out.push_str(relative);
            }
            Some(out)
        }
        Layout::AndroidBackup => android_device_paths(path).first().map(|path| format!("/{path}")),
        Layout::Linux | Layout::MacOs => unix_path(path),
        Layout::Windows => windows_path(path),
        _ => None,
    }
}

/// Top folders of a Unix, by which a root is found wherever it was copied to.
const OF_ROOT: &[&str] = &[
    "etc",
    "var",
    "home",
    "root",
    "usr",
    "opt",
    "tmp",
    "Users",
    "Library",
    "System",
    "Applications",
    "private",
    "run",
    "bin",
    "sbin",
    "lib",
    "srv",
    "boot",
    "dev",
    "proc",
];

/// From the first folder that stands at the root of a Unix.
fn unix_path(path: &str) -> Option<String> {
    let mut before = 0usize;
    for part in path.split('/') {
        if OF_ROOT.contains(&part) {
            return path.get(before..).map(|rest| format!("/{rest}"));
        }
        before = before.saturating_add(part.len()).saturating_add(1);
    }
    None
}

/// From the folder that is named like a drive (`C`, `C:`, `C%3A`), or from the top folders of one, whose drive is
/// not known then.
fn windows_path(path: &str) -> Option<String> {
    const OF_DRIVE: &[&str] = &["windows", "users", "program files", "program files (x86)", "programdata", "$extend"];
    let of_drive = |name: &str| OF_DRIVE.iter().any(|one| name.eq_ignore_ascii_case(one));
    let backslashes = |rest: &str| rest.replace('/', "\\");
    let mut before = 0usize;
    for part in path.split('/') {
        let after = before.saturating_add(part.len()).saturating_add(1);
        let rest = path.get(after..).unwrap_or_default();
        let marked = [":", "%3A", "%3a"].iter().find_map(|end| part.strip_suffix(end));
        // A letter alone may be any folder, unless what is at the top of a drive follows.
        let next = rest.split('/').next().unwrap_or_default();
        let letter = marked.or_else(|| (of_drive(next) || next.starts_with('$')).then_some(part));
        if let Some([letter]) = letter.map(str::as_bytes).filter(|letter| letter.iter().all(u8::is_ascii_alphabetic)) {
            return Some(format!("{}:\\{}", char::from(letter.to_ascii_uppercase()), backslashes(rest)));
        }
        if of_drive(part) {
            return path.get(before..).map(|rest| format!("\\{}", backslashes(rest)));
        }
        before = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_become_device_paths() {
        let at = |path| device_path(Layout::IosBackup, path);
        assert_eq!(at("HomeDomain/Library/SMS/sms.db").unwrap(), "/private/var/mobile/Library/SMS/sms.db");
        assert_eq!(at("RootDomain/Library/x").unwrap(), "/private/var/root/Library/x");
        assert_eq!(
            at("AppDomain-org.example.app/Documents").unwrap(),
            "/private/var/mobile/Containers/Data/Application/org.example.app/Documents"
        );
        assert_eq!(at("Info.plist"), None);
        assert_eq!(at("NoSuchDomain/x"), None);
    }

    #[test]
    fn paths_of_computers_are_found_wherever_they_were_copied_to() {
        let at = |layout, path| device_path(layout, path);
        let windows = |path| at(Layout::Windows, path);
        assert_eq!(windows("k/C/Windows/perfc").as_deref(), Some(r"C:\Windows\perfc"));
        assert_eq!(windows("uploads/auto/d%3A/a/b").as_deref(), Some(r"D:\a\b"));
        assert_eq!(windows("Users/x/a.txt").as_deref(), Some(r"\Users\x\a.txt"));
        assert_eq!(windows("loose/System.evtx"), None);
        assert_eq!(at(Layout::Linux, "[root]/etc/passwd").as_deref(), Some("/etc/passwd"));
        assert_eq!(at(Layout::MacOs, "x/Users/a/b").as_deref(), Some("/Users/a/b"));
        assert_eq!(at(Layout::Linux, "auth.log"), None);
    }
}
