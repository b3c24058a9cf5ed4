//! YARA rules: what a file holds, against rules that others wrote.
//!
//! The engine is `boreal` (ARCHITECTURE.md says why). A file of rules that cannot be used is told; what it held before
//! the rule that is wrong is used. `include` is refused: rules come from where they were asked for, and nowhere else.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use boreal::scanner::{ScanError, ScanParams};
use boreal::{Compiler, Metadata, MetadataValue, Scanner};
use serde::Serialize;
use sha2::{Digest, Sha256};
use vigie_model::{Place, Problem, ProblemCode};

/// A file of rules may have so many bytes.
const RULES_LIMIT: u64 = 64 << 20;
/// Files of rules in one folder.
const MOST_FILES: usize = 20_000;
/// How long one file may take.
const TIME_LIMIT: Duration = Duration::from_mins(1);
/// Places of one string that are told.
const PLACES: usize = 5;
/// Matches of one string that the engine counts: a rule that asks for more (`#a > 1000`) is not met.
const MATCHES: u32 = 1000;
/// What of a rule's own description stands with a finding.
const CITED: &[&str] = &["description", "author", "reference", "date"];
/// Names that rules may ask for beside the content, and what of the file they stand for.
const SYMBOLS: &[&str] = &["filename", "filepath", "extension", "filetype", "owner"];

/// One file of rules, as it is told.
#[derive(Debug, Clone)]
pub struct RuleFile {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Rules of it that are used.
    pub usable: u64,
    /// Why the rest is not.
    pub refused: Option<String>,
}

/// Where a string of a rule was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleString {
    /// Its name in the rule (`$a`).
    pub name: String,
    /// Bytes from the start of the file; the first few.
    pub offsets: Vec<u64>,
}

/// A rule that a file met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleMatch {
    /// Its name.
    pub rule: String,
    /// The file it is from.
    pub file: String,
    /// Its tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What it says of itself.
    pub meta: Vec<(String, String)>,
    /// Its strings that were met.
    pub strings: Vec<RuleString>,
}

impl RuleMatch {
    /// What it says of its origin, as one text for each entry.
    pub fn sources(&self) -> Vec<String> {
        let cited = |name: &&(String, String)| CITED.iter().any(|cited| name.0.eq_ignore_ascii_case(cited));
        self.meta.iter().filter(cited).map(|(name, value)| format!("{name}: {value}")).collect()
    }

    /// The first place in the file.
    pub fn place(&self) -> Place {
        let first = self.strings.iter().flat_map(|string| &string.offsets).min();
        first.map_or(Place::File, |offset| Place::Offset { offset: *offset })
    }
}

/// Rules, ready for use.
pub struct Rules {
    scanner: Scanner,
    files: Vec<RuleFile>,
}

impl std::fmt::Debug for Rules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rules").field("files", &self.files).finish_non_exhaustive()
    }
}

impl Rules {
    /// The rules of files, and of every `.yar` and `.yara` below folders.
    ///
    /// # Errors
    /// When a path cannot be read, or holds no file of rules.
    #[expect(clippy::disallowed_methods, reason = "rules are files that a person names")]
    pub fn load(paths: &[PathBuf]) -> io::Result<Self> {
        let mut found = Vec::new();
        for path in paths {
            let before = found.len();
            if path.is_dir() {
                below(path, &mut found)?;
                if found.len() == before {
                    return Err(io::Error::new(io::ErrorKind::NotFound, "no file .yar or .yara is in it"));
                }
            } else {
                found.push(path.clone());
            }
        }
        let mut texts = Vec::new();
        for path in found {
            let size = std::fs::metadata(&path)?.len();
            if size > RULES_LIMIT {
                return Err(io::Error::other(format!("{}: above {RULES_LIMIT} bytes", path.display())));
            }
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            texts.push((name, std::fs::read(&path)?));
        }
        Ok(Self::of(texts))
    }

    /// The rules of texts, each with the name of its file.
    pub fn of(texts: Vec<(String, Vec<u8>)>) -> Self {
        let mut compiler = Compiler::new();
        compiler.set_params(boreal::compiler::CompilerParams::default().disable_includes(true));
        for symbol in SYMBOLS {
            compiler.define_symbol(symbol, "");
        }
        let mut files: Vec<RuleFile> = Vec::new();
        for (name, bytes) in texts {
            // Two files may hold a rule of one name.
            let space = files.len().to_string();
            let refused = match String::from_utf8(bytes.clone()) {
                Ok(text) => compiler.add_rules_str_in_namespace(text, space).err().map(|error| error.to_string()),
                Err(_) => Some("it is not UTF-8".to_owned()),
            };
            let sha256 = hex::encode(Sha256::digest(&bytes));
            files.push(RuleFile { name, sha256, usable: 0, refused });
        }
        let mut scanner = compiler.finalize();
        scanner.set_scan_params(
            ScanParams::default()
                .timeout_duration(Some(TIME_LIMIT))
                .compute_full_matches(true)
                // Places are told, and not what stands there.
                .match_max_length(0)
                .string_max_nb_matches(MATCHES),
        );
        for rule in scanner.rules() {
            if let Some(file) = rule.namespace.parse::<usize>().ok().and_then(|at| files.get_mut(at)) {
                file.usable += 1;
            }
        }
        Self { scanner, files }
    }

