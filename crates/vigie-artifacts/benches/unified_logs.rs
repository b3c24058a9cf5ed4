//! Bytes of `tracev3` a second: this artifact, beside the crate it rests on used as its own documentation shows (which
//! builds the entries of a file and drops them).
//!
//! `cargo bench -p vigie-artifacts --bench unified_logs`

use std::collections::BTreeMap;
use std::io::{Cursor, Error, Read};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use macos_unifiedlogs::cache::MemoryStringCache;
use macos_unifiedlogs::dsc::SharedCacheStrings;
use macos_unifiedlogs::iterator::UnifiedLogIterator;
use macos_unifiedlogs::parser::{build_log, collect_timesync};
use macos_unifiedlogs::traits::{FileProvider, SourceFile};
use macos_unifiedlogs::uuidtext::UUIDText;
use vigie_artifacts::{AnyArtifact, AnyRecord, Plan, Sink, ios};
use vigie_evidence::MemoryEvidence;
use vigie_model::{Layout, Place, ProblemCode};
use vigie_testkit::unified_log::archive;

struct InMemory(BTreeMap<String, Vec<u8>>);

struct File<'f>(&'f str, Cursor<&'f [u8]>);

impl SourceFile for File<'_> {
    fn reader(&mut self) -> impl Read {
        &mut self.1
    }

    fn source_path(&self) -> &str {
        self.0
    }
}

impl InMemory {
    fn ending<'f>(&'f self, end: &'static str) -> impl Iterator<Item = File<'f>> {
        self.0.iter().filter(move |(name, _)| name.ends_with(end)).map(|(name, bytes)| File(name, Cursor::new(bytes)))
    }
}

impl FileProvider for InMemory {
    fn tracev3_files(&self) -> impl Iterator<Item = impl SourceFile> {
        self.ending(".tracev3")
    }

    fn uuidtext_files(&self) -> impl Iterator<Item = impl SourceFile> {
        self.ending("no such end")
    }

    fn read_uuidtext(&self, uuid: &str) -> Result<UUIDText, Error> {
        let name = format!("system_logs.logarchive/{}/{}", &uuid[..2], &uuid[2..]);
        let bytes = self.0.get(&name).ok_or_else(|| Error::other("no table"))?;
        UUIDText::parse_uuidtext(bytes).map(|(_, table)| table).map_err(|_| Error::other("damaged"))
    }

    fn dsc_files(&self) -> impl Iterator<Item = impl SourceFile> {
        self.ending("no such end")
    }

    fn read_dsc_uuid(&self, _: &str) -> Result<SharedCacheStrings, Error> {
        Err(Error::other("no table"))
    }

    fn timesync_files(&self) -> impl Iterator<Item = impl SourceFile> {
        self.ending(".timesync")
    }
}

/// The loop of the crate's documentation; answers how many entries it built.
fn by_the_crate(files: &InMemory) -> usize {
    let clock = collect_timesync(files).expect("the clock is sound");
    let cache = MemoryStringCache::default();
    let mut entries = 0;
    for mut file in files.tracev3_files() {
        let mut data = Vec::new();
        file.reader().read_to_end(&mut data).expect("memory is readable");
        let chunks = UnifiedLogIterator { data, header: Vec::new(), evidence: file.source_path().to_owned() };
        let mut oversize = Vec::new();
        for mut chunk in chunks {
            chunk.oversize.append(&mut oversize);
            let (built, _) = build_log(&chunk, files, &cache, &clock, true);
            oversize = chunk.oversize;
            entries += built.len();
        }
    }
    entries
}

#[derive(Default)]
struct Count(usize);

impl Sink for Count {
    fn record(&mut self, _: Place, record: &dyn AnyRecord) {
        record.observables(&mut |_| self.0 += 1);
    }

    fn problem(&mut self, code: ProblemCode, place: Place, detail: String) {
        panic!("{code} at {place}: {detail}");
    }
}

fn by_the_artifact(files: &BTreeMap<String, Vec<u8>>) -> usize {
    let mut memory = MemoryEvidence::new(Layout::IosSysdiagnose);
    for (name, bytes) in files {
        memory = memory.file(name, bytes.clone());
    }
    let artifact: &dyn AnyArtifact = &ios::unified_logs::UnifiedLogs;
    let plan = Plan::new(&[artifact], Layout::IosSysdiagnose).expect("sound globs");
    let mut count = Count::default();
    memory.into_evidence().walk(
        &mut |entry| plan.wants(entry.path),
        &mut |source| {
            artifact.run(&source, &mut count);
        },
        &mut |problem| panic!("memory has no problems: {problem:?}"),
    );
    count.0
}

fn unified_logs(c: &mut Criterion) {
    let files = archive(4, 50_000, 1);
    let bytes: usize = files.iter().filter(|(name, _)| name.ends_with(".tracev3")).map(|(_, file)| file.len()).sum();
    let in_memory = InMemory(files.clone());
    assert_eq!(by_the_crate(&in_memory), 200_000, "the crate reads every entry");
    assert!(by_the_artifact(&files) > 1000, "values are found");
    let mut group = c.benchmark_group("unified_logs");
    group.sample_size(10).throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("macos-unifiedlogs alone", |b| b.iter(|| by_the_crate(&in_memory)));
    group.bench_function("artifact", |b| b.iter(|| by_the_artifact(&files)));
    group.finish();
}

criterion_group!(benches, unified_logs);
criterion_main!(benches);
