//! Indicators in memory: one row per value, one arena for their text, one hash table for all exact keys. A million
//! indicators take some 200 bytes each.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use vigie_model::Timestamp;

use super::atom::Drawer;
use super::canon::host::Net;
use super::canon::url;
use super::kind::IndicatorKind;
use super::quick::Perhaps;

/// A piece of the arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    start: u32,
    len: u32,
}

/// One value of one indicator.
#[derive(Debug)]
pub(crate) struct Row {
    /// STIX id; empty for none.
    pub(crate) id: Span,
    /// The value as published; the whole pattern for [`IndicatorKind::Pattern`].
    pub(crate) value: Span,
    /// Index of a set of names: what the indicator points at.
    pub(crate) names: u32,
    /// Index of a set of names: where it was published.
    pub(crate) sources: u32,
    pub(crate) pack: u16,
    pub(crate) kind: IndicatorKind,
    pub(crate) revoked: bool,
    pub(crate) confidence: Option<u8>,
    pub(crate) valid_from: Option<Timestamp>,
    pub(crate) valid_until: Option<Timestamp>,
}

/// What a key leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Goal {
    /// An indicator.
    Row(u32),
    /// One comparison of a compound pattern.
    Part(u32),
}

#[derive(Debug)]
struct Entry {
    key: Span,
    next: u32,
    goal: Goal,
    drawer: Drawer,
}

const END: u32 = u32::MAX;

/// Keys are hashes already.
#[derive(Debug, Default, Clone, Copy)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// Everything that is indexed, and the text it refers to.
#[derive(Debug, Default)]
pub(crate) struct Store {
    text: String,
    pub(crate) rows: Vec<Row>,
    entries: Vec<Entry>,
    heads: HashMap<u64, u32, BuildHasherDefault<AsIs>>,
    /// Random keys: a pack cannot be made so that its values collide.
    hasher: RandomState,
    nets: HashMap<Net, Vec<Goal>>,
    net_lens: [Vec<u8>; 2],
    /// Which places of observed paths are replaced by `*`.
    pub(crate) masks: Vec<Vec<u16>>,
    /// The length of the longest key of each drawer: a longer value is not even hashed, so that the cost of a path of
    /// a million folders is bounded.
    longest: [usize; Drawer::COUNT],
    names: Names,
    /// The keys, asked before the table.
    keys: Perhaps,
    /// The hosts of the links.
    hosts: Perhaps,
}

impl Store {
    /// A hash by which objects of bundles are joined.
    pub(crate) fn join_key(&self, id: &str) -> u64 {
        self.hasher.hash_one(id)
    }

    /// Puts text into the arena. `None` when four gigabytes are full.
    pub(crate) fn keep(&mut self, text: &str) -> Option<Span> {
        let start = u32::try_from(self.text.len()).ok()?;
        let len = u32::try_from(text.len()).ok()?;
        start.checked_add(len)?;
        self.text.push_str(text);
        Some(Span { start, len })
    }

    pub(crate) fn get(&self, span: Span) -> &str {
        let start = span.start as usize;
        self.text.get(start..start + span.len as usize).unwrap_or_default()
    }

    /// Files a key. True when the same pack already has it, as far as the last indicator with this key tells.
    pub(crate) fn file(&mut self, drawer: Drawer, key: &str, shown: Span, goal: Goal) -> Option<bool> {
        let hash = self.hash(drawer, key);
        let at = u32::try_from(self.entries.len()).ok()?;
        // Most published values are canonical already; their key is the value.
        let key = if self.get(shown) == key { shown } else { self.keep(key)? };
        let next = self.heads.insert(hash, at).unwrap_or(END);
        let twice = match (goal, self.entries.get(next as usize).map(|e| (e.drawer, self.get(e.key), e.goal))) {
            (Goal::Row(new), Some((d, k, Goal::Row(old)))) => {
                d == drawer && k == self.get(key) && self.pack_of(old) == self.pack_of(new) && old != new
            }
            _ => false,
        };
        self.entries.push(Entry { key, next, goal, drawer });
        let len = self.get(key).len();
        self.longest[drawer as usize] = self.longest[drawer as usize].max(len);
        Some(twice)
    }

