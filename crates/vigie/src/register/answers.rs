//! Each answer on a terminal.

use vigie_register::{
    Compared, Date, Disagreement, Entry, Graph, Kind, Listing, Named, Relation, Shown, Stats, ToldIncident,
    ToldInstrument, Tool,
};

use super::teller::{Teller, grouped};
use crate::screen::Screen;

pub(super) fn show(teller: &mut Teller<'_>, shown: &Shown) {
    let kind = shown.kind.as_ref().map(|kind| teller.words(kind)).unwrap_or_default();
    teller.head(&shown.of, &kind);
    let names: Vec<String> = shown.names.iter().map(|(name, _)| vigie_model::visible(name).into_owned()).collect();
    teller.fact("register-fact-names", &names.join(", "));
    let countries = teller.names(&shown.countries);
    teller.fact("register-fact-countries", &countries);
    let layers: Vec<String> = shown
        .layers
        .iter()
        .map(|place| match &place.product {
            Some(product) => teller.pair(&teller.words(&place.name), &teller.words(&product.name)),
            None => teller.words(&place.name),
        })
        .collect();
    teller.fact("register-fact-layers", &layers.join("; "));
    if let Some((word, operating)) = &shown.operating {
        let as_of = operating.as_of.map(|date| format!(" ({date})")).unwrap_or_default();
        let text = format!("{}{as_of}", teller.words(word));
        teller.fact("register-fact-operating", &text);
    }
    for one in &shown.identifiers {
        let scheme = teller.words(&one.name);
        let scheme = match &one.country {
            Some(country) => format!("{scheme} ({})", teller.words(&country.name)),
            None => scheme,
        };
        let text = teller.pair(&scheme, &vigie_model::visible(&one.value));
        teller.fact("register-fact-identifier", &text);
        teller.list_sources(&one.sources);
    }
    if let Some(note) = &shown.note {
        let note = teller.words(note);
        teller.fact("register-fact-note", &note);
    }
    for (section, told) in &shown.sections {
        teller.claims(&format!("register-section-{}", section.name()), told);
    }
    teller.claims("register-section-member-listings", &shown.member_listings);
    if !shown.incidents.is_empty() {
        teller.heading("register-section-named-in");
        for incident in &shown.incidents {
            teller.incident(incident);
        }
    }
    if shown.later > 0 {
        let text = teller.count("register-later-count", shown.later);
        teller.screen.line("");
        teller.screen.paragraph("", 0, &text);
    }
}

fn entries(teller: &mut Teller<'_>, entries: &[Entry]) {
    for entry in entries {
        match entry {
            Entry::Claim(told) => teller.claim(told),
            Entry::Incident(incident) => teller.incident(incident),
        }
    }
    if entries.is_empty() {
        let text = teller.get("register-none");
        teller.say(&text);
    }
}

pub(super) fn timeline(teller: &mut Teller<'_>, of: &Named, found: &[Entry]) {
    teller.head(of, "");
    teller.screen.line("");
    entries(teller, found);
}

pub(super) fn since(teller: &mut Teller<'_>, date: Date, found: &[Entry]) {
    let title = teller.fill("register-since", &[("date", &date.to_string())]);
    teller.title(&title);
    teller.screen.line("");
    entries(teller, found);
}

pub(super) fn owners(teller: &mut Teller<'_>, graph: &Graph) {
    teller.head(&graph.of, "");
    let step = |of: &vigie_register::Ref| graph.nodes.iter().find(|node| node.of.of == *of).map_or(0, |node| node.step);
    for (id, upwards) in [("register-owners-above", true), ("register-owners-below", false)] {
        let mut edges: Vec<_> = graph
            .edges
            .iter()
            .filter(|edge| if upwards { step(&edge.owner) < 0 } else { step(&edge.owned) > 0 })
            .collect();
        // From the organisation asked for outwards, then by date.
        edges.sort_by_key(|edge| if upwards { -step(&edge.owner) } else { step(&edge.owned) });
        if edges.is_empty() {
            continue;
        }
        teller.heading(id);
        let mut told = 1;
        for edge in edges {
            let far = if upwards { -step(&edge.owner) } else { step(&edge.owned) };
            if far > told {
                told = far;
                let text = teller.count("register-owners-steps", usize::try_from(far).unwrap_or(0));
                teller.say(&text);
            }
            teller.claim(&edge.said);
        }
    }
    teller.claims("register-owners-unnamed", &graph.unnamed);
    if graph.edges.is_empty() && graph.unnamed.is_empty() {
        let text = teller.get("register-none");
        teller.say(&text);
    }
}

