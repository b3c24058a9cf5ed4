//! `vigie register`: asks the register and tells the answer, as text or as JSON. Thin: every answer is made in
//! `vigie-register`.

mod answers;
mod args;
mod import;
mod screening;
mod site;
mod teller;

pub(crate) use args::RegisterArgs;

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use vigie_model::{Message, Precision, Timestamp};
use vigie_register::{Day, Found, Kind, ListName, LoadError, Named, Ref, Register, Tongue, Wanted};
use vigie_text::{Lang, Texts};

use crate::failure::Failure;
use crate::screen::{Screen, write_out};

use self::args::{Drawing, What};
use self::teller::Teller;

/// Answers a question.
pub(crate) fn register(options: &RegisterArgs, texts: &Texts, no_color: bool) -> anyhow::Result<u8> {
    let how = &options.how;
    let register = match &how.data {
        Some(folder) => Register::open(folder),
        None => Register::embedded(),
    };
    let register = register.map_err(|error| unusable(&error))?;
    let day = how.as_of.map_or_else(today, |date| Ok(date.last()))?;
    let view = register.as_of(day);
    let find = |text: &str, kinds: &[Kind]| find(&register, text, kinds, tongue(texts));
    let teller = Teller::new(Screen::new(no_color), texts, &register, day, how.sources);
    match &options.what {
        What::Show { name } => {
            let shown = view.show(&find(name, &[])?);
            tell(how.json, &shown, teller, |teller| answers::show(teller, &shown))
        }
        What::Timeline { name } => {
            let of = find(name, &[])?;
            let entries = view.timeline(&of);
            tell(how.json, &entries, teller, |teller| answers::timeline(teller, &register.named(&of), &entries))
        }
        What::Owners { name, format, steps } => {
            let graph = view.owners(&find(name, &[Kind::Organisation])?, *steps);
            match format {
                Drawing::Dot => print(&graph.dot(tongue(texts))),
                Drawing::Svg => print(&graph.svg(tongue(texts))),
                Drawing::Text => tell(how.json, &graph, teller, |teller| answers::owners(teller, &graph)),
            }
        }
        What::Listed { name, steps } => {
            let of = find(name, &[Kind::Organisation, Kind::Party])?;
            let listed = view.listed(&of, *steps);
            tell(how.json, &listed, teller, |teller| answers::listed(teller, &register.named(&of), &listed))
        }
        What::Product { name } => {
            let of = find(name, &[Kind::Product])?;
            let tool = view.tool(&of);
            tell(how.json, &tool, teller, |teller| {
                if let Some(tool) = &tool {
                    answers::tool(teller, tool);
                }
            })
        }
        What::Incidents { product, state, kind, year } => {
            let id = |text: &Option<String>, kind| -> anyhow::Result<Option<String>> {
                text.as_deref().map(|text| Ok(find(text, &[kind])?.id)).transpose()
            };
            let wanted = Wanted {
                product: id(product, Kind::Product)?,
                state: id(state, Kind::State)?,
                kind: kind.as_deref().map(|kind| incident_kind(&register, kind)).transpose()?,
                year: *year,
            };
            let incidents = view.incidents(&wanted);
            tell(how.json, &incidents, teller, |teller| answers::incidents(teller, &incidents))
        }
        What::Instrument { name } => {
            let of = find(name, &[Kind::Instrument])?;
            let told = register.instrument(&of.id).map(|instrument| view.told_instrument(instrument));
            tell(how.json, &told, teller, |teller| {
                if let Some(told) = &told {
                    answers::instrument(teller, told);
                }
            })
        }
        What::Compare { first, second } => {
            let compared = view.compare(&find(first, &[Kind::Instrument])?, &find(second, &[Kind::Instrument])?);
            tell(how.json, &compared, teller, |teller| answers::compared(teller, &compared))
        }
        What::Contradictions { name } => {
            let found = match name {
                Some(name) => view.contradictions(&find(name, &[])?),
                None => view.all_contradictions(),
            };
            tell(how.json, &found, teller, |teller| answers::contradictions(teller, &found))
        }
        What::Since { date } => {
            let entries = view.since(*date);
            tell(how.json, &entries, teller, |teller| answers::since(teller, *date, &entries))
        }
        What::Screen { what, column, threshold, steps, most } => {
            let how_to = vigie_register::Screening { threshold: *threshold, steps: *steps, most: *most };
            screening::screen(what, column.as_deref(), how_to, view, how.json, teller)
        }
        What::Site { out, force } => site::site(out, *force, &register, day, teller),
        What::Import(options) => import::import(options, &register, view, teller),
        What::Stats => {
            let stats = register.stats();
            tell(how.json, &stats, teller, |teller| answers::stats(teller, &stats))
        }
        What::Export { format, out } => {
            let bytes = view.export(*format)?;
            write_new(out, &bytes)?;
            let size = bytes.len().to_string();
            let told = [("path", out.display().to_string()), ("bytes", size), ("day", day.to_string())];
            let told: Vec<(&str, &str)> = told.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let text = teller.fill("register-exported", &told);
            print(&format!("{text}\n"))
        }
    }
}

