//! Published indicators: packs are read, compiled into one [`Matcher`], and every observable of every record is
//! searched for them.
//!
//! The way of a pack: [`MatcherBuilder`] cuts a STIX bundle into objects, parses each pattern, brings each value into
//! its canonical form and files it. The way of a record: [`RecordScan`] brings each observable into the same form and
//! looks it up. What cannot be used is counted in its [`Pack`] and shown, never dropped in silence.
//!
//! ```
//! use vigie_detect::indicators::{How, Matcher};
//! use vigie_model::Observable;
//!
//! let mut builder = Matcher::builder();
//! let bundle = r#"{"type": "bundle", "objects": [{"type": "indicator", "pattern": "[domain-name:value = 'evil.example']"}]}"#;
//! builder.add_stix("sample", "sample.stix2", bundle.as_bytes())?;
//! let matcher = builder.build();
//! let mut scan = matcher.scan();
//! scan.see(&Observable::url("https://www.evil.example:8443/x"));
//! let found = scan.finish();
//! assert_eq!(found.hits[0].how, How::Subdomain);
//! # Ok::<(), vigie_detect::indicators::LoadError>(())
//! ```

mod atom;
mod base;
mod builder;
mod canon;
mod compound;
mod filing;
mod hit;
mod joining;
mod kind;
mod lookup;
mod matcher;
mod memo;
mod pack;
mod pattern;
mod quick;
mod scan;
mod stix;
mod store;
#[cfg(test)]
mod tests;
mod text;
mod unusable;

pub use builder::{LoadError, MatcherBuilder};
pub use compound::{Correlated, Correlator, Partial, Sighting};
pub use hit::{Found, Hit, How};
pub use kind::IndicatorKind;
pub use matcher::{Indicator, Matcher};
pub use memo::Memo;
pub use pack::{Note, Pack, What};
pub use pattern::PatternError;
pub use scan::RecordScan;
pub use text::each_spaced_word;
pub use unusable::{Reason, Warning};
