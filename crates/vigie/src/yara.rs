//! `--yara`: rules loaded, and their files as the case records them.

use std::path::PathBuf;

use vigie_case::PackTold;
use vigie_detect::indicators::{Matcher, Pack};
use vigie_detect::rules::{RuleFile, Rules};
use vigie_model::{Message, Problem};

use crate::check::pack_told;
use crate::failure::Failure;

/// The rules of files and folders; none where none are named.
pub(crate) fn load(paths: &[PathBuf]) -> anyhow::Result<Option<Rules>> {
    if paths.is_empty() {
        return Ok(None);
    }
    let path = || paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
    let rules = Rules::load(paths).map_err(|error| {
        let what = Message::new("err-yara").arg("path", path()).arg("detail", error.to_string());
        Failure::new(what, "todo-yara")
    })?;
    Ok(Some(rules))
}

/// The packs of indicators, and the files of rules beside them.
pub(crate) fn packs(matcher: &Matcher, rules: Option<&Rules>) -> Vec<PackTold> {
    let rules = rules.map(Rules::files).unwrap_or_default();
    matcher.packs().iter().map(pack_told).chain(rules.iter().map(file_told)).collect()
}

/// What of both cannot be used.
pub(crate) fn problems(matcher: &Matcher, rules: Option<&Rules>) -> Vec<Problem> {
    let rules = rules.map(Rules::problems).unwrap_or_default();
    matcher.packs().iter().flat_map(Pack::problems).chain(rules).collect()
}

fn file_told(file: &RuleFile) -> PackTold {
    let unusable = u64::from(file.refused.is_some());
    PackTold {
        name: file.name.clone(),
        origin: file.name.clone(),
        sha256: file.sha256.clone(),
        indicators: file.usable + unusable,
        usable: file.usable,
        unusable,
        revoked: 0,
        kinds: [("yara".to_owned(), file.usable)].into(),
    }
}
