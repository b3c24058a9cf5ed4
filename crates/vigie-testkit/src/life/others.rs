//! The other databases of the phone, in proportion.

use anyhow::Result;

use super::Scale;
use super::people::People;
use super::traces::Traces;
use crate::backup::BackupBuilder;
use crate::databases::sqlite::Workshop;

pub(super) fn add(
    builder: BackupBuilder,
    _workshop: &mut Workshop,
    _scale: &Scale,
    _people: &People,
    _traces: Option<&Traces>,
) -> Result<BackupBuilder> {
    Ok(builder)
}
