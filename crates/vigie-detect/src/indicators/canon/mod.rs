//! One canonical form per kind of value. Indicator and observable pass through the same functions, so they meet in
//! one spelling or not at all.

pub(crate) mod host;
pub(crate) mod path;
pub(crate) mod refang;
pub(crate) mod url;
pub(crate) mod value;

/// The text without white space around it, told at a glance where there is none, as nearly always.
#[inline]
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}
