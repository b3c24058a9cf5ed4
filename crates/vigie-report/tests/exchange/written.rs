//! What an export writes, in memory.

use std::io::Write;
use std::sync::{Arc, Mutex};

use vigie_case::{Case, CaseRows};
use vigie_report::{Exchange, ExchangeFormat, Tlp};
use vigie_text::Texts;

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The files of a form, each with its name.
pub(crate) fn bytes(
    case: &Case,
    rows: &dyn CaseRows,
    format: ExchangeFormat,
    texts: &Texts,
) -> Vec<(&'static str, Vec<u8>)> {
    let mut files: Vec<(&'static str, Written)> = Vec::new();
    let of = Exchange { case, rows, tlp: Tlp::Amber, texts };
    of.write(format, &mut |name| {
        files.push((name, Written::default()));
        Ok(Box::new(files[files.len() - 1].1.clone()))
    })
    .unwrap();
    files.into_iter().map(|(name, written)| (name, written.0.lock().unwrap().clone())).collect()
}
