//! Everything the screen can tell, without a limit of lines: every finding with its place and when it is innocent,
//! the coverage of every artifact, and every problem.

use vigie_case::ToldFinding;
use vigie_model::{Coverage, CoverageState, Message, Place, Timestamp, visible};
use vigie_text::Texts;

use crate::screen::Screen;
use crate::summary::{Summary, counted, indent, minute};

/// Columns of an artifact's name in the coverage.
const NAME: usize = 30;

/// A day, or an explicit blank.
fn day(at: Option<Timestamp>) -> String {
    at.map_or_else(|| " ".repeat(10), |at| at.to_string().chars().take(10).collect())
}

/// A name cut to a number of columns, with a sign that it was.
fn cut(name: &str, columns: usize) -> String {
    if name.chars().count() <= columns {
        return name.to_owned();
    }
    let kept: String = name.chars().take(columns.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

impl Summary<'_> {
    /// Writes everything.
    pub(crate) fn details(&self, screen: &mut Screen, texts: &Texts) {
        self.evidence(screen, texts);
        screen.line("");
        self.levels(screen, texts);
        for (meaning, findings) in self.meanings() {
            screen.line("");
            let label = screen.bold(&Screen::pad(&texts.get(&format!("meaning-{meaning}-name")), indent(texts)));
            screen.paragraph(&label, indent(texts), &self.fitting(&format!("meaning-{meaning}-explained"), texts));
            for finding in findings {
                whole(screen, texts, &ToldFinding::new(finding, texts));
            }
        }
        screen.line("");
        self.every_artifact(screen, texts);
        self.every_problem(screen, texts);
        screen.line("");
        self.closing(screen, texts);
    }

    fn every_artifact(&self, screen: &mut Screen, texts: &Texts) {
        let coverage = &self.examination.coverage;
        let of = |state| coverage.iter().filter(move |line| line.state == state);
        let label = screen.bold(&Screen::pad(&texts.get("screen-coverage"), indent(texts)));
        screen.line(&format!("{label}{}", self.coverage_counts(texts)));
        let name = |line: &Coverage| texts.get(&format!("artifact-{}-name", line.artifact));
        let blank = " ".repeat(indent(texts));
        for line in of(CoverageState::Read) {
            let mut records = counted(line, texts);
            records.push(texts.count("screen-records", &[("records", line.records)]));
            let records = records.join(" · ");
            let problems = match line.problems {
                0 => String::new(),
                count => format!(" · {}", texts.count("screen-problems", &[("problems", count)])),
            };
            let span = format!("{} – {}", day(line.first), day(line.last));
            let span = if line.first.is_none() && line.last.is_none() { String::new() } else { span };
            let name = Screen::pad(&cut(&name(line), NAME), NAME);
            screen.line(&format!("{blank}{name} {} {records}{problems}", Screen::pad(&span, 23)));
        }
        for (state, id) in [
            (CoverageState::Unreadable, "screen-unreadable"),
            (CoverageState::Absent, "screen-absent"),
            (CoverageState::NotApplicable, "screen-not-applicable"),
        ] {
            let kind = self.examination.evidence.kind;
            let names: Vec<String> = of(state).filter(|line| !line.is_of_another_system(kind)).map(name).collect();
            if !names.is_empty() {
                let text = texts.message(&Message::new(id).arg("names", names.join(", ")));
                screen.paragraph(&blank, indent(texts), &text);
            }
        }
    }

    fn every_problem(&self, screen: &mut Screen, texts: &Texts) {
        let mut before = screen.bold(&Screen::pad(&texts.get("screen-problems-label"), indent(texts)));
        for problem in &self.examination.problems {
            let code = problem.code;
            let source = problem.source.as_deref().unwrap_or_default();
            let place = format!("{} {}", visible(source), place(&problem.place, texts));
            let text = format!(
                "{code} ({}) {}: {}",
                texts.get(&format!("problem-{code}")),
                place.trim_start(),
                visible(&problem.detail)
            );
            screen.paragraph(&before, indent(texts), &text);
            before = " ".repeat(indent(texts));
        }
    }
}

/// Where in a source, in words.
fn place(place: &Place, texts: &Texts) -> String {
    let message = match place {
        Place::File => Message::new("screen-place-file"),
        Place::Offset { offset } => Message::new("screen-place-offset").arg("offset", offset.to_string()),
        Place::Line { line, .. } => Message::new("screen-place-line").arg("line", line.to_string()),
        Place::Row { table, rowid, wal_only } => {
            let id = if *wal_only { "screen-place-row-wal" } else { "screen-place-row" };
            Message::new(id).arg("table", table).arg("rowid", rowid.to_string())
        }
        Place::Key { key } if key.is_empty() => Message::new("screen-place-top"),
        Place::Key { key } => Message::new("screen-place-key").arg("key", key),
        other => return visible(&other.to_string()).to_string(),
    };
    texts.message(&message)
}

fn whole(screen: &mut Screen, texts: &Texts, finding: &ToldFinding) {
    let level = Screen::pad(&texts.get(&format!("level-{}", finding.level)), indent(texts) - 2);
    let first = format!("  {}", screen.level(finding.level, &level));
    let time = finding.time.map_or_else(|| texts.get("screen-no-time"), minute);
    screen.paragraph(&first, indent(texts), &format!("{time} — {}", finding.message));
    let blank = " ".repeat(indent(texts));
    let place = format!("{}, {}", finding.place.source, place(&finding.place.place, texts));
    screen.paragraph(&blank, indent(texts), &texts.message(&Message::new("screen-place").arg("place", place)));
    // The sentence is safe already: its arguments were made visible when it was written.
    let innocent = format!("{} {}", texts.get("screen-innocent"), finding.innocent);
    screen.faint(&blank, indent(texts), &innocent);
}
