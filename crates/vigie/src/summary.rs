//! The answer on one screen: what the evidence is, findings by meaning, coverage and problems in brief, and what
//! "no known trace" does and does not mean.
//!
//! The screen has a budget of lines. What is graver is told first and in full; sentences that say the same of other
//! values are folded into one with a count; what does not fit is counted, never dropped in silence. `--details` writes
//! everything out (see `details.rs`).

use std::collections::BTreeMap;
use std::path::Path;

use vigie_case::{Examination, ToldFinding, is_blind};
use vigie_evidence::{Candidate, CandidateState};
use vigie_model::{Coverage, CoverageState, Device, Finding, Level, Meaning, Message, Place, Timestamp, visible};
use vigie_report::fitting_id;
use vigie_text::Texts;

use crate::screen::Screen;

/// Lines the screen should not exceed.
const LINES: usize = 40;
/// A value of the device longer than this many characters is shortened in the middle; whole values are elsewhere.
const VALUE: usize = 56;
/// Lines that a list of names may take, on a screen at least this wide; half of them on a narrower one.
const NAMES: (usize, usize) = (2, 100);
/// Sentences of one meaning that are written out when the budget is spent, besides the critical ones.
const LEAST: usize = 3;

/// Everything the screen tells.
pub(crate) struct Summary<'s> {
    pub(crate) examination: &'s Examination,
    pub(crate) candidate: &'s Candidate,
    pub(crate) case: Option<&'s Path>,
}

/// Columns before the text: the widest label of the language, and two.
pub(crate) fn indent(texts: &Texts) -> usize {
    const LABELS: [&str; 8] =
        ["evidence", "packs", "findings", "coverage", "problems-label", "case", "meaning", "help"];
    let labels = LABELS.iter().map(|label| texts.get(&format!("screen-{label}")));
    let meanings = Meaning::ALL.iter().map(|meaning| texts.get(&format!("meaning-{meaning}-name")));
    labels.chain(meanings).map(|label| label.chars().count()).max().unwrap_or(0) + 2
}

/// A day.
fn day(at: Timestamp) -> String {
    at.to_string().chars().take(10).collect()
}

/// A moment to the minute.
pub(crate) fn minute(at: Timestamp) -> String {
    let text = at.to_string().replace('T', " ");
    let short: String = text.chars().take(16).collect();
    if short.len() > 10 { format!("{short} UTC") } else { short }
}

/// `iPhone 13 (iPhone14,5), iOS 17.5.1 (21F90)`, as far as known.
pub(crate) fn device_words(device: &Device) -> String {
    let mut words = Vec::new();
    match (&device.model, &device.product_type) {
        (Some(model), Some(kind)) => words.push(format!("{model} ({kind})")),
        (Some(one), None) | (None, Some(one)) => words.push(one.clone()),
        (None, None) => {}
    }
    if let Some(version) = &device.os_version {
        let os = device.os.as_deref().unwrap_or("iOS");
        let build = device.os_build.as_ref().map(|build| format!(" ({build})")).unwrap_or_default();
        words.push(format!("{os} {version}{build}"));
    }
    words.join(", ")
}

/// How new Android's security patches are: `security patch of 2026-03-05`.
pub(crate) fn patch_words(device: &Device, texts: &Texts) -> Option<String> {
    let day = visible(device.security_patch.as_deref()?);
    Some(texts.message(&Message::new("screen-patch").arg("day", day)))
}

/// What an artifact holds of kinds that are counted on their own: `12 shutdowns`.
pub(crate) fn counted(of: &Coverage, texts: &Texts) -> Vec<String> {
    of.counts.iter().map(|(kind, count)| texts.count(&format!("report-counted-{kind}"), &[("count", *count)])).collect()
}

/// How far an artifact of that sort can speak: `Shutdown log: 12 shutdowns, 2026-03-03 – 2026-06-02`.
fn reach(of: &Coverage, texts: &Texts) -> Option<String> {
    let mut parts = counted(of, texts);
    if parts.is_empty() {
        return None;
    }
    if let (Some(first), Some(last)) = (of.first, of.last) {
        parts.push(texts.message(&Message::new("screen-span").arg("first", day(first)).arg("last", day(last))));
    }
    let name = texts.get(&format!("artifact-{}-name", of.artifact));
    Some(format!("{name}: {}", parts.join(", ")))
}

