//! One section of a `dumpstate` text, whose lines are kept, read again, or held. See [`super::dumpstate`].

use std::io::Read;
use std::sync::{Arc, OnceLock};

use vigie_model::{Place, ProblemCode};

use super::dumpstate::{KEPT_LIMIT, Part};
use super::held::Held;
use super::lines::Lines;
use super::marker::is_remark_line;
use super::pieces::Pieces;
use super::utf8::Utf8;
use crate::{ParseError, Source};

/// What is kept of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    Nothing,
    /// Its lines.
    Lines,
    /// Where it stands.
    Place,
    /// Where it stands, and perhaps all its bytes.
    Log,
}

/// What is known of a section whose lines are not kept.
#[derive(Debug, Clone, Default)]
pub(super) struct Raw {
    /// Bytes up to its end.
    length: u64,
    /// The bytes of a log, where they are held.
    pub(super) held: Option<Held>,
    utf8: Utf8,
}

/// How a section ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// By its end marker.
    Marked,
    /// Because the next section began.
    Next,
    /// With the file.
    File,
}

impl Raw {
    pub(super) fn add(&mut self, line: &[u8]) {
        self.length = self.length.saturating_add(line.len() as u64);
        self.utf8.feed(line);
    }
}

/// One section.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    pub(super) service: bool,
    pub(super) keep: Keep,
    /// The title of a command or the name of a service.
    pub(crate) name: String,
    /// Line of the header, counted from 1.
    pub(super) line: u64,
    /// Line and offset of the first line behind the header.
    pub(super) start: (u64, u64),
    pub(super) text: Vec<u8>,
    pub(super) raw: Raw,
    pub(super) end: End,
    /// `dumpstate` says something between the lines.
    pub(super) has_remarks: bool,
    /// What the section itself says went wrong: a time-out, a command that failed.
    pub(super) troubles: Vec<(Place, String)>,
    /// Bytes were left out, because everything together was too much.
    pub(super) limited: bool,
    /// Lines of which only the beginning is read, and where the first stands.
    pub(super) cut: u64,
    pub(super) cut_at: Option<Place>,
    /// Lines behind its end marker that belong to no section, and where the first stands. `dumpstate` writes none; who
    /// can put a line into a section (a setting, a name) can forge its end.
    pub(super) astray: u64,
    pub(super) astray_at: Option<Place>,
    /// The same section with its lines, once an artifact asked for them: several read the large ones.
    loaded: Arc<OnceLock<Result<Box<Section>, ParseError>>>,
}

impl Section {
    pub(super) fn new(service: bool, name: String, line: u64, offset: u64, length: usize) -> Self {
        let start = (line.saturating_add(1), offset.saturating_add(length as u64));
        Self {
            service,
            keep: Keep::Lines,
            name,
            line,
            start,
            text: Vec::new(),
            raw: Raw::default(),
            end: End::File,
            has_remarks: false,
            troubles: Vec::new(),
            limited: false,
            cut: 0,
            cut_at: None,
            astray: 0,
            astray_at: None,
            loaded: Arc::default(),
        }
    }

    pub(super) fn is(&self, part: Part) -> bool {
        match part {
            Part::Service(name) => self.service && self.name == name,
            Part::Command(title) => !self.service && self.name.starts_with(title),
        }
    }

    /// Its lines, with their places in the file.
    pub(crate) fn lines(&self) -> Lines<'_> {
        let lines = Lines::new(&self.text, self.start.0, self.start.1);
        if self.has_remarks { lines.without(is_remark_line) } else { lines }
    }

    /// The same section with its lines, which are read unless they are kept. Those of a log are not.
    pub(crate) fn loaded(&self, file: &Source<'_>) -> Result<&Self, ParseError> {
        if self.keep != Keep::Place {
            return Ok(self);
        }
        let loaded = self.loaded.get_or_init(|| {
            let length = usize::try_from(self.raw.length).unwrap_or(KEPT_LIMIT).min(KEPT_LIMIT);
            let mut text = Vec::with_capacity(length);
            let read = file.reader_at(self.start.1)?.take(length as u64).read_to_end(&mut text);
            read.map_err(|error| ParseError::at(ProblemCode::FileUnreadable, self.place(), error.to_string()))?;
            Ok(Box::new(Self { text, loaded: Arc::default(), ..self.clone() }))
        });
        loaded.as_deref().map_err(ParseError::clone)
    }

    /// The lines of a log. The file is read again unless they are held.
    pub(crate) fn pieces(&self, file: &Source<'_>) -> Result<Pieces<'_>, ParseError> {
        let reader: Box<dyn Read + Send + '_> = match &self.raw.held {
            Some(held) => Box::new(held.reader()),
            None => Box::new(file.reader_at(self.start.1)?.take(self.raw.length)),
        };
        let pieces = Pieces::new(reader, self.start.0, self.start.1);
        Ok(if self.has_remarks { pieces.without(is_remark_line) } else { pieces })
    }

    /// How many of its bytes are well up to the first that is not UTF-8.
    pub(super) fn damage(&self) -> Option<u64> {
        let in_text = std::str::from_utf8(&self.text).err().map(|error| error.valid_up_to() as u64);
        in_text.or(self.raw.utf8.damage())
    }

    pub(crate) fn is_service(&self) -> bool {
        self.service
    }

    /// Its bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.text
    }

    /// Where its header stands.
    pub(crate) fn place(&self) -> Place {
        Place::Line { line: self.line, offset: self.start.1 }
    }
}
