//! What tells of applications: the log of their installation, the links they open, their folders in iCloud. Forms: EC
//! sysdiagnose, parsers `mobileinstallation`, `swcutil` and `brctl`; iLEAPP `mobileInstall`.

use std::fmt::Write as _;

use super::super::Phone;
use super::process_lists::{month, weekday};
use crate::time::Moment;

/// `Thu Jun 20 09:12:30 2024`.
fn long(at: Moment) -> String {
    let (year, number, day, hour, minute, second) = at.civil();
    format!("{} {} {day:>2} {hour:02}:{minute:02}:{second:02} {year}", weekday(at), month(number))
}

/// `mobile_installation.log`: starts of the service, installations, containers made.
pub(in super::super) fn mobile_installation(phone: &Phone) -> String {
    let mut lines: Vec<(Moment, String)> = Vec::new();
    for at in &phone.shutdowns {
        let at = at.plus_seconds(45);
        lines.push((at, "main: mobile_installation_proxy started; Reboot detected".to_owned()));
    }
    for app in &phone.apps {
        let (id, at) = (app.bundle, app.at);
        lines.push((at, format!("-[MIClientConnection installURL:identity:targetingDomain:options:completion:]: Install requested by appstored (pid 401) for coordinator with bundle ID {id}")));
        lines.push((
            at.plus_seconds(4),
            format!(
                "-[MIContainer makeContainerLiveReplacingContainer:reason:waitForDeletion:withError:]: Made container live for {id} at {}",
                app.bundle_path().rsplit_once('/').map_or("", |(folder, _)| folder)
            ),
        ));
        lines.push((
            at.plus_seconds(5),
            format!("-[MIInstaller performInstallationWithError:]: Install Successful for (Customer:{id})"),
        ));
    }
    lines.sort();
    let mut text = String::new();
    for (at, line) in lines {
        let _ = writeln!(text, "{} [72] <notice> (0x16afb3000) {line}", long(at));
    }
    text
}

/// `swcutil_show.txt`: domains whose links an application opens.
pub(super) fn swcutil(phone: &Phone) -> String {
    let mut text = "=========== SETTINGS ===========\n\n=========== DATABASE ===========\n".to_owned();
    for app in &phone.apps {
        let domain: Vec<&str> = app.bundle.split('.').rev().collect();
        let _ = write!(
            text,
            "Service:              applinks\nApp ID:               ABCDE12345.{}\nApp Version:          {}\nApp PI:               <LSPersistentIdentifier 0x100000000> {{ v = 0 }}\nDomain:               {}.example\nUser Approval:        unspecified\nSite/Fmwk Approval:   approved\nFlags:                \nLast Checked:         {} +0000\nNext Check:           {} +0000\n--------------------------------------------------------------------------------\n",
            app.bundle,
            app.version,
            domain.join("."),
            app.at.plus_seconds(30).stamp(),
            app.at.plus_seconds(86_400 * 6).stamp(),
        );
    }
    text
}

/// `brctl-container-list.txt`: folders in iCloud, and who uses each.
pub(super) fn brctl(phone: &Phone) -> String {
    let apps: Vec<_> = phone.apps.iter().take(2).collect();
    let mut text = format!("listing {} containers for account 89695A59-F596-4E3A-952F-034A30421C79:\n", apps.len() + 1);
    let documents = "/private/var/mobile/Library/Mobile Documents";
    for app in apps {
        let (id, folder) = (app.bundle, app.bundle.replace('.', "~"));
        let _ = writeln!(
            text,
            "  id:iCloud.{id} localizedName:'{id}' documents:'{documents}/iCloud~{folder}/Documents' [Public:] clients: {id}"
        );
    }
    let _ = writeln!(
        text,
        "  id:com.apple.CloudDocs localizedName:'iCloud Drive' documents:'{documents}/com~apple~CloudDocs' [Public:] clients: "
    );
    text
}
