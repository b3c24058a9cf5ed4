//! Names from a list of suppliers or counterparties against the names of the register: other spellings, other scripts,
//! former names, and what stands above what was met. Every score says what it is made of; nothing is decided here.
//!
//! Two names are compared word by word: each word of the shorter name takes the most alike word of the longer one
//! (Jaro-Winkler, Winkler 1990), weighed by its length, and words left over cost a little. Words that name a legal form
//! or say nothing of the name itself ("Ltd", "Group", "Technologies") weigh less.
//!
//! Only names that can reach a score are compared (`candidates.rs`); the answer is that of comparing all.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::candidates::{Candidates, WORDS_ALIKE};
use crate::find::{NameFrom, Named, folded};
use crate::load::Register;
use crate::reference::{Kind, Ref};
use crate::view::{Told, View};

/// How screening is done.
#[derive(Debug, Clone, Copy)]
pub struct Screening {
    /// Scores below are not told, 0 to 100.
    pub threshold: u8,
    /// Steps to owners that are told with a match.
    pub steps: usize,
    /// The most matches told per name.
    pub most: usize,
}

impl Default for Screening {
    fn default() -> Self {
        Self { threshold: 85, steps: 2, most: 5 }
    }
}

/// What a score is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The name of the register that was met.
    pub name: String,
    /// Where that name comes from.
    pub from: NameFrom,
    /// The same letters after case, accents, script and punctuation are set aside; of a number, the same number.
    pub identical: bool,
    /// The name asked for was in another script, or bore accents.
    pub transliterated: bool,
    /// Words as they were paired, with the likeness of each pair, 0 to 100.
    pub pairs: Vec<(String, String, u8)>,
    /// Words of either name without a partner.
    pub unpaired: Vec<String>,
}

/// Something of the register that a name may stand for.
#[derive(Debug, Clone, Serialize)]
pub struct Match<'s> {
    /// What.
    pub of: Named,
    /// 0 to 100.
    pub score: u8,
    /// Why.
    pub reason: Reason,
    /// A listing of it is in force on the day.
    pub listed: bool,
    /// Its listings, their ends, and what stands beside them.
    pub listings: &'s [Told],
    /// Owners, groups and predecessors, with steps and whether they are listed.
    pub above: &'s [Above],
}

/// What stands above a match.
#[derive(Debug, Clone, Serialize)]
pub struct Above {
    /// Owner, group or predecessor.
    pub of: Named,
    /// Steps away.
    pub steps: usize,
    /// A listing of it is in force on the day.
    pub listed: bool,
}

/// Something of the register that a name resembles.
pub(crate) struct Alike {
    pub(crate) of: Ref,
    pub(crate) score: u8,
    pub(crate) reason: Reason,
}

struct Entry {
    of: Ref,
    name: String,
    from: NameFrom,
    words: Vec<String>,
}

/// The names of the register, made ready once for many questions.
pub struct Screener<'r> {
    view: View<'r>,
    how: Screening,
    entries: Vec<Entry>,
    candidates: Candidates,
    /// Organisations are few and names are many: what is told of a match is made once.
    told: BTreeMap<Ref, (bool, Vec<Told>, Vec<Above>)>,
}

/// Words that name a legal form or a line of business rather than the company.
const LIGHT: &[&str] = &[
    "ad",
    "ag",
    "co",
    "company",
    "consulting",
    "corp",
    "corporation",
    "cyber",
    "gmbh",
    "group",
    "groupe",
    "holding",
    "holdings",
    "inc",
    "incorporated",
    "industries",
    "intelligence",
    "international",
    "it",
    "lab",
    "labs",
    "limited",
    "llc",
    "ltd",
    "partners",
    "plc",
    "pte",
    "sa",
    "sarl",
    "sas",
    "security",
    "services",
    "sl",
    "societe",
    "software",
    "solutions",
    "spa",
    "srl",
    "systems",
    "technologies",
    "technology",
    "the",
    "zrt",
];

fn weight(word: &str) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "the length of a word")]
    let length = word.chars().count().clamp(2, 12) as f64;
    if LIGHT.contains(&word) { length * 0.2 } else { length }
}

fn percent(likeness: f64) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
    let percent = (likeness.clamp(0.0, 1.0) * 100.0).floor() as u8;
    percent
}

