//! A log archive as `log collect` writes it, as small as it can be: `tracev3` files, tables of texts and the clock.
//!
//! Format: libyal/dtformats, “Apple Unified Logging and Activity Tracing formats”. Only entries of programs with a text
//! table of their own are made (no shared cache), each with one text as its value.

use std::collections::BTreeMap;

use crate::random::Random;

/// Files by their path in a sysdiagnose.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The folder of the archive in a sysdiagnose.
const ARCHIVE: &str = "system_logs.logarchive";
/// Entries of one firehose chunk end before this.
const PAGE: usize = 0x1000;
/// A chunk set is closed once it holds this much, as `logd` does.
const SET: usize = 0xF000;
/// 4 November 2025, 12:00 UTC.
const BOOTED: i64 = 1_762_257_600_000_000_000;
const BOOT: [u8; 16] = *b"\x9a\x6a\x31\x24\x27\x4a\x44\xb2\x9a\xbf\x2b\xc9\xe4\x59\x9b\x3b";

/// A program that writes to the log.
#[derive(Debug, Clone)]
pub struct Program {
    /// UUID of its image.
    pub uuid: [u8; 16],
    /// Its path.
    pub path: String,
    /// Its process id.
    pub pid: u32,
    /// The user it runs as.
    pub euid: u32,
    /// The subsystem of its entries.
    pub subsystem: String,
    /// Its one format text, with one `%{public}s` in it.
    pub format: String,
}

/// One entry.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Number of its program.
    pub program: usize,
    /// Nanoseconds since boot.
    pub at: u64,
    /// The value in its text.
    pub value: String,
}

fn chunk(tag: u32, sub: u32, body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend(tag.to_le_bytes());
    bytes.extend(sub.to_le_bytes());
    bytes.extend((body.len() as u64).to_le_bytes());
    bytes.extend(body);
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    bytes
}

fn text_table(program: &Program) -> Vec<u8> {
    let text = [program.format.as_bytes(), b"\0"].concat();
    let words = [0x6677_8899, 2, 1, 1, 0, u32::try_from(text.len()).unwrap_or(0)];
    let mut bytes: Vec<u8> = words.into_iter().flat_map(u32::to_le_bytes).collect();
    bytes.extend(text);
    bytes.extend(program.path.as_bytes());
    bytes.push(0);
    bytes
}

fn clock() -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend(0xBBB0_u16.to_le_bytes());
    bytes.extend(48_u16.to_le_bytes());
    bytes.extend(0_u32.to_le_bytes());
    bytes.extend(BOOT);
    bytes.extend([1_u32, 1].into_iter().flat_map(u32::to_le_bytes));
    bytes.extend(BOOTED.to_le_bytes());
    bytes.extend([0_u32, 0].into_iter().flat_map(u32::to_le_bytes));
    bytes.extend([0x0020_7354_u32, 0].into_iter().flat_map(u32::to_le_bytes));
    bytes.extend(1_u64.to_le_bytes());
    bytes.extend(BOOTED.to_le_bytes());
    bytes.extend([0_u32, 0].into_iter().flat_map(u32::to_le_bytes));
    bytes
}

fn header() -> Vec<u8> {
    let mut body = Vec::new();
    body.extend([1_u32, 1].into_iter().flat_map(u32::to_le_bytes));
    body.extend([1_u64, 0].into_iter().flat_map(u64::to_le_bytes));
    body.extend([0_u32, 0, 0, 0, 0x6100, 8].into_iter().flat_map(u32::to_le_bytes));
    body.extend(1_u64.to_le_bytes());
    body.extend([0x6101_u32, 56, 0, 0].into_iter().flat_map(u32::to_le_bytes));
    let mut names = [0_u8; 48];
    names[..6].copy_from_slice(b"22G100");
    names[16..26].copy_from_slice(b"iPhone14,5");
    body.extend(names);
    body.extend([0x6102_u32, 24].into_iter().flat_map(u32::to_le_bytes));
    body.extend(BOOT);
    body.extend([60_u32, 0, 0x6103, 48].into_iter().flat_map(u32::to_le_bytes));
    let mut zone = [0_u8; 48];
    zone[..33].copy_from_slice(b"/var/db/timezone/zoneinfo/Etc/UTC");
    body.extend(zone);
    chunk(0x1000, 0x11, &body)
}

