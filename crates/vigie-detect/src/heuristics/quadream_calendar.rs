//! Calendar events that look like those of QuaDream's zero-click exploit ENDOFDAYS: the title `Meeting` and the note
//! `Notes`, exactly.
//!
//! The exploit used invitations in the past, which iOS took in without telling anyone. The words are ordinary, so an event
//! that no one invited to has a lower level.

use vigie_artifacts::ios::calendar::CalendarEvent;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct QuadreamCalendar;

impl Heuristic for QuadreamCalendar {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "quadream_calendar",
        version: 1,
        artifacts: &["ios_calendar"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Medium,
        source: "Citizen Lab, Sweet QuaDreams (April 2023); words as in MVT, module Calendar",
    };
}

/// Nothing to remember.
#[derive(Default)]
pub struct State;

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        let Some(event) = seen.get::<CalendarEvent>() else {
            return;
        };
        if event.summary.as_deref() != Some("Meeting") || event.description.as_deref() != Some("Notes") {
            return;
        }
        let organizer = event.participants.iter().find(|who| who.organizer);
        let who = organizer.or(event.participants.first());
        let name = who.and_then(|who| {
            let known = [&who.email, &who.address, &who.phone];
            known.into_iter().flatten().next()
        });
        // An invitation names people; so does the row of an organiser that is gone.
        let invited = who.is_some() || event.organizer_id.is_some_and(|id| id > 0);
        let level = if invited { Level::Medium } else { Level::Low };
        let args =
            [("invited", if invited { "yes" } else { "no" }), ("organizer", name.map_or("unknown", String::as_str))];
        out.add_at(level, seen.keep(), "Meeting / Notes", &args);
    }
}
