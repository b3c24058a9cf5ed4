//! Keyed archives (`NSKeyedArchiver`): a property list whose values are a table of objects that refer to each other by
//! number. Here they become an ordinary value again, with strings for addresses and nothing for `nil`.
//!
//! Format: the keys `$archiver`, `$top`, `$objects`, `$class` as Foundation writes them; other readers: ccl_bplist,
//! iLEAPP, plist_unarchive.

use plist::{Dictionary, Value};

/// Objects inside objects; the links of messages have about six.
const DEEPEST: usize = 64;
/// Values one archive may stand for.
const MOST_VALUES: usize = 50_000;
/// Data longer than this (pictures) is left out, in bytes.
const LONGEST_DATA: usize = 4096;

/// An archive as an ordinary value.
#[derive(Debug, Clone, PartialEq)]
pub struct Unarchived {
    /// The root object; a dictionary of all roots when there are several. An object of a class without a known form
    /// is a dictionary of its fields, with the class name under `$class`.
    pub value: Value,
    /// A cycle or a limit was met: something was left out there.
    pub cut: bool,
}

/// Whether a property list is a keyed archive.
pub fn is(plist: &Value) -> bool {
    plist.as_dictionary().is_some_and(|dict| dict.contains_key("$objects") && dict.contains_key("$top"))
}

/// Resolves every reference of an archive. `None` when it is not one.
pub fn unarchive(plist: &Value) -> Option<Unarchived> {
    let dict = plist.as_dictionary()?;
    let mut reader =
        Reader { objects: dict.get("$objects")?.as_array()?, open: Vec::new(), left: MOST_VALUES, cut: false };
    let top = dict.get("$top")?.as_dictionary()?;
    let value = match top.get("root") {
        Some(root) => reader.value(root),
        None => reader.value(&Value::Dictionary(top.clone())),
    };
    Some(Unarchived { value: value.unwrap_or_else(|| Value::Dictionary(Dictionary::new())), cut: reader.cut })
}

struct Reader<'v> {
    objects: &'v [Value],
    /// The objects being resolved: meeting one of them again is a cycle.
    open: Vec<u64>,
    left: usize,
    cut: bool,
}

/// The object a value refers to: a UID, or the dictionary that stands for one in XML.
fn reference(value: &Value) -> Option<u64> {
    match value {
        Value::Uid(uid) => Some(uid.get()),
        Value::Dictionary(dict) if dict.len() == 1 => dict.get("CF$UID")?.as_unsigned_integer(),
        _ => None,
    }
}

impl Reader<'_> {
    fn value(&mut self, value: &Value) -> Option<Value> {
        let Some(left) = self.left.checked_sub(1) else {
            self.cut = true;
            return None;
        };
        self.left = left;
        if let Some(number) = reference(value) {
            return self.object(number);
        }
        match value {
            Value::Array(items) => Some(Value::Array(self.items(items))),
            Value::Dictionary(dict) => {
                let mut out = Dictionary::new();
                for (name, value) in dict {
                    if name != "$class"
                        && let Some(value) = self.value(value)
                    {
                        out.insert(name.clone(), value);
                    }
                }
                Some(Value::Dictionary(out))
            }
            Value::String(text) if text == "$null" => None,
            Value::Data(bytes) if bytes.len() > LONGEST_DATA => None,
            other => Some(other.clone()),
        }
    }

    fn items(&mut self, items: &[Value]) -> Vec<Value> {
        items.iter().filter_map(|item| self.value(item)).collect()
    }

    fn object(&mut self, number: u64) -> Option<Value> {
        let objects = self.objects;
        let object = objects.get(usize::try_from(number).ok()?)?;
        if self.open.len() >= DEEPEST || self.open.contains(&number) {
            self.cut = true;
            return None;
        }
        self.open.push(number);
        let resolved = match object {
            Value::Dictionary(dict) if reference(object).is_none() => self.instance(dict),
            other => self.value(other),
        };
        self.open.pop();
        resolved
    }

    fn class(&self, dict: &Dictionary) -> Option<String> {
        let number = usize::try_from(reference(dict.get("$class")?)?).ok()?;
        let class = self.objects.get(number)?.as_dictionary()?;
        Some(class.get("$classname")?.as_string()?.to_owned())
    }

    fn field(&mut self, dict: &Dictionary, name: &str) -> Option<Value> {
        self.value(dict.get(name)?)
    }

    fn instance(&mut self, dict: &Dictionary) -> Option<Value> {
        let class = self.class(dict);
        match class.as_deref() {
            Some("NSURL") => {
                let relative = self.field(dict, "NS.relative")?.into_string()?;
                let base = self.field(dict, "NS.base").and_then(Value::into_string);
                Some(Value::String(match base {
                    Some(base) if !relative.contains("://") => format!("{base}{relative}"),
                    _ => relative,
                }))
            }
            Some("NSArray" | "NSMutableArray" | "NSSet" | "NSMutableSet" | "NSOrderedSet" | "NSMutableOrderedSet") => {
                self.field(dict, "NS.objects")
            }
            Some("NSDictionary" | "NSMutableDictionary") => {
                let keys = self.field(dict, "NS.keys")?.into_array()?;
                let mut out = Dictionary::new();
                // A value that is nil must not move the others, so the values are taken one by one.
                let values = dict.get("NS.objects")?.as_array()?;
                for (key, value) in keys.into_iter().zip(values) {
                    if let (Value::String(key), Some(value)) = (key, self.value(value)) {
                        out.insert(key, value);
                    }
                }
                Some(Value::Dictionary(out))
            }
            Some("NSString" | "NSMutableString") => self.field(dict, "NS.string"),
            Some("NSAttributedString" | "NSMutableAttributedString") => self.field(dict, "NSString"),
            Some("NSData" | "NSMutableData") => self.field(dict, "NS.data"),
            Some("NSDate") => self.field(dict, "NS.time"),
            Some("NSNull") => None,
            class => {
                let mut value = self.value(&Value::Dictionary(dict.clone()))?;
                if let (Some(fields), Some(class)) = (value.as_dictionary_mut(), class) {
                    fields.insert("$class".to_owned(), Value::from(class));
                }
                Some(value)
            }
        }
    }
}

