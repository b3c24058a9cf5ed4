//! Where a program lies, and whether programs belong there.
//!
//! The system of iOS is on sealed, read-only volumes (Apple Platform Security, "Signed system volume security"): a path
//! on them is the system's own, whatever its name. Programs of applications lie in bundles below
//! `/private/var/containers/Bundle`. Everywhere else on the data volume nothing runs on an ordinary device, with the
//! exceptions named here.

use std::borrow::Cow;

/// Below these folders everything is Apple's, sealed or mounted from a signed image.
const SYSTEM: &[&str] = &[
    "/System/",
    "/usr/bin/",
    "/usr/lib/",
    "/usr/libexec/",
    "/usr/sbin/",
    "/usr/standalone/",
    "/bin/",
    "/sbin/",
    "/Applications/",
    "/Developer/",
    "/Library/",
    "/private/preboot/",
    // Signed images: developer tools, research and the parts of the system that are updated on their own.
    "/private/var/run/com.apple.security.cryptexd/mnt/",
    "/private/var/run/com.apple.pcsstatus/",
    // System applications that can be removed, and assets that iOS downloads and checks.
    "/private/var/staged_system_apps/",
    "/private/var/MobileAsset/",
];

/// Bundles of applications.
const BUNDLES: &[&str] = &["/private/var/containers/Bundle/", "/private/var/mobile/Containers/Bundle/"];

/// Where iOS itself copies a service that runs as another account, before it starts it.
const STAGING: &str = "/private/var/db/com.apple.xpc.roleaccountd.staging/";

/// Parts of Apple's update that are run from the staging folder, from a bundle named after them.
const STAGED_UPDATERS: &[&str] =
    &["com.apple.MobileSoftwareUpdate.UpdateBrainService", "com.apple.NRD.UpdateBrainService"];

/// Where a program lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place<'p> {
    /// On the system's own volumes, or in something Apple signed.
    System,
    /// In the bundle of an application: its folder (`Signal.app`), and the path inside it.
    App {
        /// The folder of the bundle.
        bundle: &'p str,
        /// The rest of the path.
        inside: &'p str,
    },
    /// The update service of iOS in the staging folder, which is ordinary while an update is prepared.
    StagedUpdater,
    /// In the staging folder, where nothing else is ordinary.
    Staging,
    /// In the data of an application, which may not be run on an ordinary device.
    AppData,
    /// In a folder for databases or temporary files.
    Scratch,
    /// Elsewhere on the data volume, or nowhere known.
    Elsewhere,
    /// No full path.
    Unknown,
}

impl<'p> Place<'p> {
    /// The place of a path in the form [`device_path`] gives.
    pub fn of(path: &'p str) -> Self {
        if !path.starts_with('/') {
            return Self::Unknown;
        }
        // A path that climbs says nothing about where it ends.
        if path.split('/').any(|part| part == "..") {
            return Self::Elsewhere;
        }
        // Logs list the kernel under this path.
        if path == "/kernel" || SYSTEM.iter().any(|prefix| path.starts_with(prefix)) {
            return Self::System;
        }
        if BUNDLES.iter().any(|prefix| path.starts_with(prefix)) {
            return app(path);
        }
        if path.starts_with(STAGING) {
            let program = path.rsplit('/').next().unwrap_or_default();
            let ordinary = !Self::stages_other_than_updates(path) && STAGED_UPDATERS.contains(&program);
            return if ordinary { Self::StagedUpdater } else { Self::Staging };
        }
        let data =
            ["/private/var/mobile/Containers/", "/private/var/containers/Data/", "/private/var/mobile/Applications/"];
        if data.iter().any(|prefix| path.starts_with(prefix)) {
            return Self::AppData;
        }
        let scratch =
            ["/private/var/db/", "/private/var/tmp/", "/private/tmp/", "/private/var/root/", "/private/var/run/"];
        if scratch.iter().any(|prefix| path.starts_with(prefix)) { Self::Scratch } else { Self::Elsewhere }
    }

    /// Whether a file lies in the staging folder without belonging to the update service. The folder itself is there on
    /// every device.
    pub fn stages_other_than_updates(path: &str) -> bool {
        let Some(rest) = path.strip_prefix(STAGING) else {
            return false;
        };
        let folder = rest.split('/').next().unwrap_or_default();
        let update = |name: &&str| folder.starts_with(*name) && folder.strip_suffix(".xpc").is_some();
        !folder.is_empty() && !STAGED_UPDATERS.iter().any(update)
    }

    /// Whether programs ordinarily run from there.
    pub fn is_ordinary(self) -> bool {
        matches!(self, Self::System | Self::App { .. } | Self::StagedUpdater | Self::Unknown)
    }
}

fn app(path: &str) -> Place<'_> {
    let mut start = 0;
    for part in path.split('/') {
        let end = start + part.len();
        if part.strip_suffix(".app").is_some_and(|stem| !stem.is_empty()) {
            let inside = path.get(end..).unwrap_or_default().trim_start_matches('/');
            return Place::App { bundle: part, inside };
        }
        start = end + 1;
    }
    // Plug-ins and frameworks that iOS installs beside applications.
    Place::System
}

/// A path as on the device, in one form: absolute, with `/private` before `/var` and `/tmp`, no doubled slashes.
pub fn device_path(path: &str) -> Cow<'_, str> {
    let doubled = path.contains("//");
    let whole = if doubled {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        Cow::Owned(format!("{}{}", if path.starts_with('/') { "/" } else { "" }, parts.join("/")))
    } else {
        Cow::Borrowed(path)
    };
    if whole.starts_with("/var/") || whole.starts_with("/tmp/") || whole.starts_with("/etc/") {
        return Cow::Owned(format!("/private{whole}"));
    }
    if whole.starts_with("private/var/") {
        return Cow::Owned(format!("/{whole}"));
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let of = |path: &str| format!("{:?}", Place::of(&device_path(path)));
        assert_eq!(of("/usr/libexec/nfcd"), "System");
        assert_eq!(of("/kernel"), "System");
        assert_eq!(of("/System/Cryptexes/OS/System/Library/x"), "System");
        assert_eq!(of("/private/var/db/../../usr/libexec/nfcd"), "Elsewhere");
        assert_eq!(
            of("/var/containers/Bundle/Application/0A/Signal.app/PlugIns/N.appex/N"),
            r#"App { bundle: "Signal.app", inside: "PlugIns/N.appex/N" }"#
        );
        let brain = "com.apple.MobileSoftwareUpdate.UpdateBrainService";
        let staging = "/private/var/db/com.apple.xpc.roleaccountd.staging";
        assert_eq!(of(&format!("{staging}/{brain}.16777219.47546.xpc/{brain}")), "StagedUpdater");
        assert_eq!(of(&format!("{staging}/{brain}/rolexd")), "Staging");
        assert_eq!(of(&format!("{staging}/com.apple.WebKit.Networking")), "Staging");
        assert_eq!(of("/private/var/tmp/takePhoto"), "Scratch");
        assert_eq!(of("/tmp/UserEventAgent"), "Scratch");
        assert_eq!(of("/private/var/mobile/Containers/Data/Application/0A/tmp/x"), "AppData");
        assert_eq!(of("/var/jb/usr/bin/sshd"), "Elsewhere");
        assert_eq!(of("/usr/local/bin/x"), "Elsewhere");
        assert_eq!(of("nfcd"), "Unknown");
    }
}
