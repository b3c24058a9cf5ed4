//! What has been published about the tools whose names stand in the indicators that were met: makers and sellers with
//! the status of each statement, listings on the day of the examination, comparable incidents, the provisions that
//! speak about such tools, and the bodies that take reports.
//!
//! A trace of a tool says nothing of who used it, and the part begins by saying so.

use std::collections::BTreeSet;

use vigie_case::Case;
use vigie_register::{
    Beside, Context, Day, Listing, Register, Told, Tongue, Tool, TouchedProvision, Why, Words as Both,
};
use vigie_text::Lang;

use crate::html::{Html, put};
use crate::words::Words;

/// Incidents told per tool; the number of all is told with them.
const INCIDENTS: usize = 5;

/// The names of tools in the findings of a case, sorted.
fn names(case: &Case) -> Vec<String> {
    let named = case.findings.iter().filter_map(|finding| finding.indicator.as_ref()).flat_map(|of| &of.malware);
    named.cloned().collect::<BTreeSet<String>>().into_iter().collect()
}

pub(crate) fn section(out: &mut Html, case: &Case, words: &Words<'_>) {
    let names = names(case);
    if names.is_empty() {
        return;
    }
    put!(out => "<h3 id=\"context\">", (words.get("report-context")), "</h3>");
    let context = match (Register::embedded(), Day::try_from(case.file.examined_at)) {
        (Ok(register), Ok(day)) => register.as_of(day).context(&names),
        // The register is part of the program and tested with it; should it fail, the page says so.
        (Err(error), _) => return trouble(out, words, &error.to_string()),
        (_, Err(error)) => return trouble(out, words, &error.to_string()),
    };
    let teller = Teller { words, tongue: if words.lang() == Lang::Fr { Tongue::Fr } else { Tongue::En } };
    put!(out => "<p class=\"note strong\">", (words.get("report-context-not")), "</p><p>");
    put!(out => (words.fill("report-context-day", &[("day", &words.day(case.file.examined_at))])), "</p>");
    for tool in &context.tools {
        teller.tool(out, tool);
    }
    if !context.unknown.is_empty() {
        let list = context.unknown.join(", ");
        put!(out => "<p>", (words.fill("report-context-unknown", &[("names", &list)])), "</p>");
    }
    teller.bodies(out, &context);
}

fn trouble(out: &mut Html, words: &Words<'_>, detail: &str) {
    put!(out => "<p class=\"note\">", (words.fill("report-context-trouble", &[("detail", detail)])), "</p>");
}

struct Teller<'t, 'w> {
    words: &'t Words<'w>,
    tongue: Tongue,
}

