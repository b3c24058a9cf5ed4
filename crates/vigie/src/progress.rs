//! A bar on standard error while the evidence is read: bytes and files. None when standard error is not a terminal.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use vigie_case::Progress;
use vigie_model::visible;

/// The bar, or nothing.
pub(crate) struct Bar(ProgressBar, AtomicU64);

impl Bar {
    /// A bar on a terminal, unless it is not wanted.
    pub(crate) fn new(wanted: bool) -> Self {
        let target = if wanted && std::io::stderr().is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template("{bar:28} {bytes}/{total_bytes} {prefix} {wide_msg:.dim}");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("━╸─"));
        }
        Self(bar, AtomicU64::new(0))
    }

    /// So much of an archive has passed.
    pub(crate) fn at(&self, bytes: u64) {
        self.0.set_position(bytes);
    }

    /// Takes the bar off the screen.
    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn begin(&self, files: u64, bytes: u64) {
        self.0.set_length(self.0.length().unwrap_or(0) + bytes);
        let files = self.1.fetch_add(files, Ordering::Relaxed) + files;
        if files > 0 {
            self.0.set_prefix(format!("({files})"));
        }
    }

    fn streamed(&self, bytes: u64) {
        self.0.inc(bytes);
    }

    fn source(&self, path: &str, bytes: u64) {
        self.0.set_message(visible(path).into_owned());
        self.0.inc(bytes);
    }
}
