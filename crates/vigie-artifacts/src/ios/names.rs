//! What a word found in free text can be: a path of the device, an id without meaning.

/// Folders at the root of an iOS device.
const ROOTS: [&str; 9] =
    ["/private/", "/var/", "/System/", "/usr/", "/Applications/", "/Library/", "/Developer/", "/tmp/", "/sbin/"];

/// Whether a text is a path of the device, and not one of an address, a stream or a tag.
pub(super) fn is_device_path(text: &str) -> bool {
    ROOTS.iter().any(|root| text.starts_with(root)) && !text.contains('\n')
}

/// Whether a text is a UUID, which names nothing that could be published.
pub(super) fn is_uuid(text: &str) -> bool {
    let groups = text.split('-').map(str::len);
    groups.eq([8, 4, 4, 4, 12]) && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}
