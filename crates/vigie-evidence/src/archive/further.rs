//! What waits at the end of the first pass over a stream: given when it is complete, else read in further passes.
//!
//! Sources with the same sets of companions are a family. A further pass either brings the companions of one family
//! into memory, or, once they are there, gives its sources one by one as they pass. A database and its write-ahead log
//! are brought together within the bytes that may wait, at least one pair a pass. So every pass gives something, and
//! the passes end.

use std::collections::BTreeMap;
use std::sync::Arc;

use vigie_model::{Place, ProblemCode};

use super::held::HeldTree;
use super::stream::{Met, Stream, Waiting, log_of, may_have_log, read};
use crate::Visit;
use crate::tree::problem;

/// Companions in memory, by the sets a source needs.
type Families = BTreeMap<Vec<usize>, Arc<HeldTree>>;

fn belongs(met: &Met, family: &[usize]) -> bool {
    met.want.part_of.iter().any(|set| family.contains(set))
}

/// The sources that were not given yet.
fn pending(waiting: &Waiting) -> Vec<String> {
    waiting.met.iter().filter(|(_, met)| !met.done && met.want.source).map(|(path, _)| path.clone()).collect()
}

/// The sets of companions that pending sources need, each once.
fn families_of(waiting: &Waiting) -> Vec<Vec<usize>> {
    let needed = waiting.met.values().filter(|met| !met.done && met.want.source);
    let mut all: Vec<Vec<usize>> = needed.map(|met| met.want.needs.clone()).filter(|needs| !needs.is_empty()).collect();
    all.sort();
    all.dedup();
    all
}

/// Gives what waits.
pub(super) fn finish<'t>(stream: &'t Stream, mut waiting: Waiting, visit: &mut dyn Visit<'t>) {
    let layout = stream.roots.layout;
    let mut families = Families::new();
    for family in families_of(&waiting) {
        let members: Vec<&String> =
            waiting.met.iter().filter(|(_, met)| belongs(met, &family)).map(|(path, _)| path).collect();
        // What is neither held nor let go could not be read, and that was told.
        if members.iter().any(|path| waiting.let_go.contains(*path)) {
            continue;
        }
        let held = |path: &&String| Some(((*path).clone(), Arc::clone(waiting.held.get(*path)?)));
        let files = members.iter().filter_map(held).collect();
        families.insert(family, HeldTree::new(layout, files, None));
    }
    for path in pending(&waiting) {
        let needs = waiting.met.get(&path).map(|met| met.want.needs.clone()).unwrap_or_default();
        let family = families.get(&needs);
        if !needs.is_empty() && family.is_none() {
            continue;
        }
        let log = log_of(&path);
        if waiting.let_go.contains(&log) {
            continue;
        }
        let log = waiting.held.get(&log).cloned();
        if let Some(bytes) = waiting.held.get(&path).cloned() {
            stream.give(&path, bytes, log, family, visit);
            // What is a companion besides stays with its family.
            waiting.release(&path);
            waiting.release(&log_of(&path));
            if let Some(met) = waiting.met.get_mut(&path) {
                met.done = true;
            }
        }
    }
    waiting.held.clear();
    waiting.bytes = 0;
    loop {
        let needed = families_of(&waiting);
        families.retain(|family, _| needed.contains(family));
        if pending(&waiting).is_empty() {
            return;
        }
        if !pass(stream, &mut waiting, &mut families, visit) {
            break;
        }
    }
    for path in pending(&waiting) {
        let detail = "it was not found again when the archive was read once more";
        visit.problem(problem(ProblemCode::FileUnreadable, &path, Place::File, detail));
    }
}

/// One further pass. False when it brought nothing.
fn pass<'t>(stream: &'t Stream, waiting: &mut Waiting, families: &mut Families, visit: &mut dyn Visit<'t>) -> bool {
    let loading = families_of(waiting).into_iter().find(|family| !families.contains_key(family));
    let mut loaded = BTreeMap::new();
    // Databases and logs of which the other half has not passed yet.
    let mut halves: BTreeMap<String, Arc<[u8]>> = BTreeMap::new();
    let mut reserved: BTreeMap<String, u64> = BTreeMap::new();
    let mut brought = loading.is_some();
    let mut troubles = Vec::new();
    stream.pass(false, &mut |_| {}, &mut |number, path, member, tar, _| {
        let Some(met) = waiting.met.get(&path).filter(|met| met.number == number) else {
            return;
        };
        let loads = loading.as_ref().is_some_and(|family| belongs(met, family));
        // A log counts with its database.
        let base = path.strip_suffix("-wal").filter(|base| waiting.met.contains_key(*base)).unwrap_or(&path).to_owned();
        let unit = waiting.met.get(&base).filter(|met| !met.done && met.want.source);
        let ready = unit.filter(|met| met.want.needs.is_empty() || families.contains_key(&met.want.needs));
        let log = waiting.met.get(&log_of(&base));
        let total = unit.map_or(0, |met| met.size).saturating_add(log.map_or(0, |log| log.size));
        let in_hand: u64 = reserved.values().sum();
        let admitted = ready.is_some()
            && (reserved.contains_key(&base) || in_hand == 0 || in_hand.saturating_add(total) <= stream.hold);
        if !loads && !admitted {
            return;
        }
        let (Some(bytes), trouble) = read(member, tar) else {
            return;
        };
        if let Some(trouble) = trouble {
            troubles.push(problem(ProblemCode::MemberDamaged, &path, Place::File, trouble));
        }
        if loads {
            loaded.insert(path.clone(), Arc::clone(&bytes));
        }
        if !admitted {
            return;
        }
        let needs = ready.map(|met| met.want.needs.clone()).unwrap_or_default();
        let needs_log = log.is_some() && (path != base || may_have_log(&bytes));
        halves.insert(path.clone(), bytes);
        reserved.insert(base.clone(), total);
        if halves.contains_key(&base) && (!needs_log || halves.contains_key(&log_of(&base))) {
            let log = halves.remove(&log_of(&base));
            if let Some(database) = halves.remove(&base) {
                stream.give(&base, database, log, families.get(&needs), visit);
            }
            reserved.remove(&base);
            brought = true;
            if let Some(met) = waiting.met.get_mut(&base) {
                met.done = true;
            }
        }
    });
    for trouble in troubles {
        visit.problem(trouble);
    }
    if let Some(family) = loading {
        families.insert(family, HeldTree::new(stream.roots.layout, loaded, None));
    }
    brought
}
