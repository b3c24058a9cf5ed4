//! Evidence in memory: what tests and fuzzing hand to parsers, through the same door as real evidence.

use std::collections::BTreeMap;
use std::sync::Arc;

use vigie_model::{Device, EvidenceInfo, EvidenceKind, Layout};

use crate::tree::is_under;
use crate::{Blob, Entry, Evidence, Shared, Source, Tree, Visit};

/// A tree of files held in memory.
#[derive(Debug)]
pub struct MemoryEvidence {
    layout: Layout,
    files: BTreeMap<String, Arc<[u8]>>,
    shared: Shared,
}

impl MemoryEvidence {
    /// An empty tree.
    pub fn new(layout: Layout) -> Self {
        Self { layout, files: BTreeMap::new(), shared: Shared::default() }
    }

    /// Adds or replaces a file.
    #[must_use]
    pub fn file(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.to_owned(), bytes.into().into());
        self
    }

    /// As evidence, with nothing known of the device.
    pub fn into_evidence(self) -> Evidence {
        let info = EvidenceInfo {
            kind: match self.layout {
                Layout::IosBackup => EvidenceKind::IosBackup,
                Layout::IosSysdiagnose => EvidenceKind::IosSysdiagnose,
                Layout::IosCrashReports => EvidenceKind::IosCrashReports,
                Layout::AndroidBugreport => EvidenceKind::AndroidBugreport,
                Layout::AndroidQf => EvidenceKind::AndroidQf,
                Layout::AndroidBackup => EvidenceKind::AndroidBackup,
                Layout::AndroidIntrusionLogs => EvidenceKind::AndroidIntrusionLogs,
                Layout::AndroidFilesystem => EvidenceKind::AndroidFilesystem,
                Layout::Windows => EvidenceKind::WindowsTriage,
                Layout::Linux => EvidenceKind::LinuxFiles,
                Layout::MacOs => EvidenceKind::MacFiles,
                Layout::Network => EvidenceKind::NetworkCapture,
                Layout::Mail => EvidenceKind::Mailbox,
                Layout::Files => EvidenceKind::Files,
                _ => EvidenceKind::IosFilesystem,
            },
            layout: self.layout,
            id: "0".repeat(64),
            id_of: "nothing: evidence in memory".to_owned(),
            device: Device::default(),
            made: None,
            files: self.files.len() as u64,
            encrypted: false,
        };
        Evidence::new(info, Vec::new(), Box::new(self))
    }
}

impl Tree for MemoryEvidence {
    fn walk<'t>(&'t self, visit: &mut dyn Visit<'t>) {
        for (path, bytes) in &self.files {
            let want = visit.entry(&Entry { size: Some(bytes.len() as u64), ..Entry::file(path) });
            if want.source || want.nested {
                let source = Source::new(self, path.clone(), None, Blob::Memory(Arc::clone(bytes)));
                visit.source(if want.nested { source.nested() } else { source });
            }
        }
    }

    fn find(&self, path: &str) -> Option<(Blob, Option<String>)> {
        self.files.get(path).map(|bytes| (Blob::Memory(Arc::clone(bytes)), None))
    }

    fn under(&self, folder: &str) -> Vec<String> {
        self.files.keys().filter(|path| is_under(path, folder)).cloned().collect()
    }

    fn layout(&self) -> Layout {
        self.layout
    }

    fn shared(&self) -> &Shared {
        &self.shared
    }
}
