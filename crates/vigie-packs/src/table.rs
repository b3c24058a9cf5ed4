//! Plain lists (one value per line) and tables (CSV, RFC 4180; also with `;` or tabs), made into a pack.

use vigie_detect::indicators::IndicatorKind;
use vigie_model::Timestamp;

use crate::error::PackError;
use crate::misp::kind_of;
use crate::stix::{Known, Maker, OBJECTS, pattern};

/// Largest list or table.
pub const TABLE_LIMIT: u64 = 64 << 20;
/// Lines that are told one by one.
const TOLD: usize = 20;

/// What is known of all values.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The tool or campaign.
    pub malware: Option<&'a str>,
    /// Where it was published.
    pub source: Option<&'a str>,
    /// From when on they are valid.
    pub at: Timestamp,
}

/// A pack that was made.
#[derive(Debug)]
pub struct Made {
    /// A STIX bundle.
    pub bytes: Vec<u8>,
    /// Values in it.
    pub taken: u64,
    /// Lines that were left out.
    pub left_out: u64,
    /// The first of them: line and value.
    pub told: Vec<(usize, String)>,
}

struct Making<'a> {
    about: About<'a>,
    maker: Maker,
    made: Made,
}

impl<'a> Making<'a> {
    fn new(about: About<'a>) -> Self {
        let made = Made { bytes: Vec::new(), taken: 0, left_out: 0, told: Vec::new() };
        Self { about, maker: Maker::default(), made }
    }

    fn value(
        &mut self,
        line: usize,
        kind: Option<IndicatorKind>,
        value: &str,
        malware: Option<&str>,
        source: Option<&str>,
    ) {
        if self.maker.is_full() {
            return;
        }
        let Some(pattern) = kind.and_then(|kind| pattern(kind, value)) else {
            return self.leave_out(line, value);
        };
        let known = Known {
            names: malware.or(self.about.malware).into_iter().collect(),
            source: source.or(self.about.source),
            source_id: None,
        };
        self.maker.indicator(&pattern, self.about.at, &known);
        self.made.taken += 1;
    }

    fn leave_out(&mut self, line: usize, value: &str) {
        self.made.left_out += 1;
        if self.made.told.len() < TOLD {
            self.made.told.push((line, value.chars().take(200).collect()));
        }
    }

    fn finish(mut self) -> Result<Made, PackError> {
        if self.maker.is_full() {
            return Err(PackError::Limit { what: "the list".to_owned(), limit: OBJECTS as u64 });
        }
        self.made.bytes = self.maker.finish();
        Ok(self.made)
    }
}

/// A list: one value per line; lines that begin with `#` are comments.
///
/// # Errors
/// [`PackError::Limit`].
pub fn list(text: &str, kind: IndicatorKind, about: About<'_>) -> Result<Made, PackError> {
    let mut making = Making::new(about);
    for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let value = line.trim();
        if !value.is_empty() && !value.starts_with('#') {
            making.value(number + 1, Some(kind), value, None, None);
        }
    }
    making.finish()
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    /// Values of one kind.
    Of(IndicatorKind),
    /// Values whose kind stands in another column.
    Value,
    /// Their kind: a word of vigie or of MISP.
    Kind,
    /// The tool or campaign.
    Malware,
    /// Where it was published.
    Source,
}

/// Which column holds what: `COLUMN=FIELD,…`. A column is a name of the first line, or a number from 1.
#[derive(Debug, Clone)]
pub struct Mapping(Vec<(String, Field)>);

impl std::str::FromStr for Mapping {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut all = Vec::new();
        for one in text.split(',').filter(|one| !one.trim().is_empty()) {
            let (column, field) = one.rsplit_once('=').ok_or_else(|| format!("`{one}` is not COLUMN=FIELD"))?;
            let field = match field.trim() {
                "value" => Field::Value,
                "kind" => Field::Kind,
                "malware" => Field::Malware,
                "source" => Field::Source,
                other => match other.parse::<IndicatorKind>() {
                    Ok(IndicatorKind::Custom) | Err(_) => return Err(format!("`{other}` is no field and no kind")),
                    Ok(kind) => Field::Of(kind),
                },
            };
            all.push((column.trim().to_owned(), field));
        }
        let has = |wanted| all.iter().any(|(_, field)| *field == wanted);
        if has(Field::Value) != has(Field::Kind) {
            return Err("`value` and `kind` go together".to_owned());
        }
        if !all.iter().any(|(_, field)| matches!(field, Field::Of(_) | Field::Value)) {
            return Err("no column holds values".to_owned());
        }
        Ok(Self(all))
    }
}

