//! A MISP event of the findings (<https://github.com/MISP/misp-rfc>, the core format;
//! <https://www.circl.lu/doc/misp/categories-and-types/>). Each indicator met is an attribute for detection, with its
//! sightings; what was seen of it is an attribute that is not for detection; a finding of a heuristic is a text. The
//! report of the event holds every finding in words.
//!
//! How far MISP itself passes the event on follows from its TLP: to the community of the server with green, to all with
//! clear, and to nobody with amber and red, which say who may have it better than a server can. It is not published.
//!
//! A sighting has the time at which something was seen; where that is not known, there is none, and the words say why.
//! Nothing of the device and its owner is in it but the findings themselves. The uuid of the event is one of version 5
//! over its content, those of its parts are made of it: another content is never a version of this event.

mod attribute;
mod galaxy;

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Map, Value, json};
use vigie_case::ToldFinding;
use vigie_model::{IndicatorRef, Level, Message, visible};
use vigie_register::uuid_v5;

use self::attribute::Typed;
use super::told::{span, told};
use super::{Exchange, ExchangeError, Tlp};

/// The namespace of the ids, made once for vigie's events.
const NAMESPACE: [u8; 16] =
    [0x4d, 0x0a, 0x93, 0x6e, 0xc2, 0x5f, 0x4b, 0x77, 0x9a, 0x21, 0xe8, 0x34, 0x07, 0xbd, 0x5c, 0x90];

/// Lines of a comment: the report of the event holds every finding.
const COMMENT_LINES: usize = 3;

/// MISP's numbers of who gets an event: 0 the own organisation, 1 the community of the server, 3 all communities.
fn distribution(tlp: Tlp) -> &'static str {
    match tlp {
        Tlp::Red | Tlp::AmberStrict | Tlp::Amber => "0",
        Tlp::Green => "1",
        Tlp::Clear => "3",
    }
}

/// The colours of MISP's taxonomy `tlp`.
fn colour(tlp: Tlp) -> &'static str {
    match tlp {
        Tlp::Red => "#FF2B2B",
        Tlp::AmberStrict | Tlp::Amber => "#FFC000",
        Tlp::Green => "#33FF00",
        Tlp::Clear => "#ffffff",
    }
}

/// MISP's numbers of how grave it is: 1 high, 2 medium, 3 low, 4 undefined.
fn threat_level(findings: &[ToldFinding]) -> &'static str {
    match findings.iter().map(|finding| finding.level).max() {
        Some(Level::Critical | Level::High) => "1",
        Some(Level::Medium) => "2",
        Some(Level::Low) => "3",
        Some(Level::Info) | None => "4",
    }
}

fn seconds(at: jiff::Timestamp) -> String {
    at.as_second().to_string()
}

fn moment(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}

/// An attribute as it grows: MISP takes the same category, type and value once in an event.
#[derive(Default)]
struct Attribute {
    to_ids: bool,
    comment: Vec<String>,
    more: usize,
    sightings: Vec<(String, String)>,
    seen: Option<[jiff::Timestamp; 2]>,
    tags: Vec<String>,
}

impl Attribute {
    fn say(&mut self, line: String) {
        if self.comment.contains(&line) {
            return;
        }
        if self.comment.len() < COMMENT_LINES {
            self.comment.push(line);
        } else {
            self.more += 1;
        }
    }

    fn was_seen(&mut self, when: Option<[jiff::Timestamp; 2]>) {
        let Some([first, last]) = when else { return };
        let [before, after] = self.seen.unwrap_or([first, last]);
        self.seen = Some([before.min(first), after.max(last)]);
    }

    fn tag(&mut self, name: &str) {
        if !self.tags.iter().any(|tag| tag == name) {
            self.tags.push(name.to_owned());
        }
    }
}

/// The attributes of an event, in the order each was first met.
#[derive(Default)]
struct Attributes {
    known: BTreeMap<Typed, usize>,
    all: Vec<(Typed, Attribute)>,
}

impl Attributes {
    fn of(&mut self, typed: Typed) -> &mut Attribute {
        let at = *self.known.entry(typed.clone()).or_insert_with(|| {
            self.all.push((typed, Attribute::default()));
            self.all.len() - 1
        });
        &mut self.all[at].1
    }

    fn finding(&mut self, export: &Exchange<'_>, finding: &ToldFinding) {
        let texts = export.texts;
        let when = finding.time.and_then(span);
        let Some(of) = &finding.indicator else {
            let found = finding.sentences_in(texts).0;
            let attribute = self.of(Typed::text("Other", &visible(&found)));
            attribute.say(told(finding, export.case, texts));
            attribute.was_seen(when);
            return;
        };
        let tags = galaxy::tags(&of.malware, export.case.file.evidence.kind.is_ios());
        let attribute = self.of(Typed::indicator(of));
        attribute.to_ids = attribute::is_for_detection(of);
        attribute.say(published(of));
        for tag in &tags {
            attribute.tag(tag);
        }
        if let Some([first, _]) = when {
            attribute.sightings.push((seconds(first), finding.id.clone()));
        }
        for source in of.sources.iter().filter(|source| is_address(source)) {
            self.of(Typed::new("External analysis", "link", source));
        }
        if let Some(typed) = Typed::seen(&of.kind, &finding.seen) {
            let attribute = self.of(typed);
            attribute.say(told(finding, export.case, texts));
            attribute.was_seen(when);
        }
    }
}

fn is_address(source: &str) -> bool {
    source.starts_with("https://") || source.starts_with("http://")
}