    fn pack_of(&self, row: u32) -> Option<u16> {
        self.rows.get(row as usize).map(|row| row.pack)
    }

    pub(crate) fn file_net(&mut self, net: Net, goal: Goal) -> bool {
        let lens = &mut self.net_lens[usize::from(net.v4)];
        if let Err(at) = lens.binary_search(&net.len) {
            lens.insert(at, net.len);
        }
        let goals = self.nets.entry(net).or_default();
        let last = goals.last().copied();
        goals.push(goal);
        match (last, goal) {
            (Some(Goal::Row(old)), Goal::Row(new)) => self.pack_of(old) == self.pack_of(new),
            _ => false,
        }
    }

    fn hash(&self, drawer: Drawer, key: &str) -> u64 {
        self.hasher.hash_one((drawer as u8, key))
    }

    /// Whether a drawer holds anything: what lets a scan skip work.
    pub(crate) fn has(&self, drawer: Drawer) -> bool {
        self.longest[drawer as usize] > 0
    }

    /// Every goal under a key, the last filed first.
    pub(crate) fn find(&self, drawer: Drawer, key: &str, see: &mut dyn FnMut(Goal)) {
        if key.len() > self.longest[drawer as usize] || !self.keys.has(drawer as u8, key) {
            return;
        }
        let mut at = self.heads.get(&self.hash(drawer, key)).copied().unwrap_or(END);
        while let Some(entry) = self.entries.get(at as usize) {
            if entry.drawer == drawer && self.get(entry.key) == key {
                see(entry.goal);
            }
            at = entry.next;
        }
    }

    /// Every goal of a network that holds the address: one look-up per prefix length in use.
    pub(crate) fn find_ip(&self, ip: std::net::IpAddr) -> impl Iterator<Item = (Net, Goal)> + '_ {
        self.net_lens[usize::from(ip.is_ipv4())]
            .iter()
            .rev()
            .filter_map(move |len| Net::new(ip, *len))
            .flat_map(|net| self.nets.get(&net).into_iter().flatten().map(move |goal| (net, *goal)))
    }

    pub(crate) fn name(&mut self, name: &str) -> u32 {
        self.names.one(name)
    }

    pub(crate) fn name_text(&self, name: u32) -> Option<&str> {
        self.names.list.get(name as usize).map(|name| &**name)
    }

    pub(crate) fn set(&mut self, mut names: Vec<u32>) -> u32 {
        names.sort_unstable();
        names.dedup();
        self.names.set(names)
    }

    pub(crate) fn names_of(&self, set: u32) -> impl Iterator<Item = (u32, &str)> {
        self.names.of(set)
    }

    /// Whether a link to this host may be filed.
    pub(crate) fn may_link_to(&self, host: &str) -> bool {
        self.hosts.has(Drawer::Url as u8, host)
    }

    /// An empty one whose entries this one can take up: it hashes as this one does.
    pub(crate) fn beside(&self) -> Self {
        Self { hasher: self.hasher.clone(), ..Self::default() }
    }

    /// Whether everything another one holds can stand behind what this one holds.
    pub(crate) fn has_room_for(&self, other: &Self, masks: usize) -> bool {
        let fits = |here: usize, there: usize| u32::try_from(here.saturating_add(there)).is_ok();
        let new = other.masks.iter().filter(|mask| !self.masks.contains(mask)).count();
        fits(self.text.len(), other.text.len())
            && fits(self.rows.len(), other.rows.len())
            && fits(self.entries.len(), other.entries.len())
            && self.masks.len() + new <= masks
    }

    /// Takes up what another one holds, where [`Store::has_room_for`] says so. Answers where it stands now.
    pub(crate) fn take_up(&mut self, other: Self, first_pack: u16, first_part: u32) -> Offsets {
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let (text, row) = (number(self.text.len()), number(self.rows.len()));
        let names: Vec<u32> = other.names.list.iter().map(|name| self.names.one(name)).collect();
        let name = |old: &u32| names.get(*old as usize).copied().unwrap_or(*old);
        let sets: Vec<u32> = other.names.sets.iter().map(|set| self.set(set.iter().map(name).collect())).collect();
        let set = |old: u32| sets.get(old as usize).copied().unwrap_or(0);
        let span = |old: Span| Span { start: old.start + text, len: old.len };
        let goal = |old: Goal| match old {
            Goal::Row(of) => Goal::Row(of + row),
            Goal::Part(of) => Goal::Part(of + first_part),
        };
        self.text.push_str(&other.text);
        self.rows.extend(other.rows.into_iter().map(|old| Row {
            id: span(old.id),
            value: span(old.value),
            names: set(old.names),
            sources: set(old.sources),
            pack: old.pack + first_pack,
            ..old
        }));
        for old in other.entries {
            let key = span(old.key);
            let hash = self.hash(old.drawer, self.get(key));
            let next = self.heads.insert(hash, number(self.entries.len())).unwrap_or(END);
            self.entries.push(Entry { key, next, goal: goal(old.goal), drawer: old.drawer });
        }
        #[expect(clippy::iter_over_hash_type, reason = "the order of networks decides nothing")]
        for (net, goals) in other.nets {
            for old in goals {
                self.file_net(net, goal(old));
            }
        }
        for mask in other.masks {
            if !self.masks.contains(&mask) {
                self.masks.push(mask);
            }
        }
        for (longest, of_other) in self.longest.iter_mut().zip(other.longest) {
            *longest = (*longest).max(of_other);
        }
        Offsets { row, names }
    }

    /// Ends the filing: before that, nothing is found.
    pub(crate) fn close(&mut self) {
        let links = self.entries.iter().filter(|entry| entry.drawer == Drawer::Url);
        let mut hosts = Perhaps::of(links.clone().count());
        for entry in links {
            hosts.add(Drawer::Url as u8, url::host_of(self.get(entry.key)));
        }
        let mut keys = Perhaps::of(self.entries.len());
        for entry in &self.entries {
            keys.add(entry.drawer as u8, self.get(entry.key));
        }
        (self.keys, self.hosts) = (keys, hosts);
        self.text.shrink_to_fit();
        self.rows.shrink_to_fit();
        self.entries.shrink_to_fit();
    }
}