fn half(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes()
}

fn catalog(programs: &[Program]) -> Vec<u8> {
    let uuids: Vec<u8> = programs.iter().flat_map(|program| program.uuid).collect();
    let mut names = Vec::new();
    let mut processes = Vec::new();
    for (number, program) in programs.iter().enumerate() {
        let at = names.len();
        names.extend(program.subsystem.as_bytes());
        names.push(0);
        let category = names.len();
        names.extend(b"default\0");
        processes.extend([half(number), half(0), half(number), half(0xFFFF)].concat());
        processes.extend(u64::from(program.pid).to_le_bytes());
        let words = [program.pid, program.pid, program.euid, 0, 0, 0, 1, 0];
        processes.extend(words.into_iter().flat_map(u32::to_le_bytes));
        processes.extend([half(1), half(at), half(category), half(0)].concat());
    }
    let mut body = Vec::new();
    let offsets = [uuids.len(), uuids.len() + names.len(), programs.len(), 0, 0, 0, 0, 0];
    body.extend(offsets.into_iter().flat_map(half));
    body.extend(0_u64.to_le_bytes());
    body.extend(uuids);
    body.extend(names);
    body.extend(processes);
    chunk(0x600B, 0x11, &body)
}

/// One entry in a firehose chunk; its time is relative to that chunk's.
fn entry(entry: &Entry, base: u64) -> Vec<u8> {
    let mut data = Vec::new();
    data.extend(0_u32.to_le_bytes());
    data.extend(half(1));
    data.extend([0, 1, 0x22, 4]);
    data.extend(half(0));
    data.extend(half(entry.value.len() + 1));
    data.extend(entry.value.as_bytes());
    data.push(0);
    let delta = entry.at.saturating_sub(base);
    let mut bytes = vec![4, 0];
    // The text is in the table of the program, and the entry has a subsystem.
    bytes.extend(0x0202_u16.to_le_bytes());
    bytes.extend(0_u32.to_le_bytes());
    bytes.extend(7_u64.to_le_bytes());
    bytes.extend(u32::try_from(delta & 0xFFFF_FFFF).unwrap_or(0).to_le_bytes());
    bytes.extend(half(usize::try_from(delta >> 32).unwrap_or(0)));
    bytes.extend(half(data.len()));
    bytes.extend(data);
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    bytes
}

fn firehose(program: &Program, base: u64, entries: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    body.extend(u64::from(program.pid).to_le_bytes());
    body.extend(program.pid.to_le_bytes());
    body.extend([0; 4]);
    body.extend([half(entries.len() + 16), half(PAGE), half(0), half(0)].concat());
    body.extend(base.to_le_bytes());
    body.extend(entries);
    chunk(0x6001, 0, &body)
}

fn chunk_set(inside: &[u8], packed: bool) -> Vec<u8> {
    let size = u32::try_from(inside.len()).unwrap_or(0).to_le_bytes();
    let body = if packed {
        let data = lz4_flex::compress(inside);
        let length = u32::try_from(data.len()).unwrap_or(0).to_le_bytes();
        [b"bv41", size.as_slice(), length.as_slice(), &data, b"bv4$"].concat()
    } else {
        [b"bv4-", size.as_slice(), inside, b"bv4$"].concat()
    };
    chunk(0x600D, 1, &body)
}

/// One `tracev3` file; entries of one program that follow each other share a chunk.
pub fn tracev3(programs: &[Program], entries: &[Entry], packed: bool) -> Vec<u8> {
    let mut bytes = [header(), catalog(programs)].concat();
    let mut set = Vec::new();
    let mut left = entries;
    while let Some(first) = left.first() {
        let mut page = Vec::new();
        let mut taken = 0;
        for next in left.iter().take_while(|next| next.program == first.program) {
            let next = entry(next, first.at);
            if !page.is_empty() && page.len() + next.len() > PAGE - 48 {
                break;
            }
            page.extend(next);
            taken += 1;
        }
        left = &left[taken..];
        set.extend(firehose(&programs[first.program], first.at, &page));
        if set.len() >= SET || left.is_empty() {
            bytes.extend(chunk_set(&set, packed));
            set.clear();
        }
    }
    bytes
}