/// The day it is, in UTC.
fn today() -> anyhow::Result<Day> {
    Ok(Day::try_from(Timestamp::new(jiff::Timestamp::now(), Precision::Second))?)
}

/// The language of the register's words.
pub(crate) fn tongue(texts: &Texts) -> Tongue {
    match texts.lang() {
        Lang::En => Tongue::En,
        Lang::Fr => Tongue::Fr,
    }
}

/// The register cannot be used.
pub(crate) fn unusable(error: &LoadError) -> Failure {
    Failure::new(Message::new("err-register").arg("detail", error.to_string()), "todo-register")
}

fn find(register: &Register, text: &str, kinds: &[Kind], tongue: Tongue) -> anyhow::Result<Ref> {
    let list = |named: &[Named]| {
        let one = |named: &Named| format!("{} ({})", named.of, named.name.get(tongue));
        named.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let (what, todo) = match register.find(text, kinds) {
        Found::One(of) => return Ok(of),
        Found::Several(several) => (
            Message::new("err-register-several").arg("name", text).arg("candidates", list(&several)),
            "todo-register-several",
        ),
        Found::Nothing(near) if near.is_empty() => {
            (Message::new("err-register-nothing").arg("name", text), "todo-register-nothing")
        }
        Found::Nothing(near) => (
            Message::new("err-register-near").arg("name", text).arg("candidates", list(&near)),
            "todo-register-several",
        ),
    };
    Err(Failure::new(what, todo).into())
}

fn incident_kind(register: &Register, kind: &str) -> anyhow::Result<String> {
    let vocabulary = register.vocabulary();
    if vocabulary.word(ListName::IncidentClasses, kind).is_some() {
        return Ok(kind.to_owned());
    }
    let known: Vec<&str> = vocabulary.words(ListName::IncidentClasses).map(|(word, _)| word).collect();
    let what = Message::new("err-register-kind").arg("kind", kind).arg("known", known.join(", "));
    Err(Failure::new(what, "todo-register-kind").into())
}

fn print(text: &str) -> anyhow::Result<u8> {
    write_out(text.as_bytes())?;
    Ok(0)
}

/// Writes a file that is not there yet.
fn write_new(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let written = File::create_new(path).and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| {
        let what = Message::new("err-register-write").arg("path", path.display().to_string());
        Failure::new(what.arg("detail", error.to_string()), "todo-register-write").into()
    })
}

/// The answer as JSON, or as text.
fn tell(
    json: bool,
    answer: &impl serde::Serialize,
    mut teller: Teller<'_>,
    as_text: impl FnOnce(&mut Teller<'_>),
) -> anyhow::Result<u8> {
    if json {
        return print_json(answer);
    }
    as_text(&mut teller);
    teller.finish()?;
    Ok(0)
}

fn print_json(answer: &impl serde::Serialize) -> anyhow::Result<u8> {
    let mut bytes = serde_json::to_vec_pretty(answer)?;
    bytes.push(b'\n');
    write_out(&bytes)?;
    Ok(0)
}
