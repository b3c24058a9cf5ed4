//! What several forms say of a finding in words, and when they say it was.

use vigie_case::{Case, ToldFinding};
use vigie_model::{Precision, Timestamp};
use vigie_text::Texts;

use crate::person::fitting_id;

/// The sentences of a finding, with what a form has no field for.
pub(super) fn told(finding: &ToldFinding, case: &Case, texts: &Texts) -> String {
    let (found, innocent) = finding.sentences_in(texts);
    let level = texts.get(&format!("level-{}", finding.level));
    let meaning = format!("meaning-{}-explained", finding.meaning);
    let meaning = texts.get(&fitting_id(&meaning, case.file.evidence.kind, &case.file.inside, texts));
    let place = vigie_model::visible(&finding.place.source).into_owned();
    let clock = match finding.time {
        Some(at) if at.is_zone_unknown() => format!(" ({at}, {})", texts.get("export-zone-unknown")),
        None => format!(" ({})", texts.get("export-no-time")),
        Some(_) => String::new(),
    };
    format!("[{level}] {found} {meaning} {innocent} ({place}, {}){clock}", finding.place.place)
}

/// What stands at a moment, with what its reader must know of the clock.
pub(super) fn described(what: String, at: Timestamp, texts: &Texts) -> String {
    if at.is_zone_unknown() { format!("{what} ({})", texts.get("export-zone-unknown")) } else { what }
}

/// From when to when something was, as precisely as its source says; `None` where the zone is unknown, because these
/// forms have no time but UTC.
pub(super) fn span(at: Timestamp) -> Option<[jiff::Timestamp; 2]> {
    let length = match at.precision() {
        Precision::Day => jiff::SignedDuration::from_hours(24),
        Precision::Hour => jiff::SignedDuration::from_hours(1),
        Precision::Minute => jiff::SignedDuration::from_mins(1),
        _ => jiff::SignedDuration::ZERO,
    };
    let last = at.instant().checked_add(length).unwrap_or(at.instant());
    (!at.is_zone_unknown()).then_some([at.instant(), last])
}

/// An artifact by its name, or by its id where this version does not know it.
pub(super) fn artifact_name(id: &str, texts: &Texts) -> String {
    let sentence = format!("artifact-{id}-name");
    if texts.has(&sentence) { texts.get(&sentence) } else { id.to_owned() }
}