/// The tables beside the log.
pub fn tables(programs: &[Program]) -> Files {
    let mut files = Files::new();
    files.insert(format!("{ARCHIVE}/timesync/0000000000000001.timesync"), clock());
    for program in programs {
        let name = hex::encode_upper(program.uuid);
        files.insert(format!("{ARCHIVE}/{}/{}", &name[..2], &name[2..]), text_table(program));
    }
    files
}

fn uuid(random: &mut Random) -> [u8; 16] {
    u128::from_be_bytes(random.bytes(16).try_into().unwrap_or([0; 16])).to_be_bytes()
}

/// An archive of any size: `files` files of `entries` entries each, by some sixty programs.
pub fn archive(files: u64, entries: u64, seed: u64) -> Files {
    let random = Random::new(seed);
    let mut names = random.fork("programs");
    let programs: Vec<_> = (0..60u32)
        .map(|number| Program {
            uuid: uuid(&mut names),
            path: format!("/usr/libexec/exampled{number}"),
            pid: 100 + number,
            euid: if number % 3 == 0 { 0 } else { 501 },
            subsystem: format!("com.example.service{number}"),
            format: "request %{public}s finished with state 3".to_owned(),
        })
        .collect();
    let mut written = tables(&programs);
    for file in 0..files {
        let mut random = random.fork(&format!("file {file}"));
        let mut program = 0;
        let entries: Vec<_> = (0..entries)
            .map(|number| {
                if random.chance(20) {
                    program = usize::try_from(random.bits() % 60).unwrap_or(0);
                }
                let value = match random.bits() % 20 {
                    0 => format!("https://host{}.example.org/path/{}", random.bits() % 500, random.bits() % 50),
                    1 => format!("/private/var/mobile/Library/Caches/item{}", random.bits() % 500),
                    2..=5 => format!("com.example.bundle{}", random.bits() % 300),
                    _ => format!(
                        "<private> id {} took {} ms in state ready",
                        random.bits() % 100_000,
                        random.bits() % 900
                    ),
                };
                Entry { program, at: (file * 1_000_000 + number) * 1_000_000, value }
            })
            .collect();
        let name = format!("{ARCHIVE}/Persist/{:016x}.tracev3", file + 1);
        written.insert(name, tracev3(&programs, &entries, true));
    }
    written
}

