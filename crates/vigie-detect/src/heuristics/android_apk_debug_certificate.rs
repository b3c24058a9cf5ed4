//! Package files signed with the certificate that Android's tools make for trying things out. No store takes such a file, so
//! it was installed from a file or a computer.

use vigie_artifacts::android::apks::Apk;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidApkDebugCertificate;

impl Heuristic for AndroidApkDebugCertificate {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_apk_debug_certificate",
        version: 1,
        artifacts: &["android_apks"],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Low,
        source: "Android Developers, Sign your app: most app stores do not accept apps signed with a debug certificate",
    };
}

/// Packages with such a signature.
#[derive(Default)]
pub struct State(Sightings);

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(apk) = seen.get::<Apk>() else { return };
        let is_debug = |subject: &str| subject.split(", ").any(|part| part == "CN=Android Debug");
        if apk.signers.iter().any(|signer| signer.subject.as_deref().is_some_and(is_debug)) {
            self.0.note(apk.package.as_deref().unwrap_or("?"), seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (package, sighting) in self.0.take() {
            out.add(sighting.first, package.as_str(), &[("package", package.as_str())]);
        }
    }
}
