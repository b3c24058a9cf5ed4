//! The page of the person examined: what was found, what it means and does not, what to do now, who helps.

use std::collections::BTreeSet;

use vigie_case::{Case, EvidenceInside, ToldFinding};
use vigie_model::{CoverageState, EvidenceKind, Meaning, System, Timestamp};
use vigie_text::Texts;

use crate::axis::Plausible;
use crate::findings::{SHOWN, said};
use crate::html::{Html, put};
use crate::situation::{Situation, worth_telling};
use crate::words::Words;

/// Findings of one meaning that are told here; the rest stands in the analyst's part.
const TOLD: usize = 3;
/// Characters of a sentence that are told here; when it is innocent is our own text, and stands whole.
const SENTENCE: usize = 400;
const INNOCENT: usize = 2000;

pub(crate) fn part(out: &mut Html, case: &Case, situation: &Situation, words: &Words<'_>) {
    put!(out => "<section class=\"part person\" id=\"person\" aria-labelledby=\"person-title\">");
    put!(out => "<h2 id=\"person-title\">", (words.get("report-part-person")), "</h2>");
    short(out, case, situation, words);
    found(out, case, situation, words);
    means(out, case, situation, words);
    todo(out, case, situation, words);
    help(out, case, words);
    reach(out, case, words);
    put!(out => "</section>\n");
}

/// How ids of sentences end that are said of evidence which is not of one device: its own end, then the one they share.
fn ends(evidence: EvidenceKind, inside: &[EvidenceInside]) -> &'static [&'static str] {
    let is_of_device = |kind: EvidenceKind| {
        kind != EvidenceKind::AndroidApp
            && !matches!(kind.system(), Some(System::Mail | System::Network | System::Files))
    };
    // What lies inside may be of a device, and then what was found is.
    if inside.iter().any(|of| is_of_device(of.evidence.kind)) {
        return &[];
    }
    match evidence.system() {
        Some(System::Mail) => &["mailbox", "no-device"],
        Some(System::Network) => &["network", "no-device"],
        Some(System::Files) => &["files", "no-device"],
        _ => &[],
    }
}

/// A sentence, or the one that stands for it where the evidence is not of one device and the sentence speaks of it.
pub(crate) fn fitting(case: &Case, id: &str, words: &Words<'_>) -> String {
    words.get(&fitting_id(id, case.file.evidence.kind, &case.file.inside, words.texts()))
}

/// The id of a sentence, or of the one that stands for it where the evidence is not of one device and the sentence speaks of
/// it.
pub fn fitting_id(id: &str, evidence: EvidenceKind, inside: &[EvidenceInside], texts: &Texts) -> String {
    let own = ends(evidence, inside).iter().map(|end| format!("{id}-{end}")).find(|id| texts.has(id));
    own.unwrap_or_else(|| id.to_owned())
}

fn short(out: &mut Html, case: &Case, situation: &Situation, words: &Words<'_>) {
    put!(out => "<div class=\"short\"><h3>", (words.get("report-short")), "</h3>");
    for sentence in short_sentences(case, situation, words) {
        put!(out => "<p>", (sentence), "</p>");
    }
    put!(
        out => "<p class=\"ways\"><a href=\"#todo\">", (words.get("report-todo")),
        "</a> <a href=\"#help\">"
    );
    put!(out => (words.get("report-help")), "</a></p></div>");
}

/// What the person reads first.
pub(crate) fn short_sentences(case: &Case, situation: &Situation, words: &Words<'_>) -> Vec<String> {
    let mut sentences: Vec<String> = situation.sentences.iter().map(|id| fitting(case, id, words)).collect();
    let unreadable = case.coverage.iter().filter(|of| of.state == CoverageState::Unreadable).count() as u64;
    if unreadable > 0 {
        sentences.push(words.count("report-short-unreadable", &[("count", unreadable)]));
    }
    sentences
}

