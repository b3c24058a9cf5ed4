//! Ctrl-C while a case is written: what stands half written is taken away before the program ends.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The exit code of a program ended by an interrupt, as shells have it.
const EXIT_INTERRUPTED: i32 = 130;

/// Knows which folder is half written.
pub(crate) struct Interrupt(Arc<Mutex<Option<PathBuf>>>);

impl Interrupt {
    /// Takes over Ctrl-C.
    pub(crate) fn new() -> anyhow::Result<Self> {
        let half: Arc<Mutex<Option<PathBuf>>> = Arc::default();
        let held = Arc::clone(&half);
        ctrlc::set_handler(move || {
            if let Some(folder) = held.lock().unwrap_or_else(PoisonError::into_inner).take() {
                // If it cannot be removed, the next run into the same place tries again.
                let _ = std::fs::remove_dir_all(folder);
            }
            std::process::exit(EXIT_INTERRUPTED);
        })?;
        Ok(Self(half))
    }

    /// From now on this folder is half written.
    pub(crate) fn guard(&self, folder: &Path) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(folder.to_owned());
    }

    /// It is complete.
    pub(crate) fn release(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
