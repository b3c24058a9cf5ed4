//! What launchd starts on a Mac: daemons, and agents of users.
//!
//! Format: `launchd.plist(5)`, as on iOS.

use vigie_model::{Layout, Meaning};

use crate::ios::launchd::{LaunchdEntry, declared};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct LaunchItems;

impl Artifact for LaunchItems {
    type Record = LaunchdEntry;
    const SPEC: Spec = Spec {
        id: "macos_launch_items",
        version: 1,
        paths: &[(Layout::MacOs, "**/{LaunchDaemons,LaunchAgents}/*.plist")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, LaunchdEntry>) -> Result<(), ParseError> {
        declared(&file.plist()?, out);
        Ok(())
    }
}
