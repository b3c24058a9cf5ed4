//! Names for the screening, each with what it stands for: one in ten is a name of the register that was disturbed as
//! names are (another script, a slip of the finger, another legal form, another order), the rest stand for nothing in
//! it. The unrelated names are made of the words and forms that companies have, so that words without weight are shared.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::random::Random;

/// An organisation of the register with its names.
#[derive(Debug, Clone)]
pub struct Known {
    /// `organisation/nso-group`.
    pub of: String,
    /// Its names.
    pub names: Vec<String>,
}

/// A name of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// What it stands for; nothing where it stands for nothing in the register.
    pub of: String,
    /// What was done to it.
    pub how: &'static str,
}

#[derive(Deserialize)]
struct File {
    organisation: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    name: Name,
    #[serde(default)]
    aliases: Vec<String>,
    kind: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    Same(String),
    Both { en: String },
}

/// The companies of the register and their names. Public bodies are left out: no list of suppliers holds them.
///
/// # Errors
/// If the file of organisations is missing or not what it should be.
pub fn known(register: &Path) -> Result<Vec<Known>> {
    let path = register.join("organisations.toml");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let file: File = toml::from_str(&text).with_context(|| path.display().to_string())?;
    let companies = file.organisation.into_iter().filter(|row| !matches!(row.kind.as_str(), "state-body" | "court"));
    Ok(companies
        .map(|row| {
            let (Name::Same(name) | Name::Both { en: name }) = row.name;
            let names = [name].into_iter().chain(row.aliases);
            // Very short names and those that describe rather than name cannot be disturbed and still be known.
            let usable = names.filter(|name| name.chars().count() >= 5 && !name.contains('('));
            Known { of: format!("organisation/{}", row.id), names: usable.collect() }
        })
        .filter(|known| !known.names.is_empty())
        .collect())
}

const FORMS: &[&str] = &[
    "Ltd",
    "Limited",
    "LLC",
    "GmbH",
    "S.r.l.",
    "S.A.",
    "SARL",
    "Inc.",
    "B.V.",
    "AG",
    "Sp. z o.o.",
    "OOO",
    "Pte Ltd",
    "S.p.A.",
];
const FIRST: &[&str] = &[
    "Nordlicht",
    "Blue River",
    "Harbour",
    "Meridian",
    "Alpine",
    "Savanna",
    "Quarry",
    "Lindenhof",
    "Costa",
    "Everest",
    "Granite",
    "Willow",
    "Baltic",
    "Cedar",
    "Falcon",
    "Prisma",
    "Vector",
    "Horizon",
    "Beacon",
    "Summit",
    "Aster",
    "Delta",
    "Orchard",
    "Zephyr",
];
const TRADE: &[&str] = &[
    "Bakery",
    "Logistics",
    "Textiles",
    "Printing",
    "Catering",
    "Timber",
    "Shipping",
    "Optics",
    "Software",
    "Cyber",
    "Security",
    "Telecom",
    "Analytics",
    "Consulting",
    "Foods",
    "Motors",
    "Travel",
    "Pharma",
    "Energy",
    "Intelligence",
    "Data",
    "Networks",
];
const LAST: &[&str] =
    &["Group", "Systems", "Solutions", "Services", "Technologies", "Holding", "Partners", "International", "Labs", ""];
const START: &[&str] =
    &["ba", "ko", "ri", "sel", "tor", "ven", "mi", "lu", "dra", "gan", "phe", "o", "sta", "cle", "zu"];
const MIDDLE: &[&str] = &["ra", "li", "no", "ter", "van", "do", "mi", "sa", "pel", "gu", "ne", "to"];
const END: &[&str] = &["x", "tek", "ra", "nix", "ov", "son", "ta", "lis", "man", "co", "ria", "dyn"];

