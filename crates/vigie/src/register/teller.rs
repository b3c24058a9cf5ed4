//! A claim on a terminal: its dates and its status word first, then the sentence, who says so, what the day makes of it,
//! and below it, always, the denial, the delisting or the contradiction.

use vigie_model::{Message, visible};
use vigie_register::{
    Day, Figures, Hold, ListName, Named, Register, Status, Told, ToldIncident, ToldSource, Tongue, Why, Words,
};
use vigie_text::Texts;

use super::tongue;
use crate::screen::Screen;

/// Columns of the dates and of the status word, on a wide screen.
const DATES: usize = 24;
const STATUS: usize = 14;
/// Narrower screens have the sentence below its dates.
const WIDE: usize = 90;

/// Writes answers.
pub(crate) struct Teller<'t> {
    pub(crate) screen: Screen,
    texts: &'t Texts,
    register: &'t Register,
    pub(crate) tongue: Tongue,
    day: Day,
    sources: bool,
}

impl<'t> Teller<'t> {
    pub(crate) fn new(screen: Screen, texts: &'t Texts, register: &'t Register, day: Day, sources: bool) -> Self {
        Self { screen, texts, register, tongue: tongue(texts), day, sources }
    }

    pub(crate) fn finish(self) -> std::io::Result<()> {
        self.screen.show()
    }

    /// A sentence of our own.
    pub(crate) fn get(&self, id: &str) -> String {
        self.texts.get(id)
    }

    /// A sentence with values.
    pub(crate) fn fill(&self, id: &str, values: &[(&str, &str)]) -> String {
        self.texts.message(&values.iter().fold(Message::new(id), |message, (name, value)| message.arg(name, *value)))
    }

    /// A sentence with a number.
    pub(crate) fn count(&self, id: &str, count: usize) -> String {
        self.texts.count(id, &[("count", count as u64)])
    }

    /// Words in the language of the reader, made visible.
    pub(crate) fn words(&self, words: &Words) -> String {
        visible(words.get(self.tongue)).into_owned()
    }

    pub(crate) fn names(&self, names: &[Named]) -> String {
        names.iter().map(|named| self.words(&named.name)).collect::<Vec<_>>().join(", ")
    }

    /// The name, the reference and the day: the head of every answer.
    pub(crate) fn head(&mut self, of: &Named, more: &str) {
        let name = self.screen.bold(&self.words(&of.name));
        self.screen.line(&name);
        let day = self.fill("register-as-of", &[("day", &self.day.to_string())]);
        let parts: Vec<String> =
            [of.of.to_string(), more.to_owned(), day].into_iter().filter(|part| !part.is_empty()).collect();
        self.screen.paragraph("", 0, &parts.join(" · "));
    }

    /// The day alone, under a title.
    pub(crate) fn title(&mut self, title: &str) {
        let title = self.screen.bold(title);
        self.screen.line(&title);
        let day = self.fill("register-as-of", &[("day", &self.day.to_string())]);
        self.screen.line(&day);
    }

    /// A heading between parts.
    pub(crate) fn heading(&mut self, id: &str) {
        let heading = self.screen.bold(&self.get(id));
        self.screen.line("");
        self.screen.line(&heading);
    }

    /// A labelled line, if there is anything to say.
    pub(crate) fn fact(&mut self, id: &str, text: &str) {
        if !text.is_empty() {
            let label = Screen::pad(&self.get(id), 15);
            self.screen.paragraph(&label, 15, text);
        }
    }

    /// Two things with a colon between them, as the language sets it.
    pub(crate) fn pair(&self, one: &str, two: &str) -> String {
        self.fill("register-pair", &[("one", one), ("two", two)])
    }

    /// A status word for a reader.
    pub(crate) fn status_word(&self, status: Status) -> String {
        self.words(&self.register.vocabulary().status(status))
    }

