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
        _ => None,
    }
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
}