fn words(name: &str) -> Vec<String> {
    folded(name).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A word, its partner, and how alike they are.
type Pair<'w> = (&'w str, &'w str, f64);

/// Pairs the words of two names, the most alike first.
fn pair<'w>(one: &'w [String], other: &'w [String]) -> (Vec<Pair<'w>>, Vec<&'w str>) {
    let mut all: Vec<(f64, usize, usize)> = Vec::new();
    for (i, a) in one.iter().enumerate() {
        for (j, b) in other.iter().enumerate() {
            // Short words are alike only when they are the same: "nso" is not "nsa".
            let short = a.len().min(b.len()) < 4;
            let likeness = if a == b {
                1.0
            } else if short {
                0.0
            } else {
                strsim::jaro_winkler(a, b)
            };
            if likeness >= WORDS_ALIKE {
                all.push((likeness, i, j));
            }
        }
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let (mut left, mut right) = (vec![true; one.len()], vec![true; other.len()]);
    let mut pairs = Vec::new();
    for (likeness, i, j) in all {
        if left[i] && right[j] {
            (left[i], right[j]) = (false, false);
            pairs.push((one[i].as_str(), other[j].as_str(), likeness));
        }
    }
    let rest = |words: &'w [String], free: &[bool]| -> Vec<&'w str> {
        words.iter().zip(free).filter(|(_, free)| **free).map(|(word, _)| word.as_str()).collect()
    };
    let mut unpaired = rest(one, &left);
    unpaired.extend(rest(other, &right));
    (pairs, unpaired)
}

/// How alike two names are, between 0 and 1, with the pairs it rests on.
fn likeness<'w>(one: &'w [String], other: &'w [String]) -> (f64, Vec<Pair<'w>>, Vec<&'w str>) {
    let (pairs, unpaired) = pair(one, other);
    let paired: f64 = pairs.iter().map(|(a, b, likeness)| likeness * weight(a).max(weight(b))).sum();
    let of: f64 = pairs.iter().map(|(a, b, _)| weight(a).max(weight(b))).sum();
    // A name may leave words of the other out, at a price: "NSO" for "NSO Group", but not "Partners" for a fund.
    let missing: f64 = unpaired.iter().map(|word| weight(word)).sum();
    let heavy = pairs.iter().any(|(a, _, _)| !LIGHT.contains(a));
    let by_words = if heavy && of > 0.0 { paired / (of + 0.6 * missing) } else { 0.0 };
    // Names written as one word and as two ("Hacking Team", "HackingTeam") meet without their blanks.
    let (a, b) = (one.concat(), other.concat());
    let whole = if a == b {
        1.0
    } else if a.len().min(b.len()) < 5 {
        0.0
    } else {
        strsim::jaro_winkler(&a, &b) - 0.04
    };
    let agree = whole > by_words && (a == b || whole >= 0.9);
    if agree { (whole, pairs, unpaired) } else { (by_words, pairs, unpaired) }
}

impl<'r> Screener<'r> {
    /// Makes the names of organisations, parties and products ready.
    pub fn new(register: &'r Register, view: View<'r>, how: Screening) -> Self {
        let mut entries = Vec::new();
        let wanted = |of: &Ref| matches!(of.kind, Kind::Organisation | Kind::Party | Kind::Product);
        for of in register.everything().filter(wanted) {
            for (name, from) in register.names(&of) {
                let words = words(&name);
                if !words.is_empty() {
                    entries.push(Entry { of: of.clone(), name, from, words });
                }
            }
        }
        let mut told = BTreeMap::new();
        for of in entries.iter().map(|entry| &entry.of) {
            told.entry(of.clone()).or_insert_with(|| {
                let above = view.above(of, how.steps).into_iter().map(|(one, steps)| Above {
                    listed: view.is_listed(&one),
                    of: register.named(&one),
                    steps,
                });
                (view.is_listed(of), view.tell_all(view.listings(of)), above.collect())
            });
        }
        let candidates =
            Candidates::of(entries.iter().map(|entry| entry.words.as_slice()), |word| LIGHT.contains(&word));
        Self { view, how, entries, candidates, told }
    }