/// A table. Its first line holds the names of columns, unless all columns are given by number.
///
/// # Errors
/// [`PackError::Table`] when a column is not there or a quote is not closed; [`PackError::Limit`].
pub fn csv(text: &str, mapping: &Mapping, about: About<'_>) -> Result<Made, PackError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut rows = Rows::new(text);
    let mut columns = Vec::new();
    if mapping.0.iter().all(|(column, _)| column.parse::<usize>().is_ok_and(|number| number > 0)) {
        columns
            .extend(mapping.0.iter().filter_map(|(column, field)| Some((column.parse::<usize>().ok()? - 1, *field))));
    } else {
        let (_, head) = rows.next().transpose()?.unwrap_or_default();
        for (column, field) in &mapping.0 {
            let named = head.iter().position(|name| name.trim().eq_ignore_ascii_case(column));
            let number = || column.parse::<usize>().ok().filter(|number| (1..=head.len()).contains(number));
            let at = named.or_else(|| Some(number()? - 1));
            let missing =
                || PackError::Table { line: 1, detail: format!("no column `{column}` in: {}", head.join(", ")) };
            columns.push((at.ok_or_else(missing)?, *field));
        }
    }
    let mut making = Making::new(about);
    for row in rows {
        let (line, row) = row?;
        let cell = |at: usize| row.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let of = |wanted| columns.iter().find(|(_, field)| *field == wanted).and_then(|(at, _)| cell(*at));
        let (malware, source) = (of(Field::Malware), of(Field::Source));
        let is_value = |field: &Field| matches!(field, Field::Of(_) | Field::Value);
        if !columns.iter().any(|(at, field)| is_value(field) && cell(*at).is_some()) {
            making.leave_out(line, row.join(" ").trim());
            continue;
        }
        for (at, field) in &columns {
            match (field, cell(*at)) {
                (Field::Of(kind), Some(value)) => making.value(line, Some(*kind), value, malware, source),
                (Field::Value, Some(value)) => {
                    let word = of(Field::Kind).unwrap_or_default().to_ascii_lowercase();
                    let (kind, value) = match word.parse::<IndicatorKind>() {
                        Ok(kind) => (Some(kind), value.to_owned()),
                        Err(_) => {
                            kind_of(&word, value).map_or((None, value.to_owned()), |(kind, value)| (Some(kind), value))
                        }
                    };
                    making.value(line, kind, &value, malware, source);
                }
                _ => {}
            }
        }
    }
    making.finish()
}

/// The rows of a table, each with the line it begins on.
struct Rows<'t> {
    letters: std::iter::Peekable<std::str::Chars<'t>>,
    separator: char,
    line: usize,
}

impl<'t> Rows<'t> {
    fn new(text: &'t str) -> Self {
        let first = text.lines().next().unwrap_or_default();
        let count = |of: char| first.matches(of).count();
        let separator = [',', ';', '\t'].into_iter().max_by_key(|of| (count(*of), *of == ',')).unwrap_or(',');
        Self { letters: text.chars().peekable(), separator, line: 1 }
    }

    fn row(&mut self) -> Result<Vec<String>, PackError> {
        let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
        let start = self.line;
        loop {
            let letter = self.letters.next();
            match letter {
                None if quoted => {
                    return Err(PackError::Table { line: start, detail: "a quote is not closed".to_owned() });
                }
                Some('"') if quoted && self.letters.peek() == Some(&'"') => {
                    self.letters.next();
                    cell.push('"');
                }
                Some('"') if quoted => quoted = false,
                Some('"') if cell.is_empty() => quoted = true,
                Some(letter) if quoted => {
                    self.line += usize::from(letter == '\n');
                    cell.push(letter);
                }
                Some(letter) if letter == self.separator => row.push(std::mem::take(&mut cell)),
                Some('\r') if self.letters.peek() == Some(&'\n') => {}
                Some('\n') | None => {
                    self.line += 1;
                    row.push(cell);
                    return Ok(row);
                }
                Some(letter) => cell.push(letter),
            }
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<(usize, Vec<String>), PackError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.letters.peek()?;
            let line = self.line;
            match self.row() {
                Ok(row) if row.iter().all(|cell| cell.trim().is_empty()) => {}
                Ok(row) => return Some(Ok((line, row))),
                Err(error) => {
                    self.letters = "".chars().peekable();
                    return Some(Err(error));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::matcher_of;

    fn about() -> About<'static> {
        About {
            malware: Some("Evil"),
            source: Some("https://lab.example/report"),
            at: Timestamp::parse_rfc3339("2026-01-02T00:00:00Z").unwrap(),
        }
    }

    fn values(made: &Made) -> Vec<(String, String)> {
        let matcher = matcher_of("x", "x", &made.bytes).unwrap();
        let mut all: Vec<_> = matcher.indicators().map(|of| (of.value().to_owned(), of.malware().join("+"))).collect();
        all.sort();
        all
    }

    #[test]
    fn a_list_is_read() {
        let made =
            list("\u{feff}# comment\nevil.example\n\n  b.evil.example  \r\n", IndicatorKind::Domain, about()).unwrap();
        assert_eq!((made.taken, made.left_out), (2, 0));
        assert_eq!(
            values(&made),
            [("b.evil.example".to_owned(), "Evil".to_owned()), ("evil.example".to_owned(), "Evil".to_owned())]
        );
        let made = list("0123\n", IndicatorKind::Hash, about()).unwrap();
        assert_eq!((made.taken, made.told), (0, vec![(1, "0123".to_owned())]));
    }

    #[test]
    fn a_table_is_read_by_its_mapping() {
        let text =
            "Type;Indicator;Tool\ndomain;\"a;evil\"\"x.example\";One\nip-dst;203.0.113.7;\nnonsense;x;One\ndomain\n";
        let mapping: Mapping = "type=kind,indicator=value,tool=malware".parse().unwrap();
        let made = csv(text, &mapping, about()).unwrap();
        assert_eq!((made.taken, made.left_out), (2, 2));
        assert_eq!(made.told, [(4, "x".to_owned()), (5, "domain".to_owned())]);
        let plain = csv("a.example,1\nb.example,2\n", &"1=domain".parse().unwrap(), about()).unwrap();
        assert_eq!(values(&plain).len(), 2);
        assert!(matches!(csv(text, &"nowhere=domain".parse().unwrap(), about()), Err(PackError::Table { .. })));
        assert!(matches!(csv("a\n\"x", &"a=domain".parse().unwrap(), about()), Err(PackError::Table { line: 2, .. })));
        for wrong in ["", "a", "a=nothing", "a=value", "a=malware", "a=custom"] {
            assert!(wrong.parse::<Mapping>().is_err(), "{wrong}");
        }
    }
}
