//! The whole evidence hashed (`--hash-all`), on as many threads as the examination has.

use std::path::Path;

use vigie_evidence::{Whole, hash_whole};

use crate::{CaseError, Progress};

/// Hashes every file of the evidence at a path. Trouble with a file is in the answer.
///
/// # Errors
/// [`CaseError::Threads`].
pub fn hash_evidence(path: &Path, threads: usize, progress: &dyn Progress) -> Result<Whole, CaseError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| CaseError::Threads(error.to_string()))?;
    Ok(pool.install(|| hash_whole(path, &|bytes| progress.streamed(bytes))))
}
