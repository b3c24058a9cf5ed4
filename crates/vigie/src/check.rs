//! `vigie check`: evidence in, answer and case out.

use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use vigie_artifacts::ARTIFACTS;
use vigie_case::signature::SecretKey;
use vigie_case::{
    Case, CaseFile, CaseWriter, Examination, Keep, PackTold, ProgramsTold, Seal, Setup, ToldFinding, Versioned,
    WholeTold, examine, hash_evidence,
};
use vigie_detect::indicators::{Matcher, Pack};
use vigie_detect::lookalike::Protected;
use vigie_detect::rules::Rules;
use vigie_detect::{Asked, HEURISTICS};
use vigie_evidence::{Candidate, Evidence, identify, identify_as};
use vigie_model::{Message, Precision, Timestamp};
use vigie_text::Texts;

use crate::EXIT_FAILED;
use crate::cli::{Check, TakenAs};
use crate::failure::{Failure, tell};
use crate::indicators::{Installed, load};
use crate::interrupt::Interrupt;
use crate::keys::{self, Password};
use crate::progress::Bar;
use crate::screen::{Screen, write_out};
use crate::summary::{Summary, candidate_line};
use crate::unlock::UnlockArgs;
use crate::yara;

const EXIT_FINDINGS: u8 = 1;
const EXIT_UNREADABLE: u8 = 3;
/// The text of a consent may be this large, in bytes: it stands in the case and in the report.
const STATEMENT_LIMIT: u64 = 64 << 10;