/// A candidate in one line, for lists.
pub(crate) fn candidate_line(candidate: &Candidate) -> String {
    let folder = candidate.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = candidate.device.name.clone().unwrap_or_default();
    let words = device_words(&candidate.device);
    [folder, name, words].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A value without its middle, where it is too long for a line: how it begins and ends says what it is.
fn shortened(value: &str) -> String {
    let count = value.chars().count();
    if count <= VALUE {
        return value.to_owned();
    }
    let (start, end) = (VALUE * 2 / 3, VALUE / 3);
    let head: String = value.chars().take(start).collect();
    let tail: String = value.chars().skip(count - end).collect();
    format!("{head}…{tail}")
}

/// The first sentence of a text, with a sign that more follows.
fn first_sentence(text: &str) -> String {
    match text.split_once(". ") {
        Some((first, _)) => format!("{first}. …"),
        None => text.to_owned(),
    }
}

/// Findings that one sentence tells.
struct Fold<'s> {
    first: &'s Finding,
    more: usize,
    last: Option<Timestamp>,
    /// The artifacts of the others, where it is not that of the first.
    also_in: Vec<&'s str>,
}

/// What makes two findings say the same of different values: level, sentence and whose mark it is; and, unless folded
/// coarsely, the artifact and how they met.
type Kind<'s> = (Level, &'s str, Vec<&'s str>, Option<(&'s str, Option<&'s String>)>);

fn kind(finding: &Finding, coarse: bool) -> Kind<'_> {
    let malware = finding.indicator.iter().flat_map(|of| &of.malware).map(String::as_str).collect();
    // Only what met an indicator names its artifact in the sentence; others must stay apart.
    let apart = !coarse || finding.indicator.is_none();
    let fine = apart.then(|| (finding.artifact.as_str(), finding.message.args.get("how")));
    (finding.level, &finding.message.id, malware, fine)
}

/// One record that met several marks of one tool: it is told by the first of them. A record of a worm holds its service,
/// its program and the path of that.
type OfRecord<'s> = (&'s str, &'s str, &'s Place, Level, Vec<&'s str>);

fn of_record(finding: &Finding) -> Option<OfRecord<'_>> {
    let malware: Vec<&str> = finding.indicator.as_ref()?.malware.iter().map(String::as_str).collect();
    (!malware.is_empty()).then_some((&finding.artifact, &finding.source, &finding.place, finding.level, malware))
}

/// Findings in their order, those that say the same or are of one record folded into the first of them.
fn fold<'s>(findings: impl Iterator<Item = &'s Finding>, coarse: bool) -> Vec<Fold<'s>> {
    let mut folds: Vec<Fold<'s>> = Vec::new();
    let mut kinds: BTreeMap<Kind<'s>, usize> = BTreeMap::new();
    let mut records: BTreeMap<OfRecord<'s>, usize> = BTreeMap::new();
    for finding in findings {
        let (kind, record) = (kind(finding, coarse), of_record(finding));
        let known = kinds.get(&kind).or_else(|| records.get(record.as_ref()?));
        let place = known.copied().unwrap_or(folds.len());
        kinds.insert(kind, place);
        if let Some(record) = record {
            records.entry(record).or_insert(place);
        }
        match folds.get_mut(place) {
            Some(fold) => {
                fold.more += 1;
                fold.last = fold.last.max(finding.time);
                let artifact = finding.artifact.as_str();
                if artifact != fold.first.artifact && !fold.also_in.contains(&artifact) {
                    fold.also_in.push(artifact);
                }
            }
            None => folds.push(Fold { first: finding, more: 0, last: None, also_in: Vec::new() }),
        }
    }
    folds
}

/// How much of the findings is told: from everything to the gravest only.
#[derive(Clone, Copy)]
struct Extent {
    /// When the first finding of a meaning is innocent is told from this level on.
    innocent: Level,
    /// Findings of one tool in several artifacts are folded too.
    coarse: bool,
    /// Findings below this level are counted only.
    from: Level,
    /// Sentences of one meaning below the level `critical`.
    most: usize,
    /// Each meaning is explained; else only the gravest, and the others begin on the line of their first finding.
    explained: bool,
}

/// From the most to the least; the last one is taken whatever it needs.
const EXTENTS: [Extent; 9] = [
    Extent { innocent: Level::Info, coarse: false, from: Level::Info, most: usize::MAX, explained: true },
    Extent { innocent: Level::High, coarse: false, from: Level::Info, most: usize::MAX, explained: true },
    Extent { innocent: Level::Critical, coarse: false, from: Level::Info, most: usize::MAX, explained: true },
    Extent { innocent: Level::Critical, coarse: true, from: Level::Info, most: usize::MAX, explained: true },
    Extent { innocent: Level::Critical, coarse: true, from: Level::Low, most: usize::MAX, explained: true },
    Extent { innocent: Level::Critical, coarse: true, from: Level::Medium, most: usize::MAX, explained: true },
    Extent { innocent: Level::Critical, coarse: true, from: Level::High, most: usize::MAX, explained: true },
    Extent { innocent: Level::Critical, coarse: true, from: Level::High, most: usize::MAX, explained: false },
    Extent { innocent: Level::Critical, coarse: true, from: Level::High, most: LEAST, explained: false },
];

