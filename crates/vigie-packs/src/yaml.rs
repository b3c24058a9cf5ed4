//! As much YAML as an index needs, from an event parser: no anchors and aliases (a bomb needs them), a bounded depth and
//! a bounded number of values.

use saphyr_parser::{Event, Parser};

/// Deepest nesting.
const DEPTH: usize = 16;
/// Most values of all kinds.
const VALUES: usize = 200_000;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Yaml {
    /// Text; numbers and the like are text too.
    Text(String),
    /// A list.
    List(Vec<Yaml>),
    /// Keys that are text, with their values, in the order of the file.
    Map(Vec<(String, Yaml)>),
}

impl Yaml {
    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(pairs) => pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of a key.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The texts of a list under a key.
    pub(crate) fn texts(&self, key: &str) -> Vec<String> {
        let Some(Self::List(list)) = self.get(key) else { return Vec::new() };
        let text = |one: &Self| match one {
            Self::Text(text) => Some(text.clone()),
            _ => None,
        };
        list.iter().filter_map(text).collect()
    }
}

/// What is open while the file is read.
enum Open {
    List(Vec<Yaml>),
    Map(Vec<(String, Yaml)>, Option<String>),
}

/// Reads the first document.
pub(crate) fn parse(text: &str) -> Result<Yaml, String> {
    let mut open: Vec<Open> = Vec::new();
    let mut values = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| error.to_string())?;
        let line = span.start.line();
        values += 1;
        if values > VALUES {
            return Err(format!("more than {VALUES} values"));
        }
        let done = match event {
            Event::Alias(_) => return Err(format!("line {line}: aliases are not read")),
            Event::Scalar(text, _, _, _) => Yaml::Text(text.into_owned()),
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                Yaml::deep(open.len(), line)?;
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Map(Vec::new(), None));
                Yaml::deep(open.len(), line)?;
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(list)) => Yaml::List(list),
                Some(Open::Map(pairs, _)) => Yaml::Map(pairs),
                None => return Err(format!("line {line}: closes nothing")),
            },
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                continue;
            }
        };
        match open.last_mut() {
            None => return Ok(done),
            Some(Open::List(list)) => list.push(done),
            Some(Open::Map(pairs, key)) => match (key.take(), done) {
                (Some(key), value) => pairs.push((key, value)),
                (None, Yaml::Text(name)) => *key = Some(name),
                (None, _) => return Err(format!("line {line}: a key is not text")),
            },
        }
    }
    Err("it is empty".to_owned())
}

impl Yaml {
    fn deep(depth: usize, line: usize) -> Result<(), String> {
        if depth > DEPTH { Err(format!("line {line}: nested deeper than {DEPTH}")) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_read() {
        let yaml = parse("indicators:\n  -\n    name: A\n    sources:\n      - B\n      - C\n    n: 7\n").unwrap();
        let Some(Yaml::List(list)) = yaml.get("indicators") else { panic!("{yaml:?}") };
        assert_eq!(list[0].text("name"), Some("A"));
        assert_eq!(list[0].texts("sources"), ["B", "C"]);
        assert_eq!(list[0].text("n"), Some("7"));
    }

    #[test]
    fn bombs_and_wrecks_are_refused() {
        let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
        assert!(parse(bomb).unwrap_err().contains("aliases"));
        assert!(parse(&"[".repeat(10_000)).is_err());
        assert!(parse(&format!("{}{}", "[".repeat(40), "]".repeat(40))).is_err());
        assert!(parse("").is_err());
        let index = "indicators:\n  - name: A\n    github: {owner: o, repo: r}\n";
        for end in 0..index.len() {
            let _ = parse(&index[..end]);
        }
    }
}
