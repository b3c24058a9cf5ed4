//! Indicators and heuristics: observables and records in, findings out.

pub mod indicators;

pub use indicators::{
    Correlated, Correlator, Found, Hit, How, Indicator, IndicatorKind, LoadError, Matcher,
    MatcherBuilder, Pack, RecordScan,
};
