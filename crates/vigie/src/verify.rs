//! `vigie verify`: is this case as it was left, by whom is it signed, is this its evidence, and does a second
//! examination say the same?

use std::path::Path;

use serde::Serialize;
use vigie_artifacts::ARTIFACTS;
use vigie_case::{
    Case, CaseFile, CaseWriter, Difference, Examination, PackTold, Setup, SourceDifference, Verification, Versioned,
    What, WholeTold, compare_repeat, compare_sources, examine, hash_evidence,
};
use vigie_detect::HEURISTICS;
use vigie_evidence::identify_as;
use vigie_model::{EvidenceKind, Message};
use vigie_text::{Lang, Texts};

use crate::check::{asked, case_file, choose};
use crate::cli::Verify;
use crate::evidence::only;
use crate::failure::Failure;
use crate::indicators::{Installed, load};
use crate::interrupt::Interrupt;
use crate::keys::public_key;
use crate::progress::Bar;
use crate::screen::{Screen, write_out};
use crate::yara;

const EXIT_DIFFERS: u8 = 1;
/// Differences told one by one on the screen; `--json` has all.
const TOLD: usize = 40;

/// What the evidence says of the case.
#[derive(Debug, Serialize)]
struct EvidenceVerified {
    /// Files of the case that were read again.
    files: usize,
    /// The identifier of the evidence is the same.
    same_id: bool,
    /// Files that differ.
    differences: Vec<SourceDifference>,
    /// Whether the hash of the whole evidence is the same; absent when the case has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    whole_is_same: Option<bool>,
    /// Parsers that are not those of the case: they may read other files.
    other_parsers: Vec<String>,
    /// A second examination compared, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    repeat: Option<Repeated>,
}

/// A second examination.
#[derive(Debug, Serialize)]
struct Repeated {
    /// Version of vigie that made the case.
    case_version: String,
    /// Version of vigie now.
    this_version: &'static str,
    /// Parsers and heuristics of other versions.
    other_rules: Vec<String>,
    /// Files that differ.
    differences: Vec<Difference>,
}

impl EvidenceVerified {
    fn is_same(&self) -> bool {
        let is_repeated = self.repeat.as_ref().is_none_or(|repeat| repeat.differences.is_empty());
        self.same_id && self.differences.is_empty() && self.whole_is_same != Some(false) && is_repeated
    }
}

/// Verifies a case.
pub(crate) fn verify(options: &Verify, texts: &Texts, no_color: bool) -> anyhow::Result<u8> {
    let key = options.public_key.as_deref().map(public_key).transpose()?;
    let verification = vigie_case::verify(&options.case, key.as_ref()).map_err(Failure::from)?;
    let evidence = options.evidence.as_deref().map(|path| evidence(options, path, texts)).transpose()?;
    let is_same = verification.differences.is_empty() && evidence.as_ref().is_none_or(EvidenceVerified::is_same);
    if options.json {
        let told = serde_json::json!({
            "schema": "vigie-verify/1", "case": options.case, "as_it_was_left": is_same,
            "verification": verification, "evidence": evidence,
        });
        let mut bytes = serde_json::to_vec_pretty(&told)?;
        bytes.push(b'\n');
        write_out(&bytes)?;
    } else {
        let mut screen = Screen::new(no_color);
        case_told(&verification, &mut screen, texts);
        if let Some(evidence) = &evidence {
            evidence_told(evidence, &mut screen, texts);
        }
        screen.show()?;
    }
    Ok(if is_same { 0 } else { EXIT_DIFFERS })
}

