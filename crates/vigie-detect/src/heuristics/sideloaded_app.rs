//! Applications that did not come from the App Store, TestFlight or device management, and applications whose metadata
//! hides which one they are.

use vigie_artifacts::ios::applications::Application;
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
        version: 1,
        artifacts: &["ios_applications"],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Medium,
        source: "Mobile Verification Toolkit, module Applications",
    };
}

/// Nothing to remember.
#[derive(Default)]
pub struct State;

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
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