/// The findings told of one meaning, by their place in the case, and how many there are of it.
pub(crate) fn told_of<'c>(
    case: &'c Case,
    meaning: Meaning,
    words: &Words<'_>,
) -> (Vec<(usize, &'c ToldFinding)>, usize) {
    let of = || case.findings.iter().enumerate().filter(move |(_, of)| of.meaning == meaning && worth_telling(of));
    // The same sentence about several sources would hide what else was found.
    let mut sentences = BTreeSet::new();
    let differs = |(_, finding): &(usize, &ToldFinding)| sentences.insert(finding.sentences_in(words.texts()).0);
    (of().filter(differs).take(TOLD).collect(), of().count())
}

fn found(out: &mut Html, case: &Case, situation: &Situation, words: &Words<'_>) {
    if !case.findings.iter().any(worth_telling) {
        return;
    }
    put!(out => "<h3>", (words.get("report-found")), "</h3>");
    for meaning in Meaning::ALL {
        let (shown, all) = told_of(case, meaning, words);
        if shown.is_empty() {
            continue;
        }
        put!(out => "<h4>", (fitting(case, &format!("report-person-{meaning}"), words)), "</h4><p>");
        put!(
            out => (fitting(case, &format!("meaning-{meaning}-explained"), words)), " ",
            (fitting(case, &format!("report-person-{meaning}-not"), words))
        );
        put!(out => "</p><ul class=\"told\">");
        for (index, finding) in &shown {
            one(out, case, *index, finding, words);
        }
        put!(out => "</ul>");
        if all > shown.len() {
            let more = words.count("report-found-more", &[("more", (all - shown.len()) as u64)]);
            put!(out => "<p class=\"note\">", (more), "</p>");
        }
    }
    if !situation.nothing {
        put!(out => "<p>", (words.get("report-innocent-general")), "</p>");
    }
}

fn one(out: &mut Html, case: &Case, index: usize, finding: &ToldFinding, words: &Words<'_>) {
    let [message, innocent] = finding.said_in(words.marked());
    let plausible = Plausible::until(case.file.examined_at);
    put!(out => "<li><p>");
    // A setting has no date to miss; a date that cannot be is none.
    match finding.time.filter(|at| plausible.holds(*at)) {
        Some(at) => put!(out => "<span class=\"when\">", (words.day(at)), "</span> "),
        None if finding.meaning == Meaning::Weakness => {}
        None => put!(out => "<span class=\"when\">", (words.get("report-day-unknown")), "</span> "),
    }
    put!(out => "<span class=\"value\">");
    said(out, &message, case, SENTENCE, words);
    put!(out => "</span>");
    if index < SHOWN && words.is_paper() {
        let number = (index + 1).to_string();
        put!(out => " <span class=\"ref\">", (words.fill("report-paper-see", &[("number", &number)])), "</span>");
    } else if index < SHOWN {
        put!(
            out => " <a class=\"detail\" href=\"#f-", (index + 1), "\">",
            (words.get("report-details")), "</a>"
        );
    }
    put!(
        out => "</p><p class=\"innocent\"><b>", (words.get("screen-innocent")), "</b> "
    );
    said(out, &innocent, case, INNOCENT, words);
    put!(out => "</p></li>");
}

fn means(out: &mut Html, case: &Case, situation: &Situation, words: &Words<'_>) {
    put!(out => "<h3>", (words.get("report-means")), "</h3><ul>");
    for id in meanings(case, situation) {
        put!(out => "<li>", (fitting(case, id, words)), "</li>");
    }
    put!(out => "</ul>");
}

/// What the findings mean and do not mean, as ids of sentences.
pub(crate) fn meanings(case: &Case, situation: &Situation) -> Vec<&'static str> {
    let any = |meaning| case.findings.iter().any(|finding| finding.meaning == meaning && worth_telling(finding));
    let mut items = Vec::new();
    if situation.nothing {
        items.push("screen-what-none-means");
    } else {
        items.push("report-means-verdict");
        if any(Meaning::Exposure) {
            items.push("report-means-lure");
        }
        if any(Meaning::Execution) || any(Meaning::Persistence) {
            items.push("report-means-acted");
        }
        items.extend(["report-means-who", "report-means-fault"]);
    }
    items.push("report-means-more");
    items
}

fn todo(out: &mut Html, case: &Case, situation: &Situation, words: &Words<'_>) {
    put!(out => "<h3 id=\"todo\">", (words.get("report-todo")), "</h3><ol class=\"todo\">");
    for step in steps(case, situation) {
        let (what, how) = (format!("report-todo-{step}"), format!("report-todo-{step}-how"));
        put!(out => "<li><b>", (fitting(case, &what, words)), "</b> ", (fitting(case, &how, words)), "</li>");
    }
    put!(out => "</ol>");
}

