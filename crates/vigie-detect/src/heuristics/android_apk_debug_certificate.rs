//! Packages signed with the certificate that Android's tools make for trying things out. No store takes such a file, so it
//! was installed from a file or a computer. Package files say who signed them, and so does the list in an `adb backup`.

use vigie_artifacts::android::apks::{Apk, Signer};
use vigie_artifacts::android::files::backup_apps::BackedUpApp;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidApkDebugCertificate;

impl Heuristic for AndroidApkDebugCertificate {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_apk_debug_certificate",
        version: 2,
        artifacts: &["android_apks", "android_backup_apps"],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Low,
        source: "Android Developers, Sign your app: most app stores do not accept apps signed with a debug certificate",
    };
}

fn is_debug(signer: &Signer) -> bool {
    signer.subject.as_deref().is_some_and(|subject| subject.split(", ").any(|part| part == "CN=Android Debug"))
}

/// Packages with such a signature.
#[derive(Default)]
pub struct State(Sightings);

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(apk) = seen.get::<Apk>().filter(|apk| apk.signers.iter().any(is_debug)) {
            self.0.note(apk.package.as_deref().unwrap_or("?"), seen);
        } else if let Some(app) = seen.get::<BackedUpApp>().filter(|app| app.signers.iter().any(is_debug)) {
            self.0.note(&app.package, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (package, sighting) in self.0.take() {
            out.add(sighting.first, package.as_str(), &[("package", package.as_str())]);
        }
    }
}