    /// The register as of the day of the question.
    pub(crate) fn view(&self) -> View<'r> {
        self.view
    }

    /// What a name may stand for, the most alike first.
    pub fn screen(&self, name: &str) -> Vec<Match<'_>> {
        let words = words(name);
        let numbered = self.numbered(name);
        let found = self.best(&words, self.candidates.near(&words));
        let named = found.into_iter().map(|(score, entry)| self.tell(name, &words, score, entry));
        let known = |one: &Match<'_>| numbered.iter().any(|other| other.of.of == one.of.of);
        let named: Vec<Match<'_>> = named.filter(|one| !known(one)).collect();
        numbered.into_iter().chain(named).take(self.how.most).collect()
    }

    /// What bears a number: whoever lists suppliers by LEI or by company number asks for that.
    fn numbered(&self, number: &str) -> Vec<Match<'_>> {
        let register = self.view.register();
        let met = register.identified(number).into_iter();
        let told = met.map(|met| {
            let reason = Reason {
                name: met.number.written(),
                from: NameFrom::Identifier,
                identical: true,
                transliterated: false,
                pairs: Vec::new(),
                unpaired: Vec::new(),
            };
            self.matched(&met.of, 100, reason)
        });
        told.collect()
    }

    /// The same without what is known about each match: for long lists.
    pub(crate) fn alike(&self, name: &str) -> Vec<Alike> {
        let words = words(name);
        let found = self.best(&words, self.candidates.near(&words));
        found
            .into_iter()
            .map(|(score, entry)| Alike {
                of: entry.of.clone(),
                score: percent(score),
                reason: Self::reason(name, &words, entry),
            })
            .collect()
    }

    /// The best name of each thing, of these entries, from the threshold on.
    fn best(&self, words: &[String], entries: impl IntoIterator<Item = usize>) -> Vec<(f64, &Entry)> {
        let mut best: BTreeMap<&Ref, (f64, &Entry)> = BTreeMap::new();
        if words.is_empty() {
            return Vec::new();
        }
        for entry in entries.into_iter().filter_map(|at| self.entries.get(at)) {
            let (score, ..) = likeness(words, &entry.words);
            let known = best
                .get(&entry.of)
                .is_some_and(|(known, of)| *known > score || (*known >= score && of.from <= entry.from));
            if percent(score) >= self.how.threshold && !known {
                best.insert(&entry.of, (score, entry));
            }
        }
        let mut found: Vec<(f64, &Entry)> = best.into_values().collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.of.cmp(&b.1.of)));
        found.truncate(self.how.most);
        found
    }

    fn reason(asked: &str, words: &[String], entry: &Entry) -> Reason {
        let (_, pairs, unpaired) = likeness(words, &entry.words);
        let owned = |text: &str| text.to_owned();
        Reason {
            name: entry.name.clone(),
            from: entry.from,
            identical: words == entry.words.as_slice(),
            transliterated: !asked.is_ascii(),
            pairs: pairs.iter().map(|(a, b, likeness)| (owned(a), owned(b), percent(*likeness))).collect(),
            unpaired: unpaired.into_iter().map(owned).collect(),
        }
    }

    fn tell(&self, asked: &str, words: &[String], score: f64, entry: &Entry) -> Match<'_> {
        self.matched(&entry.of, percent(score), Self::reason(asked, words, entry))
    }

    fn matched(&self, of: &Ref, score: u8, reason: Reason) -> Match<'_> {
        let told = self.told.get(of);
        Match {
            of: self.view.register().named(of),
            score,
            reason,
            listed: told.is_some_and(|(listed, ..)| *listed),
            listings: told.map_or(&[], |(_, listings, _)| listings),
            above: told.map_or(&[], |(.., above)| above),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(one: &str, other: &str) -> u8 {
        percent(likeness(&words(one), &words(other)).0)
    }

    #[test]
    fn spelling_order_and_form_do_not_matter_much() {
        for (one, other) in [
            ("NSO Group", "N.S.O. Group Ltd"),
            ("Cytrox AD", "CYTROX A.D."),
            ("Hacking Team", "HackingTeam S.r.l."),
            ("Intellexa S.A.", "Intelexa SA"),
            ("Позитив Текнолоджиз", "Pozitiv Teknolodzhiz"),
            ("Technologies Positive", "Positive Technologies"),
        ] {
            assert!(score(one, other) >= 85, "{one} / {other}: {}", score(one, other));
        }
    }

    /// Every name of the register, and each with a letter less, two changed places, a word less or a word more.
    fn disturbed(register: &Register) -> Vec<String> {
        let mut out = Vec::new();
        for name in register.everything().flat_map(|of| register.names(&of)).map(|(name, _)| name) {
            let letters: Vec<char> = name.chars().collect();
            for at in 0..letters.len() {
                let mut less = letters.clone();
                less.remove(at);
                out.push(less.into_iter().collect());
                let mut swapped = letters.clone();
                swapped.swap(at, (at + 2) % letters.len());
                out.push(swapped.into_iter().collect());
            }
            out.push(name.split(' ').skip(1).collect::<Vec<_>>().join(" "));
            out.push(format!("Trading {name} Ltd"));
            out.push(name);
        }
        out
    }

    #[test]
    fn the_index_leaves_nothing_out() {
        let register = Register::embedded().unwrap();
        let view = register.as_of("2026-01-01".parse::<crate::date::Date>().unwrap().last());
        let how = Screening { threshold: 70, steps: 0, most: usize::MAX };
        let screener = Screener::new(&register, view, how);
        // Some of them: the test compares with everything, which is what the index spares.
        for name in disturbed(&register).into_iter().step_by(101) {
            let words = words(&name);
            let told = |found: Vec<(f64, &Entry)>| -> Vec<(u8, Ref, String)> {
                found.into_iter().map(|(score, of)| (percent(score), of.of.clone(), of.name.clone())).collect()
            };
            let all = told(screener.best(&words, 0..screener.entries.len()));
            let near = told(screener.best(&words, screener.candidates.near(&words)));
            assert_eq!(near, all, "{name}");
        }
    }

    #[test]
    fn what_only_shares_its_form_is_not_alike() {
        for (one, other) in [
            ("Integrity Partners", "Francisco Partners"),
            ("NSO Group", "NSA Group"),
            ("Aurora Bakery Supplies", "Aurora"),
            ("Memento Mori Books", "Memento Labs"),
            ("Spire Healthcare", "Spire Capital"),
            ("SIO", "Sony"),
            ("Ltd", "Intellexa Ltd"),
        ] {
            assert!(score(one, other) < 85, "{one} / {other}: {}", score(one, other));
        }
    }
}
