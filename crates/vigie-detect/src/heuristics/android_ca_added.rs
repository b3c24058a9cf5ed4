//! Certificate authorities that somebody added to those of the system: with such a key encrypted traffic can be read.

use vigie_artifacts::android::files::ca_certificates::CaCertificate;
use vigie_artifacts::android::intrusion_log::IntrusionEntry;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidCaAdded;

impl Heuristic for AndroidCaAdded {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_ca_added",
        version: 1,
        artifacts: &["android_ca_certificates", "android_intrusion_log"],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Medium,
        source: "Android Developers, SecurityLog, TAG_CERT_AUTHORITY_INSTALLED; Mobile Verification Toolkit, module SecurityEvent; MITRE ATT&CK for Mobile, T1638 Adversary-in-the-Middle",
    };
}

/// By subject: those that are there, and those that the log notes.
#[derive(Default)]
pub struct State {
    there: Sightings,
    logged: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(certificate) = seen.get::<CaCertificate>() {
            if certificate.added {
                self.there.note(certificate.subject.as_deref().unwrap_or("?"), seen);
            }
        } else if let Some(entry) = seen.get::<IntrusionEntry>()
            && entry.tag() == Some("cert_authority_installed")
            && entry.success() != Some(false)
        {
            self.logged.note(entry.text("subject").unwrap_or("?"), seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (how, found) in [("there", &mut self.there), ("logged", &mut self.logged)] {
            for (subject, sighting) in found.take() {
                out.add(sighting.first, subject.as_str(), &[("subject", subject.as_str()), ("how", how)]);
            }
        }
    }
}