pub(super) fn listed(teller: &mut Teller<'_>, of: &Named, found: &[Listing]) {
    teller.head(of, "");
    if found.is_empty() {
        let text = teller.get("register-not-listed");
        teller.screen.line("");
        teller.say(&text);
    }
    listings(teller, found);
    let text = teller.get("register-lists-change");
    teller.screen.line("");
    teller.screen.paragraph("", 0, &text);
}

fn listings(teller: &mut Teller<'_>, found: &[Listing]) {
    for listing in found {
        let relation = match listing.relation {
            Relation::Itself => teller.get("register-relation-itself"),
            Relation::Member => teller.get("register-relation-member"),
            Relation::Above => teller.count("register-relation-above", listing.steps),
        };
        let force = if listing.in_force { "register-in-force" } else { "register-not-in-force" };
        let name = teller.words(&listing.of.name);
        let line = format!("{} · {relation} · {}", teller.screen.bold(&name), teller.get(force));
        teller.screen.line("");
        teller.screen.line(&line);
        for told in &listing.said {
            teller.claim(told);
        }
    }
}

pub(super) fn tool(teller: &mut Teller<'_>, tool: &Tool) {
    let kind = teller.words(&tool.kind);
    teller.head(&tool.product, &kind);
    if let Some(note) = &tool.note {
        let note = teller.words(note);
        teller.fact("register-fact-note", &note);
    }
    let layers: Vec<String> = tool
        .layers
        .iter()
        .map(|(organisation, place)| teller.pair(&teller.words(&organisation.name), &teller.words(&place.name)))
        .collect();
    teller.fact("register-fact-layers", &layers.join("; "));
    if tool.makers.is_empty() {
        let text = teller.get("register-no-maker");
        teller.screen.line("");
        teller.screen.paragraph("", 0, &text);
    }
    teller.claims("register-tool-makers", &tool.makers);
    teller.claims("register-tool-sellers", &tool.sellers);
    if !tool.listings.is_empty() {
        teller.heading("register-section-listings");
        listings(teller, &tool.listings);
    }
    teller.claims("register-section-statements", &tool.statements);
    if !tool.incidents.is_empty() {
        teller.heading("register-section-named-in");
        for incident in &tool.incidents {
            teller.incident(incident);
        }
    }
    if !tool.provisions.is_empty() {
        teller.heading("register-tool-provisions");
        let text = teller.get("register-tool-provisions-said");
        teller.say(&text);
        for provision in &tool.provisions {
            let name = teller.pair(&teller.words(&provision.instrument.name), &teller.words(&provision.of.name));
            let line = format!("{name}. {}", teller.words(&provision.text));
            teller.screen.paragraph("  · ", 4, &line);
        }
    }
}

pub(super) fn incidents(teller: &mut Teller<'_>, found: &[ToldIncident]) {
    let title = teller.count("register-incidents-count", found.len());
    teller.title(&title);
    teller.screen.line("");
    for incident in found {
        teller.incident(incident);
    }
}

