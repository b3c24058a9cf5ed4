//! Event logs of Windows (`*.evtx`): the file, its chunks, the binary XML in them, and which events are read.

mod binxml;
mod chunk;
mod event;
mod family;
mod index;
mod plan;
#[cfg(test)]
mod tests;
mod text;
mod value;

pub(crate) use event::Event;
pub use family::Head;
pub(crate) use family::{Family, index, missing, read};
