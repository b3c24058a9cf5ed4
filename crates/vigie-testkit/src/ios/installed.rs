//! Applications from the store, with the containers iOS gave them.

use super::Shape;
use crate::random::Random;
use crate::time::Moment;

/// An installed application.
#[derive(Debug, Clone)]
pub struct Installed {
    /// Name of its bundle and program.
    pub name: &'static str,
    /// Bundle id.
    pub bundle: &'static str,
    /// Version.
    pub version: String,
    /// UUID of the folder of its bundle.
    pub bundle_container: String,
    /// UUID of the folder of its data.
    pub data_container: String,
    /// An extension that runs beside it.
    pub extension: Option<&'static str>,
    /// When it was installed.
    pub at: Moment,
}

impl Installed {
    /// Path of its program.
    pub fn program(&self) -> String {
        format!("{}/{}", self.bundle_path(), self.name)
    }

    /// Path of its bundle.
    pub fn bundle_path(&self) -> String {
        format!("/private/var/containers/Bundle/Application/{}/{}.app", self.bundle_container, self.name)
    }
}

const APPS: &[(&str, &str, Option<&str>)] = &[
    ("WhatsApp", "net.whatsapp.WhatsApp", Some("ServiceExtension")),
    ("Signal", "org.whispersystems.signal", Some("SignalNSE")),
    ("Chrome", "com.google.chrome.ios", None),
    ("Client", "org.mozilla.ios.Firefox", None),
    ("Telegram", "ph.telegra.Telegraph", Some("NotificationServiceExtension")),
    ("ProtonMail", "ch.protonmail.protonmail", Some("PushService")),
];

pub(super) fn apps(shape: &Shape, random: &Random) -> Vec<Installed> {
    let mut random = random.fork("installed");
    APPS.iter()
        .map(|(name, bundle, extension)| Installed {
            name,
            bundle,
            version: format!("{}.{}", random.range(2, 130), random.range(0, 20)),
            bundle_container: random.uuid(),
            data_container: random.uuid(),
            extension: *extension,
            at: shape.taken.plus_seconds(-random.range(86_400, 86_400 * 80)),
        })
        .collect()
}
