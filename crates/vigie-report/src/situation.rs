//! What the findings of a case amount to for the person examined. Said in sentences that neither reassure nor accuse.

use vigie_case::{Case, ToldFinding, is_blind};
use vigie_model::{Level, Meaning};

/// What the page says first, and whether it asks the person to act.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Situation {
    /// Ids of the sentences, gravest first.
    pub(crate) sentences: Vec<&'static str>,
    /// Someone experienced should look before anything on the device changes.
    pub(crate) urgent: bool,
    /// A vendor seems to have warned the owner.
    pub(crate) warned: bool,
    /// Nothing was met that is more than context.
    pub(crate) nothing: bool,
}

fn acts(finding: &ToldFinding) -> bool {
    matches!(finding.meaning, Meaning::Execution | Meaning::Persistence)
}

/// Whether a finding is told to the person one by one. Context is not; how the device is set up is, at any level.
pub(crate) fn worth_telling(finding: &ToldFinding) -> bool {
    finding.level >= Level::Low || finding.meaning == Meaning::Weakness
}

impl Situation {
    pub(crate) fn of(case: &Case) -> Self {
        let any = |test: &dyn Fn(&ToldFinding) -> bool| case.findings.iter().any(test);
        let strong = |meaning| any(&|finding| finding.meaning == meaning && finding.level >= Level::Medium);
        let acted = any(&|finding| acts(finding) && finding.level >= Level::Medium);
        let acted_weakly = any(&|finding| acts(finding) && finding.level == Level::Low);
        let warned = any(&|finding| finding.meaning == Meaning::Notice && finding.level >= Level::Low);
        let lured = strong(Meaning::Exposure);
        let tampered = strong(Meaning::Tampering);
        let leads = any(&|finding| finding.meaning != Meaning::Weakness && finding.level >= Level::Low);

        let mut sentences = Vec::new();
        let mut say = |when: bool, id: &'static str| {
            if when {
                sentences.push(id);
            }
        };
        say(acted, "report-short-acted");
        say(!acted && acted_weakly, "report-short-acted-weakly");
        say(warned, "report-short-warned");
        say(lured, "report-short-lured");
        say(tampered, "report-short-tampered");
        let urgent = acted || acted_weakly || warned || lured || tampered;
        say(leads && !urgent, "report-short-leads");
        let read = !is_blind(&case.coverage);
        say(!leads && read, "screen-none");
        say(!read, "report-short-blind");
        // Only where a lure or a warning makes the reader ask, and only when it is true of everything listed.
        say(read && urgent && !acted && !acted_weakly, "report-short-not-acted");
        Self { sentences, urgent, warned, nothing: !leads }
    }
}
