//! One field of a JSON object: of another type than it should have, it costs itself alone and is told. A tool of another
//! version that writes a number as text would else cost every record of a list.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use vigie_model::{Place, ProblemCode, Record};

use super::cut;
use crate::Out;

/// What stands in a field. Structs of fields are made with `#[serde(default)]`: what is not there is `Absent`.
#[derive(Debug, Default)]
pub(crate) enum Field<T> {
    /// Nothing, or `null`.
    #[default]
    Absent,
    /// What belongs there.
    Is(T),
    /// Something else: what it looks like.
    Misfit(String),
}

fn misfit<R: Record>(name: &str, shown: &str, at: &Place, out: &mut Out<'_, R>) {
    out.problem(
        ProblemCode::ValueUnexpected,
        at.clone(),
        format!("{name} is something else than belongs there: {shown}"),
    );
}

impl<T> Field<T> {
    /// The value. Of another type it is told.
    pub(crate) fn take<R: Record>(self, name: &str, at: &Place, out: &mut Out<'_, R>) -> Option<T> {
        match self {
            Self::Absent => None,
            Self::Is(value) => Some(value),
            Self::Misfit(shown) => {
                misfit(name, &shown, at, out);
                None
            }
        }
    }

    /// The value by which a record is known; that there is none is told as well.
    pub(crate) fn needed<R: Record>(self, name: &str, at: &Place, out: &mut Out<'_, R>) -> Option<T> {
        if matches!(self, Self::Absent) {
            out.problem(ProblemCode::ValueUnexpected, at.clone(), format!("{name} is not there"));
        }
        self.take(name, at, out)
    }
}

impl<T> Field<Vec<Field<T>>> {
    /// The items of a list. Each of another type is told.
    pub(crate) fn each<R: Record>(self, name: &str, at: &Place, out: &mut Out<'_, R>) -> Vec<T> {
        self.numbered(name, at, out).into_iter().map(|(_, item)| item).collect()
    }

    /// The same, each with its number in the list.
    pub(crate) fn numbered<R: Record>(self, name: &str, at: &Place, out: &mut Out<'_, R>) -> Vec<(usize, T)> {
        let mut items = Vec::new();
        for (index, item) in self.take(name, at, out).unwrap_or_default().into_iter().enumerate() {
            match item {
                Field::Is(item) => items.push((index, item)),
                Field::Absent => misfit(&format!("{name}/{index}"), "null", at, out),
                Field::Misfit(shown) => misfit(&format!("{name}/{index}"), &shown, at, out),
            }
        }
        items
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Any(PhantomData))
    }
}

struct Any<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Any<T> {
    /// A value without parts.
    fn simple<V: IntoDeserializer<'de, E> + fmt::Display + Copy, E: Error>(value: V) -> Field<T> {
        match T::deserialize(value.into_deserializer()) {
            Ok(value) => Field::Is(value),
            Err(_) => Field::Misfit(cut(&value.to_string())),
        }
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Any<T> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Field::Absent)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Self::simple::<_, E>(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Self::simple::<_, E>(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Self::simple::<_, E>(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Self::simple::<_, E>(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        match T::deserialize(IntoDeserializer::<E>::into_deserializer(value)) {
            Ok(value) => Ok(Field::Is(value)),
            Err(_) => Ok(Field::Misfit(format!("{:?}", cut(value)))),
        }
    }

    // What does not belong is passed over, not kept: a list of millions costs no memory.
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        if let Ok(value) = T::deserialize(SeqAccessDeserializer::new(&mut list)) {
            return Ok(Field::Is(value));
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Field::Misfit("a list".to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        if let Ok(value) = T::deserialize(MapAccessDeserializer::new(&mut object)) {
            return Ok(Field::Is(value));
        }
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Field::Misfit("an object".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Deserialize, Field};

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Raw {
        name: Field<String>,
        number: Field<i64>,
        yes: Field<bool>,
        list: Field<Vec<Field<Raw>>>,
        after: Field<String>,
    }

    fn shown<T: std::fmt::Debug>(field: &Field<T>) -> String {
        format!("{field:?}")
    }

    #[test]
    fn each_field_costs_itself_alone() {
        let text = r#"{"name":[1,[2,{"a":3}]],"number":"7","yes":{"a":[1,{}]},"list":[{"name":7,"number":-8},null,9],"after":"kept","other":[1]}"#;
        let raw: Raw = serde_json::from_str(text).expect("it is JSON");
        assert_eq!(shown(&raw.name), "Misfit(\"a list\")");
        assert_eq!(shown(&raw.number), r#"Misfit("\"7\"")"#);
        assert_eq!(shown(&raw.yes), "Misfit(\"an object\")");
        assert_eq!(shown(&raw.after), "Is(\"kept\")");
        let Field::Is(list) = raw.list else { panic!("a list") };
        let [Field::Is(first), Field::Absent, Field::Misfit(third)] = list.as_slice() else { panic!("{list:?}") };
        assert_eq!((shown(&first.name), shown(&first.number)), ("Misfit(\"7\")".to_owned(), "Is(-8)".to_owned()));
        assert_eq!(third, "9");
    }

    #[test]
    fn what_is_no_json_is_none() {
        for text in [r#"{"name":[1,"#, r#"{"name":[1 2]}"#, r#"{"name":{"a" 1}}"#, r#"{"list":[{"name":}]"#] {
            assert!(serde_json::from_str::<Raw>(text).is_err(), "{text}");
        }
    }
}