    /// The files, in their order.
    pub fn files(&self) -> &[RuleFile] {
        &self.files
    }

    /// What of them cannot be used.
    pub fn problems(&self) -> Vec<Problem> {
        let refused = |file: &RuleFile| {
            Some(Problem {
                code: ProblemCode::PackDamaged,
                artifact: None,
                source: None,
                place: Place::File,
                detail: format!("{}: {}", file.name, file.refused.as_deref()?.trim()),
            })
        };
        self.files.iter().filter_map(refused).collect()
    }

    /// The rules that bytes meet, in the order of the rules; an error when not all of them could be tried, with those
    /// that were met till then.
    ///
    /// # Errors
    /// When it took too long.
    pub fn scan(&self, path: &str, bytes: &[u8]) -> Result<Vec<RuleMatch>, (String, Vec<RuleMatch>)> {
        let mut scanner = self.scanner.clone();
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let extension = name.rsplit_once('.').map(|(_, extension)| format!(".{extension}")).unwrap_or_default();
        for (symbol, value) in [("filename", name), ("filepath", path), ("extension", &extension)] {
            // The symbol is there and is text: it was defined so above.
            let _ = scanner.define_symbol(symbol, value);
        }
        let met = match scanner.scan_mem(bytes) {
            Ok(result) => return Ok(self.told(&scanner, &result.rules)),
            Err((ScanError::Timeout, partial)) => (
                format!("the rules took longer than {} seconds", TIME_LIMIT.as_secs()),
                self.told(&scanner, &partial.rules),
            ),
            Err((error, partial)) => (error.to_string(), self.told(&scanner, &partial.rules)),
        };
        Err(met)
    }

    fn told(&self, scanner: &Scanner, rules: &[boreal::scanner::EvaluatedRule<'_>]) -> Vec<RuleMatch> {
        let value = |of: &Metadata| match of.value {
            MetadataValue::Bytes(text) => String::from_utf8_lossy(scanner.get_bytes_symbol(text)).into_owned(),
            MetadataValue::Integer(number) => number.to_string(),
            MetadataValue::Boolean(truth) => truth.to_string(),
        };
        let one = |rule: &boreal::scanner::EvaluatedRule<'_>| RuleMatch {
            rule: rule.name.to_owned(),
            file: rule
                .namespace
                .parse::<usize>()
                .ok()
                .and_then(|at| self.files.get(at))
                .map(|file| file.name.clone())
                .unwrap_or_default(),
            tags: rule.tags.iter().map(|tag| scanner.get_string_symbol(*tag).to_owned()).collect(),
            meta: rule.metadatas.iter().map(|of| (scanner.get_string_symbol(of.name).to_owned(), value(of))).collect(),
            strings: rule
                .matches
                .iter()
                .filter(|string| !string.matches.is_empty())
                .map(|string| RuleString {
                    name: format!("${}", string.name),
                    offsets: string.matches.iter().take(PLACES).map(|found| found.offset as u64).collect(),
                })
                .collect(),
        };
        rules.iter().filter(|rule| rule.matched).map(one).collect()
    }
}

/// Files of rules below a folder, sorted; links are not followed.
fn below(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let (kind, path) = (entry.file_type()?, entry.path());
        if kind.is_dir() {
            below(&path, found)?;
        } else if kind.is_file() && path.extension().is_some_and(|end| end == "yar" || end == "yara") {
            if found.len() >= MOST_FILES {
                return Err(io::Error::other(format!("more than {MOST_FILES} files of rules")));
            }
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(texts: &[&str]) -> Rules {
        Rules::of(texts.iter().enumerate().map(|(at, text)| (format!("{at}.yar"), text.as_bytes().to_vec())).collect())
    }

    #[test]
    fn a_match_tells_rule_source_and_place() {
        let rules = rules(&[r#"rule note : ransom { meta: author = "Example" date = "2017-05-12" score = 80
            strings: $a = "Please_Read_Me" condition: $a and filename == "x.txt" }"#]);
        let met = rules.scan("folder/x.txt", b"....Please_Read_Me").unwrap();
        assert_eq!(met.len(), 1);
        assert_eq!(
            (met[0].rule.as_str(), met[0].file.as_str(), met[0].place()),
            ("note", "0.yar", Place::Offset { offset: 4 })
        );
        assert_eq!(met[0].sources(), ["author: Example", "date: 2017-05-12"]);
        assert_eq!(met[0].tags, ["ransom"]);
        assert_eq!(rules.scan("y.txt", b"....Please_Read_Me").unwrap(), []);
    }

    #[test]
    fn what_cannot_be_used_is_told_and_the_rest_is_used() {
        let rules = rules(&[
            "rule good { condition: true } rule bad { condition: unknown_name }",
            "include \"other.yar\"",
            "rule good { condition: filesize < 10 }",
        ]);
        let usable: Vec<_> = rules.files().iter().map(|file| (file.usable, file.refused.is_some())).collect();
        assert_eq!(usable, [(1, true), (0, true), (1, false)]);
        assert_eq!(rules.problems().len(), 2);
        assert!(rules.problems().iter().all(|problem| problem.code == ProblemCode::PackDamaged));
        assert_eq!(rules.scan("x", b"abc").unwrap().len(), 2);
    }
}
