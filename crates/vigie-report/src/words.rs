//! Sentences, dates and numbers as the page writes them.

use vigie_model::{Level, Message, Timestamp};
use vigie_text::{Lang, Texts};

/// The sentences of the page.
pub(crate) struct Words<'t> {
    texts: &'t Texts,
    /// The same with the values marked; only a page that tells of a device needs them.
    marked: Option<Texts>,
    /// The page is to be printed: everything is open, and there is nothing to click.
    paper: bool,
}

impl<'t> Words<'t> {
    pub(crate) fn new(texts: &'t Texts) -> Self {
        Self { texts, marked: None, paper: false }
    }

    /// For a page that tells of a device, on a screen or on paper.
    pub(crate) fn of_device(texts: &'t Texts, paper: bool) -> Self {
        Self { texts, marked: Some(Texts::marked(texts.lang())), paper }
    }

    pub(crate) fn is_paper(&self) -> bool {
        self.paper
    }

    /// The texts in which values are marked, for [`crate::html::Html::sentence`].
    pub(crate) fn marked(&self) -> &Texts {
        self.marked.as_ref().unwrap_or(self.texts)
    }

    pub(crate) fn texts(&self) -> &'t Texts {
        self.texts
    }

    pub(crate) fn lang(&self) -> Lang {
        self.texts.lang()
    }

    /// A sentence of our own.
    pub(crate) fn get(&self, id: &str) -> String {
        self.spaced(self.texts.get(id))
    }

    /// A sentence with numbers.
    pub(crate) fn count(&self, id: &str, numbers: &[(&str, u64)]) -> String {
        self.spaced(self.texts.count(id, numbers))
    }

    /// A sentence with values in it, which stay as they are.
    pub(crate) fn fill(&self, id: &str, values: &[(&str, &str)]) -> String {
        let message = values.iter().fold(Message::new(id), |message, (name, value)| message.arg(name, *value));
        self.texts.message(&message)
    }

    /// The same with its values marked.
    pub(crate) fn fill_marked(&self, id: &str, values: &[(&str, &str)]) -> String {
        let message = values.iter().fold(Message::new(id), |message, (name, value)| message.arg(name, *value));
        self.marked().message(&message)
    }

    /// A sentence, or the word itself where this version has none: a case may be newer or older than the reader.
    pub(crate) fn get_or(&self, id: &str, word: &str) -> String {
        if self.texts.has(id) { self.get(id) } else { word.to_owned() }
    }

    pub(crate) fn artifact(&self, id: &str) -> String {
        self.get_or(&format!("artifact-{id}-name"), id)
    }

    pub(crate) fn level(&self, level: Level) -> String {
        self.get(&format!("level-{level}"))
    }

    /// A day in words.
    pub(crate) fn day(&self, at: Timestamp) -> String {
        let date = at.instant().to_zoned(jiff::tz::TimeZone::UTC).date();
        let number = |n: i16| u64::try_from(n).unwrap_or(0);
        let numbers =
            [("day", number(date.day().into())), ("month", number(date.month().into())), ("year", number(date.year()))];
        self.texts.count("report-day", &numbers)
    }

    /// A moment in full, as precise as its source.
    pub(crate) fn moment(&self, at: Option<Timestamp>) -> String {
        at.map_or_else(|| self.get("report-no-time"), moment)
    }

    /// The beginning of a long text, and how much was left out.
    pub(crate) fn clipped(&self, text: &str, most: usize) -> String {
        match text.char_indices().nth(most) {
            None => text.to_owned(),
            Some((end, _)) => {
                let more = text[end..].chars().count() as u64;
                format!("{} {}", &text[..end], self.count("report-clipped", &[("more", more)]))
            }
        }
    }

    /// French keeps its double punctuation on the line of the word before it.
    pub(crate) fn spaced(&self, text: String) -> String {
        if self.texts.lang() != Lang::Fr {
            return text;
        }
        let pairs = [
            (" :", "\u{a0}:"),
            (" ;", "\u{a0};"),
            (" ?", "\u{a0}?"),
            (" !", "\u{a0}!"),
            ("« ", "«\u{a0}"),
            (" »", "\u{a0}»"),
        ];
        pairs.iter().fold(text, |text, (from, to)| text.replace(from, to))
    }
}

/// `2024-05-12 10:03:22.5 UTC`; a day alone stays one.
pub(crate) fn moment(at: Timestamp) -> String {
    let text = at.to_string();
    match text.strip_suffix('Z') {
        Some(text) => format!("{} UTC", text.replacen('T', " ", 1)),
        None => text,
    }
}

/// The same, not finer than the second.
pub(crate) fn second(at: Timestamp) -> String {
    let text = moment(at);
    match text.split_once('.') {
        Some((whole, _)) => format!("{whole} UTC"),
        None => text,
    }
}

/// Digits in groups of three, with a space that does not break.
pub(crate) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_days_and_moments_read_well() {
        assert_eq!(number(0), "0");
        assert_eq!(number(1_234_567), "1\u{202f}234\u{202f}567");
        let at = Timestamp::parse_rfc3339("2024-05-01T10:03:22.500Z").unwrap();
        assert_eq!(moment(at), "2024-05-01 10:03:22.500 UTC");
        let (en, fr) = (Texts::new(Lang::En), Texts::new(Lang::Fr));
        assert_eq!(second(at), "2024-05-01 10:03:22 UTC");
        assert_eq!(Words::new(&en).day(at), "1 May 2024");
        assert_eq!(Words::new(&fr).day(at), "1er mai 2024");
    }

    #[test]
    fn long_texts_say_what_is_left_out() {
        let en = Texts::new(Lang::En);
        let words = Words::new(&en);
        assert_eq!(words.clipped("ééé", 3), "ééé");
        assert_eq!(words.clipped("éééé", 2), "éé [… 2 more characters]");
    }
}
