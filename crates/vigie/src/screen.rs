//! What is written on a terminal: colours where they are wanted, sentences wrapped, device strings made visible.

use std::io::{IsTerminal, Write};

use vigie_model::Level;
use vigie_register::Status;

/// Standard output with or without colours, and the width to wrap at.
pub(crate) struct Screen {
    color: bool,
    width: usize,
    text: String,
}

impl Screen {
    /// For standard output: as wide as the terminal; elsewhere as `COLUMNS` says. Colours are for a terminal, unless the user or `NO_COLOR` says otherwise.
    pub(crate) fn new(no_color: bool) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let refused = no_color
            || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let wished = || std::env::var("COLUMNS").ok()?.parse::<usize>().ok();
        let width = if terminal { textwrap::termwidth() } else { wished().unwrap_or(120) }.clamp(40, 120);
        Self { color: terminal && !refused, width, text: String::new() }
    }

    /// An empty part of the same screen, to be measured before it is appended.
    pub(crate) fn part(&self) -> Self {
        Self { color: self.color, width: self.width, text: String::new() }
    }

    /// Lines written so far.
    pub(crate) fn lines(&self) -> usize {
        self.text.lines().count()
    }

    /// Adds what a part holds.
    pub(crate) fn append(&mut self, part: &Self) {
        self.text.push_str(&part.text);
    }

    /// Columns to fill.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Bold text, where there are colours.
    pub(crate) fn bold(&self, text: &str) -> String {
        self.paint(text, "1")
    }

    /// A word in the colour of a level.
    pub(crate) fn level(&self, level: Level, text: &str) -> String {
        self.paint(
            text,
            match level {
                Level::Critical => "1;31",
                Level::High => "31",
                Level::Medium => "33",
                Level::Low => "36",
                Level::Info => "2",
            },
        )
    }

    /// A status word of the register in its colour: what a body decided stands out, a denial is seen beside it.
    pub(crate) fn status(&self, status: Status, text: &str) -> String {
        self.paint(
            text,
            match status {
                Status::Sanctioned | Status::CourtFound => "33",
                Status::Attributed => "1",
                Status::Denied | Status::Delisted => "36",
                Status::Reported | Status::SelfDeclared => "2",
            },
        )
    }

    fn paint(&self, text: &str, code: &str) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// One line as it is.
    pub(crate) fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// A sentence wrapped to the width, its first line after `first`, the others after as many blanks as `indent`.
    /// `first` may hold colours; it takes `indent` columns on the screen.
    pub(crate) fn paragraph(&mut self, first: &str, indent: usize, text: &str) {
        self.wrapped(first, indent, text, |_, line| line.to_owned());
    }

    /// The same, with the text in bold letters.
    pub(crate) fn strong(&mut self, first: &str, indent: usize, text: &str) {
        self.wrapped(first, indent, text, Self::bold);
    }

    /// The same, with the text in faint letters.
    pub(crate) fn faint(&mut self, first: &str, indent: usize, text: &str) {
        self.wrapped(first, indent, text, |screen, line| screen.paint(line, "2"));
    }

    fn wrapped(&mut self, first: &str, indent: usize, text: &str, paint: impl Fn(&Self, &str) -> String) {
        let width = self.width.saturating_sub(indent).max(20);
        // A path or address longer than a line is broken rather than lost at the edge of the screen.
        let splitter = textwrap::WordSplitter::Custom(hyphens);
        let options = textwrap::Options::new(width).break_words(true).word_splitter(splitter);
        let blank = " ".repeat(indent);
        for (number, line) in textwrap::wrap(text, options).iter().enumerate() {
            let before = if number == 0 { first } else { &blank };
            let line = paint(self, line);
            self.line(&format!("{before}{line}"));
        }
    }

    /// Text padded with blanks to a number of columns.
    pub(crate) fn pad(text: &str, columns: usize) -> String {
        let width = textwrap::core::display_width(text);
        format!("{text}{}", " ".repeat(columns.saturating_sub(width)))
    }

    /// Writes everything out. A reader that went away (`| head`) is not an error.
    pub(crate) fn show(self) -> std::io::Result<()> {
        write_out(self.text.as_bytes())
    }
}

/// Where a word may be parted: behind its hyphens, but a date stays whole, and so does an e-mail address.
fn hyphens(word: &str) -> Vec<usize> {
    if word.contains('@') {
        return Vec::new();
    }
    let bytes = word.as_bytes();
    let between = |at: usize| (bytes.get(at.wrapping_sub(1)), bytes.get(at + 1));
    word.match_indices('-')
        .filter(|(at, _)| match between(*at) {
            (Some(before), Some(after)) => !(before.is_ascii_digit() && after.is_ascii_digit()),
            _ => false,
        })
        .map(|(at, _)| at + 1)
        .collect()
}

/// Writes to standard output. A reader that went away (`| head`) is not an error.
pub(crate) fn write_out(bytes: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
