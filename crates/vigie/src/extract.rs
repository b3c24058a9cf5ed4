//! `vigie evidence extract`: plain copies of chosen files, with their original names, on request and nowhere else.
//!
//! A file appears under its name only when it is whole; `SHA256SUMS` grows with every file, so that a second run
//! into the same folder goes on where the first one ended.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSetBuilder};
use sha2::{Digest, Sha256};
use vigie_artifacts::{ARTIFACTS, AnyArtifact, Plan, artifact};
use vigie_case::Progress;
use vigie_evidence::{Entry, EntryKind, Evidence, Source, Visit, Want};
use vigie_model::{Message, Problem, visible};
use vigie_text::Texts;

use crate::failure::Failure;
use crate::progress::Bar;

/// The list of what was extracted, in the form `sha256sum -c` reads.
const SUMS: &str = "SHA256SUMS";
/// Files vigie itself writes into the folder; evidence of these names at its root is an error, not an overwrite.
const PROBLEMS: &str = "PROBLEMS.txt";

/// What to extract, and where to.
pub(crate) struct Extract<'a> {
    pub(crate) out: &'a Path,
    pub(crate) artifacts: &'a [String],
    pub(crate) paths: &'a [String],
    pub(crate) all: bool,
}

/// What became of it.
#[derive(Default)]
struct Outcome {
    written: u64,
    kept: u64,
    bytes: u64,
    failed: Vec<String>,
    noted: Vec<String>,
    of_evidence: Vec<String>,
}

/// The folder to write into, or a list in it, cannot be written.
fn io(path: &Path, error: &std::io::Error) -> Failure {
    let what = Message::new("err-extract-io").arg("path", path.display().to_string()).arg("detail", error.to_string());
    Failure::new(what, "todo-extract-io")
}

/// Decides by path.
type Filter = Box<dyn Fn(&str) -> bool>;

/// Whether to take a path.
fn filter(what: &Extract<'_>, evidence: &Evidence) -> anyhow::Result<Filter> {
    if what.all {
        return Ok(Box::new(|_| true));
    }
    let mut chosen: Vec<&dyn AnyArtifact> = Vec::new();
    for id in what.artifacts {
        chosen.push(
            artifact(id).ok_or_else(|| {
                Failure::new(Message::new("err-no-artifact").arg("id", id.as_str()), "todo-no-artifact")
            })?,
        );
    }
    if what.artifacts.is_empty() && what.paths.is_empty() {
        chosen = ARTIFACTS.to_vec();
    }
    let plan = Plan::new(&chosen, evidence.info.layout)?;
    let mut globs = GlobSetBuilder::new();
    for path in what.paths {
        let glob = GlobBuilder::new(path).literal_separator(true).build().map_err(|error| {
            let what = Message::new("err-glob").arg("glob", path.as_str()).arg("detail", error.to_string());
            Failure::new(what, "todo-glob")
        })?;
        globs.add(glob);
    }
    let globs = globs.build()?;
    Ok(Box::new(move |path: &str| {
        // A database is of little use without its write-ahead log.
        let base = path.strip_suffix("-wal").unwrap_or(path);
        plan.wants(base) || globs.is_match(path)
    }))
}

/// Extracts. Answers the exit code: 0, or 3 when any file failed or the list of files is not whole.
pub(crate) fn extract(what: &Extract<'_>, evidence: &Evidence, place: &Path, texts: &Texts) -> anyhow::Result<u8> {
    let wanted = filter(what, evidence)?;
    let bar = Bar::new(true);
    if let Some(bytes) = evidence.streamed() {
        bar.begin(0, bytes);
    }
    let mut copying = Copying {
        what,
        place,
        wanted,
        bar: &bar,
        outcome: Outcome::default(),
        into: None,
        refused: None,
        waiting: Vec::new(),
    };
    evidence.visit(&mut copying);
    let (outcome, out) = copying.rest(evidence)?;
    bar.clear();
    let list = out.join(SUMS);
    sort_sums(&list).map_err(|error| io(&list, &error))?;
    finish(&out, &outcome, texts)
}

/// Where the copies go, and what is there already.
struct Place {
    out: PathBuf,
    known: BTreeMap<String, String>,
    sums: File,
}

impl Place {
    fn open(out: &Path, evidence: &Path) -> anyhow::Result<Self> {
        let out = prepare(out, evidence)?;
        let list = out.join(SUMS);
        let known = read_sums(&list).map_err(|error| io(&list, &error))?;
        let sums = OpenOptions::new().create(true).append(true).open(&list).map_err(|error| io(&list, &error))?;
        Ok(Self { out, known, sums })
    }
}