/// Letters of Cyrillic, as names are written there (GOST 7.79, the simple letters).
const CYRILLIC: &[(&str, &str)] = &[
    ("shch", "щ"),
    ("zh", "ж"),
    ("ch", "ч"),
    ("sh", "ш"),
    ("ya", "я"),
    ("yu", "ю"),
    ("kh", "х"),
    ("ts", "ц"),
    ("a", "а"),
    ("b", "б"),
    ("c", "к"),
    ("d", "д"),
    ("e", "е"),
    ("f", "ф"),
    ("g", "г"),
    ("h", "х"),
    ("i", "и"),
    ("j", "й"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("q", "к"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("v", "в"),
    ("w", "в"),
    ("x", "кс"),
    ("y", "ы"),
    ("z", "з"),
];

fn cyrillic(name: &str) -> String {
    let lower = name.to_lowercase();
    let (mut out, mut rest) = (String::new(), lower.as_str());
    while let Some(first) = rest.chars().next() {
        if let Some((latin, letters)) = CYRILLIC.iter().find(|(latin, _)| rest.starts_with(latin)) {
            out.push_str(letters);
            rest = &rest[latin.len()..];
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// One slip in the longest word.
fn slip(name: &str, random: &mut Random) -> String {
    let mut words: Vec<Vec<char>> = name.split(' ').map(|word| word.chars().collect()).collect();
    let Some(word) = words.iter_mut().max_by_key(|word| word.len()).filter(|word| word.len() >= 4) else {
        return name.to_owned();
    };
    let at = usize::try_from(random.range(1, i64::try_from(word.len()).unwrap_or(4) - 1)).unwrap_or(1);
    match random.range(0, 4) {
        0 => word.swap(at, at + 1),
        1 => drop(word.remove(at)),
        2 => word.insert(at, word[at]),
        _ => word[at] = *random.pick(&['a', 'e', 'i', 'o', 'n', 's']),
    }
    words.iter().map(|word| word.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The order of the words turned by one.
fn turned(name: &str) -> String {
    let mut words: Vec<&str> = name.split(' ').collect();
    words.rotate_left(1);
    words.join(" ")
}

fn accents(name: &str) -> String {
    name.replace('a', "á").replace('e', "é").replace('o', "ö")
}

fn disturbed(name: &str, random: &mut Random) -> (String, &'static str) {
    let several = name.contains(' ');
    match random.range(0, 9) {
        0 => (name.to_uppercase(), "case"),
        1 => (format!("{name} {}", random.pick(FORMS)), "form"),
        2 if several => (turned(name), "order"),
        3 => (cyrillic(name), "script"),
        4 => (accents(name), "accents"),
        5 if several => (name.replace(' ', ""), "joined"),
        6 => (format!("{} {}", slip(name, random), random.pick(FORMS)), "slip and form"),
        7 => (name.replace(' ', "-"), "punctuation"),
        _ => (slip(name, random), "slip"),
    }
}

fn word(words: &[&'static str], random: &mut Random) -> &'static str {
    random.pick::<&'static str>(words)
}

fn unrelated(random: &mut Random) -> String {
    let invented = |random: &mut Random| {
        let mut name = format!("{}{}{}", random.pick(START), random.pick(MIDDLE), random.pick(END));
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        name
    };
    let first = if random.chance(60) { invented(random) } else { word(FIRST, random).to_owned() };
    let parts = [first.as_str(), word(TRADE, random), word(LAST, random), word(FORMS, random)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A list of names.
pub fn list(known: &[Known], count: u64, seed: u64) -> impl Iterator<Item = Named> {
    let mut random = Random::new(seed).fork("names");
    (0..count).map(move |_| {
        if known.is_empty() || !random.chance(10) {
            return Named { name: unrelated(&mut random), of: String::new(), how: "unrelated" };
        }
        let one = random.pick(known).clone();
        let (name, how) = disturbed(random.pick::<String>(&one.names), &mut random);
        Named { name, of: one.of, how }
    })
}

/// Entities by the line: six companies, three persons and an address in ten.
pub fn entities(known: &[Known], count: u64, seed: u64) -> impl Iterator<Item = String> {
    let mut random = Random::new(seed).fork("entities");
    let mut names = list(known, count, seed);
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    (0..count).map(move |number| {
        let country = *random.pick(&["de", "fr", "il", "gr", "us", "in", "br", "za", "cy"]);
        match number % 10 {
            0..6 => {
                let (name, alias) = (names.next(), unrelated(&mut random));
                let name = name.map(|named| named.name).unwrap_or_default();
                format!(
                    "{{\"id\":\"t-{number}\",\"schema\":\"Company\",\"caption\":\"{0}\",\"properties\":{{\"name\":[\"{0}\"],\
                     \"alias\":[\"{alias}\"],\"jurisdiction\":[\"{country}\"],\"registrationNumber\":[\"{1}\"]}}}}",
                    quoted(&name),
                    random.bits()
                )
            }
            6..9 => format!("{{\"id\":\"t-{number}\",\"schema\":\"Person\",\"properties\":{{\"country\":[\"{country}\"]}}}}"),
            _ => format!(
                "{{\"id\":\"t-{number}\",\"schema\":\"Address\",\"properties\":{{\"full\":[\"{} Street\"],\"country\":[\"{country}\"]}}}}",
                random.range(1, 400)
            ),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<Known> {
        vec![Known { of: "organisation/x".to_owned(), names: vec!["Hacking Team".to_owned(), "Candiru".to_owned()] }]
    }

    #[test]
    fn the_same_seed_gives_the_same_list_and_one_in_ten_is_known() {
        let all: Vec<Named> = list(&sample(), 2000, 7).collect();
        assert_eq!(all, list(&sample(), 2000, 7).collect::<Vec<_>>());
        assert_ne!(all, list(&sample(), 2000, 8).collect::<Vec<_>>());
        let known = all.iter().filter(|named| !named.of.is_empty()).count();
        assert!((120..280).contains(&known), "{known}");
        for how in ["script", "slip", "order", "form", "joined"] {
            assert!(all.iter().any(|named| named.how == how), "{how}");
        }
    }

    #[test]
    fn entities_are_one_object_per_line() {
        let lines: Vec<String> = entities(&sample(), 100, 1).collect();
        assert_eq!(lines.len(), 100);
        assert_eq!(lines.iter().filter(|line| line.contains("\"Person\"")).count(), 30);
        assert!(lines.iter().all(|line| line.starts_with('{') && line.ends_with('}') && !line.contains('\n')));
    }

    #[test]
    fn scripts_are_written_letter_by_letter() {
        assert_eq!(cyrillic("Shalev X"), "шалев кс");
    }
}