    /// A kind of source for a reader.
    pub(crate) fn source_kind(&self, kind: &str) -> String {
        let word = self.register.vocabulary().word(ListName::SourceKinds, kind);
        word.map_or_else(|| kind.to_owned(), |words| self.words(words))
    }

    /// A sentence on its own.
    pub(crate) fn say(&mut self, text: &str) {
        self.screen.paragraph("  ", 2, text);
    }

    fn row(&mut self, dates: &str, status: Status, word: &str, text: &str) {
        let word = self.screen.status(status, &Screen::pad(word, STATUS));
        if self.screen.width() >= WIDE {
            let first = format!("  {}{word}", Screen::pad(dates, DATES));
            self.screen.paragraph(&first, 2 + DATES + STATUS, text);
        } else {
            self.screen.line(&format!("  {}{word}", Screen::pad(dates, DATES)));
            self.screen.paragraph("    ", 4, text);
        }
    }

    fn indent(&self) -> usize {
        if self.screen.width() >= WIDE { 2 + DATES + STATUS } else { 4 }
    }

    /// A claim, with what stands beside it.
    pub(crate) fn claim(&mut self, told: &Told) {
        let text = self.sentence(told);
        let word = self.words(&told.status_word);
        self.row(&told.dates(), told.status, &word, &text);
        self.list_sources(&told.sources);
        for beside in &told.beside {
            let id = match beside.why {
                Why::Denial => "register-beside-denial",
                Why::Delisting => "register-beside-delisting",
                Why::Contradiction => "register-beside-contradiction",
            };
            let word = self.words(&beside.said.status_word);
            let word = self.screen.status(beside.said.status, &word);
            let (indent, blank) = (self.indent(), " ".repeat(self.indent()));
            let text = format!("{} {}", self.get(id), self.sentence(&beside.said));
            self.screen.line(&format!("{blank}↳ {word} {}", beside.said.dates()));
            self.screen.paragraph(&format!("{blank}  "), indent + 2, &text);
            self.list_sources(&beside.said.sources);
        }
    }

    /// Several claims under a heading; nothing where there are none.
    pub(crate) fn claims(&mut self, id: &str, claims: &[Told]) {
        if !claims.is_empty() {
            self.heading(id);
            for told in claims {
                self.claim(told);
            }
        }
    }

    /// The sentence of a claim with its note, its numbers, who says so, and what the day makes of it.
    fn sentence(&self, told: &Told) -> String {
        let mut parts = vec![format!("{}.", self.words(&told.sentence))];
        if let Some((name, kind)) = &told.other_name {
            let kind = self.register.vocabulary().word(ListName::NameKinds, kind).map(|words| self.words(words));
            parts.push(format!("{} ({}).", visible(name), kind.unwrap_or_default()));
        }
        parts.extend(told.note.as_ref().map(|note| self.words(note)));
        parts.extend(told.figures.as_ref().map(|figures| self.figures(figures, told.counts.as_deref())));
        parts.push(self.who(told));
        if told.weak {
            parts.push(self.get("register-weak"));
        }
        let hold = match (told.hold, told.from) {
            (Hold::Holds, _) => None,
            (Hold::Ended, _) => Some("register-ended"),
            (Hold::Later, _) => Some("register-later"),
            (Hold::Perhaps, None) => Some(match told.on {
                None => "register-undated",
                Some(on) if on.first() > self.day => "register-said-later",
                Some(_) => "register-perhaps",
            }),
            (Hold::Perhaps, Some(_)) => Some("register-perhaps"),
        };
        parts.extend(hold.map(|id| self.get(id)));
        parts.join(" ")
    }

    fn who(&self, told: &Told) -> String {
        let by = self.names(&told.by);
        match told.on {
            Some(on) => self.fill("register-by-on", &[("by", &by), ("on", &on.to_string())]),
            None => self.fill("register-by", &[("by", &by)]),
        }
    }

