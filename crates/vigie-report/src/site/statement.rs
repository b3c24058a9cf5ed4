//! A claim on a page: its dates and its status word, the sentence with links to what it speaks of, who says so, its
//! sources, and below it what denies it, ended it or disagrees.

use vigie_register::{Figures, Hold, ListName, Named, Ref, Status, Told, ToldIncident, ToldSource, Why};

use super::Site;
use crate::html::{Html, put};
use crate::words::number;

/// Marks for the two names of a sentence, which no sentence holds.
const SUBJECT: char = '\u{1}';
const OBJECT: char = '\u{2}';

impl Site<'_> {
    /// The name of something, as a link where it has a page and this is not it.
    pub(super) fn link(&self, out: &mut Html, named: &Named, here: &Ref) {
        match self.href(&named.of).filter(|_| named.of != *here) {
            Some(href) => put!(out => "<a href=\"", (href), "\">", (self.say(&named.name)), "</a>"),
            None => put!(out => (self.say(&named.name))),
        }
    }

    pub(super) fn links(&self, out: &mut Html, names: &[Named], here: &Ref) {
        for (at, named) in names.iter().enumerate() {
            if at > 0 {
                put!(out => ", ");
            }
            self.link(out, named, here);
        }
    }

    /// A status word, in the colour of its weight.
    pub(super) fn status(&self, out: &mut Html, status: Status) {
        put!(out => "<span class=\"status ", (status.name()), "\">", (self.say(&self.register.vocabulary().status(status))));
        put!(out => "</span> ");
    }

    /// Several claims under a heading; nothing where there are none.
    pub(super) fn claims(&self, out: &mut Html, heading: &str, claims: &[Told], here: &Ref) {
        if claims.is_empty() {
            return;
        }
        put!(out => "<h2>", (self.words.get(heading)), "</h2><ul class=\"claims\">");
        for told in claims {
            self.claim(out, told, here);
        }
        put!(out => "</ul>");
    }

    pub(super) fn claim(&self, out: &mut Html, told: &Told, here: &Ref) {
        put!(out => "<li>");
        self.said(out, told, here);
        if !told.beside.is_empty() {
            put!(out => "<ul class=\"beside\">");
            for beside in &told.beside {
                let id = match beside.why {
                    Why::Denial => "register-beside-denial",
                    Why::Delisting => "register-beside-delisting",
                    Why::Contradiction => "register-beside-contradiction",
                };
                put!(out => "<li><b class=\"but\">", (self.words.get(id)), "</b> ");
                self.said(out, &beside.said, here);
                put!(out => "</li>");
            }
            put!(out => "</ul>");
        }
        put!(out => "</li>");
    }

    /// One claim without what stands beside it.
    pub(super) fn said(&self, out: &mut Html, told: &Told, here: &Ref) {
        let words = &self.words;
        put!(out => "<p class=\"head\"><span class=\"when\">", (told.dates()), "</span> ");
        self.status(out, told.status);
        put!(out => "</p><p>");
        self.sentence(out, told, here);
        put!(out => ".");
        if let Some((name, kind)) = &told.other_name {
            let kind = self.register.vocabulary().word(ListName::NameKinds, kind).map(|words| self.say(words));
            put!(out => " ", (name), " (", (kind.unwrap_or_default()), ").");
        }
        if let Some(note) = &told.note {
            put!(out => " ", (self.say(note)));
        }
        if let Some(figures) = &told.figures {
            put!(out => " ", (self.figures(figures, told.counts.as_deref())));
        }
        let by: Vec<String> = told.by.iter().map(|by| self.say(&by.name)).collect();
        let by = by.join(", ");
        let who = match told.on {
            Some(on) => words.fill("register-by-on", &[("by", &by), ("on", &on.to_string())]),
            None => words.fill("register-by", &[("by", &by)]),
        };
        put!(out => " ", (who));
        if told.weak {
            put!(out => " ", (words.get("register-weak")));
        }
        if let Some(id) = self.hold(told) {
            put!(out => " ", (words.get(id)));
        }
        put!(out => "</p>");
        self.sources(out, &told.sources);
        if !told.cites.is_empty() {
            put!(out => "<p class=\"source\">", (words.get("site-cites")), " ", (told.cites.join(" · ")), "</p>");
        }
    }

    fn sentence(&self, out: &mut Html, told: &Told, here: &Ref) {
        let Some(rule) = self.register.vocabulary().rule(told.predicate) else {
            put!(out => (self.say(&told.sentence)));
            return;
        };
        let marks = [SUBJECT.to_string(), OBJECT.to_string()];
        let object = told.object.as_ref().map(|_| marks[1].as_str());
        let pattern = self.words.spaced(rule.tell(self.tongue, &marks[0], object));
        for piece in pattern.split_inclusive([SUBJECT, OBJECT]) {
            let named = match piece.chars().last() {
                Some(SUBJECT) => Some(&told.subject),
                Some(OBJECT) => told.object.as_ref(),
                _ => None,
            };
            put!(out => (piece.trim_end_matches([SUBJECT, OBJECT])));
            if let Some(named) = named {
                self.link(out, named, here);
            }
        }
    }

    /// What the day makes of a claim.
    fn hold(&self, told: &Told) -> Option<&'static str> {
        match (told.hold, told.from, told.on) {
            (Hold::Holds, ..) => None,
            (Hold::Ended, ..) => Some("register-ended"),
            (Hold::Later, ..) => Some("register-later"),
            (Hold::Perhaps, None, None) => Some("register-undated"),
            (Hold::Perhaps, None, Some(on)) if on.first() > self.day => Some("register-said-later"),
            (Hold::Perhaps, ..) => Some("register-perhaps"),
        }
    }

    fn figures(&self, figures: &Figures, counted: Option<&str>) -> String {
        let vocabulary = self.register.vocabulary();
        let word =
            |list, word: &str| vocabulary.word(list, word).map_or_else(|| word.to_owned(), |both| self.say(both));
        let one = |(name, value): (&String, &u64)| {
            let digits = number(*value);
            match (name.as_str(), &figures.currency) {
                ("amount", Some(currency)) => format!("{digits} {currency}"),
                ("amount_max", Some(currency)) => format!("{} {digits} {currency}", word(ListName::Figures, name)),
                ("people", _) if *value == 1 => format!("1 {}", word(ListName::Figures, "person")),
                _ => format!("{digits} {}", word(ListName::Figures, name)),
            }
        };
        let mut text = figures.numbers.iter().map(one).collect::<Vec<_>>().join(", ");
        if let Some(counted) = counted {
            text = format!("{text} ({})", word(ListName::Counted, counted));
        }
        let id = match (figures.at_least, figures.approximate) {
            (true, _) => "register-at-least",
            (false, true) => "register-about",
            (false, false) => "register-exactly",
        };
        self.words.fill(id, &[("numbers", &text)])
    }

    /// Where a line is published. A link out of the site is followed by the reader alone, and says nothing of the page.
    pub(super) fn sources(&self, out: &mut Html, sources: &[ToldSource]) {
        if sources.is_empty() {
            return;
        }
        let words = &self.words;
        put!(out => "<ul class=\"source\" aria-label=\"", (words.get("site-sources")), "\">");
        for source in sources {
            let text = words.spaced(format!("{} : {}", source.publisher, source.name));
            let text = if words.lang() == vigie_text::Lang::Fr { text } else { text.replacen(" : ", ": ", 1) };
            put!(out => "<li>");
            if source.url.starts_with("https://") || source.url.starts_with("http://") {
                put!(out => "<a href=\"", (source.url), "\" rel=\"noreferrer noopener\">", (text), "</a>");
            } else {
                put!(out => (text), " ", (source.url));
            }
            let date = source.date.map_or_else(|| words.get("register-no-date"), |date| date.to_string());
            let kind = self.register.vocabulary().word(ListName::SourceKinds, &source.kind);
            put!(out => " (", (date));
            // The word for a catalogue says that it is weak.
            match kind {
                Some(kind) => put!(out => ", ", (self.say(kind))),
                None if source.weak => put!(out => ", ", (words.get("register-weak-mark"))),
                None => {}
            }
            put!(out => ")");
            let read = source.read.map_or_else(
                || words.get("register-not-read"),
                |read| words.fill("register-read", &[("day", &read.to_string())]),
            );
            put!(out => " · ", (read));
            put!(out => "</li>");
        }
        put!(out => "</ul>");
    }

    /// When an incident happened, as far as stated.
    pub(super) fn when(&self, incident: &ToldIncident) -> String {
        match (incident.from, incident.to) {
            (Some(from), Some(to)) if from != to => format!("{from} – {to}"),
            (None, Some(to)) => self.words.fill("register-by-then", &[("date", &to.to_string())]),
            (Some(one), _) => one.to_string(),
            (None, None) => {
                let known = incident.known.map(|known| known.to_string()).unwrap_or_default();
                self.words.fill("register-known", &[("date", &known)])
            }
        }
    }

    /// Incidents under a heading, each with its status and its denials.
    pub(super) fn incidents(&self, out: &mut Html, incidents: &[ToldIncident], here: &Ref) {
        if incidents.is_empty() {
            return;
        }
        put!(out => "<h2>", (self.words.get("register-section-named-in")), "</h2><ul class=\"claims\">");
        for incident in incidents {
            self.incident(out, incident, here);
        }
        put!(out => "</ul>");
    }

    pub(super) fn incident(&self, out: &mut Html, incident: &ToldIncident, here: &Ref) {
        put!(out => "<li><p class=\"head\"><span class=\"when\">", (self.when(incident)), "</span> ");
        self.status(out, incident.status);
        put!(out => "</p><p>");
        self.link(out, &incident.of, here);
        put!(out => ".");
        if let Some(note) = &incident.note {
            put!(out => " ", (self.say(note)));
        }
        if incident.weak {
            put!(out => " ", (self.words.get("register-weak")));
        }
        put!(out => "</p>");
        self.sources(out, &incident.sources);
        self.denials(out, &incident.denials, here);
        put!(out => "</li>");
    }

    pub(super) fn denials(&self, out: &mut Html, denials: &[Told], here: &Ref) {
        if denials.is_empty() {
            return;
        }
        put!(out => "<ul class=\"beside\">");
        for denial in denials {
            put!(out => "<li><b class=\"but\">", (self.words.get("register-beside-denial")), "</b> ");
            self.said(out, denial, here);
            put!(out => "</li>");
        }
        put!(out => "</ul>");
    }
}
