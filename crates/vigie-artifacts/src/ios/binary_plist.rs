//! Binary property lists inside blobs, told from other blobs by their first bytes.

use plist::Value;
use vigie_evidence::property_list;

/// Whether the bytes begin like a binary property list.
pub(super) fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(b"bplist0")
}

/// Reads a binary property list.
///
/// # Errors
/// In words, when it is damaged, too deep, too large or contains itself.
pub(super) fn read(bytes: &[u8]) -> Result<Value, String> {
    property_list(bytes).map_err(|error| error.detail)
}