/// Copies what is wanted: out of a stream while it passes, of other evidence when the walk is over, so that the bar
/// knows how much there is. Nothing is written before there is something to write.
struct Copying<'c, 't> {
    what: &'c Extract<'c>,
    place: &'c Path,
    wanted: Filter,
    bar: &'c Bar,
    outcome: Outcome,
    into: Option<Place>,
    /// Why nothing can be written.
    refused: Option<anyhow::Error>,
    waiting: Vec<Source<'t>>,
}

impl Copying<'_, '_> {
    fn begin(&mut self) -> Option<&mut Place> {
        if self.into.is_none() && self.refused.is_none() {
            match Place::open(self.what.out, self.place) {
                Ok(into) => self.into = Some(into),
                Err(error) => self.refused = Some(error),
            }
        }
        self.into.as_mut()
    }

    fn copy(&mut self, path: &str, bytes: &mut dyn Read) {
        let Some(into) = self.begin() else { return };
        match one(path, bytes, into) {
            Ok(Done::Written(bytes)) => {
                self.outcome.written += 1;
                self.outcome.bytes += bytes;
            }
            Ok(Done::Kept) => self.outcome.kept += 1,
            Err(error) => self.outcome.failed.push(format!("{path}: {error:#}")),
        }
    }

    /// Copies what waits. Answers what became of all, and the folder.
    fn rest(mut self, evidence: &Evidence) -> anyhow::Result<(Outcome, PathBuf)> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() && self.into.is_none() && self.refused.is_none() && self.outcome.failed.is_empty() {
            // A pattern with a slip in it must not look like evidence without files.
            return Err(Failure::new(Message::new("err-extract-nothing"), "todo-extract-nothing").into());
        }
        self.begin();
        let size = |source: &Source<'_>| source.size().unwrap_or(0);
        if !waiting.is_empty() {
            self.bar.begin(waiting.len() as u64, waiting.iter().map(size).sum());
        }
        for source in &waiting {
            match source.reader() {
                Ok(mut reader) => self.copy(source.path(), &mut reader),
                Err(error) => self.outcome.failed.push(format!("{}: {error:#}", source.path())),
            }
            for (code, note) in source.notes() {
                self.outcome.noted.push(format!("{}: {code} {note}", source.path()));
            }
            self.bar.source(source.path(), size(source));
        }
        // What is wrong with the list of files itself: some may be missing that nobody can name.
        for problem in &evidence.problems {
            let source = problem.source.as_deref().unwrap_or_default();
            self.outcome.of_evidence.push(format!("{source}: {} {}", problem.code, problem.detail));
        }
        match (self.into, self.refused) {
            (Some(into), _) => Ok((self.outcome, into.out)),
            (None, Some(error)) => Err(error),
            (None, None) => Err(anyhow::anyhow!("nothing to write into")),
        }
    }
}

impl<'t> Visit<'t> for Copying<'_, 't> {
    fn entry(&mut self, entry: &Entry<'_>) -> Want {
        let is_file = !matches!(entry.kind, EntryKind::Folder);
        Want { source: is_file && self.refused.is_none() && (self.wanted)(entry.path), ..Want::nothing() }
    }

    fn take(&mut self, entry: &Entry<'_>, bytes: &mut dyn Read) -> bool {
        self.copy(entry.path, bytes);
        self.bar.source(entry.path, 0);
        true
    }

    fn source(&mut self, source: Source<'t>) {
        self.waiting.push(source);
    }

    fn problem(&mut self, problem: Problem) {
        let path = problem.source.unwrap_or_default();
        // Links were never wanted as files; everything else that is missing was.
        self.outcome.failed.push(format!("{path}: {} {}", problem.code, problem.detail));
    }

    fn progress(&mut self, bytes: u64) {
        self.bar.at(bytes);
    }
}

