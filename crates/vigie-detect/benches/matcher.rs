//! Loading and searching. `VIGIE_BENCH_LARGE=1` adds a million indicators.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use vigie_detect::indicators::Matcher;
use vigie_model::Observable;

/// A bundle of domains, with the relationship each has to one malware, as publishers write it.
fn bundle(indicators: u32) -> String {
    let mut out = String::from(
        r#"{"type":"bundle","id":"bundle--0","objects":[{"type":"malware","id":"malware--0","name":"Tool"}"#,
    );
    for n in 0..indicators {
        let id = format!("{n:08x}-1111-4222-8333-444444444444");
        let _ = write!(
            out,
            r#",{{"type":"indicator","spec_version":"2.1","id":"indicator--{id}","created":"2024-01-26T21:28:21.013288Z","modified":"2024-01-26T21:28:21.013288Z","indicator_types":["malicious-activity"],"pattern":"[domain-name:value='host-{n}.example']","pattern_type":"stix","valid_from":"2024-01-26T21:28:21.013288Z"}},{{"type":"relationship","id":"relationship--{id}","relationship_type":"indicates","source_ref":"indicator--{id}","target_ref":"malware--0"}}"#
        );
    }
    out.push_str("]}");
    out
}

fn matcher(json: &str) -> Matcher {
    let mut builder = Matcher::builder();
    builder.add_stix("bench", "bench", json.as_bytes()).expect("one pack");
    builder.build()
}

fn observables(count: u32) -> Vec<Observable<'static>> {
    (0..count)
        .map(|n| match n % 6 {
            0 => Observable::domain(format!("www.site-{n}.example.org")),
            1 => Observable::url(format!("https://cdn.site-{n}.example.com/path/page.html?session={n}&lang=en")),
            2 => Observable::file_path(format!("/private/var/mobile/Library/Caches/com.example.app{n}/Cache.db")),
            3 => Observable::process(format!("daemon{n}")),
            4 => Observable::app_id(format!("org.example.app{n}")),
            _ => Observable::text(format!("Message number {n}: see you at 10:30. More on example.org/{n}, bye.")),
        })
        .collect()
}

fn sizes() -> Vec<u32> {
    let mut sizes = vec![1_000, 100_000];
    if std::env::var_os("VIGIE_BENCH_LARGE").is_some() {
        sizes.push(1_000_000);
    }
    sizes
}

fn load(c: &mut Criterion) {
    let mut group = c.benchmark_group("load");
    group.sample_size(10);
    for size in sizes() {
        let json = bundle(size);
        group.throughput(Throughput::Elements(u64::from(size)));
        group.bench_function(format!("{size}_indicators"), |b| {
            b.iter(|| black_box(matcher(&json)).len());
        });
    }
    group.finish();
}

fn scan(c: &mut Criterion) {
    let records = observables(100_000);
    let mut group = c.benchmark_group("scan");
    group.sample_size(10);
    group.throughput(Throughput::Elements(records.len() as u64));
    for size in sizes() {
        let matcher = matcher(&bundle(size));
        group.bench_function(format!("100k_observables_{size}_indicators"), |b| {
            b.iter(|| {
                let mut scan = matcher.scan();
                let mut hits = 0;
                for record in &records {
                    scan.see(record);
                    hits += scan.finish().hits.len();
                }
                hits
            });
        });
    }
    group.finish();
}

criterion_group!(benches, load, scan);
criterion_main!(benches);