impl Summary<'_> {
    /// Writes the screen.
    pub(crate) fn write(&self, screen: &mut Screen, texts: &Texts) {
        let mut head = screen.part();
        self.evidence(&mut head, texts);
        head.line("");
        self.levels(&mut head, texts);
        let mut tail = screen.part();
        tail.line("");
        self.coverage(&mut tail, texts);
        self.problems(&mut tail, texts);
        self.closing(&mut tail, texts);
        let room = LINES.saturating_sub(head.lines() + tail.lines());
        let told = EXTENTS.into_iter().map(|extent| {
            let mut part = screen.part();
            self.findings(&mut part, texts, extent);
            part
        });
        let mut last = screen.part();
        for part in told {
            let fits = part.lines() <= room;
            last = part;
            if fits {
                break;
            }
        }
        screen.append(&head);
        screen.append(&last);
        screen.append(&tail);
    }

    fn label(screen: &Screen, texts: &Texts, id: &str) -> String {
        screen.bold(&Screen::pad(&texts.get(id), indent(texts)))
    }

    /// What was examined, and with which indicators.
    pub(crate) fn evidence(&self, screen: &mut Screen, texts: &Texts) {
        let info = &self.examination.evidence;
        let kind = texts.get(&info.kind.sentence());
        let label = Self::label(screen, texts, "screen-evidence");
        screen.paragraph(&label, indent(texts), &visible(&self.candidate.path.display().to_string()));
        let blank = " ".repeat(indent(texts));
        let mut what = kind;
        if let Some(name) = &info.device.name {
            what = format!("{what} “{}”", visible(name));
        }
        let words = device_words(&info.device);
        if !words.is_empty() {
            what = format!("{what}, {}", visible(&words));
        }
        let files = texts.count("screen-files", &[("files", info.files)]);
        let id: String = info.id.chars().take(16).collect();
        let made = info.made.map(|at| texts.message(&Message::new("screen-made").arg("at", minute(at))));
        let encrypted = info.encrypted.then(|| texts.get("screen-encrypted"));
        let parts = [
            Some(what),
            patch_words(&info.device, texts),
            made,
            encrypted,
            Some(files),
            Some(format!("id\u{a0}{id}…")),
        ];
        let line = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        screen.paragraph(&blank, indent(texts), &line);
        if let CandidateState::Incomplete(reasons) = &self.candidate.state {
            let text = Message::new("screen-incomplete").arg("reasons", reasons.join("; "));
            let text = texts.message(&text);
            screen.paragraph(&blank, indent(texts), &text);
        }
        for inside in &self.examination.inside {
            let kind = texts.get(&inside.evidence.kind.sentence());
            let text = Message::new("screen-inside").arg("kind", kind).arg("path", inside.path.as_str());
            screen.paragraph(&blank, indent(texts), &texts.message(&text));
        }
        let packs = &self.examination.packs;
        let label = Self::label(screen, texts, "screen-packs");
        let total: u64 = packs.iter().map(|pack| pack.usable).sum();
        let named: Vec<String> =
            packs.iter().map(|pack| format!("{} ({})", visible(&pack.name), pack.usable)).collect();
        let named = named.join(", ");
        let text = if indent(texts) + named.chars().count() > screen.width() {
            texts.count("screen-packs-many", &[("packs", packs.len() as u64), ("indicators", total)])
        } else {
            named
        };
        screen.paragraph(&label, indent(texts), &text);
    }

    /// How many findings there are, by level.
    pub(crate) fn levels(&self, screen: &mut Screen, texts: &Texts) {
        let findings = &self.examination.findings;
        let label = Self::label(screen, texts, "screen-findings");
        if findings.is_empty() {
            let id = if is_blind(&self.examination.coverage) { "report-short-blind" } else { "screen-none" };
            screen.strong(&label, indent(texts), &self.fitting(id, texts));
            return;
        }
        let mut parts = Vec::new();
        for level in Level::ALL.into_iter().rev() {
            let count = findings.iter().filter(|finding| finding.level == level).count();
            if count > 0 {
                let name = texts.get(&format!("level-{level}"));
                parts.push(screen.level(level, &format!("{count} {name}")));
            }
        }
        screen.line(&format!("{label}{}", parts.join(", ")));
    }

    /// Meanings that have findings, the gravest first.
    pub(crate) fn meanings(&self) -> Vec<(Meaning, Vec<&Finding>)> {
        let findings = &self.examination.findings;
        let of = |meaning| findings.iter().filter(move |finding| finding.meaning == meaning).collect::<Vec<_>>();
        let mut groups: Vec<_> = Meaning::ALL.into_iter().map(|meaning| (meaning, of(meaning))).collect();
        groups.retain(|(_, findings)| !findings.is_empty());
        // Stable: meanings of one level keep the order of `Meaning::ALL`.
        groups.sort_by_key(|(_, findings)| std::cmp::Reverse(findings.iter().map(|finding| finding.level).max()));
        groups
    }

    fn findings(&self, screen: &mut Screen, texts: &Texts, extent: Extent) {
        let mut left_out: BTreeMap<Level, u64> = BTreeMap::new();
        for (place, (meaning, findings)) in self.meanings().into_iter().enumerate() {
            let mut told = 0;
            let explained = extent.explained || place == 0;
            for (number, fold) in fold(findings.into_iter(), extent.coarse).iter().enumerate() {
                let level = fold.first.level;
                if level < extent.from || (level < Level::Critical && told >= extent.most) {
                    *left_out.entry(level).or_default() += fold.more as u64 + 1;
                    continue;
                }
                let mut label = None;
                if told == 0 {
                    let name = Self::label(screen, texts, &format!("meaning-{meaning}-name"));
                    if explained {
                        let text = self.fitting(&format!("meaning-{meaning}-explained"), texts);
                        screen.paragraph(&name, indent(texts), &text);
                    } else {
                        label = Some(name);
                    }
                }
                told += 1;
                Self::finding(screen, texts, label, fold, number == 0 && level >= extent.innocent);
            }
        }
        if !left_out.is_empty() {
            let counts: Vec<String> = left_out
                .into_iter()
                .rev()
                .map(|(level, count)| format!("{count} {}", texts.get(&format!("level-{level}"))))
                .collect();
            let text = texts.message(&Message::new("screen-left-out").arg("counts", counts.join(", ")));
            screen.paragraph(&" ".repeat(indent(texts)), indent(texts), &text);
        }
    }

    /// One sentence, after its level, or after the label of its meaning and its level.
    fn finding(screen: &mut Screen, texts: &Texts, label: Option<String>, fold: &Fold<'_>, innocent: bool) {
        let mut finding = fold.first.clone();
        for value in finding.message.args.values_mut() {
            *value = shortened(value);
        }
        let told = ToldFinding::new(&finding, texts);
        let level = texts.get(&format!("level-{}", told.level));
        let time = told.time.map_or_else(|| texts.get("screen-no-time"), minute);
        let mut text = format!("{time} — {}", told.message);
        let first = if let Some(label) = label {
            text = format!("{level} · {text}");
            label
        } else {
            format!("  {}", screen.level(told.level, &Screen::pad(&level, indent(texts) - 2)))
        };
        if fold.more > 0 {
            let more = Message::new(if fold.last.is_some() { "screen-like-it-until" } else { "screen-like-it" });
            let last = fold.last.map(day).unwrap_or_default();
            text = format!("{text} {}", texts.message(&more.arg("more", fold.more.to_string()).arg("last", last)));
            if !fold.also_in.is_empty() {
                let names = fold.also_in.iter().map(|id| texts.get(&format!("artifact-{id}-name")));
                let names = Message::new("screen-also-in").arg("names", names.collect::<Vec<_>>().join(", "));
                text = format!("{text} {}", texts.message(&names));
            }
        }
        screen.paragraph(&first, indent(texts), &text);
        if innocent {
            // The sentence is safe already: its arguments were made visible when it was written.
            let text = format!("{} {}", texts.get("screen-innocent"), first_sentence(&told.innocent));
            screen.faint(&" ".repeat(indent(texts)), indent(texts), &text);
        }
    }

    fn coverage(&self, screen: &mut Screen, texts: &Texts) {
        let coverage = &self.examination.coverage;
        let label = Self::label(screen, texts, "screen-coverage");
        let mut counts = self.coverage_counts(texts);
        let first = coverage.iter().filter_map(|line| line.first).min();
        let last = coverage.iter().filter_map(|line| line.last).max();
        if let (Some(first), Some(last)) = (first, last) {
            let span = Message::new("screen-span").arg("first", day(first)).arg("last", day(last));
            counts = format!("{counts} · {}", texts.message(&span));
        }
        screen.paragraph(&label, indent(texts), &counts);
        let partly = |line: &&Coverage| line.state == CoverageState::Read && line.problems > 0;
        let names = |wanted: &dyn Fn(&&Coverage) -> bool| -> Vec<String> {
            let name = |line: &Coverage| texts.get(&format!("artifact-{}-name", line.artifact));
            coverage.iter().filter(|line| wanted(line)).map(name).collect()
        };
        let most = if screen.width() < NAMES.1 { NAMES.0 / 2 } else { NAMES.0 };
        // What is there and cannot be read is named to the last; of what is absent, as much as fits two lines.
        for (id, most, names) in [
            ("screen-reach", most, coverage.iter().filter_map(|line| reach(line, texts)).collect()),
            ("screen-unreadable", usize::MAX, names(&|line| line.state == CoverageState::Unreadable)),
            ("screen-partly", usize::MAX, names(&partly)),
            ("screen-absent", most, names(&|line| line.state == CoverageState::Absent)),
        ] {
            Self::names(screen, texts, id, most, &names);
        }
    }

    /// A list of names on at most so many lines; the rest is counted.
    fn names(screen: &mut Screen, texts: &Texts, id: &str, most: usize, names: &[String]) {
        let blank = " ".repeat(indent(texts));
        for kept in (1..=names.len()).rev() {
            let mut list = names[..kept].join(", ");
            if kept < names.len() {
                let more = texts.count("screen-more-names", &[("more", (names.len() - kept) as u64)]);
                list = format!("{list} {more}");
            }
            let mut part = screen.part();
            part.paragraph(&blank, indent(texts), &texts.message(&Message::new(id).arg("names", list)));
            if part.lines() <= most || kept == 1 {
                screen.append(&part);
                return;
            }
        }
    }

    /// `34 read, 5 absent, 0 unreadable`.
    pub(crate) fn coverage_counts(&self, texts: &Texts) -> String {
        let count = |state| self.examination.coverage.iter().filter(|line| line.state == state).count() as u64;
        texts.count(
            "screen-coverage-counts",
            &[
                ("read", count(CoverageState::Read)),
                ("absent", count(CoverageState::Absent)),
                ("unreadable", count(CoverageState::Unreadable)),
            ],
        )
    }

    fn problems(&self, screen: &mut Screen, texts: &Texts) {
        let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
        for problem in &self.examination.problems {
            *codes.entry(problem.code.code()).or_default() += 1;
        }
        if codes.is_empty() {
            return;
        }
        // The most frequent first; every code is named.
        let mut codes: Vec<_> = codes.into_iter().collect();
        codes.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
        let told: Vec<String> = codes
            .into_iter()
            .map(|(code, count)| format!("{count} × {code} ({})", texts.get(&format!("problem-{code}"))))
            .collect();
        let label = Self::label(screen, texts, "screen-problems-label");
        screen.paragraph(&label, indent(texts), &told.join(", "));
    }

    /// A sentence as it is true of the evidence, which need not be of a device.
    pub(crate) fn fitting(&self, id: &str, texts: &Texts) -> String {
        let of = self.examination;
        texts.get(&fitting_id(id, of.evidence.kind, &of.inside, texts))
    }

    /// Where the rest stands, what the answer means, and who helps.
    pub(crate) fn closing(&self, screen: &mut Screen, texts: &Texts) {
        let label = Self::label(screen, texts, "screen-case");
        let place = match self.case {
            Some(case) => visible(&case.display().to_string()).into_owned(),
            None => texts.get("screen-no-case"),
        };
        screen.paragraph(&label, indent(texts), &place);
        let label = Self::label(screen, texts, "screen-meaning");
        let exposed = self.examination.findings.iter().any(|finding| finding.level >= Level::Medium);
        let id = match (exposed, is_blind(&self.examination.coverage)) {
            (true, _) => "screen-what-findings-mean",
            (false, true) => "screen-what-blind-means",
            (false, false) => "screen-what-none-means",
        };
        screen.paragraph(&label, indent(texts), &self.fitting(id, texts));
        let label = Self::label(screen, texts, "screen-help");
        screen.paragraph(&label, indent(texts), &texts.get("screen-who-helps"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_lose_their_middle_and_short_ones_nothing() {
        assert_eq!(shortened("https://example.org/"), "https://example.org/");
        let long = format!("https://{}.example/end", "a".repeat(100));
        let short = shortened(&long);
        assert!(short.starts_with("https://aaa") && short.ends_with("aaa.example/end"), "{short}");
        assert!(short.chars().count() <= VALUE + 1);
    }

    #[test]
    fn more_than_one_sentence_says_that_more_follows() {
        assert_eq!(first_sentence("One. Two."), "One. …");
        assert_eq!(first_sentence("Only one."), "Only one.");
    }
}
