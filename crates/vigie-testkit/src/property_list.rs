//! Property lists by hand: ordered dictionaries, and their bytes in the two encodings Apple uses.

use anyhow::Result;
use plist::{Dictionary, Value};

/// A dictionary with its keys in this order.
pub fn dict<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let mut dictionary = Dictionary::new();
    for (key, value) in entries {
        dictionary.insert(key.to_owned(), value);
    }
    Value::Dictionary(dictionary)
}

/// A string value.
pub fn text(value: &str) -> Value {
    Value::String(value.to_owned())
}

/// The binary encoding.
pub fn binary(value: &Value) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    value.to_writer_binary(&mut bytes)?;
    Ok(bytes)
}

/// The XML encoding.
pub fn xml(value: &Value) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    value.to_writer_xml(&mut bytes)?;
    bytes.push(b'\n');
    Ok(bytes)
}