/// Every text of a resolved archive with the name of the field it stands in, at any depth; names of classes are left
/// out.
pub fn texts<'v>(value: &'v Value, see: &mut dyn FnMut(&'v str, &'v str)) {
    fn walk<'v>(name: &'v str, value: &'v Value, see: &mut dyn FnMut(&'v str, &'v str)) {
        match value {
            Value::String(text) => see(name, text),
            Value::Array(items) => items.iter().for_each(|item| walk(name, item, see)),
            Value::Dictionary(dict) => {
                dict.iter().filter(|(name, _)| *name != "$class").for_each(|(name, item)| walk(name, item, see));
            }
            _ => {}
        }
    }
    walk("", value, see);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(objects: &str) -> Value {
        let xml = format!(
            "<plist version=\"1.0\"><dict><key>$top</key><dict><key>root</key>\
             <dict><key>CF$UID</key><integer>1</integer></dict></dict>\
             <key>$objects</key><array><string>$null</string>{objects}</array></dict></plist>"
        );
        Value::from_reader_xml(xml.as_bytes()).unwrap()
    }

    #[test]
    fn an_address_becomes_a_string() {
        let plist = archive(
            "<dict><key>$class</key><dict><key>CF$UID</key><integer>3</integer></dict>\
             <key>NS.base</key><dict><key>CF$UID</key><integer>0</integer></dict>\
             <key>NS.relative</key><dict><key>CF$UID</key><integer>2</integer></dict></dict>\
             <string>https://example.org/a</string>\
             <dict><key>$classname</key><string>NSURL</string></dict>",
        );
        let found = unarchive(&plist).unwrap();
        assert_eq!(found.value, Value::from("https://example.org/a"));
        assert!(!found.cut);
    }

    #[test]
    fn an_object_in_itself_is_cut_and_said() {
        let plist = archive(
            "<dict><key>again</key><dict><key>CF$UID</key><integer>1</integer></dict>\
             <key>name</key><string>kept</string></dict>",
        );
        let found = unarchive(&plist).unwrap();
        assert!(found.cut);
        let dict = found.value.as_dictionary().unwrap();
        assert_eq!(dict.get("name"), Some(&Value::from("kept")));
        assert_eq!(dict.get("again"), None);
    }

    #[test]
    fn doubling_references_end() {
        let mut objects = String::new();
        for next in 2..60 {
            let uid = format!("<dict><key>CF$UID</key><integer>{next}</integer></dict>");
            objects += &["<dict><key>a</key>", &uid, "<key>b</key>", &uid, "</dict>"].concat();
        }
        assert!(unarchive(&archive(&objects)).unwrap().cut);
    }
}