/// Who lists an indicator, under which names, and where it was published.
fn published(of: &IndicatorRef) -> String {
    let mut parts = vec![of.pack.clone()];
    if !of.malware.is_empty() {
        parts.push(of.malware.join(", "));
    }
    parts.extend(of.sources.iter().filter(|source| !is_address(source)).cloned());
    visible(&parts.join("; ")).into_owned()
}

/// Every finding in words, in a block of code: MISP makes links of addresses elsewhere, and these lead to attackers.
fn report(export: &Exchange<'_>, intro: &str) -> String {
    let lines: Vec<String> = export
        .case
        .findings
        .iter()
        .map(|finding| format!("{} {}", finding.id, visible(&told(finding, export.case, export.texts))))
        .collect();
    if lines.is_empty() {
        return format!("{intro}\n");
    }
    let longest = lines.iter().flat_map(|line| line.split(|c| c != '~')).map(str::len).max().unwrap_or(0);
    let fence = "~".repeat(longest.max(3) + 1);
    format!("{intro}\n\n{fence}\n{}\n{fence}\n", lines.join("\n"))
}

fn tag(name: &str, colour: Option<&str>) -> Value {
    match colour {
        Some(colour) => json!({ "name": name, "colour": colour }),
        None => json!({ "name": name }),
    }
}

fn attribute(typed: &Typed, attribute: &Attribute, event: &str, changed: &str) -> Value {
    let id =
        |part: &str| uuid_v5(&NAMESPACE, &format!("{event} {} {} {} {part}", typed.category, typed.kind, typed.value));
    let mut comment = attribute.comment.join("\n");
    if attribute.more > 0 {
        comment = format!("{comment}\n(+{})", attribute.more);
    }
    let mut out = Map::new();
    out.insert("uuid".to_owned(), json!(id("")));
    out.insert("type".to_owned(), json!(typed.kind));
    out.insert("category".to_owned(), json!(typed.category));
    out.insert("value".to_owned(), json!(typed.value));
    out.insert("to_ids".to_owned(), json!(attribute.to_ids));
    // As the event.
    out.insert("distribution".to_owned(), json!("5"));
    out.insert("timestamp".to_owned(), json!(changed));
    // MISP takes the space around it away, as it does with values.
    out.insert("comment".to_owned(), json!(comment.trim()));
    if let Some([first, last]) = attribute.seen {
        out.insert("first_seen".to_owned(), json!(moment(first)));
        out.insert("last_seen".to_owned(), json!(moment(last)));
    }
    if !attribute.tags.is_empty() {
        let tags: Vec<Value> = attribute.tags.iter().map(|name| tag(name, None)).collect();
        out.insert("Tag".to_owned(), json!(tags));
    }
    if !attribute.sightings.is_empty() {
        let sighting = |(number, (at, finding)): (usize, &(String, String))| {
            let uuid = id(&format!("sighting {number} {at} {finding}"));
            json!({ "uuid": uuid, "type": "0", "date_sighting": at, "source": format!("vigie {finding}") })
        };
        let sightings: Vec<Value> = attribute.sightings.iter().enumerate().map(sighting).collect();
        out.insert("Sighting".to_owned(), json!(sightings));
    }
    Value::Object(out)
}

/// The event as JSON.
pub(super) fn event(export: &Exchange<'_>, out: &mut dyn Write) -> Result<(), ExchangeError> {
    let (case, texts) = (export.case, export.texts);
    let examined = case.file.examined_at.instant();
    let changed = seconds(examined);
    let mut attributes = Attributes::default();
    if !case.file.evidence.id.is_empty() {
        let evidence = Typed::text("Internal reference", &case.file.evidence.id);
        let said = Message::new("export-misp-evidence").arg("what", case.file.evidence.id_of.as_str());
        attributes.of(evidence).say(texts.message(&said));
    }
    for finding in &case.findings {
        attributes.finding(export, finding);
    }
    let names: Vec<String> = case
        .findings
        .iter()
        .filter_map(|finding| finding.indicator.as_ref())
        .flat_map(|of| galaxy::tags(&of.malware, case.file.evidence.kind.is_ios()))
        .collect();
    let mut tags = vec![tag(&format!("tlp:{}", export.tlp.name()), Some(colour(export.tlp)))];
    let mut told_names: Vec<&str> = Vec::new();
    for name in &names {
        if !told_names.contains(&name.as_str()) {
            told_names.push(name);
            tags.push(tag(name, None));
        }
    }
    let report = report(export, &export.summary());
    let info = texts.get("export-stix-title");
    // What the event says, before it has an id of its own.
    let content = json!([
        case.file.evidence.id,
        changed,
        case.file.tool,
        export.tlp.name(),
        texts.lang().code(),
        info,
        report,
        attributes.all.iter().map(|(typed, one)| attribute(typed, one, "", &changed)).collect::<Vec<_>>(),
    ]);
    let id = uuid_v5(&NAMESPACE, &content.to_string());
    let all: Vec<Value> = attributes.all.iter().map(|(typed, one)| attribute(typed, one, &id, &changed)).collect();
    let event = json!({ "Event": {
        "uuid": id, "info": info, "date": examined.strftime("%Y-%m-%d").to_string(), "timestamp": changed,
        "threat_level_id": threat_level(&case.findings),
        // Initial: a trace to be looked at.
        "analysis": "0", "distribution": distribution(export.tlp), "published": false, "Tag": tags, "Attribute": all,
        "EventReport": [{
            "uuid": uuid_v5(&NAMESPACE, &format!("{id} report")), "name": info, "content": report, "distribution": "5",
            "timestamp": changed, "deleted": false,
        }],
    } });
    serde_json::to_writer_pretty(&mut *out, &event)?;
    out.write_all(b"\n")?;
    Ok(())
}