/// Reads the evidence again.
fn evidence(options: &Verify, path: &Path, texts: &Texts) -> anyhow::Result<EvidenceVerified> {
    let case = Case::read(&options.case).map_err(Failure::from)?;
    if case.file.redacted.is_some() {
        let what = Message::new("err-redacted-evidence").arg("path", options.case.display().to_string());
        return Err(Failure::new(what, "todo-redacted-evidence").into());
    }
    if case.sources.is_empty() && case.file.counts.sources > 0 {
        let what = Message::new("err-no-sources").arg("path", options.case.display().to_string());
        return Err(Failure::new(what, "todo-no-sources").into());
    }
    // What has no root of its own is taken as it was before.
    let kind = case.file.evidence.kind;
    let candidate = if EvidenceKind::LOOSE.iter().any(|(loose, _)| *loose == kind) {
        identify_as(path, kind).map_err(Failure::from)?
    } else {
        only(choose(path, options.device.as_deref(), None)?)?
    };
    let opened = options.unlock.open(&candidate, texts)?;
    // Of what is installed, exactly what the case was made with.
    let of_case: Vec<String> = case.file.packs.iter().map(|pack| pack.sha256.clone()).collect();
    let matcher = load(&options.indicators, Installed::OfCase(&of_case))?;
    let rules = yara::load(&options.yara)?;
    let packs = yara::packs(&matcher, rules.as_ref());
    if options.repeat {
        same_packs(&case.file, &packs)?;
    }
    // What is examined again is written where only this user can read, and taken away.
    let folder = tempfile::Builder::new().prefix("vigie-repeat-").tempdir()?;
    let interrupt = Interrupt::new()?;
    interrupt.guard(folder.path());
    let writer = if options.repeat {
        Some(CaseWriter::begin(&folder.path().join("case"), false, &candidate.path).map_err(Failure::from)?)
    } else {
        None
    };
    let bar = Bar::new(!options.json);
    let setup = Setup {
        artifacts: ARTIFACTS,
        heuristics: if options.repeat { HEURISTICS } else { &[] },
        asked: asked(&case.file.protect)?,
        matcher: &matcher,
        packs,
        pack_problems: yara::problems(&matcher, rules.as_ref()),
        rules: rules.as_ref(),
        threads: options.threads,
        keep: case.file.keep,
        unlock: options.unlock.inside(&opened, options.inner_password_file.as_deref(), texts)?,
        folder: writer.as_ref().map(CaseWriter::folder),
    };
    let examined = examine(&opened, &setup, &bar).and_then(|mut examination| {
        let whole = match &case.file.whole {
            None => None,
            Some(_) => Some(hash_evidence(&candidate.path, options.threads, &bar)?),
        };
        examination.add_problems(whole.as_ref().map(|whole| whole.problems.clone()).unwrap_or_default());
        Ok((examination, whole))
    });
    bar.clear();
    let (examination, whole) = examined.map_err(Failure::from)?;
    let repeat = match writer {
        None => None,
        Some(writer) => Some(repeat(options, &case.file, &examination, &writer)?),
    };
    interrupt.release();
    Ok(EvidenceVerified {
        files: case.sources.len(),
        same_id: examination.evidence.id == case.file.evidence.id,
        differences: compare_sources(&case.sources, &examination.sources),
        whole_is_same: whole.map(|whole| Some(WholeTold::from(&whole)) == case.file.whole),
        other_parsers: others(&case.file.artifacts, ARTIFACTS.iter().map(|of| (of.spec().id, of.spec().version))),
        repeat,
    })
}

/// The packs of a case must be there, and no others.
fn same_packs(case: &CaseFile, packs: &[PackTold]) -> anyhow::Result<()> {
    let given: Vec<&str> = packs.iter().map(|pack| pack.sha256.as_str()).collect();
    let missing = case.packs.iter().filter(|pack| !given.contains(&pack.sha256.as_str()));
    let missing: Vec<String> = missing.map(|pack| format!("{} (SHA-256 {})", pack.name, pack.sha256)).collect();
    let unknown = packs.iter().filter(|pack| case.packs.iter().all(|of| of.sha256 != pack.sha256));
    let unknown: Vec<String> = unknown.map(|pack| format!("{} (SHA-256 {})", pack.name, pack.sha256)).collect();
    let (id, packs) = match (&missing[..], &unknown[..]) {
        ([], []) => return Ok(()),
        ([], _) => ("err-packs-unknown", unknown),
        _ => ("err-packs-missing", missing),
    };
    Err(Failure::new(Message::new(id).arg("packs", packs.join("; ")), "todo-packs").into())
}

/// Rules that a case knows in another version, or does not know, or that this version does not.
fn others<'r>(case: &[Versioned], now: impl Iterator<Item = (&'r str, u32)>) -> Vec<String> {
    let now: Vec<Versioned> = now.map(|(id, version)| Versioned { id: id.to_owned(), version }).collect();
    let known = |one: &Versioned, list: &[Versioned]| list.contains(one);
    let mut ids: Vec<String> = case.iter().filter(|one| !known(one, &now)).map(|one| one.id.clone()).collect();
    ids.extend(now.iter().filter(|one| !known(one, case)).map(|one| one.id.clone()));
    ids.sort();
    ids.dedup();
    ids
}

fn repeat(
    options: &Verify,
    case: &CaseFile,
    examination: &Examination,
    writer: &CaseWriter,
) -> anyhow::Result<Repeated> {
    // Sentences stand in the case in its language.
    let texts = Texts::new(case.lang.parse().unwrap_or(Lang::En));
    let again = case_file(examination, case.examined_at, case.keep, &texts);
    writer.examination(&again, examination, texts.lang()).map_err(Failure::from)?;
    let rules = ARTIFACTS.iter().map(|of| (of.spec().id, of.spec().version));
    let mut other_rules = others(&case.artifacts, rules);
    other_rules.extend(others(&case.heuristics, HEURISTICS.iter().map(|of| (of.spec().id, of.spec().version))));
    Ok(Repeated {
        case_version: case.tool.clone(),
        this_version: env!("CARGO_PKG_VERSION"),
        other_rules,
        differences: compare_repeat(&options.case, writer.folder()).map_err(Failure::from)?,
    })
}

