//! Mailboxes, and the pictures in their messages.

mod picture;

pub use picture::{png, qr_cells, qr_png};
