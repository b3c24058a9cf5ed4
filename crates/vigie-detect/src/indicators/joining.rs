//! Packs are read side by side: some by one builder, the rest by another, which the first then takes up. The result is that of
//! one builder that read them all in their order.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use super::builder::{LoadError, MatcherBuilder, PackFile, files_of};
use super::compound::{Compound, Expr};
use super::filing::MAX_MASKS;
use super::store::{Goal, Offsets};

/// Fewer bytes are not worth a thread, and more might not fit into one table, which only one builder can tell in order.
const WORTH: std::ops::Range<u64> = 256 << 10..64 << 20;

impl MatcherBuilder {
    /// Adds what several paths name, as [`MatcherBuilder::add_path`] does one after the other.
    ///
    /// # Errors
    /// The first path that cannot be read, and why.
    pub fn add_paths(&mut self, paths: &[PathBuf]) -> Result<(), (PathBuf, LoadError)> {
        let mut files = Vec::new();
        for path in paths {
            let of_path = files_of(path).map_err(|error| (path.clone(), error))?;
            files.extend(of_path.into_iter().map(|file| (path.as_path(), file)));
        }
        let sizes: Vec<u64> =
            files.iter().map(|(_, file)| fs::metadata(&file.path).map_or(0, |meta| meta.len())).collect();
        let all: u64 = sizes.iter().sum();
        let one_thread = thread::available_parallelism().is_ok_and(|threads| threads.get() == 1);
        if one_thread || !WORTH.contains(&all) {
            return self.add_each(&files);
        }
        let mut before = 0;
        let half = sizes.iter().take_while(|size| {
            before += **size;
            before <= all / 2
        });
        let (here, there) = files.split_at(half.count());
        let mut other = self.beside();
        let read = thread::scope(|scope| {
            let other = scope.spawn(move || other.add_each(there).map(|()| other));
            self.add_each(here)?;
            other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        // Read again behind the first ones, where only one builder can do it right: rare.
        if self.take_up(read?) { Ok(()) } else { self.add_each(there) }
    }

    fn add_each(&mut self, files: &[(&Path, PackFile)]) -> Result<(), (PathBuf, LoadError)> {
        for (path, file) in files {
            self.add_files(std::slice::from_ref(file)).map_err(|error| ((*path).to_owned(), error))?;
        }
        Ok(())
    }

    /// An empty builder whose work this one can take up.
    fn beside(&self) -> Self {
        Self { store: self.store.beside(), as_of: self.as_of, ..Self::default() }
    }

    /// Takes up what another builder read behind it. Answers whether it fits.
    fn take_up(&mut self, other: Self) -> bool {
        let fits = |here: usize, there: usize| u32::try_from(here.saturating_add(there)).is_ok();
        let packs = u16::try_from(self.packs.len() + other.packs.len()).is_ok();
        let parts = fits(self.parts.len(), other.parts.len()) && fits(self.compounds.len(), other.compounds.len());
        if !packs || !parts || !self.store.has_room_for(&other.store, MAX_MASKS) {
            return false;
        }
        let Self { store, parts, compounds, expressions, packs, ids, links, named, publishers, as_of: _ } = other;
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let first_pack = u16::try_from(self.packs.len()).unwrap_or(u16::MAX);
        let (first_part, first_compound) = (number(self.parts.len()), number(self.compounds.len()));
        let Offsets { row: first_row, names } = self.store.take_up(store, first_pack, first_part);
        let goal = |goal| match goal {
            Goal::Row(row) => Goal::Row(row + first_row),
            Goal::Part(part) => Goal::Part(part + first_part),
        };
        self.parts.extend(parts.into_iter().map(|compound| compound + first_compound));
        self.compounds.extend(compounds.into_iter().map(|of| Compound {
            row: of.row + first_row,
            leaves: of.leaves.into_iter().map(|leaf| moved(leaf, first_part)).collect(),
            plan: of.plan,
        }));
        self.expressions.extend(expressions.into_iter().map(|(kind, text, to)| (kind, text, goal(to))));
        self.packs.extend(packs);
        self.ids.extend(ids.into_iter().map(|(id, row)| (id, row + first_row)));
        self.links.extend(links);
        let name = |old: u32| names.get(old as usize).copied().unwrap_or(old);
        self.named.extend(named.into_iter().map(|(id, (role, old))| (id, (role, name(old)))));
        self.publishers.extend(publishers.into_iter().map(|(pack, of)| (pack + first_pack, of)));
        true
    }
}

/// The same comparisons under their new numbers.
fn moved(tree: Expr, first: u32) -> Expr {
    let all = |many: Vec<Expr>| many.into_iter().map(|one| moved(one, first)).collect();
    match tree {
        Expr::All(many) => Expr::All(all(many)),
        Expr::Any(many) => Expr::Any(all(many)),
        Expr::Is(part) => Expr::Is(part + first),
        Expr::Not(part, kind) => Expr::Not(part + first, kind),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::super::Matcher;
    use super::*;

    /// A bundle of hosts and of one indicator of each sort, whose publisher and malware another bundle may name.
    fn bundle(number: usize, hosts: usize) -> String {
        let indicator = |id: usize, pattern: &str| {
            format!(
                r#"{{"type":"indicator","id":"indicator--{number}-{id}","created_by_ref":"identity--0","pattern":"{pattern}","external_references":[{{"url":"https://source{number}.example"}}]}},"#
            )
        };
        let mut text = r#"{"type":"bundle","objects":["#.to_owned();
        for host in 0..hosts {
            text += &indicator(host, &format!("[domain-name:value='h{host}.example.org']"));
        }
        let sorts = [
            format!("[file:name='a{number}' AND process:name='b']"),
            format!("[file:name='a'] AND [process:name='c{number}']"),
            format!("[ipv4-addr:value='10.{number}.0.0/16']"),
            format!("[domain-name:value LIKE 'x%{number}.example']"),
            "[file:path='/private/var/containers/Bundle/Application/01234567-89AB-CDEF-0123-456789ABCDEF/x']"
                .to_owned(),
            format!("[url:value='https://link{number}.example/a?b=c']"),
            "not a pattern".to_owned(),
        ];
        for (at, pattern) in sorts.iter().enumerate() {
            text += &indicator(hosts + at, pattern);
        }
        for host in 0..10 {
            let _ = write!(
                text,
                r#"{{"type":"relationship","id":"relationship--{number}-{host}","source_ref":"indicator--{number}-{host}","target_ref":"malware--{}"}},"#,
                number / 2
            );
        }
        let _ = write!(
            text,
            r#"{{"type":"malware","id":"malware--{number}","name":"Tool {number}"}},{{"type":"identity","id":"identity--{number}","name":"Publisher {number}"}}]}}"#
        );
        text
    }

    fn told(matcher: &Matcher) -> Vec<String> {
        let mut told: Vec<String> = matcher
            .indicators()
            .map(|one| format!("{one:?} {:?} {:?} {:?}", one.id(), one.malware(), one.sources()))
            .collect();
        let values = [
            "h7.example.org",
            "sub.h7.example.org",
            "a1",
            "b",
            "c3",
            "10.2.3.4",
            "xyz3.example",
            "https://link2.example/a?b=c",
            "/private/var/containers/Bundle/Application/FFFFFFFF-89AB-CDEF-0123-456789ABCDEF/x",
            "nothing.example.org",
        ];
        for value in values {
            told.push(format!("{value} {:?}", matcher.lookup(value)));
        }
        told
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the packs of this test")]
    fn two_builders_make_what_one_makes() {
        let folder = tempfile::tempdir().unwrap();
        let mut paths = Vec::new();
        for (number, hosts) in [400, 10, 900, 300, 700].into_iter().enumerate() {
            let path = folder.path().join(format!("{number}.stix2"));
            std::fs::write(&path, bundle(number, hosts)).unwrap();
            paths.push(path);
        }
        let size: u64 = paths.iter().map(|path| std::fs::metadata(path).unwrap().len()).sum();
        assert!(WORTH.contains(&size), "{size}");
        let mut one = Matcher::builder();
        one.add_base().unwrap();
        for path in &paths {
            one.add_path(path).unwrap();
        }
        let mut two = Matcher::builder();
        two.add_base().unwrap();
        two.add_paths(&paths).unwrap();
        let (one, two) = (one.build(), two.build());
        assert_eq!(one.packs(), two.packs());
        assert!(two.packs().iter().filter(|pack| pack.publisher.as_deref() == Some("Publisher 0")).count() == 5);
        assert_eq!(told(&one), told(&two));
        assert!(told(&two).iter().filter(|line| line.ends_with("[]")).count() < told(&two).len() / 2);
        let (path, error) = Matcher::builder().add_paths(&[paths[0].clone(), folder.path().join("none")]).unwrap_err();
        assert!(path.ends_with("none") && matches!(error, LoadError::Unreadable { .. }));
    }
}
