//! Services that hold a far-reaching right on Android, told by where their package came from.

use std::sync::Arc;

use vigie_model::Level;

use super::android_apps::{Origin, Roster};
use super::sightings::Sightings;
use super::{Found, Seen};

/// Who holds the right, and the packages.
#[derive(Default)]
pub(super) struct Rights {
    roster: Arc<Roster>,
    holders: Sightings,
    /// Holders of which only the user id of the kernel is told.
    by_uid: Sightings,
}

impl Rights {
    /// Takes the packages of the device.
    pub(super) fn packages(&mut self, roster: &Arc<Roster>) {
        self.roster = Arc::clone(roster);
    }

    /// What it says of a holder that no list of packages names: without a whole list, every phone has such holders.
    pub(super) fn unlisted(&self) -> Level {
        if self.roster.has_system() { Level::Low } else { Level::Info }
    }

    /// Remembers that a component (`package/class`) holds the right.
    pub(super) fn note_holder(&mut self, component: &str, seen: &Seen<'_>) {
        // The class is written out or begins with a dot, from place to place.
        match component.split_once("/.") {
            Some((package, class)) => self.holders.note(&format!("{package}/{package}.{class}"), seen),
            None => self.holders.note(component, seen),
        }
    }

    /// Remembers that whoever has a user id holds the right.
    pub(super) fn note_uid(&mut self, uid: i64, seen: &Seen<'_>) {
        self.by_uid.note(&uid.to_string(), seen);
    }

    /// One finding for each holder that `level` gives one.
    pub(super) fn finish(&mut self, level: impl Fn(Origin) -> Option<Level>, out: &mut Found) {
        self.finish_as(None, level, out);
    }

    /// The same, of several rights: which of them is `what` in the sentence.
    pub(super) fn finish_as(&mut self, what: Option<&str>, level: impl Fn(Origin) -> Option<Level>, out: &mut Found) {
        for (uid, sighting) in self.by_uid.take() {
            let mut packages = uid.parse().into_iter().flat_map(|uid| self.roster.of_uid(uid));
            // Of several packages with one user id, nothing says which it is.
            if let (Some(package), None) = (packages.next(), packages.next()) {
                self.holders.adopt(package, sighting);
            }
        }
        for (component, sighting) in self.holders.take() {
            let package = component.split_once('/').map_or(component.as_str(), |(package, _)| package);
            let origin = self.roster.origin(package);
            let Some(level) = level(origin) else { continue };
            let mut args = vec![
                ("component", component.as_str()),
                ("package", package),
                ("origin", origin.name()),
                ("installer", self.roster.installer(package)),
            ];
            args.extend(what.map(|what| ("what", what)));
            out.add_at(level, sighting.first, component.as_str(), &args);
        }
    }
}
