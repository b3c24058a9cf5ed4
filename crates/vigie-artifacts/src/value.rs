//! Property-list values taken apart with their key path, so that a value of the wrong type is a problem with a place.

use plist::{Dictionary, Value};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use vigie_evidence::date_time;
use vigie_model::{Place, ProblemCode, Record, Timestamp};

use crate::Out;

/// A value inside a property list, and where it stands.
#[derive(Clone)]
pub struct Key<'v> {
    value: &'v Value,
    path: Vec<String>,
}

impl<'v> Key<'v> {
    /// The root of a property list.
    pub fn root(value: &'v Value) -> Self {
        Self { value, path: Vec::new() }
    }

    /// The value itself.
    pub fn value(&self) -> &'v Value {
        self.value
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        Place::key(&self.path)
    }

    fn child(&self, name: &str, value: &'v Value) -> Self {
        let mut path = self.path.clone();
        path.push(name.to_owned());
        Self { value, path }
    }

    /// The value of a key, if this is a dictionary that has it.
    pub fn get(&self, name: &str) -> Option<Self> {
        Some(self.child(name, self.value.as_dictionary()?.get(name)?))
    }

    /// The entries of a dictionary in their order, with a problem when this is something else.
    pub fn entries<R: Record>(&self, out: &mut Out<'_, R>) -> Vec<(&'v str, Self)> {
        if let Value::Dictionary(dict) = self.value {
            return dict.iter().map(|(name, value)| (name.as_str(), self.child(name, value))).collect();
        }
        self.complain(out, "a dictionary");
        Vec::new()
    }

    /// The items of an array, with a problem when this is something else.
    pub fn items<R: Record>(&self, out: &mut Out<'_, R>) -> Vec<Self> {
        if let Value::Array(items) = self.value {
            return items.iter().enumerate().map(|(at, value)| self.child(&at.to_string(), value)).collect();
        }
        self.complain(out, "an array");
        Vec::new()
    }

    /// This as a dictionary, with a problem when it is something else.
    pub fn dictionary<R: Record>(&self, out: &mut Out<'_, R>) -> Option<&'v Dictionary> {
        let found = self.value.as_dictionary();
        if found.is_none() {
            self.complain(out, "a dictionary");
        }
        found
    }

    /// The text of a key; a number or truth value is written out. A problem when it is of another type.
    pub fn text<R: Record>(&self, name: &str, out: &mut Out<'_, R>) -> Option<String> {
        let key = self.get(name)?;
        match key.value {
            Value::String(text) => Some(text.clone()),
            Value::Integer(n) => Some(n.to_string()),
            Value::Real(n) => Some(n.to_string()),
            Value::Boolean(b) => Some(b.to_string()),
            _ => {
                key.complain(out, "text");
                None
            }
        }
    }

    /// The integer of a key.
    pub fn int<R: Record>(&self, name: &str, out: &mut Out<'_, R>) -> Option<i64> {
        let key = self.get(name)?;
        let found = match key.value {
            Value::Integer(n) => n.as_signed(),
            Value::Boolean(b) => Some(i64::from(*b)),
            #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within 2^53")]
            Value::Real(n) if n.fract() == 0.0 && n.abs() < 9_007_199_254_740_992.0 => Some(*n as i64),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if found.is_none() {
            key.complain(out, "an integer");
        }
        found
    }

    /// The real number of a key.
    pub fn real<R: Record>(&self, name: &str, out: &mut Out<'_, R>) -> Option<f64> {
        let key = self.get(name)?;
        let found = match key.value {
            Value::Real(n) => Some(*n),
            #[expect(clippy::cast_precision_loss, reason = "counts and times are far below 2^53")]
            Value::Integer(n) => n.as_signed().map(|n| n as f64),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if found.is_none() {
            key.complain(out, "a number");
        }
        found
    }

    /// The truth value of a key.
    pub fn bool<R: Record>(&self, name: &str, out: &mut Out<'_, R>) -> Option<bool> {
        let key = self.get(name)?;
        let found = match key.value {
            Value::Boolean(b) => Some(*b),
            Value::Integer(n) => n.as_signed().map(|n| n != 0),
            _ => None,
        };
        if found.is_none() {
            key.complain(out, "a truth value");
        }
        found
    }

    /// The bytes of a key.
    pub fn data<R: Record>(&self, name: &str, out: &mut Out<'_, R>) -> Option<&'v [u8]> {
        let key = self.get(name)?;
        let found = key.value.as_data();
        if found.is_none() {
            key.complain(out, "data");
        }
        found
    }

    /// The time of a key: a date, or seconds since 2001 as a number. Zero means "not set".
    pub fn cocoa<R: Record>(&self, name: &str, out: &mut Out<'_, R>) -> Option<Timestamp> {
        let key = self.get(name)?;
        key.as_cocoa(out)
    }

    /// This value as a time: a date, or seconds since 2001 as a number. Zero means "not set".
    pub fn as_cocoa<R: Record>(&self, out: &mut Out<'_, R>) -> Option<Timestamp> {
        let found = match self.value {
            Value::Date(date) => date_time(*date),
            Value::Real(n) if *n == 0.0 => return None,
            Value::Real(n) => Timestamp::from_cocoa_seconds(*n),
            Value::Integer(n) if n.as_signed() == Some(0) => return None,
            Value::Integer(n) => n.as_signed().and_then(Timestamp::from_cocoa_integer),
            _ => {
                self.complain(out, "a time");
                return None;
            }
        };
        if found.is_none() {
            out.problem(ProblemCode::TimeImplausible, self.place(), "not a plausible time");
        }
        found
    }

    /// Says that this value is not what belongs here.
    pub fn complain<R: Record>(&self, out: &mut Out<'_, R>, expected: &str) {
        let found = match self.value {
            Value::Array(_) => "an array",
            Value::Dictionary(_) => "a dictionary",
            Value::Boolean(_) => "a truth value",
            Value::Data(_) => "data",
            Value::Date(_) => "a date",
            Value::Real(_) => "a real number",
            Value::Integer(_) => "an integer",
            Value::String(_) => "text",
            Value::Uid(_) => "a UID",
            _ => "a value of unknown type",
        };
        out.problem(ProblemCode::ValueUnexpected, self.place(), format!("{found} where {expected} belongs"));
    }
}

/// Any property-list value, serialised the way a record shows it: data as `hex:…`, dates in RFC 3339, UIDs as
/// `{"uid": n}`.
#[derive(Debug, Clone, PartialEq)]
pub struct Plain(pub Value);

struct PlainRef<'v>(&'v Value);

impl Serialize for PlainRef<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Array(items) => {
                let mut seq = s.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(&PlainRef(item))?;
                }
                seq.end()
            }
            Value::Dictionary(dict) => {
                let mut map = s.serialize_map(Some(dict.len()))?;
                for (name, value) in dict {
                    map.serialize_entry(name, &PlainRef(value))?;
                }
                map.end()
            }
            Value::Boolean(b) => s.serialize_bool(*b),
            Value::Data(bytes) => s.collect_str(&format_args!("hex:{}", hex::encode(bytes))),
            Value::Date(date) => match date_time(*date) {
                Some(at) => at.serialize(s),
                None => s.serialize_str("a date no calendar holds"),
            },
            Value::Real(n) => s.serialize_f64(*n),
            Value::Integer(n) => match (n.as_signed(), n.as_unsigned()) {
                (Some(n), _) => s.serialize_i64(n),
                (None, Some(n)) => s.serialize_u64(n),
                (None, None) => s.serialize_none(),
            },
            Value::String(text) => s.serialize_str(text),
            Value::Uid(uid) => {
                let mut map = s.serialize_map(Some(1))?;
                map.serialize_entry("uid", &uid.get())?;
                map.end()
            }
            _ => s.serialize_none(),
        }
    }
}

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        PlainRef(&self.0).serialize(s)
    }
}

/// Every text inside a value, at any depth, in order: what free-form plists hand to detection.
pub fn texts<'v>(value: &'v Value, see: &mut dyn FnMut(&'v str)) {
    match value {
        Value::String(text) => see(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, see)),
        Value::Dictionary(dict) => dict.iter().for_each(|(_, item)| texts(item, see)),
        _ => {}
    }
}
