//! `vigie evidence`: what lies at a path, and the files in it.

use std::io::Write;
use std::path::Path;

use vigie_artifacts::{ARTIFACTS, Plan};
use vigie_evidence::{Candidate, CandidateState, Evidence, identify};
use vigie_model::{EvidenceKind, Message, visible};
use vigie_text::Texts;

use crate::check::choose;
use crate::cli::EvidenceCommand;
use crate::extract::{Extract, extract};
use crate::failure::Failure;
use crate::screen::{Screen, write_out};
use crate::summary::{candidate_line, device_words, minute, patch_words};
use crate::unlock::UnlockArgs;

/// Identifies or lists evidence.
pub(crate) fn evidence(what: &EvidenceCommand, texts: &Texts, no_color: bool) -> anyhow::Result<u8> {
    match what {
        EvidenceCommand::Identify { evidence, json, unlock } => {
            let mut found = identify(evidence).map_err(Failure::from)?;
            for one in &mut found {
                describe(one, unlock, texts)?;
            }
            if *json {
                let list: Vec<_> = found
                    .iter()
                    .map(|one| {
                        let (state, reasons) = match &one.state {
                            CandidateState::Ready => ("ready", &[][..]),
                            CandidateState::Incomplete(reasons) => ("incomplete", &reasons[..]),
                            CandidateState::Encrypted => ("encrypted", &[][..]),
                            CandidateState::Empty => ("empty", &[][..]),
                        };
                        serde_json::json!({
                            "path": one.path, "kind": one.kind, "state": state, "reasons": reasons,
                            "device": one.device, "made": one.made,
                        })
                    })
                    .collect();
                let mut bytes = serde_json::to_vec_pretty(&list)?;
                bytes.push(b'\n');
                write_out(&bytes)?;
                return Ok(0);
            }
            let mut screen = Screen::new(no_color);
            for one in found {
                let kind = texts.get(&one.kind.sentence());
                screen.line(&screen.bold(&visible(&one.path.display().to_string())));
                let name = one.device.name.iter().map(|name| format!("“{}”", visible(name)));
                let words = [visible(&device_words(&one.device)).into_owned()];
                let patch = patch_words(&one.device, texts);
                let made = one.made.into_iter().map(minute);
                let parts = [kind].into_iter().chain(name).chain(words).chain(patch).chain(made);
                let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
                screen.paragraph("  ", 2, &parts.join(" · "));
                let state = match &one.state {
                    CandidateState::Ready => texts.get("state-ready"),
                    CandidateState::Encrypted => texts.get("state-encrypted"),
                    CandidateState::Empty => texts.get("state-empty"),
                    CandidateState::Incomplete(reasons) => {
                        format!("{} {}", texts.get("state-incomplete"), reasons.join("; "))
                    }
                };
                screen.paragraph("  ", 2, &state);
            }
            screen.show()?;
            Ok(0)
        }
        EvidenceCommand::List { evidence, wanted, device, taken_as, unlock } => {
            let mut code = 0;
            for candidate in choose(evidence, device.as_deref(), *taken_as)? {
                let opened = unlock.open(&candidate, texts)?;
                let plan = Plan::new(ARTIFACTS, opened.info.layout)?;
                let mut out = String::new();
                let mut told = |problem: &vigie_model::Problem| {
                    code = 3;
                    let source = visible(problem.source.as_deref().unwrap_or_default()).into_owned();
                    let place = format!("{source} {}", problem.place);
                    let (place, detail) = (place.trim_start(), visible(&problem.detail));
                    crate::tell(&format!("vigie: {} {place}: {detail}", problem.code));
                };
                opened.problems.iter().for_each(&mut told);
                opened.walk(
                    &mut |entry| {
                        let readers: Vec<_> =
                            plan.wanted_by(entry.path).into_iter().map(|index| ARTIFACTS[index].spec().id).collect();
                        if !*wanted || !readers.is_empty() {
                            out.push_str(&visible(entry.path));
                            if !readers.is_empty() {
                                out.push('\t');
                                out.push_str(&readers.join(","));
                            }
                            out.push('\n');
                        }
                        false
                    },
                    &mut |_| {},
                    &mut |problem| told(&problem),
                );
                write_out(out.as_bytes())?;
            }
            Ok(code)
        }
        EvidenceCommand::Key { evidence, out, device, unlock } => {
            let candidate = only(choose(evidence, device.as_deref(), None)?)?;
            let key = unlock.key(&candidate, texts)?;
            write_key(out, &key)?;
            crate::tell(&texts.message(&Message::new("key-written").arg("path", out.display().to_string())));
            Ok(0)
        }
        EvidenceCommand::Extract { evidence, out, artifact, path, all, device, taken_as, unlock } => {
            let candidate = only(choose(evidence, device.as_deref(), *taken_as)?)?;
            let opened = unlock.open(&candidate, texts)?;
            let what = Extract { out, artifacts: artifact, paths: path, all: *all };
            extract(&what, &opened, &candidate.path, texts)
        }
    }
}

/// What only opening it tells of evidence: its device, and what is in an encrypted archive when that can be opened.
fn describe(one: &mut Candidate, unlock: &UnlockArgs, texts: &Texts) -> anyhow::Result<()> {
    let is_sealed = one.kind == EvidenceKind::EncryptedArchive;
    let opened = match one.state {
        CandidateState::Encrypted if is_sealed && unlock.may_unseal() => unlock.open(one, texts)?,
        // What cannot be opened is told by whoever examines it.
        CandidateState::Ready if one.kind != EvidenceKind::IosBackup => match Evidence::open(one) {
            Ok(opened) => opened,
            Err(_) => return Ok(()),
        },
        _ => return Ok(()),
    };
    one.kind = opened.info.kind;
    (one.device, one.made) = (opened.info.device, opened.info.made);
    Ok(())
}

/// The one piece of evidence that is meant.
pub(crate) fn only(mut found: Vec<Candidate>) -> anyhow::Result<Candidate> {
    if found.len() == 1
        && let Some(one) = found.pop()
    {
        return Ok(one);
    }
    let known: Vec<String> = found.iter().map(candidate_line).collect();
    let what = Message::new("err-several").arg("known", known.join("; "));
    Err(Failure::new(what, "todo-no-device").into())
}

/// Writes a key so that only its owner can read it, and never over anything.
pub(crate) fn write_key(path: &Path, key: &str) -> anyhow::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let failed = |error: std::io::Error| {
        let what = Message::new("err-key-io").arg("path", path.display().to_string()).arg("detail", error.to_string());
        Failure::new(what, "todo-key-io")
    };
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(key.as_bytes()).map_err(|error| {
        // Half a key opens nothing, and would stand in the way of the next run.
        let _ = std::fs::remove_file(path);
        failed(error)
    })?;
    Ok(())
}