/// The fixtures of the artifact `ios_unified_logs`: case, path in it, bytes.
pub fn fixtures() -> Vec<(&'static str, String, Vec<u8>)> {
    let program = |number: u8, path: &str, format: &str| Program {
        uuid: [0xA0 + number; 16],
        path: path.to_owned(),
        pid: 100 + u32::from(number),
        euid: if number == 0 { 0 } else { 501 },
        subsystem: format!("com.example.service{number}"),
        format: format.to_owned(),
    };
    let programs = [
        program(0, "/usr/libexec/exampled", "request %{public}s finished"),
        program(1, "/private/var/db/com.apple.xpc.roleaccountd.staging/rolexample", "state %{public}s"),
        program(2, "/sbin/launchd", "%{public}s"),
    ];
    let values = [
        (0, "https://login.example.org/path?id=7"),
        (0, "of 12 bytes in 3.5 s"),
        (0, "https://login.example.org/path?id=7"),
        (1, "cdn.example.net:443"),
        (1, "/private/var/tmp/exampled"),
        (2, "Successfully spawned rolexample[101] because ipc (mach)"),
        (2, "someone@example.org from 192.0.2.7"),
    ];
    let entries: Vec<_> = (1u64..)
        .zip(values)
        .map(|(number, (program, value))| Entry { program, at: number * 60_000_000_000, value: value.to_owned() })
        .collect();
    let persist = "Persist/0000000000000001.tracev3";
    let mut all = Vec::new();
    for (name, bytes) in tables(&programs) {
        all.push(("ordinary/sysdiagnose", name, bytes));
    }
    all.push(("ordinary/sysdiagnose", format!("{ARCHIVE}/{persist}"), tracev3(&programs, &entries, true)));
    // Without tables: neither texts, nor programs, nor times.
    let name = format!("private/var/db/diagnostics/{persist}");
    all.push(("no_tables/filesystem", name, tracev3(&programs, &entries, false)));
    // A chunk set of unknown compression, one that is no LZ4, one with a chunk of unknown kind beside a sound one.
    let page = entry(&entries[0], entries[0].at);
    let sound = firehose(&programs[0], entries[0].at, &page);
    let mut bytes = [header(), catalog(&programs)].concat();
    bytes.extend(chunk(0x600D, 1, b"zip!\x10\0\0\0and no data that fits"));
    bytes.extend(chunk(0x600D, 1, b"bv41\x10\0\0\0\x04\0\0\0\xF0\xFF\xFF\xFFbv4$"));
    bytes.extend(chunk_set(&[chunk(0x6009, 0, b"unheard of"), sound.clone()].concat(), true));
    bytes.extend(chunk(0x700F, 0, b"nothing known"));
    bytes.extend(chunk_set(&sound, false));
    bytes.extend(b"\x0D\x60\0\0\x01\0\0\0\xFF\0");
    for (name, bytes) in tables(&programs[..1]) {
        all.push(("damaged/sysdiagnose", name, bytes));
    }
    all.push(("damaged/sysdiagnose", format!("{ARCHIVE}/Special/0000000000000002.tracev3"), bytes));
    all.push((
        "damaged/sysdiagnose",
        format!("{ARCHIVE}/HighVolume/0000000000000003.tracev3"),
        b"no log at all".to_vec(),
    ));
    all
}

/// The fixtures of a Mac: name of the case and layout, name of the file below it, content.
pub fn mac_fixtures() -> Vec<(&'static str, String, Vec<u8>)> {
    let program = |number: u8, path: &str, format: &str| Program {
        uuid: [0xB0 + number; 16],
        path: path.to_owned(),
        pid: 300 + u32::from(number),
        euid: 501,
        subsystem: format!("com.example.mac{number}"),
        format: format.to_owned(),
    };
    let programs = [
        program(0, "/Applications/Example.app/Contents/MacOS/Example", "request %{public}s finished"),
        program(1, "/Library/Application Support/example/exampled", "state %{public}s"),
        program(2, "/usr/libexec/syspolicyd", "%{public}s"),
    ];
    let values = [
        (0, "https://login.example.org/path?id=7"),
        (1, "cdn.example.net:443"),
        (2, "/Applications/Example.app"),
        (2, "/System/Library/CoreServices/x"),
        (2, "/Users/Shared/exampled"),
    ];
    let entries: Vec<_> = (1u64..)
        .zip(values)
        .map(|(number, (program, value))| Entry { program, at: number * 60_000_000_000, value: value.to_owned() })
        .collect();
    let persist = "private/var/db/diagnostics/Persist/0000000000000001.tracev3";
    let mut all = Vec::new();
    for (name, bytes) in tables(&programs) {
        let below = name.strip_prefix(ARCHIVE).unwrap_or(&name).trim_start_matches('/');
        let folder = if below.starts_with("timesync/") { "diagnostics" } else { "uuidtext" };
        all.push(("ordinary/macos", format!("private/var/db/{folder}/{below}"), bytes));
    }
    all.push(("ordinary/macos", persist.to_owned(), tracev3(&programs, &entries, true)));
    // Cut in the middle, and without tables.
    let mut cut = tracev3(&programs, &entries, false);
    cut.truncate(cut.len() * 2 / 3);
    all.push(("damaged/macos", "a.logarchive/Persist/0000000000000001.tracev3".to_owned(), cut));
    all
}