/// What to do now, as the middle part of ids of sentences: `report-todo-STEP` and `report-todo-STEP-how`.
pub(crate) fn steps(case: &Case, situation: &Situation) -> Vec<&'static str> {
    let mut steps = Vec::new();
    if situation.urgent {
        steps.extend(["danger", "keep", "call", "other-device"]);
        if situation.warned {
            steps.push("warning");
        }
        steps.extend(["silent", "write-down"]);
    } else {
        steps.extend(["worried", "keep-evidence", "update"]);
        match case.file.evidence.kind.system() {
            Some(System::Ios) => steps.push("lockdown"),
            Some(System::Android) => steps.push("advanced-protection"),
            _ => {}
        }
        steps.push("again");
    }
    steps.push("private");
    steps
}

/// Who helps.
pub(crate) struct Helpline {
    pub(crate) name: &'static str,
    pub(crate) address: &'static str,
    /// The address as it is read, and how else to write.
    shown: &'static str,
    also: &'static str,
    /// Id of the sentence about it.
    pub(crate) says: &'static str,
}

pub(crate) const HELPLINES: [Helpline; 2] = [
    Helpline {
        name: "Access Now Digital Security Helpline",
        address: "https://accessnow.org/help",
        shown: "accessnow.org/help",
        also: ", help@accessnow.org",
        says: "report-help-access-now",
    },
    Helpline {
        name: "Amnesty International Security Lab",
        address: "https://securitylab.amnesty.org/get-help",
        shown: "securitylab.amnesty.org/get-help",
        also: "",
        says: "report-help-amnesty",
    },
];

/// The only links that leave the page.
fn help(out: &mut Html, case: &Case, words: &Words<'_>) {
    put!(
        out => "<div class=\"help\" id=\"help\"><h3>", (words.get("report-help")), "</h3><p>",
        (words.get("report-help-for")), "</p><dl>"
    );
    for of in HELPLINES {
        put!(out => "<dt>", (of.name), "</dt><dd><a href=\"", (of.address), "\" rel=\"noreferrer noopener\">");
        put!(out => (of.shown), "</a>", (of.also), "<br>", (words.get(of.says)), "</dd>");
    }
    put!(out => "</dl><p>", (fitting(case, "report-help-from", words)), "</p></div>");
}

fn reach(out: &mut Html, case: &Case, words: &Words<'_>) {
    put!(out => "<h3>", (words.get("report-reach")), "</h3>");
    for paragraph in reaches(case, words) {
        put!(out => "<p>", [paragraph], "</p>");
    }
}

/// How far the examination could look, a paragraph each; values are marked if `words` marks them.
pub(crate) fn reaches(case: &Case, words: &Words<'_>) -> Vec<String> {
    let of = |state| case.coverage.iter().filter(move |of| of.state == state);
    let count = |state| of(state).count() as u64;
    let counts = [
        ("read", count(CoverageState::Read)),
        ("absent", count(CoverageState::Absent)),
        ("unreadable", count(CoverageState::Unreadable)),
        ("never", count(CoverageState::NotApplicable)),
        ("all", case.coverage.len() as u64),
    ];
    let mut numbers = words.count("report-reach-counts", &counts);
    let plausible = Plausible::until(case.file.examined_at);
    let times = |pick: fn(&vigie_model::Coverage) -> Option<Timestamp>| {
        case.coverage.iter().filter_map(pick).filter(move |at| plausible.holds(*at))
    };
    if let (Some(first), Some(last)) = (times(|of| of.first).min(), times(|of| of.last).max()) {
        numbers.push(' ');
        numbers += &words.fill("report-reach-span", &[("first", &words.day(first)), ("last", &words.day(last))]);
    }
    let mut paragraphs = vec![numbers];
    let names: Vec<String> = of(CoverageState::Unreadable).map(|of| words.artifact(&of.artifact)).collect();
    if !names.is_empty() {
        paragraphs.push(words.fill("report-reach-unreadable", &[("names", &names.join(", "))]));
    }
    let kind = case.file.evidence.kind;
    if kind != EvidenceKind::EncryptedArchive {
        paragraphs.push(words.get(&format!("report-reach-{}", kind.name().replace('_', "-"))));
    }
    if !case.file.inside.is_empty() {
        let inside: Vec<String> = case.file.inside.iter().map(|of| of.path.clone()).collect();
        paragraphs.push(words.fill_marked("report-reach-inside", &[("names", &inside.join(", "))]));
    }
    paragraphs
}
