//! One canonical form per kind of value. Indicator and observable pass through the same functions, so they meet in
//! one spelling or not at all.

pub(crate) mod host;
pub(crate) mod path;
pub(crate) mod refang;
pub(crate) mod url;
pub(crate) mod value;
