//! Applications that did not come from the App Store, TestFlight or device management, and applications whose metadata
//! hides which one they are.
//!
//! What the metadata names is MVT's question. An application that brings a provisioning profile was signed by somebody other
//! than the App Store: a company for every device (the way of Hermit, as Google described it), or a developer for listed ones.

use vigie_artifacts::ios::applications::Application;
use vigie_artifacts::ios::provisioning_profiles::ProvisioningProfile;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct SideloadedApp;

/// Programs that install applications on ordinary devices: the App Store, TestFlight and device management.
const KNOWN: &[&str] = &[
    "com.apple.AppStore",
    "com.apple.AppStore.ProductPageExtension",
    "com.apple.TestFlight",
    "com.apple.appstored",
    "com.apple.dmd",
    "com.apple.ios.StoreKitUIService",
    "dmd",
];

impl Heuristic for SideloadedApp {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "sideloaded_app",
        version: 2,
        artifacts: &["ios_applications", "ios_provisioning_profiles"],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Medium,
        source: "Mobile Verification Toolkit, module Applications; Apple, TN3125: Inside Code Signing: Provisioning Profiles; Google, Spyware vendor targets users in Italy and Kazakhstan (2022)",
    };
}

/// Nothing to remember.
#[derive(Default)]
pub struct State;

/// Whom a profile lets run the application, and how much attention that asks for. A profile of the store lets nobody.
fn signed_for(profile: &ProvisioningProfile) -> Option<(&'static str, Level)> {
    if profile.is_beta == Some(true) {
        return None;
    }
    match (profile.all_devices, profile.devices, profile.debuggable) {
        (true, ..) => Some(("company", Level::Medium)),
        (false, Some(_), Some(true)) => Some(("developer", Level::Low)),
        (false, Some(_), _) => Some(("listed", Level::Low)),
        (false, None, _) => None,
    }
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        if let Some(profile) = seen.get::<ProvisioningProfile>() {
            if let Some((kind, level)) = signed_for(profile) {
                let app = profile.bundle_id().filter(|id| !id.contains('*')).unwrap_or(&profile.app);
                let team = profile.team.as_ref().or(profile.team_id.as_ref());
                let args = [("kind", kind), ("app", app), ("source", team.map_or("?", String::as_str))];
                out.add_at(level, seen.keep(), app, &args);
            }
            return;
        }
        let Some(app) = seen.get::<Application>() else {
            return;
        };
        // Without metadata nothing is known of where it came from.
        if app.metadata.is_none() {
            return;
        }
        let id = app.bundle_id.as_ref().or(app.listed_as.as_ref());
        let named = id.or(app.name.as_ref()).map_or("?", String::as_str);
        if app.bundle_id.is_none() {
            let source = app.source_app.as_deref().unwrap_or("?");
            let args = [("kind", "no_id"), ("app", named), ("source", source)];
            out.add_at(Level::Low, seen.keep(), named, &args);
        }
        let Some(source) = app.source_app.as_deref() else {
            return;
        };
        if KNOWN.contains(&source) {
            return;
        }
        let level = if source.starts_with("com.apple.") { Level::Low } else { Level::Medium };
        let args = [("kind", "source"), ("app", named), ("source", source)];
        out.add_at(level, seen.keep(), source, &args);
    }
}
