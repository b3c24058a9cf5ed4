//! NSKeyedArchiver: an object graph flattened into the `$objects` array of a binary property list.
//! Source: Apple's Foundation, as read by plaso and ccl_bplist.

use anyhow::Result;
use plist::{Dictionary, Uid, Value};

use crate::property_list;

/// An archive being written.
#[derive(Debug)]
pub struct KeyedArchive {
    objects: Vec<Value>,
}

impl Default for KeyedArchive {
    fn default() -> Self {
        Self::new()
    }
}

impl KeyedArchive {
    /// An archive that holds only `$null`.
    pub fn new() -> Self {
        Self { objects: vec![property_list::text("$null")] }
    }

    /// Adds an object and returns the reference to it.
    pub fn add(&mut self, object: Value) -> Value {
        let at = u64::try_from(self.objects.len()).unwrap_or(u64::MAX);
        self.objects.push(object);
        Value::Uid(Uid::new(at))
    }

    /// Puts another object in the place of one already added, when it must come before what it refers to.
    pub fn replace(&mut self, reference: &Value, object: Value) {
        let at = reference.as_uid().and_then(|uid| usize::try_from(uid.get()).ok());
        if let Some(slot) = at.and_then(|at| self.objects.get_mut(at)) {
            *slot = object;
        }
    }

    /// Adds a class description: the class, then its ancestors.
    pub fn class(&mut self, names: &[&str]) -> Value {
        let classes = names.iter().map(|name| property_list::text(name)).collect();
        self.add(property_list::dict([
            ("$classname", property_list::text(names[0])),
            ("$classes", Value::Array(classes)),
        ]))
    }

    /// The reference to `$null`.
    pub fn null() -> Value {
        Value::Uid(Uid::new(0))
    }

    /// The bytes of the archive, with its top-level names.
    pub fn finish<const N: usize>(self, top: [(&str, Value); N]) -> Result<Vec<u8>> {
        let mut root = Dictionary::new();
        root.insert("$version".to_owned(), 100_000.into());
        root.insert("$archiver".to_owned(), property_list::text("NSKeyedArchiver"));
        root.insert("$top".to_owned(), property_list::dict(top));
        root.insert("$objects".to_owned(), Value::Array(self.objects));
        property_list::binary(&Value::Dictionary(root))
    }
}
