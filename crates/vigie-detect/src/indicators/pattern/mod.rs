//! STIX patterns: text to tree. Grammar: STIX 2.1 specification, section 9 (`STIXPattern.g4`).
//!
//! The parser accepts what publishers really write: keywords in lower case, unquoted property names with hyphens
//! (`file:hashes.SHA-256`), double-quoted ones, an unescaped backslash in a string. It never guesses at a value.

mod ast;
mod lexer;
mod parse;

pub(crate) use ast::{Comparison, Literal, ObjectPath, Observation, Op, Qualifier, Test};
pub(crate) use parse::parse;

/// Why a text is not a pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A character or word that cannot stand there.
    #[error("at byte {at}: expected {expected}")]
    Unexpected {
        /// Byte offset in the pattern.
        at: usize,
        /// What could have stood there.
        expected: &'static str,
    },
    /// A string, a bracket or a parenthesis is never closed.
    #[error("ends before {missing}")]
    Unfinished {
        /// What is missing.
        missing: &'static str,
    },
    /// Parentheses nested deeper than vigie follows.
    #[error("parentheses nested deeper than {limit}")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// Longer than vigie reads.
    #[error("{len} bytes long, more than {limit}")]
    TooLong {
        /// Its length.
        len: usize,
        /// The limit.
        limit: usize,
    },
}