/// One paragraph, with a mark that says whether it is good.
fn told(good: bool, message: &Message, screen: &mut Screen, texts: &Texts) {
    let mark = if good { "  " } else { "! " };
    screen.paragraph(mark, 2, &texts.message(message));
}

fn number(count: usize) -> String {
    count.to_string()
}

fn more(count: usize, screen: &mut Screen, texts: &Texts) {
    if count > TOLD {
        told(false, &Message::new("verify-more").arg("more", number(count - TOLD)), screen, texts);
    }
}

/// What differs.
pub(crate) fn sentence(of: &Difference) -> Message {
    let sentence = match (of.what, of.line) {
        (What::Changed, Some(_)) => "verify-changed-line",
        (what, _) => what.sentence(),
    };
    Message::new(sentence)
        .arg("file", of.file.as_str())
        .arg("line", of.line.map(|line| line.to_string()).unwrap_or_default())
        .arg("detail", of.detail.clone().unwrap_or_default())
}

fn listed(differences: &[Difference], screen: &mut Screen, texts: &Texts) {
    for one in differences.iter().take(TOLD) {
        told(false, &sentence(one), screen, texts);
    }
    more(differences.len(), screen, texts);
}

fn case_told(of: &Verification, screen: &mut Screen, texts: &Texts) {
    let entries = number(of.custody.len());
    if of.differences.is_empty() {
        let message = Message::new("verify-whole").arg("files", of.files.to_string()).arg("entries", entries.as_str());
        told(true, &message, screen, texts);
    } else {
        let message = Message::new("verify-differs").arg("count", number(of.differences.len()));
        told(false, &message, screen, texts);
        listed(&of.differences, screen, texts);
    }
    if let Some(hash) = &of.manifest {
        told(true, &Message::new("verify-manifest").arg("sha256", hash.as_str()), screen, texts);
    }
    match &of.signature {
        Some(signature) => {
            let id = if signature.key_was_given { "verify-signed" } else { "verify-signed-by-named" };
            let message = Message::new(id).arg("id", signature.key_id.as_str()).arg("key", signature.key.as_str());
            told(true, &message, screen, texts);
            let message = match signature.custody {
                Some(line) => {
                    Message::new("verify-signed-custody").arg("line", line.to_string()).arg("entries", entries)
                }
                None => Message::new("verify-signed-no-custody"),
            };
            told(true, &message, screen, texts);
        }
        None if of.differences.is_empty() => told(true, &Message::new("verify-unsigned"), screen, texts),
        None => {}
    }
    if let Some(token) = &of.timestamp {
        crate::timestamp::tell(token, screen, texts);
    }
}

fn evidence_told(of: &EvidenceVerified, screen: &mut Screen, texts: &Texts) {
    if !of.same_id {
        told(false, &Message::new("verify-evidence-other-id"), screen, texts);
    }
    if of.differences.is_empty() {
        told(true, &Message::new("verify-evidence-same").arg("files", number(of.files)), screen, texts);
    }
    for one in of.differences.iter().take(TOLD) {
        let (id, path) = match one {
            SourceDifference::Changed { path, .. } => ("verify-source-changed", path),
            SourceDifference::Missing { path } => ("verify-source-missing", path),
            SourceDifference::Added { path } => ("verify-source-added", path),
        };
        told(false, &Message::new(id).arg("path", path.as_str()), screen, texts);
    }
    more(of.differences.len(), screen, texts);
    if !of.differences.is_empty() && !of.other_parsers.is_empty() {
        told(true, &Message::new("verify-other-parsers").arg("ids", of.other_parsers.join(", ")), screen, texts);
    }
    if let Some(is_same) = of.whole_is_same {
        let id = if is_same { "verify-evidence-whole-same" } else { "verify-evidence-whole-differs" };
        told(is_same, &Message::new(id), screen, texts);
    }
    let Some(repeat) = &of.repeat else { return };
    if repeat.differences.is_empty() {
        told(true, &Message::new("verify-repeat-same"), screen, texts);
    } else {
        told(false, &Message::new("verify-repeat-differs"), screen, texts);
        listed(&repeat.differences, screen, texts);
    }
    if repeat.case_version != repeat.this_version || !repeat.other_rules.is_empty() {
        let message = Message::new("verify-repeat-versions")
            .arg("case", repeat.case_version.as_str())
            .arg("this", repeat.this_version)
            .arg("rules", repeat.other_rules.join(", "));
        told(true, &message, screen, texts);
    }
}
