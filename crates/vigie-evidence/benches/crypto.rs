//! Key derivation and decryption through the public door: what an examination pays.

#[expect(dead_code, unreachable_pub, reason = "shared with the tests, which use more of it")]
#[path = "../tests/support/encrypt.rs"]
mod encrypt;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use encrypt::{Backup, File, Stages};
use vigie_evidence::{Evidence, OpenOptions, Unlock, derive_key, identify};
use zeroize::Zeroizing;

/// A file as large as a message database, read again and again from the page cache.
const SIZE: usize = 64 << 20;

fn backup(stages: Stages, files: Vec<File>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let encrypted = Some(("password".to_owned(), stages));
    let mbdb = false;
    Backup { encrypted, mbdb, files }.write(folder.path());
    folder
}

fn derivation(criterion: &mut Criterion) {
    let rounds = 1_000_000;
    let mut group = criterion.benchmark_group("derive");
    group.throughput(Throughput::Elements(u64::from(rounds)));
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    let (first, last) = (Some(rounds), 1);
    let folder = backup(Stages { first, last }, Vec::new());
    let candidate = &identify(folder.path()).unwrap()[0];
    group.bench_function("pbkdf2_sha256_1m_rounds", |bencher| {
        bencher.iter(|| black_box(derive_key(candidate, "password", false).unwrap()));
    });
    group.finish();
}

fn decryption(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decrypt");
    group.throughput(Throughput::Bytes(SIZE as u64));
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    let stages = Stages { first: Some(1), last: 1 };
    let file = File::new("HomeDomain", "large", &vec![7; SIZE]);
    let folder = backup(stages, vec![file]);
    let unlock = Some(Unlock::Password(Zeroizing::new("password".to_owned())));
    let options = OpenOptions { unlock, ..OpenOptions::default() };
    let evidence = Evidence::open_with(&identify(folder.path()).unwrap()[0], &options).unwrap();
    let source = evidence.source("HomeDomain/large").unwrap();
    let mut buffer = vec![0; 1 << 18];
    group.bench_function("cbc_64mib_file", |bencher| {
        bencher.iter(|| {
            let mut reader = source.reader().unwrap();
            let mut total = 0;
            loop {
                let count = reader.read(&mut buffer).unwrap();
                if count == 0 {
                    break;
                }
                total += count;
                black_box(&buffer);
            }
            assert_eq!(total, SIZE);
        });
    });
    group.finish();
}

criterion_group!(benches, derivation, decryption);
criterion_main!(benches);
