//! A configuration profile is installed: what it can do, from the kinds of its payloads. Ordinary at work and school;
//! elsewhere the owner should know of it.

use vigie_artifacts::ios::configuration_profiles::Profile;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct UnexpectedProfile;

/// Kind of payload, what it can do (a variant in the sentence), how much attention that asks for. Gravest first.
const POWERS: &[(&str, &str, Level)] = &[
    ("com.apple.mdm", "management", Level::Low),
    ("com.apple.vpn.managed", "traffic", Level::Low),
    ("com.apple.vpn.managed.applayer", "traffic", Level::Low),
    ("com.apple.proxy.http.global", "traffic", Level::Low),
    ("com.apple.webcontent-filter", "traffic", Level::Low),
    ("com.apple.dnsSettings.managed", "traffic", Level::Low),
    ("com.apple.dnsProxy.managed", "traffic", Level::Low),
    ("com.apple.relay.managed", "traffic", Level::Low),
    ("com.apple.security.root", "certificate", Level::Low),
    ("com.apple.security.pem", "certificate", Level::Low),
    ("com.apple.security.pkcs1", "certificate", Level::Low),
    ("com.apple.notificationsettings", "notifications", Level::Low),
];

impl Heuristic for UnexpectedProfile {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "unexpected_profile",
        version: 1,
        artifacts: &["ios_configuration_profiles"],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Medium,
        source: "Apple, Configuration Profile Reference; Mobile Verification Toolkit, module ConfigurationProfiles",
    };
}

/// Nothing to remember.
#[derive(Default)]
pub struct State;

/// The gravest power and its level.
fn power(types: &[String]) -> (&'static str, Level) {
    // A profile that begins with settings of notifications can silence warnings; MVT asks for an analyst's look.
    let notifications = "com.apple.notificationsettings";
    if types.first().is_some_and(|first| first == notifications) {
        return ("notifications", Level::Medium);
    }
    POWERS
        .iter()
        .find(|(kind, ..)| types.iter().any(|of| of == kind))
        .map_or(("other", Level::Info), |(_, power, level)| (power, *level))
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        let Some(profile) = seen.get::<Profile>() else {
            return;
        };
        let (power, level) = power(&profile.payload_types);
        let id = profile.identifier.as_ref().or(profile.uuid.as_ref());
        let id = id.map_or("?", String::as_str);
        let name = profile.display_name.as_deref().unwrap_or(id);
        let types = match profile.payload_types.as_slice() {
            [] => "-".to_owned(),
            types => types.join(", "),
        };
        let args = [("name", name), ("profile", id), ("power", power), ("types", &types)];
        out.add_at(level, seen.keep(), id, &args);
    }
}
