//! The start page, whose list is what the search goes through, and the index of each kind.

use vigie_register::{Hold, Kind, Named, Predicate, Ref, Status, ToldIncident, folded};

use super::frame::Place;
use super::{KINDS, Site};
use crate::html::{Html, put};

impl Site<'_> {
    /// Everything of a kind: by name; incidents by time, the latest first.
    fn sorted(&self, kind: Kind) -> Vec<Named> {
        let mut all: Vec<Named> =
            self.everything().iter().filter(|of| of.kind == kind).map(|of| self.register.named(of)).collect();
        if kind == Kind::Incident {
            let when = |named: &Named| {
                let row = self.register.incident(&named.of.id);
                row.and_then(|row| row.when().or(row.known()))
            };
            all.sort_by(|a, b| when(b).cmp(&when(a)).then_with(|| a.of.cmp(&b.of)));
        } else {
            all.sort_by_cached_key(|named| (folded(named.name.get(self.tongue)), named.of.clone()));
        }
        all
    }

    /// Every name of something, folded: what the search looks at.
    fn searched(&self, of: &Ref) -> String {
        let names = self.register.names(of).into_iter().map(|(name, _)| folded(&name));
        let mut names: Vec<String> = names.chain([folded(&of.id)]).filter(|name| !name.is_empty()).collect();
        names.dedup();
        names.join(" | ")
    }

    pub(super) fn start(&self) -> String {
        let words = &self.words;
        let place = Place { path: "index.html", kind: None, searches: true };
        self.framed(&place, &words.get("site-title"), "", |out| {
            put!(out => "<p>", (words.get("site-what")), "</p><p class=\"note strong\">", (words.get("site-not")), "</p>");
            put!(out => "<form class=\"filter\" role=\"search\" hidden><label for=\"q\">", (words.get("site-search")));
            put!(out => "</label><input id=\"q\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\">");
            put!(out => "<output for=\"q\"></output></form>\n<div id=\"all\">");
            for kind in KINDS {
                put!(out => "<section><h2>", (words.get(&format!("site-kinds-{kind}"))), "</h2><ul class=\"index\">");
                for named in self.sorted(kind) {
                    put!(out => "<li data-n=\"", (self.searched(&named.of)), "\"><a href=\"", (named.of), ".html\">");
                    put!(out => (self.say(&named.name)), "</a>");
                    self.mark(out, &named.of);
                    put!(out => "</li>");
                }
                put!(out => "</ul></section>");
            }
            put!(out => "</div>");
            self.how_to_read(out);
        })
    }

    /// The year of an incident, so that a list of titles can be read.
    fn mark(&self, out: &mut Html, of: &Ref) {
        let row = self.register.incident(&of.id).filter(|_| of.kind == Kind::Incident);
        if let Some(date) = row.and_then(|row| row.when().or(row.known())) {
            put!(out => " <span class=\"note\">", (date.year()), "</span>");
        }
    }

    fn how_to_read(&self, out: &mut Html) {
        let words = &self.words;
        put!(out => "<h2>", (words.get("site-how")), "</h2><p>", (words.get("site-how-claims")), "</p>");
        put!(out => "<dl class=\"facts\">");
        for status in Status::ALL {
            let Some(means) = self.register.vocabulary().status_means(*status) else { continue };
            put!(out => "<dt>");
            self.status(out, *status);
            put!(out => "</dt><dd>", (self.say(&means)), "</dd>");
        }
        put!(out => "</dl><p>", (words.get("site-how-weak")), "</p><p>", (words.get("site-how-day")), "</p><p>");
        put!(out => (words.get("site-how-persons")), "</p><p>", (words.get("site-how-contest")), "</p>");
    }

    pub(super) fn kind_index(&self, kind: Kind) -> String {
        let words = &self.words;
        let path = format!("{kind}/index.html");
        let place = Place { path: &path, kind: Some(kind), searches: false };
        self.framed(&place, &words.get(&format!("site-kinds-{kind}")), "", |out| {
            put!(out => "<ul class=\"claims\">");
            for named in self.sorted(kind) {
                put!(out => "<li>");
                self.entry(out, &named.of);
                put!(out => "</li>");
            }
            put!(out => "</ul>");
        })
    }

    fn entry(&self, out: &mut Html, of: &Ref) {
        let file = format!("{}.html", of.id);
        put!(out => "<p><a class=\"name\" href=\"", (file), "\">", (self.name(of)), "</a>");
        let shown = self.view.show(of);
        let mut parts: Vec<String> = shown.kind.iter().map(|kind| self.say(kind)).collect();
        match of.kind {
            Kind::Organisation => parts.extend(shown.countries.iter().map(|named| self.say(&named.name))),
            Kind::Instrument => {
                let date = self.register.instrument(&of.id).and_then(|row| row.date);
                parts.extend(date.map(|date| date.to_string()));
            }
            _ => {}
        }
        put!(out => "<span class=\"line note\">", (parts.join(" · ")), "</span></p>");
        match of.kind {
            Kind::Organisation => self.listed_mark(out, of),
            Kind::Incident => {
                if let Some(row) = self.register.incident(&of.id) {
                    self.incident_mark(out, &self.view.incident(row), of);
                }
            }
            _ => {}
        }
    }

    /// Lists it stands on, and lists it was removed from: never the one without the other.
    fn listed_mark(&self, out: &mut Html, of: &Ref) {
        let listed: Vec<_> = self
            .register
            .said_of(of)
            .filter(|claim| matches!(claim.predicate, Predicate::ListedIn | Predicate::DelistedFrom))
            .filter(|claim| self.view.hold(claim) != Hold::Later)
            .collect();
        for claim in listed {
            let told = self.view.tell(claim);
            put!(out => "<p class=\"head\"><span class=\"when\">", (told.dates()), "</span> ");
            self.status(out, told.status);
            if let Some(object) = &told.object {
                self.link(out, object, of);
            }
            if told.hold == Hold::Ended {
                put!(out => " ", (self.words.get("register-ended")));
            }
            put!(out => "</p>");
            self.sources(out, &told.sources);
        }
    }

    fn incident_mark(&self, out: &mut Html, told: &ToldIncident, here: &Ref) {
        put!(out => "<p class=\"head\"><span class=\"when\">", (self.when(told)), "</span> ");
        self.status(out, told.status);
        put!(out => "</p>");
        self.sources(out, &told.sources);
        for denial in &told.denials {
            put!(out => "<p class=\"head\"><b class=\"but\">", (self.words.get("register-beside-denial")), "</b> ");
            self.link(out, &denial.subject, here);
            put!(out => " <span class=\"when\">", (denial.dates()), "</span> ");
            self.status(out, denial.status);
            put!(out => "</p>");
            self.sources(out, &denial.sources);
        }
    }
}
