//! Packs of indicators from elsewhere: where they come from ([`Origin`]), what is installed ([`Store`]), how an origin is
//! pulled ([`pull`]), what is imported ([`misp`], [`table`]), and what differs between two packs ([`compare`]).
//!
//! Nothing here opens a connection: whatever lies elsewhere is asked for through [`Fetch`], which the command line makes
//! from `vigie-fetch`, and [`Folder`] from a folder. What comes from elsewhere is hostile until it has been looked at:
//! sizes and counts are bounded, names are made anew, hashes and signatures are checked before anything is kept, and
//! what is refused leaves what was there.

mod compare;
mod error;
mod fetch;
mod index;
pub mod misp;
mod name;
mod origin;
mod publish;
mod pull;
mod stix;
mod store;
pub mod table;
mod taxii;
mod yaml;

pub use compare::{Comparison, Item, compare, matcher_of};
pub use error::PackError;
pub use fetch::{Answer, Fetch, Folder, Got, Question};
pub use index::{Entry, Index, LIST, MVT_HOST, MVT_INDEX};
pub use name::safe_name;
pub use origin::{Kind, Origin};
pub use publish::publish;
pub use pull::{Became, Options, Outcome, Pulled, pull};
pub use store::{Fresh, Installed, Lock, State, Store, Version};
pub use taxii::{Collection, collection};
