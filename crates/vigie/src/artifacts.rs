//! `vigie artifacts`: what is read, from which paths, what it shows, when a match in it is innocent. From the
//! registries.

use vigie_artifacts::{ARTIFACTS, AnyArtifact, artifact};
use vigie_detect::HEURISTICS;
use vigie_model::Message;
use vigie_text::Texts;

use crate::cli::Artifacts;
use crate::failure::Failure;
use crate::screen::{Screen, write_out};

/// Lists the artifacts, or tells one.
pub(crate) fn artifacts(options: &Artifacts, texts: &Texts, no_color: bool) -> anyhow::Result<u8> {
    let chosen: Vec<&dyn AnyArtifact> = match &options.id {
        None => ARTIFACTS.to_vec(),
        Some(id) => vec![artifact(id).ok_or_else(|| {
            let what = Message::new("err-no-artifact").arg("id", id.as_str());
            Failure::new(what, "todo-no-artifact")
        })?],
    };
    if options.json {
        let list: Vec<_> = chosen.iter().map(|one| json(*one, texts)).collect();
        let mut bytes = serde_json::to_vec_pretty(&list)?;
        bytes.push(b'\n');
        write_out(&bytes)?;
        return Ok(0);
    }
    let mut screen = Screen::new(no_color);
    if options.id.is_none() {
        let width = chosen.iter().map(|one| one.spec().id.len()).max().unwrap_or(0) + 2;
        for one in &chosen {
            let id = Screen::pad(one.spec().id, width);
            let name = texts.get(&format!("artifact-{}-name", one.spec().id));
            screen.paragraph(&screen.bold(&id), width, &name);
        }
    } else {
        for one in chosen {
            whole(&mut screen, one, texts);
        }
    }
    screen.show()?;
    Ok(0)
}

fn text(one: &dyn AnyArtifact, part: &str, texts: &Texts) -> String {
    texts.get(&format!("artifact-{}-{part}", one.spec().id))
}

fn whole(screen: &mut Screen, one: &dyn AnyArtifact, texts: &Texts) {
    const INDENT: usize = 14;
    let spec = one.spec();
    let title = format!("{} — {}", spec.id, text(one, "name", texts));
    screen.line(&screen.bold(&title));
    let label = |id: &str| Screen::pad(&texts.get(id), INDENT);
    screen.paragraph(&label("artifacts-shows"), INDENT, &text(one, "shows", texts));
    screen.paragraph(&label("artifacts-innocent"), INDENT, &text(one, "innocent", texts));
    let meaning = texts.get(&format!("meaning-{}-explained", spec.meaning));
    screen.paragraph(&label("artifacts-meaning"), INDENT, &meaning);
    let mut first = label("artifacts-paths");
    for (layout, path) in spec.paths {
        screen.line(&format!("{first}{}  {path}", Screen::pad(layout.name(), 14)));
        first = " ".repeat(INDENT);
    }
    screen.paragraph(&label("artifacts-version"), INDENT, &spec.version.to_string());
    let mut first = label("artifacts-heuristics");
    for heuristic in HEURISTICS.iter().filter(|of| of.spec().concerns(spec.id)) {
        let id = heuristic.spec().id;
        let sees = texts.get(&format!("heuristic-{id}-sees"));
        let innocent = texts.get(&format!("heuristic-{id}-innocent"));
        let source = heuristic.spec().source;
        let told = format!("{id}: {sees} {} {innocent} ({source})", texts.get("screen-innocent"));
        screen.paragraph(&first, INDENT, &told);
        first = " ".repeat(INDENT);
    }
}

fn json(one: &dyn AnyArtifact, texts: &Texts) -> serde_json::Value {
    let spec = one.spec();
    let paths: Vec<_> =
        spec.paths.iter().map(|(layout, path)| serde_json::json!({ "layout": layout.name(), "path": path })).collect();
    let heuristics: Vec<_> =
        HEURISTICS.iter().map(|of| of.spec()).filter(|of| of.concerns(spec.id)).map(|of| of.id).collect();
    serde_json::json!({
        "id": spec.id,
        "version": spec.version,
        "name": text(one, "name", texts),
        "shows": text(one, "shows", texts),
        "innocent": text(one, "innocent", texts),
        "meaning": spec.meaning.name(),
        "paths": paths,
        "heuristics": heuristics,
    })
}
