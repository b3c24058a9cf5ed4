//! Mailboxes, and the pictures in their messages.

mod mailbox;
mod parts;
mod picture;
pub mod pst;

pub use mailbox::{Mailbox, OWN, PREDATOR_HOST, with_attachment};
pub use picture::{png, qr_cells, qr_png};