    fn figures(&self, figures: &Figures, counted: Option<&str>) -> String {
        let vocabulary = self.register.vocabulary();
        let word =
            |list, word: &str| vocabulary.word(list, word).map_or_else(|| word.to_owned(), |words| self.words(words));
        let numbers: Vec<String> = figures
            .numbers
            .iter()
            .map(|(name, number)| match (name.as_str(), &figures.currency) {
                ("amount", Some(currency)) => format!("{} {currency}", grouped(*number)),
                (_, Some(currency)) if name == "amount_max" => {
                    format!("{} {} {currency}", word(ListName::Figures, name), grouped(*number))
                }
                ("people", _) if *number == 1 => format!("1 {}", word(ListName::Figures, "person")),
                _ => format!("{} {}", grouped(*number), word(ListName::Figures, name)),
            })
            .collect();
        let mut text = numbers.join(", ");
        if let Some(counted) = counted {
            text = format!("{} ({})", text, word(ListName::Counted, counted));
        }
        let id = match (figures.at_least, figures.approximate) {
            (true, _) => "register-at-least",
            (false, true) => "register-about",
            (false, false) => "register-exactly",
        };
        self.fill(id, &[("numbers", &text)])
    }

    /// The sources below a line, where they are asked for.
    pub(crate) fn list_sources(&mut self, sources: &[ToldSource]) {
        if !self.sources {
            return;
        }
        let (indent, blank) = (self.indent(), " ".repeat(self.indent()));
        for source in sources {
            let date = source.date.map_or_else(|| self.get("register-no-date"), |date| date.to_string());
            let weak = if source.weak { format!(" [{}]", self.get("register-weak-mark")) } else { String::new() };
            let read = source.read.map_or_else(
                || self.get("register-not-read"),
                |read| self.fill("register-read", &[("day", &read.to_string())]),
            );
            let text = format!(
                "{}: {} ({date}){weak} {} · {read}",
                visible(&source.publisher),
                visible(&source.name),
                visible(&source.url)
            );
            self.screen.paragraph(&format!("{blank}· "), indent + 2, &text);
        }
    }

    /// An incident, with its denials.
    pub(crate) fn incident(&mut self, incident: &ToldIncident) {
        let mut parts = vec![format!("{}.", self.words(&incident.of.name))];
        let list = |id: &str, text: String| (!text.is_empty()).then(|| self.fill(id, &[("list", &text)]));
        parts.extend(list("register-incident-tools", self.names(&incident.products)));
        let targets: Vec<String> = incident.targets.iter().map(|target| self.words(target)).collect();
        parts.extend(list("register-incident-targets", targets.join(", ")));
        parts.extend(list("register-incident-countries", self.names(&incident.countries)));
        parts.extend(incident.note.as_ref().map(|note| self.words(note)));
        if incident.weak {
            parts.push(self.get("register-weak"));
        }
        let word = self.words(&incident.status_word);
        let when = match (incident.from, incident.to) {
            (Some(from), Some(to)) if from != to => format!("{from} – {to}"),
            (None, Some(to)) => self.fill("register-by-then", &[("date", &to.to_string())]),
            (Some(one), _) => one.to_string(),
            (None, None) => {
                let known = incident.known.map(|known| known.to_string()).unwrap_or_default();
                self.fill("register-known", &[("date", &known)])
            }
        };
        self.row(&when, incident.status, &word, &parts.join(" "));
        self.list_sources(&incident.sources);
        for denial in &incident.denials {
            let (indent, blank) = (self.indent(), " ".repeat(self.indent()));
            let word = self.screen.status(denial.status, &self.words(&denial.status_word));
            self.screen.line(&format!("{blank}↳ {word} {}", denial.dates()));
            let text = self.sentence(denial);
            self.screen.paragraph(&format!("{blank}  "), indent + 2, &text);
            self.list_sources(&denial.sources);
        }
    }
}

/// Digits in groups of three.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}
