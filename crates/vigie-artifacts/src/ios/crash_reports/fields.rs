//! The fields of one JSON object, each kept as its text until it is asked for: a value of the wrong type costs itself
//! only, and threads with their thousands of frames are never built.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use vigie_model::{Place, ProblemCode, Record};

use crate::Out;

/// One object and where it stands.
pub(super) struct Fields<'j> {
    fields: BTreeMap<String, &'j RawValue>,
    path: Vec<String>,
}

/// One value and where it stands.
pub(super) struct Field<'j> {
    raw: &'j RawValue,
    path: Vec<String>,
}

impl<'j> Field<'j> {
    /// A whole document.
    pub(super) fn root(raw: &'j RawValue) -> Self {
        Self { raw, path: Vec::new() }
    }

    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        Place::key(&self.path)
    }

    /// The value as it stands in the report.
    pub(super) fn raw_text(&self) -> &'j str {
        self.raw.get()
    }

    /// The value as a type, with a problem when it is something else.
    fn read<T: DeserializeOwned, R: Record>(&self, expected: &str, out: &mut Out<'_, R>) -> Option<T> {
        let found = serde_json::from_str(self.raw.get()).ok();
        if found.is_none() {
            out.problem(ProblemCode::ValueUnexpected, self.place(), format!("something else where {expected} belongs"));
        }
        found
    }

    /// The fields of an object.
    pub(super) fn fields<R: Record>(&self, out: &mut Out<'_, R>) -> Option<Fields<'j>> {
        let fields = serde_json::from_str(self.raw.get()).ok();
        if fields.is_none() {
            out.problem(ProblemCode::ValueUnexpected, self.place(), "something else where an object belongs");
        }
        Some(Fields { fields: fields?, path: self.path.clone() })
    }

    /// The items of an array.
    pub(super) fn items<R: Record>(&self, out: &mut Out<'_, R>) -> Vec<Self> {
        let items: Option<Vec<&'j RawValue>> = serde_json::from_str(self.raw.get()).ok();
        if items.is_none() {
            out.problem(ProblemCode::ValueUnexpected, self.place(), "something else where an array belongs");
        }
        let child = |(at, raw): (usize, &'j RawValue)| {
            let mut path = self.path.clone();
            path.push(at.to_string());
            Self { raw, path }
        };
        items.unwrap_or_default().into_iter().enumerate().map(child).collect()
    }

    /// A text; a number or truth value is written out.
    pub(super) fn text<R: Record>(&self, out: &mut Out<'_, R>) -> Option<String> {
        let raw = self.raw.get();
        if raw.starts_with(['{', '[']) {
            out.problem(ProblemCode::ValueUnexpected, self.place(), "something else where text belongs");
            return None;
        }
        if raw.starts_with('"') { self.read("text", out) } else { Some(raw.to_owned()) }
    }
}

impl<'j> Fields<'j> {
    /// The fields of a document, when it is an object.
    pub(super) fn parse(raw: &'j RawValue) -> Option<Self> {
        Some(Self { fields: serde_json::from_str(raw.get()).ok()?, path: Vec::new() })
    }

    /// A value, unless it is `null`.
    pub(super) fn get(&self, name: &str) -> Option<Field<'j>> {
        let raw = *self.fields.get(name).filter(|raw| raw.get() != "null")?;
        let mut path = self.path.clone();
        path.push(name.to_owned());
        Some(Field { raw, path })
    }

    /// The first of these names that is there.
    pub(super) fn first(&self, names: &[&str]) -> Option<Field<'j>> {
        names.iter().find_map(|name| self.get(name))
    }

    /// The text of the first of these names that is there; empty text counts as none.
    pub(super) fn text<R: Record>(&self, names: &[&str], out: &mut Out<'_, R>) -> Option<String> {
        self.first(names)?.text(out).filter(|text| !text.is_empty())
    }

    /// The integer of a name.
    pub(super) fn int<R: Record>(&self, name: &str, out: &mut Out<'_, R>) -> Option<i64> {
        self.get(name)?.read("an integer", out)
    }

    /// The object of a name.
    pub(super) fn fields<R: Record>(&self, name: &str, out: &mut Out<'_, R>) -> Option<Self> {
        self.get(name)?.fields(out)
    }

    /// The array of a name.
    pub(super) fn items<R: Record>(&self, name: &str, out: &mut Out<'_, R>) -> Vec<Field<'j>> {
        self.get(name).map(|field| field.items(out)).unwrap_or_default()
    }

    /// Every name with its value.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, Field<'j>)> {
        self.fields.iter().map(|(name, raw)| {
            let mut path = self.path.clone();
            path.push(name.clone());
            (name.as_str(), Field { raw, path })
        })
    }
}