/// The folder to write into: new, empty, or begun by an earlier run; never inside the evidence.
fn prepare(out: &Path, evidence: &Path) -> anyhow::Result<PathBuf> {
    let out = std::path::absolute(out)?;
    let mut existing = out.as_path();
    while !existing.exists() {
        let Some(up) = existing.parent() else { break };
        existing = up;
    }
    let at = |id: &str| Message::new(id).arg("path", out.display().to_string());
    if existing.canonicalize()?.starts_with(evidence.canonicalize()?) {
        return Err(Failure::new(at("err-inside-evidence"), "todo-extract-inside-evidence").into());
    }
    let foreign =
        std::fs::read_dir(&out).is_ok_and(|mut entries| entries.next().is_some()) && !out.join(SUMS).is_file();
    if foreign {
        return Err(Failure::new(at("err-extract-exists"), "todo-extract-exists").into());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        // What lies here is somebody's life in plain text.
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(&out).map_err(|error| io(&out, &error))?;
    Ok(out)
}

/// Where a source goes. Names come from the evidence: none may lead out of the folder.
fn target(out: &Path, path: &str) -> anyhow::Result<PathBuf> {
    let mut target = out.to_owned();
    for part in path.split('/') {
        let hostile = part.is_empty() || part == "." || part == ".." || part.contains('\0');
        anyhow::ensure!(!hostile, "its name would lead out of the folder");
        let part = if cfg!(windows) {
            part.chars().map(|c| if "\\:*?\"<>|".contains(c) || c.is_control() { '_' } else { c }).collect()
        } else {
            part.to_owned()
        };
        target.push(part);
    }
    anyhow::ensure!(![SUMS, PROBLEMS].contains(&path), "vigie writes a file of this name itself");
    Ok(target)
}

enum Done {
    Written(u64),
    Kept,
}

fn one(path: &str, bytes: &mut dyn Read, into: &mut Place) -> anyhow::Result<Done> {
    let target = target(&into.out, path)?;
    if let Some(hash) = into.known.get(&visible(path).into_owned())
        && target.is_file()
        && *hash == hash_of(&target)?
    {
        return Ok(Done::Kept);
    }
    if let Some(parent) = target.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let mut part = target.clone().into_os_string();
    part.push(".vigie-part");
    let part = PathBuf::from(part);
    let copied = copy(bytes, &part).and_then(|done| {
        std::fs::rename(&part, &target)?;
        Ok(done)
    });
    let (length, hash) = copied.inspect_err(|_| {
        // A half file must not look like a whole one.
        let _ = std::fs::remove_file(&part);
    })?;
    writeln!(into.sums, "{hash}  {}", visible(path))?;
    Ok(Done::Written(length))
}

fn copy(reader: &mut dyn Read, part: &Path) -> anyhow::Result<(u64, String)> {
    let mut writer = File::create(part)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut total = 0;
    loop {
        let n = reader.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..n).filter(|bytes| !bytes.is_empty()) else {
            return Ok((total, hex::encode(hasher.finalize())));
        };
        hasher.update(bytes);
        writer.write_all(bytes)?;
        total += n as u64;
    }
}

fn hash_of(path: &Path) -> anyhow::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            return Ok(hex::encode(hasher.finalize()));
        }
        hasher.update(&buffer[..n]);
    }
}

/// What an earlier run wrote, by name. The last word on a name counts.
fn read_sums(path: &Path) -> std::io::Result<BTreeMap<String, String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let rows = text.lines().filter_map(|line| line.split_once("  "));
            Ok(rows.map(|(hash, name)| (name.to_owned(), hash.to_owned())).collect())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(error),
    }
}

fn sort_sums(path: &Path) -> std::io::Result<()> {
    let mut text = String::new();
    for (name, hash) in read_sums(path)? {
        text.extend([hash.as_str(), "  ", &name, "\n"]);
    }
    std::fs::write(path, text)
}

fn finish(out: &Path, outcome: &Outcome, texts: &Texts) -> anyhow::Result<u8> {
    let list = out.join(PROBLEMS);
    let mut lines: Vec<&String> = outcome.failed.iter().chain(&outcome.noted).chain(&outcome.of_evidence).collect();
    lines.sort();
    if lines.is_empty() {
        // What an earlier run could not do, this one did.
        let _ = std::fs::remove_file(&list);
    } else {
        let mut text = String::new();
        for line in lines {
            text.extend([&*visible(line), "\n"]);
        }
        std::fs::write(&list, &text).map_err(|error| io(&list, &error))?;
        for line in text.lines().take(20) {
            crate::tell(&format!("vigie: {line}"));
        }
    }
    let counts = [
        ("written", outcome.written),
        ("kept", outcome.kept),
        ("failed", outcome.failed.len() as u64),
        ("noted", (outcome.noted.len() + outcome.of_evidence.len()) as u64),
        ("bytes", outcome.bytes),
    ];
    crate::screen::write_out(format!("{}\n", texts.count("extract-done", &counts)).as_bytes())?;
    Ok(if outcome.failed.is_empty() && outcome.of_evidence.is_empty() { 0 } else { 3 })
}