impl Teller<'_, '_> {
    fn say<'b>(&self, both: &'b Both) -> &'b str {
        both.get(self.tongue)
    }

    fn names<'n>(&self, names: impl IntoIterator<Item = &'n vigie_register::Named>) -> String {
        names.into_iter().map(|named| self.say(&named.name)).collect::<Vec<_>>().join(", ")
    }

    fn tool(&self, out: &mut Html, tool: &Tool) {
        let words = self.words;
        put!(out => "<h4>", (self.say(&tool.product.name)), "</h4><dl class=\"facts\"><dt>");
        put!(out => (words.get("report-context-kind")), "</dt><dd>", (self.say(&tool.kind)), "</dd><dt>");
        put!(out => (words.get("report-context-names")), "</dt><dd>", (tool.by_names.join(", ")), "</dd>");
        if !tool.or_else.is_empty() {
            let list = self.names(&tool.or_else);
            put!(out => "<dt>", (words.get("report-context-ambiguous")), "</dt><dd>", (list), "</dd>");
        }
        if let Some(note) = &tool.note {
            put!(out => "<dt>", (words.get("register-fact-note")), "</dt><dd>", (self.say(note)), "</dd>");
        }
        put!(out => "</dl>");
        if tool.makers.is_empty() {
            put!(out => "<p>", (words.get("register-no-maker")), "</p>");
        }
        self.claims(out, "register-tool-makers", &tool.makers);
        self.claims(out, "register-tool-sellers", &tool.sellers);
        self.listings(out, &tool.listings);
        self.claims(out, "register-section-statements", &tool.statements);
        self.incidents(out, tool);
        self.provisions(out, &tool.provisions);
    }

    fn claims(&self, out: &mut Html, heading: &str, claims: &[Told]) {
        if claims.is_empty() {
            return;
        }
        put!(out => "<h5>", (self.words.get(heading)), "</h5><ul class=\"told\">");
        for told in claims {
            put!(out => "<li>");
            self.claim(out, told);
            put!(out => "</li>");
        }
        put!(out => "</ul>");
    }

    fn claim(&self, out: &mut Html, told: &Told) {
        self.statement(out, told);
        for Beside { why, said } in &told.beside {
            let id = match why {
                Why::Denial => "register-beside-denial",
                Why::Delisting => "register-beside-delisting",
                Why::Contradiction => "register-beside-contradiction",
            };
            put!(out => "<p><b>", (self.words.get(id)), "</b></p>");
            self.statement(out, said);
        }
    }

    /// The status word, the sentence, who says so and when, and where that is published.
    fn statement(&self, out: &mut Html, told: &Told) {
        let words = self.words;
        put!(out => "<p><span class=\"state\">", (self.say(&told.status_word)), "</span> ");
        put!(out => (self.say(&told.sentence)), ". ");
        if let Some(note) = &told.note {
            put!(out => (self.say(note)), " ");
        }
        let by = self.names(&told.by);
        let who = match told.on {
            Some(on) => words.fill("register-by-on", &[("by", &by), ("on", &on.to_string())]),
            None => words.fill("register-by", &[("by", &by)]),
        };
        put!(out => (who));
        if told.weak {
            put!(out => " ", (words.get("register-weak")));
        }
        if told.hold == vigie_register::Hold::Ended {
            put!(out => " ", (words.get("register-ended")));
        }
        put!(out => "<span class=\"line note\">");
        for (number, source) in told.sources.iter().enumerate() {
            if number > 0 {
                put!(out => " · ");
            }
            let date = source.date.map_or_else(|| words.get("register-no-date"), |date| date.to_string());
            put!(out => (source.publisher), ", ", (date), ", ", (source.url));
        }
        put!(out => "</span></p>");
    }

    fn listings(&self, out: &mut Html, listings: &[Listing]) {
        if listings.is_empty() {
            return;
        }
        let words = self.words;
        put!(out => "<h5>", (words.get("report-context-listings")), "</h5>");
        for listing in listings {
            let force = if listing.in_force { "register-in-force" } else { "register-not-in-force" };
            put!(out => "<p><b>", (self.say(&listing.of.name)), "</b> · ", (words.get(force)), "</p><ul class=\"told\">");
            for told in &listing.said {
                put!(out => "<li>");
                self.claim(out, told);
                put!(out => "</li>");
            }
            put!(out => "</ul>");
        }
        put!(out => "<p class=\"note\">", (words.get("register-lists-change")), "</p>");
    }

    fn incidents(&self, out: &mut Html, tool: &Tool) {
        if tool.incidents.is_empty() {
            return;
        }
        let words = self.words;
        put!(out => "<h5>", (words.get("report-context-incidents")), "</h5><p>");
        put!(out => (words.count("report-context-incidents-all", &[("count", tool.incidents.len() as u64)])), "</p>");
        put!(out => "<ul class=\"told\">");
        for incident in tool.incidents.iter().take(INCIDENTS) {
            put!(out => "<li><p><span class=\"state\">", (self.say(&incident.status_word)), "</span> ");
            let known = incident.known.map(|known| format!(" ({known})")).unwrap_or_default();
            put!(out => (self.say(&incident.of.name)), (known), ". ");
            if let Some(note) = &incident.note {
                put!(out => (self.say(note)));
            }
            put!(out => "</p>");
            for denial in &incident.denials {
                put!(out => "<p><b>", (words.get("register-beside-denial")), "</b></p>");
                self.statement(out, denial);
            }
            put!(out => "</li>");
        }
        put!(out => "</ul>");
    }

    fn provisions(&self, out: &mut Html, provisions: &[TouchedProvision]) {
        if provisions.is_empty() {
            return;
        }
        let words = self.words;
        put!(out => "<h5>", (words.get("register-tool-provisions")), "</h5><p>");
        put!(out => (words.get("register-tool-provisions-said")), "</p><ul class=\"told\">");
        for provision in provisions {
            put!(out => "<li><p><b>", (self.say(&provision.instrument.name)), "</b> – ");
            put!(out => (self.say(&provision.of.name)), ". ", (self.say(&provision.text)), " ");
            if !provision.states.is_empty() {
                let list = self.names(&provision.states);
                put!(out => (words.fill("report-context-supporters", &[("names", &list)])), " ");
            }
            if let Some((number, at_least, on)) = provision.states_counted {
                let id = if at_least { "report-context-counted-least" } else { "report-context-counted" };
                let on = on.map(|on| on.to_string()).unwrap_or_default();
                put!(out => (words.fill(id, &[("number", &number.to_string()), ("on", &on)])));
            }
            put!(out => "</p></li>");
        }
        put!(out => "</ul>");
    }

    fn bodies(&self, out: &mut Html, context: &Context) {
        if context.bodies.is_empty() {
            return;
        }
        let words = self.words;
        put!(out => "<h4>", (words.get("report-context-bodies")), "</h4><p>");
        put!(out => (words.get("report-context-bodies-said")), "</p><ul class=\"told\">");
        for body in &context.bodies {
            put!(out => "<li><p><b>", (self.say(&body.name)), "</b> – ", (self.say(&body.text)), " ");
            put!(out => "<span class=\"line note\">", (body.address), "</span></p></li>");
        }
        put!(out => "</ul>");
    }
}
