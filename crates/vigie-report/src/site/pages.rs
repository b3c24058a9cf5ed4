//! The page of one organisation, product, incident or instrument.

use vigie_register::{Kind, Listing, Ref, Relation, Shown, ToldIncident, ToldInstrument, TouchedProvision};

use super::Site;
use super::frame::Place;
use crate::html::{Html, put};

/// Steps from an organisation that its drawing shows.
const STEPS: usize = 3;

impl Site<'_> {
    pub(super) fn page(&self, of: &Ref) -> String {
        let path = format!("{of}.html");
        let place = Place { path: &path, kind: Some(of.kind), searches: false };
        let shown = self.view.show(of);
        let kind = shown.kind.as_ref().map(|kind| self.say(kind)).unwrap_or_default();
        self.framed(&place, &self.name(of), &kind, |out| match of.kind {
            Kind::Incident => {
                if let Some(row) = self.register.incident(&of.id) {
                    self.incident_body(out, &self.view.incident(row), &shown);
                }
            }
            Kind::Instrument => {
                if let Some(row) = self.register.instrument(&of.id) {
                    self.instrument_body(out, &self.view.told_instrument(row), of);
                }
            }
            _ => self.thing_body(out, &shown, of),
        })
    }

    fn fact(&self, out: &mut Html, id: &str, text: &str) {
        if !text.is_empty() {
            put!(out => "<dt>", (self.words.get(id)), "</dt><dd>", (text), "</dd>");
        }
    }

    fn named_fact(&self, out: &mut Html, id: &str, names: &[vigie_register::Named], here: &Ref) {
        if !names.is_empty() {
            put!(out => "<dt>", (self.words.get(id)), "</dt><dd>");
            self.links(out, names, here);
            put!(out => "</dd>");
        }
    }

    fn thing_body(&self, out: &mut Html, shown: &Shown, of: &Ref) {
        put!(out => "<dl class=\"facts\">");
        let names: Vec<&str> = shown.names.iter().map(|(name, _)| name.as_str()).collect();
        self.fact(out, "register-fact-names", &names.join(", "));
        self.named_fact(out, "register-fact-countries", &shown.countries, of);
        if !shown.layers.is_empty() {
            put!(out => "<dt>", (self.words.get("register-fact-layers")), "</dt><dd>");
            for layer in &shown.layers {
                put!(out => "<span class=\"line\">", (self.say(&layer.name)));
                if let Some(product) = &layer.product {
                    put!(out => " (");
                    self.link(out, product, of);
                    put!(out => ")");
                }
                put!(out => "</span>");
            }
            put!(out => "</dd>");
        }
        if let Some((word, operating)) = &shown.operating {
            let as_of = operating.as_of.map(|date| format!(" ({date})")).unwrap_or_default();
            put!(out => "<dt>", (self.words.get("register-fact-operating")), "</dt><dd>", (self.say(word)), (as_of));
            let sources: Vec<_> = operating.sources.iter().filter_map(|id| self.register.source(id)).collect();
            self.sources(out, &sources.into_iter().map(Into::into).collect::<Vec<_>>());
            put!(out => "</dd>");
        }
        for one in &shown.identifiers {
            put!(out => "<dt>", (self.words.get("register-fact-identifier")), "</dt><dd>", (self.say(&one.name)));
            if let Some(country) = &one.country {
                put!(out => " (", (self.say(&country.name)), ")");
            }
            put!(out => " ", (one.value));
            self.sources(out, &one.sources);
            put!(out => "</dd>");
        }
        self.fact(out, "register-fact-note", &shown.note.as_ref().map(|note| self.say(note)).unwrap_or_default());
        put!(out => "</dl>");
        let tool = self.view.tool(of).filter(|_| of.kind == Kind::Product);
        if tool.as_ref().is_some_and(|tool| tool.makers.is_empty()) {
            put!(out => "<p class=\"note strong\">", (self.words.get("register-no-maker")), "</p>");
        }
        self.drawing(out, of);
        for (section, told) in &shown.sections {
            self.claims(out, &format!("register-section-{}", section.name()), told, of);
        }
        self.claims(out, "register-section-member-listings", &shown.member_listings, of);
        if let Some(tool) = &tool {
            self.listings(out, &tool.listings, of);
        }
        self.incidents(out, &shown.incidents, of);
        if let Some(tool) = &tool {
            self.provisions_about(out, &tool.provisions, of);
        }
        self.later(out, shown.later);
    }

    fn later(&self, out: &mut Html, later: usize) {
        if later > 0 {
            let text = self.words.count("register-later-count", &[("count", later as u64)]);
            put!(out => "<p class=\"note\">", (text), "</p>");
        }
    }

    /// Owners and holdings as a drawing; every line of it is told in words elsewhere on the page or on that of the other.
    fn drawing(&self, out: &mut Html, of: &Ref) {
        if of.kind != Kind::Organisation {
            return;
        }
        let graph = self.view.owners(of, STEPS);
        if graph.edges.is_empty() {
            return;
        }
        let title = self.words.get("site-graph");
        put!(out => "<h2>", (title), "</h2><figure><div class=\"scroll graph\" role=\"region\" tabindex=\"0\"");
        put!(out => " aria-label=\"", (title), "\">");
        out.drawing(&graph, self.tongue);
        put!(out => "</div><figcaption>", (self.words.get("site-graph-said")), "</figcaption></figure>");
    }

    fn listings(&self, out: &mut Html, listings: &[Listing], of: &Ref) {
        if listings.is_empty() {
            return;
        }
        let words = &self.words;
        put!(out => "<h2>", (words.get("site-listings-around")), "</h2>");
        for listing in listings {
            let relation = match listing.relation {
                Relation::Itself => words.get("site-relation-maker"),
                Relation::Member => words.get("register-relation-member"),
                Relation::Above => words.count("register-relation-above", &[("count", listing.steps as u64)]),
            };
            let force = if listing.in_force { "register-in-force" } else { "register-not-in-force" };
            put!(out => "<h3>");
            self.link(out, &listing.of, of);
            put!(out => "</h3><p>", (relation), " · ", (words.get(force)), "</p><ul class=\"claims\">");
            for told in &listing.said {
                self.claim(out, told, of);
            }
            put!(out => "</ul>");
        }
        put!(out => "<p class=\"note\">", (words.get("register-lists-change")), "</p>");
    }

    fn provisions_about(&self, out: &mut Html, provisions: &[TouchedProvision], of: &Ref) {
        if provisions.is_empty() {
            return;
        }
        put!(out => "<h2>", (self.words.get("register-tool-provisions")), "</h2><p>");
        put!(out => (self.words.get("register-tool-provisions-said")), "</p><ul class=\"claims\">");
        for provision in provisions {
            put!(out => "<li><p><b>");
            self.link(out, &provision.instrument, of);
            put!(out => "</b> – ");
            self.link(out, &provision.of, of);
            put!(out => ". ", (self.say(&provision.text)), "</p></li>");
        }
        put!(out => "</ul>");
    }

    fn incident_body(&self, out: &mut Html, told: &ToldIncident, shown: &Shown) {
        let (words, of) = (&self.words, &told.of.of);
        put!(out => "<p class=\"head\"><span class=\"when\">", (self.when(told)), "</span> ");
        self.status(out, told.status);
        put!(out => "</p>");
        if let Some(note) = &told.note {
            put!(out => "<p>", (self.say(note)), "</p>");
        }
        if told.weak {
            put!(out => "<p>", (words.get("register-weak")), "</p>");
        }
        self.sources(out, &told.sources);
        self.denials(out, &told.denials, of);
        put!(out => "<dl class=\"facts\">");
        let known = told.known.map(|known| known.to_string()).unwrap_or_default();
        self.fact(out, "site-fact-known", &known);
        self.named_fact(out, "site-fact-tools", &told.products, of);
        let row = self.register.incident(&of.id);
        let named = |kind, ids: &[String]| -> Vec<vigie_register::Named> {
            ids.iter().map(|id| self.register.named(&Ref::new(kind, id))).collect()
        };
        if let Some(row) = row {
            let mut with = named(Kind::Organisation, &row.organisations);
            with.extend(named(Kind::Party, &row.parties));
            self.named_fact(out, "site-fact-named", &with, of);
        }
        let targets: Vec<String> = told.targets.iter().map(|target| self.say(target)).collect();
        self.fact(out, "site-fact-targets", &targets.join(", "));
        self.named_fact(out, "site-fact-places", &told.countries, of);
        put!(out => "</dl>");
        for (section, told) in &shown.sections {
            self.claims(out, &format!("register-section-{}", section.name()), told, of);
        }
        if !told.touches.is_empty() {
            put!(out => "<h2>", (words.get("site-touches")), "</h2><p>");
            put!(out => (words.get("site-touches-said")), "</p><ul class=\"claims\">");
            for provision in &told.touches {
                let Some((instrument, row)) = self.register.provision(&provision.of.id) else { continue };
                let instrument = self.register.named(&Ref::new(Kind::Instrument, &instrument.id));
                put!(out => "<li><p><b>");
                self.link(out, &instrument, of);
                put!(out => "</b> – ");
                self.link(out, provision, of);
                put!(out => ". ", (self.say(&row.text)), "</p></li>");
            }
            put!(out => "</ul>");
        }
        self.later(out, shown.later);
    }

    fn instrument_body(&self, out: &mut Html, told: &ToldInstrument, of: &Ref) {
        let words = &self.words;
        put!(out => "<dl class=\"facts\">");
        let date = told.date.map_or_else(|| words.get("register-standing"), |date| date.to_string());
        self.fact(out, "register-fact-date", &date);
        let names: Vec<String> = self
            .register
            .names(of)
            .into_iter()
            .filter(|(_, from)| *from != vigie_register::NameFrom::Name)
            .map(|(name, _)| name)
            .collect();
        self.fact(out, "register-fact-names", &names.join(", "));
        self.named_fact(out, "register-fact-issuers", &told.issuers, of);
        let binds = format!("{} ; {}", self.say(&told.binding), self.say(&told.binds));
        let binds =
            if words.lang() == vigie_text::Lang::Fr { words.spaced(binds) } else { binds.replacen(" ; ", "; ", 1) };
        self.fact(out, "register-fact-binding", &binds);
        self.fact(out, "register-fact-note", &told.note.as_ref().map(|note| self.say(note)).unwrap_or_default());
        put!(out => "</dl>");
        self.sources(out, &told.sources);
        put!(out => "<h2>", (words.get("register-provisions")), "</h2><ul class=\"claims\">");
        for provision in &told.provisions {
            put!(out => "<li id=\"", (provision.id), "\"><p><b>", (self.say(&provision.label)), "</b>");
            if !provision.codes.is_empty() {
                put!(out => " (", (provision.codes.join(", ")), ")");
            }
            put!(out => ". ", (self.say(&provision.text)), "</p>");
            let sources: Vec<_> = provision.sources.iter().filter_map(|id| self.register.source(id)).collect();
            self.sources(out, &sources.into_iter().map(Into::into).collect::<Vec<_>>());
            put!(out => "</li>");
        }
        put!(out => "</ul>");
        self.claims(out, "register-counts", &told.counts, of);
        if !told.supporters.is_empty() {
            let states = told.supporters.iter().filter(|said| said.subject.of.kind == Kind::State).count();
            put!(out => "<h2>", (words.get("register-supporters")), "</h2><p>");
            put!(out => (words.count("register-supporters-named", &[("count", states as u64)])), "</p><ul class=\"claims\">");
            for said in &told.supporters {
                self.claim(out, said, of);
            }
            put!(out => "</ul>");
        }
        for (id, claims) in [
            ("register-others", &told.others),
            ("register-participants", &told.participants),
            ("register-entries", &told.entries),
            ("register-steps", &told.steps),
            ("register-remarks", &told.remarks),
        ] {
            self.claims(out, id, claims, of);
        }
        if !told.entries.is_empty() {
            put!(out => "<p class=\"note\">", (words.get("register-lists-change")), "</p>");
        }
        self.later(out, self.view.show(of).later);
    }
}