pub(super) fn instrument(teller: &mut Teller<'_>, told: &ToldInstrument) {
    let kind = teller.words(&told.kind);
    teller.head(&told.of, &kind);
    let date = told.date.map_or_else(|| teller.get("register-standing"), |date| date.to_string());
    teller.fact("register-fact-date", &date);
    let issuers = teller.names(&told.issuers);
    teller.fact("register-fact-issuers", &issuers);
    let binds = format!("{}; {}", teller.words(&told.binding), teller.words(&told.binds));
    teller.fact("register-fact-binding", &binds);
    if let Some(note) = &told.note {
        let note = teller.words(note);
        teller.fact("register-fact-note", &note);
    }
    teller.list_sources(&told.sources);
    teller.heading("register-provisions");
    for provision in &told.provisions {
        let codes =
            if provision.codes.is_empty() { String::new() } else { format!(" ({})", provision.codes.join(", ")) };
        let line = format!("{}{codes}. {}", teller.words(&provision.label), teller.words(&provision.text));
        teller.screen.paragraph("  · ", 4, &line);
    }
    teller.claims("register-counts", &told.counts);
    if !told.supporters.is_empty() {
        let states = told.supporters.iter().filter(|said| said.subject.of.kind == Kind::State).count();
        let text = teller.count("register-supporters-named", states);
        teller.heading("register-supporters");
        teller.say(&text);
        for said in &told.supporters {
            teller.claim(said);
        }
    }
    teller.claims("register-others", &told.others);
    teller.claims("register-participants", &told.participants);
    teller.claims("register-entries", &told.entries);
    teller.claims("register-steps", &told.steps);
    teller.claims("register-remarks", &told.remarks);
}

pub(super) fn compared(teller: &mut Teller<'_>, compared: &Compared) {
    let [first, second] = &compared.instruments;
    let (one, other) = (teller.words(&first.name), teller.words(&second.name));
    teller.title(&format!("{one} / {other}"));
    let names = [("one", one.as_str()), ("other", other.as_str())];
    let swapped = [("one", other.as_str()), ("other", one.as_str())];
    for (heading, named) in [
        (teller.fill("register-compare-only", &names), &compared.first_only),
        (teller.get("register-compare-both"), &compared.both),
        (teller.fill("register-compare-only", &swapped), &compared.second_only),
    ] {
        teller.screen.line("");
        let heading = teller.screen.bold(&format!("{heading} ({})", named.len()));
        teller.screen.paragraph("", 0, &heading);
        let text = if named.is_empty() { teller.get("register-none") } else { teller.names(named) };
        teller.say(&text);
    }
    teller.claims("register-compare-declined", &compared.declined);
    let counts: Vec<_> = compared.counts.iter().flatten().cloned().collect();
    teller.claims("register-counts", &counts);
    let text = teller.get("register-compare-caveat");
    teller.screen.line("");
    teller.screen.paragraph("", 0, &text);
}

pub(super) fn contradictions(teller: &mut Teller<'_>, found: &[Disagreement]) {
    let title = teller.count("register-contradictions-count", found.len());
    teller.title(&title);
    teller.screen.line("");
    for one in found {
        teller.claim(&one.said);
    }
}

pub(super) fn stats(teller: &mut Teller<'_>, stats: &Stats) {
    let title = teller.get("register-stats");
    teller.title(&title);
    teller.screen.line("");
    let row = |teller: &mut Teller<'_>, label: String, number: usize| {
        teller.screen.line(&format!("  {}{:>6}", Screen::pad(&label, 52), grouped(number as u64)));
    };
    for (name, number) in &stats.rows {
        let label = teller.get(&format!("register-stats-{name}"));
        row(teller, label, *number);
    }
    teller.heading("register-stats-statuses");
    for (status, number) in &stats.by_status {
        let label = teller.status_word(*status);
        row(teller, label, *number);
    }
    let label = teller.get("register-stats-weak");
    row(teller, label, stats.weak);
    let label = teller.get("register-stats-contradicted");
    row(teller, label, stats.contradicted);
    teller.heading("register-stats-source-kinds");
    for (kind, number) in &stats.sources {
        let label = teller.source_kind(kind);
        row(teller, label, *number);
    }
    teller.heading("register-stats-comparison");
    for (id, number) in [
        ("register-stats-read", stats.read),
        ("register-stats-not-read", stats.not_read),
        ("register-stats-compared", stats.compared),
        ("register-stats-carried-over", stats.carried_over),
    ] {
        let label = teller.get(id);
        row(teller, label, number);
    }
}
