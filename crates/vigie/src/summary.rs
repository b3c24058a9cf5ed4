//! The answer on one screen: what the evidence is, findings by meaning, coverage, problems, and what "no known trace"
//! does and does not mean.

use std::collections::BTreeMap;
use std::path::Path;

use vigie_case::{Examination, ToldFinding};
use vigie_evidence::{Candidate, CandidateState};
use vigie_model::{Coverage, CoverageState, Device, EvidenceKind, Level, Meaning, Message, Timestamp, visible};
use vigie_text::Texts;

use crate::screen::Screen;

/// Findings of one meaning that are written out; the rest is counted.
const SHOWN: usize = 6;
/// Columns of an artifact's name in the coverage.
const NAME: usize = 28;
/// Columns before the text.
const INDENT: usize = 14;

/// Everything the screen tells.
pub(crate) struct Summary<'s> {
    pub(crate) examination: &'s Examination,
    pub(crate) candidate: &'s Candidate,
    pub(crate) case: Option<&'s Path>,
}

/// A day, or an explicit blank.
fn day(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "          ".to_owned(), |at| at.to_string().chars().take(10).collect())
}

/// A name cut to a number of columns, with a sign that it was.
fn cut(name: &str, columns: usize) -> String {
    if name.chars().count() <= columns {
        return name.to_owned();
    }
    let kept: String = name.chars().take(columns.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
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

/// A candidate in one line, for lists.
pub(crate) fn candidate_line(candidate: &Candidate) -> String {
    let folder = candidate.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = candidate.device.name.clone().unwrap_or_default();
    let words = device_words(&candidate.device);
    [folder, name, words].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

impl Summary<'_> {
    /// Writes the screen.
    pub(crate) fn write(&self, screen: &mut Screen, texts: &Texts) {
        self.evidence(screen, texts);
        self.findings(screen, texts);
        self.coverage(screen, texts);
        self.closing(screen, texts);
    }

    fn label(screen: &Screen, text: &str) -> String {
        screen.bold(&Screen::pad(text, INDENT))
    }

    fn evidence(&self, screen: &mut Screen, texts: &Texts) {
        let info = &self.examination.evidence;
        let kind = texts.get(match info.kind {
            EvidenceKind::IosFilesystem => "kind-ios-filesystem",
            _ => "kind-ios-backup",
        });
        let label = Self::label(screen, &texts.get("screen-evidence"));
        screen.paragraph(&label, INDENT, &visible(&self.candidate.path.display().to_string()));
        let blank = " ".repeat(INDENT);
        let mut what = kind;
        if let Some(name) = &info.device.name {
            what = format!("{what} “{}”", visible(name));
        }
        let words = device_words(&info.device);
        if !words.is_empty() {
            what = format!("{what}, {}", visible(&words));
        }
        screen.paragraph(&blank, INDENT, &what);
        let files = texts.count("screen-files", &[("files", info.files)]);
        let id: String = info.id.chars().take(16).collect();
        let made = info.made.map(|at| texts.message(&Message::new("screen-made").arg("at", minute(at))));
        let encrypted = info.encrypted.then(|| texts.get("screen-encrypted"));
        let line = [made, encrypted, Some(files), Some(format!("id {id}…"))]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ");
        screen.paragraph(&blank, INDENT, &line);
        if let CandidateState::Incomplete(reasons) = &self.candidate.state {
            let text = Message::new("screen-incomplete").arg("reasons", reasons.join("; "));
            let text = texts.message(&text);
            screen.paragraph(&blank, INDENT, &text);
        }
        let packs: Vec<String> =
            self.examination.packs.iter().map(|pack| format!("{} ({})", visible(&pack.name), pack.usable)).collect();
        let label = Self::label(screen, &texts.get("screen-packs"));
        let total: u64 = self.examination.packs.iter().map(|pack| pack.usable).sum();
        let text = if packs.len() > 4 {
            texts.count("screen-packs-many", &[("packs", packs.len() as u64), ("indicators", total)])
        } else {
            packs.join(", ")
        };
        screen.paragraph(&label, INDENT, &text);
        screen.line("");
    }

    fn findings(&self, screen: &mut Screen, texts: &Texts) {
        let findings = &self.examination.findings;
        let label = Self::label(screen, &texts.get("screen-findings"));
        if findings.is_empty() {
            let none = screen.bold(&texts.get("screen-none"));
            screen.line(&format!("{label}{none}"));
        } else {
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
        for meaning in Meaning::ALL {
            let of: Vec<_> = findings.iter().filter(|finding| finding.meaning == meaning).collect();
            if of.is_empty() {
                continue;
            }
            screen.line("");
            let name = texts.get(&format!("meaning-{meaning}-name"));
            let explained = texts.get(&format!("meaning-{meaning}-explained"));
            let label = Self::label(screen, &name);
            screen.paragraph(&label, INDENT, &explained);
            for finding in of.iter().take(SHOWN) {
                Self::finding(screen, texts, &ToldFinding::new(finding, texts));
            }
            if of.len() > SHOWN {
                let more = texts.count("screen-more-findings", &[("more", (of.len() - SHOWN) as u64)]);
                screen.line(&format!("{}{more}", " ".repeat(INDENT)));
            }
        }
        screen.line("");
    }

    fn finding(screen: &mut Screen, texts: &Texts, finding: &ToldFinding) {
        let level = Screen::pad(&texts.get(&format!("level-{}", finding.level)), INDENT - 4);
        let first = format!("  {}  ", screen.level(finding.level, &level));
        let time = finding.time.map_or_else(|| texts.get("screen-no-time"), minute);
        screen.paragraph(&first, INDENT, &format!("{time} — {}", finding.message));
        let blank = " ".repeat(INDENT);
        let place = format!("{}, {}", finding.place.source, finding.place.place);
        let place = Message::new("screen-place").arg("place", place);
        screen.paragraph(&blank, INDENT, &texts.message(&place));
        // The sentence is safe already: its arguments were made visible when it was written.
        let innocent = format!("{} {}", texts.get("screen-innocent"), finding.innocent);
        screen.paragraph(&blank, INDENT, &innocent);
    }

    fn coverage(&self, screen: &mut Screen, texts: &Texts) {
        let coverage = &self.examination.coverage;
        let of = |state| coverage.iter().filter(move |line| line.state == state);
        let count = |state| of(state).count() as u64;
        let label = Self::label(screen, &texts.get("screen-coverage"));
        let counts = texts.count(
            "screen-coverage-counts",
            &[
                ("read", count(CoverageState::Read)),
                ("absent", count(CoverageState::Absent)),
                ("unreadable", count(CoverageState::Unreadable)),
            ],
        );
        screen.line(&format!("{label}{counts}"));
        let name = |line: &Coverage| texts.get(&format!("artifact-{}-name", line.artifact));
        // Days are enough here; records and exact times are in the case.
        let cells: Vec<String> = of(CoverageState::Read)
            .map(|line| {
                let span = match (line.first, line.last) {
                    (None, None) => texts.count("screen-records", &[("records", line.records)]),
                    (first, last) => format!("{} – {}", day(first), day(last)),
                };
                let mark = if line.problems > 0 { " !" } else { "" };
                let width = NAME - mark.len();
                format!("{}{mark} {}", Screen::pad(&cut(&name(line), width), width), Screen::pad(&span, 23))
            })
            .collect();
        let blank = " ".repeat(INDENT);
        let columns = if screen.width() >= INDENT + 2 * (NAME + 24) + 2 { 2 } else { 1 };
        let rows = cells.len().div_ceil(columns);
        for row in 0..rows {
            let line: Vec<&str> = cells.iter().skip(row).step_by(rows).map(String::as_str).collect();
            screen.line(format!("{blank}{}", line.join("  ")).trim_end());
        }
        for (state, id) in [(CoverageState::Unreadable, "screen-unreadable"), (CoverageState::Absent, "screen-absent")]
        {
            let names: Vec<String> = of(state).map(name).collect();
            if !names.is_empty() {
                let text = texts.message(&Message::new(id).arg("names", names.join(", ")));
                screen.paragraph(&" ".repeat(INDENT), INDENT, &text);
            }
        }
        let problems = &self.examination.problems;
        if !problems.is_empty() {
            let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
            for problem in problems {
                *codes.entry(problem.code.code()).or_default() += 1;
            }
            let label = Self::label(screen, &texts.get("screen-problems-label"));
            for (number, (code, count)) in codes.iter().enumerate() {
                let before = if number == 0 { label.clone() } else { " ".repeat(INDENT) };
                let text = format!("{count} × {code}: {}", texts.get(&format!("problem-{code}")));
                screen.paragraph(&before, INDENT, &text);
            }
        }
        screen.line("");
    }

    fn closing(&self, screen: &mut Screen, texts: &Texts) {
        if let Some(case) = self.case {
            let label = Self::label(screen, &texts.get("screen-case"));
            screen.paragraph(&label, INDENT, &visible(&case.display().to_string()));
        }
        let label = Self::label(screen, &texts.get("screen-meaning"));
        let exposed = self.examination.findings.iter().any(|finding| finding.level >= Level::Medium);
        let text = texts.get(if exposed { "screen-what-findings-mean" } else { "screen-what-none-means" });
        screen.paragraph(&label, INDENT, &text);
        let label = Self::label(screen, &texts.get("screen-help"));
        screen.paragraph(&label, INDENT, &texts.get("screen-who-helps"));
    }
}