/// Examines what lies at a path.
pub(crate) fn check(options: &Check, texts: &Texts, no_color: bool) -> anyhow::Result<u8> {
    let installed = if options.no_installed { Installed::Not } else { Installed::InUse };
    // Looking at the evidence and reading the indicators take long, and neither needs the other.
    let (candidates, mut opened, matcher) = std::thread::scope(|scope| {
        let matcher = scope.spawn(|| load(&options.indicators, installed));
        let candidates = choose(&options.evidence, options.device.as_deref(), options.taken_as);
        let first = candidates.as_ref().ok().and_then(|candidates| candidates.first());
        let opened = first.and_then(UnlockArgs::open_plain);
        (candidates, opened, matcher.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let candidates = candidates?;
    let statement = Statement::of(options, texts)?;
    asked(&options.protect)?;
    // Its room goes with the process, quicker than indicator by indicator.
    let matcher = ManuallyDrop::new(matcher?);
    let rules = yara::load(&options.yara)?;
    let several = candidates.len() > 1;
    let interrupt = Interrupt::new()?;
    let mut codes = Vec::new();
    let mut told = Vec::new();
    for candidate in &candidates {
        let case = options.case.as_deref().map(|folder| case_path(folder, candidate, several));
        // A password is asked for before anything is written.
        let evidence = opened.take().unwrap_or_else(|| options.unlock.open(candidate, texts));
        let checked = evidence.and_then(|evidence| {
            let (matcher, rules) = (&matcher, rules.as_ref());
            check_one(options, &statement, (candidate, evidence), (matcher, rules), case.as_deref(), &interrupt, texts)
        });
        match checked {
            Ok((examination, place)) => {
                let reached = examination.findings.iter().any(|finding| finding.level >= options.fail_level);
                codes.push(match (reached, examination.unreadable_parts) {
                    (true, _) => EXIT_FINDINGS,
                    (false, true) => EXIT_UNREADABLE,
                    (false, false) => 0,
                });
                if options.json {
                    told.push(with_context(serde_json::to_value(examination.told(texts))?, &examination)?);
                } else if !options.quiet {
                    let mut screen = Screen::new(no_color);
                    let summary = Summary { examination: &examination, candidate, case: place.as_deref() };
                    if options.details {
                        summary.details(&mut screen, texts);
                    } else {
                        summary.write(&mut screen, texts);
                    }
                    screen.show()?;
                }
            }
            // One of several that cannot be examined must not keep the others from it.
            Err(error) if several => {
                crate::tell(&tell(&error, texts));
                codes.push(EXIT_FAILED);
            }
            Err(error) => return Err(error),
        }
    }
    if options.json {
        let one = if several {
            serde_json::json!({ "schema": "vigie-check/1", "examinations": told })
        } else {
            told.pop().unwrap_or_default()
        };
        let mut bytes = serde_json::to_vec(&one)?;
        bytes.push(b'\n');
        write_out(&bytes)?;
    }
    // The gravest answer of all: findings, then failure, then unreadable parts.
    let gravest = [EXIT_FINDINGS, EXIT_FAILED, EXIT_UNREADABLE].into_iter().find(|code| codes.contains(code));
    Ok(gravest.unwrap_or(0))
}

/// The evidence to examine: all of it, what `--device` names, or what lies there taken as a kind.
pub(crate) fn choose(path: &Path, device: Option<&str>, taken_as: Option<TakenAs>) -> anyhow::Result<Vec<Candidate>> {
    if let Some(taken_as) = taken_as {
        return Ok(vec![identify_as(path, taken_as.kind()).map_err(Failure::from)?]);
    }
    let found = identify(path).map_err(Failure::from)?;
    let Some(wanted) = device else { return Ok(found) };
    let matches = |candidate: &Candidate| {
        let device = &candidate.device;
        let names = [&device.name, &device.udid, &device.serial, &device.product_type];
        let folder = candidate.path.file_name().map(|name| name.to_string_lossy().into_owned());
        names.into_iter().flatten().chain(folder.iter()).any(|name| name.eq_ignore_ascii_case(wanted))
    };
    let known: Vec<String> = found.iter().map(candidate_line).collect();
    let chosen: Vec<Candidate> = found.into_iter().filter(matches).collect();
    if chosen.is_empty() {
        let what = Message::new("err-no-device").arg("device", wanted).arg("known", known.join("; "));
        return Err(Failure::new(what, "todo-no-device").into());
    }
    Ok(chosen)
}

/// Where the case of one of several goes: a folder of its own, named like the evidence.
fn case_path(folder: &Path, candidate: &Candidate, several: bool) -> PathBuf {
    match candidate.path.file_name() {
        Some(name) if several => folder.join(name),
        _ => folder.to_owned(),
    }
}

/// What is recorded of the people.
struct Statement {
    /// What the owner agreed to.
    consent: Option<String>,
    /// Who examines.
    examiner: Option<String>,
    /// The key to sign with.
    key: Option<SecretKey>,
}

impl Statement {
    /// A consent that begins with `@` is the path of a text file.
    fn of(options: &Check, texts: &Texts) -> anyhow::Result<Self> {
        let consent = match options.consent.as_deref() {
            Some(text) => Some(match text.strip_prefix('@') {
                Some(path) => text_of(Path::new(path))?,
                None => text.to_owned(),
            }),
            None => None,
        };
        // Its password is asked for before the evidence is read.
        let given =
            || Password { file: options.sign_password_file.as_deref(), env: options.sign_password_env.as_deref() };
        let key = options.sign.as_deref().map(|path| keys::open(path, given(), texts)).transpose()?;
        Ok(Self { consent, examiner: options.examiner.clone(), key })
    }
}

/// A short text file, without the white space at its end.
fn text_of(path: &Path) -> anyhow::Result<String> {
    let failed = |detail: String| {
        let what = Message::new("err-unreadable").arg("path", path.display().to_string()).arg("detail", detail);
        Failure::new(what, "todo-statement-unreadable")
    };
    let size = std::fs::metadata(path).map_err(|error| failed(error.to_string()))?.len();
    if size > STATEMENT_LIMIT {
        return Err(failed(format!("larger than {STATEMENT_LIMIT} bytes")).into());
    }
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    Ok(text.trim_end().to_owned())
}

fn check_one(
    options: &Check,
    statement: &Statement,
    (candidate, evidence): (&Candidate, Evidence),
    (matcher, rules): (&Matcher, Option<&Rules>),
    case: Option<&Path>,
    interrupt: &Interrupt,
    texts: &Texts,
) -> anyhow::Result<(Examination, Option<PathBuf>)> {
    let now = clock();
    let writer = match case {
        Some(case) => Some(CaseWriter::begin(case, options.force, &candidate.path).map_err(Failure::from)?),
        None => None,
    };
    if let Some(writer) = &writer {
        interrupt.guard(writer.folder());
    }
    let bar = Bar::new(!options.quiet && !options.json);
    let setup = Setup {
        artifacts: ARTIFACTS,
        heuristics: HEURISTICS,
        asked: asked(&options.protect)?,
        matcher,
        packs: yara::packs(matcher, rules),
        pack_problems: yara::problems(matcher, rules),
        rules,
        threads: options.threads,
        keep: options.keep,
        unlock: options.unlock.inside(&evidence, options.inner_password_file.as_deref(), texts)?,
        folder: writer.as_ref().map(CaseWriter::folder),
    };
    let examined = examine(&evidence, &setup, &bar).and_then(|mut examination| {
        if !options.hash_all {
            return Ok((examination, None));
        }
        let whole = hash_evidence(&candidate.path, options.threads, &bar)?;
        examination.add_problems(whole.problems.clone());
        Ok((examination, Some(whole)))
    });
    bar.clear();
    let (examination, whole) = examined.map_err(Failure::from)?;
    let Some(writer) = writer else { return Ok((examination, None)) };
    let mut file = case_file(&examination, now, options.keep, texts);
    file.protect.clone_from(&options.protect);
    file.consent.clone_from(&statement.consent);
    file.examiner.clone_from(&statement.examiner);
    file.whole = whole.as_ref().map(WholeTold::from);
    // The names of all files say more than the records that findings point to.
    if let Some(whole) = whole.filter(|whole| whole.is_folder && options.keep >= Keep::Timeline) {
        writer.write("evidence.b3", whole.list().as_bytes()).map_err(Failure::from)?;
    }
    writer.examination(&file, &examination, texts.lang()).map_err(Failure::from)?;
    let case = Case {
        file,
        findings: examination.findings.iter().map(|finding| ToldFinding::new(finding, texts)).collect(),
        coverage: examination.coverage_kept(options.keep),
        problems: examination.problems.clone(),
        programs: examination.programs_kept(options.keep).cloned().collect(),
        sources: examination.sources_kept(options.keep),
    };
    let report = vigie_report::html(&case, texts);
    writer.write("report.html", report.as_bytes()).map_err(Failure::from)?;
    if let Some(context) = context(&examination, now)? {
        writer
            .write("context.json", &[serde_json::to_vec_pretty(&context)?, vec![b'\n']].concat())
            .map_err(Failure::from)?;
    }
    let seal = Seal { at: clock(), who: statement.examiner.as_deref(), key: statement.key.as_ref() };
    let place = writer.finish(&case.file, seal).map_err(Failure::from)?;
    interrupt.release();
    Ok((examination, Some(place)))
}

/// What heuristics are asked to look for.
///
/// # Errors
/// When one of the names is no name that could be registered.
pub(crate) fn asked(protect: &[String]) -> anyhow::Result<Asked> {
    let protect = protect.iter().map(|name| {
        let protected = Protected::new(name);
        protected.ok_or_else(|| Failure::new(Message::new("err-protect").arg("name", name), "todo-protect"))
    });
    Ok(Asked { protect: protect.collect::<Result<_, _>>()? })
}

/// What the clock of this machine shows.
pub(crate) fn clock() -> Timestamp {
    Timestamp::new(jiff::Timestamp::now(), Precision::Second)
}

pub(crate) fn case_file(examination: &Examination, now: Timestamp, keep: Keep, texts: &Texts) -> CaseFile {
    let versioned = |id: &str, version| Versioned { id: id.to_owned(), version };
    CaseFile {
        schema: vigie_case::SCHEMA.to_owned(),
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        examined_at: now,
        lang: texts.lang().code().to_owned(),
        keep,
        consent: None,
        protect: Vec::new(),
        examiner: None,
        evidence: examination.evidence.clone(),
        whole: None,
        inside: examination.inside.clone(),
        artifacts: ARTIFACTS.iter().map(|of| versioned(of.spec().id, of.spec().version)).collect(),
        heuristics: HEURISTICS.iter().map(|of| versioned(of.spec().id, of.spec().version)).collect(),
        packs: examination.packs.clone(),
        counts: examination.counts.clone(),
        programs: ProgramsTold::counts(&examination.programs),
        redacted: None,
    }
}

pub(crate) fn pack_told(pack: &Pack) -> PackTold {
    PackTold {
        name: pack.name.clone(),
        origin: pack.origin.clone(),
        sha256: pack.sha256.clone(),
        indicators: pack.indicators,
        usable: pack.usable,
        unusable: pack.unusable_total(),
        revoked: pack.revoked,
        kinds: pack.by_kind.iter().map(|(kind, count)| (kind.name().to_owned(), *count)).collect(),
    }
}

/// What the register knows about the tools named in the findings, on the day of the examination.
fn context(examination: &Examination, now: Timestamp) -> anyhow::Result<Option<vigie_register::Context>> {
    let indicators = examination.findings.iter().filter_map(|finding| finding.indicator.as_ref());
    let names: BTreeSet<String> = indicators.flat_map(|of| of.malware.iter().cloned()).collect();
    if names.is_empty() {
        return Ok(None);
    }
    let register = vigie_register::Register::embedded().map_err(|error| crate::register::unusable(&error))?;
    let names: Vec<String> = names.into_iter().collect();
    Ok(Some(register.as_of(vigie_register::Day::try_from(now)?).context(&names)))
}

/// The answer with its context beside it.
fn with_context(mut told: serde_json::Value, examination: &Examination) -> anyhow::Result<serde_json::Value> {
    let now = clock();
    if let (Some(context), Some(told)) = (context(examination, now)?, told.as_object_mut()) {
        told.insert("context".to_owned(), serde_json::to_value(context)?);
    }
    Ok(told)
}
