//! The companions of a source that came out of a stream: held in memory as long as any source needs them.

use std::collections::BTreeMap;
use std::sync::Arc;

use vigie_model::Layout;

use crate::tree::is_under;
use crate::{Blob, Shared, Tree, Visit};

/// A few files in memory, and behind them those of another set.
#[derive(Debug)]
pub(crate) struct HeldTree {
    layout: Layout,
    files: BTreeMap<String, Arc<[u8]>>,
    behind: Option<Arc<HeldTree>>,
    shared: Shared,
}

impl HeldTree {
    pub(crate) fn new(layout: Layout, files: BTreeMap<String, Arc<[u8]>>, behind: Option<Arc<Self>>) -> Arc<Self> {
        Arc::new(Self { layout, files, behind, shared: Shared::default() })
    }
}

impl Tree for HeldTree {
    fn walk<'t>(&'t self, _visit: &mut dyn Visit<'t>) {}

    fn find(&self, path: &str) -> Option<(Blob, Option<String>)> {
        match (self.files.get(path), &self.behind) {
            (Some(bytes), _) => Some((Blob::Memory(Arc::clone(bytes)), None)),
            (None, Some(behind)) => behind.find(path),
            (None, None) => None,
        }
    }

    fn under(&self, folder: &str) -> Vec<String> {
        let mut found = self.behind.as_ref().map(|behind| behind.under(folder)).unwrap_or_default();
        found.extend(self.files.keys().filter(|path| is_under(path, folder)).cloned());
        found.sort();
        found.dedup();
        found
    }

    fn layout(&self) -> Layout {
        self.layout
    }

    fn shared(&self) -> &Shared {
        match &self.behind {
            Some(behind) => behind.shared(),
            None => &self.shared,
        }
    }
}
