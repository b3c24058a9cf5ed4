//! The mark that programs of Windows put before a text in UTF-8, and that is no part of it (RFC 3629, section 6): a file
//! that was opened and kept with one of them begins with it.

use serde::de::DeserializeOwned;
use vigie_evidence::{Line, Source};
use vigie_model::{Place, ProblemCode};

use crate::ParseError;

/// Its bytes.
pub(crate) const MARK: &[u8] = "\u{feff}".as_bytes();

/// What stands behind the mark, if there is one.
pub(crate) fn behind(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(MARK).unwrap_or(bytes)
}

/// The lines of a file, without a mark before the first. Their places are those of the file.
pub(crate) fn lines(file: &Source<'_>) -> Result<impl Iterator<Item = Result<Line, ParseError>>, ParseError> {
    let mut is_first = true;
    Ok(file.lines()?.map(move |line| {
        let mut line = line?;
        if std::mem::take(&mut is_first)
            && let Some(text) = line.text.strip_prefix('\u{feff}')
        {
            line.text = text.to_owned();
        }
        Ok(line)
    }))
}

/// The whole file as one JSON document, which may stand behind a mark.
pub(crate) fn json<T: DeserializeOwned>(file: &Source<'_>) -> Result<T, ParseError> {
    serde_json::from_slice(behind(&file.bytes()?)).map_err(|error| {
        let at = Place::Line { line: error.line() as u64, offset: 0 };
        ParseError::at(ProblemCode::JsonDamaged, at, error.to_string())
    })
}