/// Where things stand after [`Store::take_up`].
pub(crate) struct Offsets {
    /// The first row.
    pub(crate) row: u32,
    /// The new number of each name.
    pub(crate) names: Vec<u32>,
}

/// Interned names and sets of them: few, and shared by many indicators.
#[derive(Debug)]
struct Names {
    list: Vec<Box<str>>,
    by_name: HashMap<Box<str>, u32>,
    sets: Vec<Box<[u32]>>,
    by_set: HashMap<Box<[u32]>, u32>,
}

impl Default for Names {
    /// Set 0 is the empty one.
    fn default() -> Self {
        Self {
            list: Vec::new(),
            by_name: HashMap::new(),
            sets: vec![Box::default()],
            by_set: HashMap::from([(Box::default(), 0)]),
        }
    }
}

impl Names {
    fn one(&mut self, name: &str) -> u32 {
        if let Some(found) = self.by_name.get(name) {
            return *found;
        }
        // Beyond four billion names the last one stands for all: it cannot happen within the arena's limit.
        let id = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(name.into());
        self.by_name.insert(name.into(), id);
        id
    }

    fn set(&mut self, names: Vec<u32>) -> u32 {
        if let Some(found) = self.by_set.get(names.as_slice()) {
            return *found;
        }
        let id = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        let names: Box<[u32]> = names.into();
        self.sets.push(names.clone());
        self.by_set.insert(names, id);
        id
    }

    fn of(&self, set: u32) -> impl Iterator<Item = (u32, &str)> {
        let ids = self.sets.get(set as usize).map(|ids| &**ids).unwrap_or_default();
        ids.iter().filter_map(|id| self.list.get(*id as usize).map(|name| (*id, &**name)))
    }
}
