//! Bytes of an event log of Windows a second: the heads of all events, the records of logons, and those of processes with
//! what their command lines name.
//!
//! `cargo bench -p vigie-artifacts --bench event_logs`

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use vigie_artifacts::windows::events::{event_logs::EventLogs, logons::Logons, processes::Processes};
use vigie_artifacts::{AnyArtifact, AnyRecord, Plan, Sink};
use vigie_evidence::MemoryEvidence;
use vigie_model::{Layout, Place, ProblemCode};
use vigie_testkit::evtx::busy_security_log;

/// Records, and the values in them.
#[derive(Default)]
struct Count(usize, usize);

impl Sink for Count {
    fn record(&mut self, _: Place, record: &dyn AnyRecord) {
        self.0 += 1;
        record.observables(&mut |_| self.1 += 1);
    }

    fn problem(&mut self, code: ProblemCode, place: Place, detail: String) {
        panic!("{code} at {place}: {detail}");
    }
}

fn read(artifact: &'static dyn AnyArtifact, log: &[u8]) -> Count {
    let evidence = MemoryEvidence::new(Layout::Windows).file("Security.evtx", log.to_vec()).into_evidence();
    let plan = Plan::new(&[artifact], Layout::Windows).expect("sound globs");
    let mut count = Count::default();
    evidence.walk(
        &mut |entry| plan.wants(entry.path),
        &mut |source| {
            artifact.run(&source, &mut count);
        },
        &mut |problem| panic!("memory has no problems: {problem:?}"),
    );
    count
}

fn event_logs(c: &mut Criterion) {
    let mut log = Vec::new();
    busy_security_log(20_000, &mut log).expect("memory is writable");
    assert_eq!(read(&EventLogs, &log).0, 1, "one log");
    let mut group = c.benchmark_group("event_logs");
    group.sample_size(20).throughput(Throughput::Bytes(log.len() as u64));
    for (name, artifact) in [("heads", &EventLogs as &dyn AnyArtifact), ("logons", &Logons), ("processes", &Processes)]
    {
        let records = read(artifact, &log);
        assert!(records.0 > 0, "{name}: {} records with {} values", records.0, records.1);
        group.bench_function(name, |b| b.iter(|| read(artifact, &log).1));
    }
    group.finish();
}

criterion_group!(benches, event_logs);
criterion_main!(benches);
