//! A sentence by its id and its arguments: written out in a language only where a person reads it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A sentence of the Fluent files of `vigie-text`, with the values to put in.
///
/// Arguments are verbatim (they may come from the device); whoever writes them out escapes them for its medium.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Message {
    /// The id in the Fluent files.
    pub id: String,
    /// Values by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Message {
    /// A sentence without arguments yet.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), args: BTreeMap::new() }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl Into<String>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }
}
