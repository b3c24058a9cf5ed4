//! Event logs of Windows (`*.evtx`), as Windows writes them: chunks of 64 KiB, a template where a chunk first needs it, the
//! values of each event behind a pointer to it, tables of names and templates, checksums.
//!
//! Format: Joachim Metz, "Windows XML Event Log (EVTX) format" (libevtx); [MS-EVEN6], section 2.2.12.

use std::collections::HashMap;

use anyhow::{Context, Result};
use serde::Deserialize;

/// Bytes of a chunk.
const CHUNK: usize = 64 << 10;
/// Bytes before its records.
const HEADER: usize = 512;
/// `FILETIME` of 1970-01-01.
const EPOCH: i64 = 116_444_736_000_000_000;

/// One event.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The log.
    pub channel: String,
    /// Who writes it.
    pub provider: String,
    /// Which event.
    pub id: u16,
    /// Seconds since 1970.
    pub time: i64,
    /// The computer.
    pub computer: String,
    /// The account, as a SID (`S-1-5-18`).
    #[serde(default)]
    pub user: Option<String>,
    /// The number of its record, where it is not the next.
    #[serde(default)]
    pub record: Option<u64>,
    /// Values with names, in their order.
    #[serde(default)]
    pub data: serde_json::Map<String, serde_json::Value>,
    /// Values without.
    #[serde(default)]
    pub list: Vec<String>,
    /// The element below `UserData` that holds `data`, for events of that form.
    #[serde(default)]
    pub user_data: Option<String>,
}

/// A log of events that stand one a line as JSON.
pub fn from_json_lines(text: &str) -> Result<Vec<u8>> {
    let mut log = Log::default();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let event: Event = serde_json::from_str(line).with_context(|| format!("line {}", number + 1))?;
        log.add(&event);
    }
    Ok(log.finish())
}

/// A log that grows.
#[derive(Default)]
pub struct Log {
    done: Vec<u8>,
    chunks: u16,
    chunk: Option<Chunk>,
    next: u64,
}

impl Log {
    /// One event more.
    ///
    /// # Panics
    /// When it does not fit a chunk, or has no valid SID.
    pub fn add(&mut self, event: &Event) {
        let id = event.record.unwrap_or(self.next + 1);
        self.next = id;
        let mut chunk = self.chunk.take().unwrap_or_else(Chunk::new);
        if !chunk.record(event, id) {
            self.close(chunk);
            chunk = Chunk::new();
            assert!(chunk.record(event, id), "an event larger than a chunk");
        }
        self.chunk = Some(chunk);
    }

    fn close(&mut self, chunk: Chunk) {
        self.done.extend(chunk.finish());
        self.chunks += 1;
    }

    /// The file.
    pub fn finish(mut self) -> Vec<u8> {
        if let Some(chunk) = self.chunk.take() {
            self.close(chunk);
        }
        let mut file = b"ElfFile\0".to_vec();
        file.extend(0_u64.to_le_bytes());
        file.extend(u64::from(self.chunks.saturating_sub(1)).to_le_bytes());
        file.extend((self.next + 1).to_le_bytes());
        file.extend(128_u32.to_le_bytes());
        for word in [1_u16, 3, 4096, self.chunks] {
            file.extend(word.to_le_bytes());
        }
        file.resize(120, 0);
        let sum = crc(&[&file]);
        file.extend(0_u32.to_le_bytes());
        file.extend(sum.to_le_bytes());
        file.resize(4096, 0);
        file.extend(self.done);
        file
    }
}

fn crc(parts: &[&[u8]]) -> u32 {
    let mut crc = flate2::Crc::new();
    for part in parts {
        crc.update(part);
    }
    crc.sum()
}

/// What a template is for: the same shape has the same template.
type Shape = (String, String, Option<String>, Vec<String>);

struct Chunk {
    bytes: Vec<u8>,
    names: HashMap<String, u32>,
    templates: HashMap<Shape, u32>,
    name_table: [u32; 64],
    template_table: [u32; 32],
    first: Option<u64>,
    last: u64,
    last_at: usize,
    /// What the record that is being written added, to take it back when it does not fit.
    new_names: Vec<(String, usize, u32)>,
}

impl Chunk {
    fn new() -> Self {
        Self {
            bytes: vec![0; HEADER],
            names: HashMap::new(),
            templates: HashMap::new(),
            name_table: [0; 64],
            template_table: [0; 32],
            first: None,
            last: 0,
            last_at: 0,
            new_names: Vec::new(),
        }
    }

    fn here(&self) -> u32 {
        u32::try_from(self.bytes.len()).expect("a chunk is small")
    }

    fn u16(&mut self, value: u16) {
        self.bytes.extend(value.to_le_bytes());
    }

    fn u32(&mut self, value: u32) {
        self.bytes.extend(value.to_le_bytes());
    }

    fn u64(&mut self, value: u64) {
        self.bytes.extend(value.to_le_bytes());
    }

    fn wide(&mut self, text: &str) {
        text.encode_utf16().for_each(|unit| self.u16(unit));
    }

    /// Writes how many bytes stand behind a number of four bytes.
    fn patch(&mut self, at: usize) {
        let length = self.here() - u32::try_from(at + 4).expect("small");
        self.bytes[at..at + 4].copy_from_slice(&length.to_le_bytes());
    }

    /// A pointer to a name, and the name itself where the chunk does not have it yet.
    fn name(&mut self, name: &str) {
        if let Some(offset) = self.names.get(name) {
            let offset = *offset;
            self.u32(offset);
            return;
        }
        let offset = self.here() + 4;
        self.u32(offset);
        let hash = name.encode_utf16().fold(0_u32, |hash, unit| hash.wrapping_mul(65599).wrapping_add(unit.into()));
        let hash = u16::try_from(hash & 0xffff).expect("masked");
        let bucket = usize::from(hash % 64);
        let before = self.name_table[bucket];
        self.u32(before);
        self.u16(hash);
        self.u16(u16::try_from(name.encode_utf16().count()).expect("short"));
        self.wide(name);
        self.u16(0);
        self.name_table[bucket] = offset;
        self.names.insert(name.to_owned(), offset);
        self.new_names.push((name.to_owned(), bucket, before));
    }

    /// An element of a template: attributes, then what stands in it.
    fn element(&mut self, name: &str, attributes: &[(&str, Put<'_>)], inside: &mut dyn FnMut(&mut Self)) {
        self.bytes.push(if attributes.is_empty() { 0x01 } else { 0x41 });
        self.u16(0xffff);
        let size = self.bytes.len();
        self.u32(0);
        self.name(name);
        if !attributes.is_empty() {
            let list = self.bytes.len();
            self.u32(0);
            for (number, (name, value)) in attributes.iter().enumerate() {
                self.bytes.push(if number + 1 < attributes.len() { 0x46 } else { 0x06 });
                self.name(name);
                self.put(*value);
            }
            self.patch(list);
        }
        self.bytes.push(0x02);
        inside(self);
        self.bytes.push(0x04);
        self.patch(size);
    }

    fn put(&mut self, put: Put<'_>) {
        match put {
            Put::Text(text) => {
                self.bytes.extend([0x05, 0x01]);
                self.u16(u16::try_from(text.encode_utf16().count()).expect("short"));
                self.wide(text);
            }
            Put::Value(number, kind) => {
                self.bytes.push(0x0e);
                self.u16(number);
                self.bytes.push(kind);
            }
        }
    }

    fn leaf(&mut self, name: &str, attributes: &[(&str, Put<'_>)], put: Option<Put<'_>>) {
        self.element(name, attributes, &mut |chunk| {
            if let Some(put) = put {
                chunk.put(put);
            }
        });
    }

    /// The template of an event: what all events of its shape have in common.
    fn template(&mut self, event: &Event) {
        let at = self.here();
        let mut guid = [0_u8; 16];
        let of = format!("{}{}{:?}{}", event.provider, event.channel, event.user_data, event.list.len());
        let names = event.data.keys().fold(of, |of, name| of + name);
        guid[..4].copy_from_slice(&crc(&[names.as_bytes()]).to_le_bytes());
        guid[4..8].copy_from_slice(&crc(&[b"shape", names.as_bytes()]).to_le_bytes());
        let bucket = usize::from(guid[0] % 32);
        let before = self.template_table[bucket];
        self.template_table[bucket] = at;
        self.u32(before);
        self.bytes.extend(guid);
        let size = self.bytes.len();
        self.u32(0);
        self.bytes.extend([0x0f, 1, 1, 0]);
        let namespace = [("xmlns", Put::Text("http://schemas.microsoft.com/win/2004/08/events/event"))];
        self.element("Event", &namespace, &mut |chunk| {
            chunk.element("System", &[], &mut |chunk| {
                chunk.leaf("Provider", &[("Name", Put::Text(&event.provider))], None);
                chunk.leaf("EventID", &[], Some(Put::Value(0, 0x06)));
                chunk.leaf("TimeCreated", &[("SystemTime", Put::Value(1, 0x11))], None);
                chunk.leaf("EventRecordID", &[], Some(Put::Value(2, 0x0a)));
                chunk.leaf("Execution", &[("ProcessID", Put::Value(3, 0x08)), ("ThreadID", Put::Value(3, 0x08))], None);
                chunk.leaf("Channel", &[], Some(Put::Text(&event.channel)));
                chunk.leaf("Computer", &[], Some(Put::Value(5, 0x01)));
                chunk.leaf("Security", &[("UserID", Put::Value(4, 0x13))], None);
            });
            let value = |number: usize| Put::Value(u16::try_from(6 + number).expect("few"), 0x01);
            if let Some(root) = &event.user_data {
                chunk.element("UserData", &[], &mut |chunk| {
                    chunk.element(root, &[], &mut |chunk| {
                        for (number, name) in event.data.keys().enumerate() {
                            chunk.leaf(name, &[], Some(value(number)));
                        }
                    });
                });
            } else {
                chunk.element("EventData", &[], &mut |chunk| {
                    for (number, name) in event.data.keys().enumerate() {
                        chunk.leaf("Data", &[("Name", Put::Text(name))], Some(value(number)));
                    }
                    for number in 0..event.list.len() {
                        chunk.leaf("Data", &[], Some(value(event.data.len() + number)));
                    }
                });
            }
        });
        self.bytes.push(0x00);
        self.patch(size);
    }

    /// Writes one record; false, and nothing written, where it does not fit.
    fn record(&mut self, event: &Event, id: u64) -> bool {
        let (start, tables) = (self.bytes.len(), (self.name_table, self.template_table));
        self.new_names.clear();
        let names = event.data.keys().cloned().chain(event.list.iter().map(|_| String::new())).collect();
        let shape: Shape = (event.provider.clone(), event.channel.clone(), event.user_data.clone(), names);
        let time = u64::try_from(event.time * 10_000_000 + EPOCH).expect("after 1601");
        self.bytes.extend(b"**\0\0");
        self.u32(0);
        self.u64(id);
        self.u64(time);
        self.bytes.extend([0x0f, 1, 1, 0, 0x0c, 1]);
        let known = self.templates.get(&shape).copied();
        let offset = known.unwrap_or(self.here() + 8);
        // The first bytes of the template's GUID; known only once it stands there.
        let number = self.bytes.len();
        self.u32(0);
        self.u32(offset);
        if known.is_none() {
            self.template(event);
        }
        let at = offset as usize + 4;
        let guid: [u8; 4] = self.bytes[at..at + 4].try_into().expect("four");
        self.bytes[number..number + 4].copy_from_slice(&guid);
        self.values(event, id, time);
        self.bytes.push(0x00);
        let length = (self.bytes.len() - start + 4).next_multiple_of(8);
        self.bytes.resize(start + length - 4, 0);
        let stated = u32::try_from(length).expect("small");
        self.u32(stated);
        self.bytes[start + 4..start + 8].copy_from_slice(&stated.to_le_bytes());
        if self.bytes.len() > CHUNK {
            self.bytes.truncate(start);
            (self.name_table, self.template_table) = tables;
            for (name, ..) in std::mem::take(&mut self.new_names) {
                self.names.remove(&name);
            }
            return false;
        }
        if known.is_none() {
            self.templates.insert(shape, offset);
        }
        self.first.get_or_insert(id);
        (self.last, self.last_at) = (id, start);
        true
    }

    fn values(&mut self, event: &Event, id: u64, time: u64) {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let mut values: Vec<(u8, Vec<u8>)> = vec![
            (0x06, event.id.to_le_bytes().to_vec()),
            (0x11, time.to_le_bytes().to_vec()),
            (0x0a, id.to_le_bytes().to_vec()),
            (0x08, 612_u32.to_le_bytes().to_vec()),
            event.user.as_deref().map_or((0x00, Vec::new()), |sid| (0x13, self::sid(sid))),
            (0x01, wide(&event.computer)),
        ];
        for value in event.data.values() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            values.push((0x01, wide(&text)));
        }
        values.extend(event.list.iter().map(|text| (0x01, wide(text))));
        self.u32(u32::try_from(values.len()).expect("few"));
        for (kind, bytes) in &values {
            self.u16(u16::try_from(bytes.len()).expect("a value is shorter than 64 KiB"));
            self.bytes.extend([*kind, 0]);
        }
        for (_, bytes) in values {
            self.bytes.extend(bytes);
        }
    }

    fn finish(mut self) -> Vec<u8> {
        let used = self.here();
        let records = crc(&[&self.bytes[HEADER..]]);
        let mut head = b"ElfChnk\0".to_vec();
        let first = self.first.unwrap_or(0);
        for number in [first, self.last, first, self.last] {
            head.extend(number.to_le_bytes());
        }
        for number in [128, u32::try_from(self.last_at).expect("small"), used, records] {
            head.extend(number.to_le_bytes());
        }
        head.resize(128, 0);
        self.name_table.iter().chain(&self.template_table).for_each(|entry| head.extend(entry.to_le_bytes()));
        let sum = crc(&[&head[..120], &head[128..]]);
        head[124..128].copy_from_slice(&sum.to_le_bytes());
        self.bytes[..HEADER].copy_from_slice(&head);
        self.bytes.resize(CHUNK, 0);
        self.bytes
    }
}

/// What stands in an element or attribute of a template.
#[derive(Clone, Copy)]
enum Put<'t> {
    Text(&'t str),
    Value(u16, u8),
}

/// A SID as bytes: [MS-DTYP], section 2.4.2.2.
fn sid(text: &str) -> Vec<u8> {
    let numbers: Vec<u64> = text.split('-').skip(1).map(|part| part.parse().expect("a SID holds numbers")).collect();
    let [revision, authority, rest @ ..] = numbers.as_slice() else { panic!("`{text}` is no SID") };
    let mut bytes = vec![u8::try_from(*revision).expect("1"), u8::try_from(rest.len()).expect("few")];
    bytes.extend(&authority.to_be_bytes()[2..]);
    for number in rest {
        bytes.extend(u32::try_from(*number).expect("32 bits").to_le_bytes());
    }
    bytes
}

/// A log Security of any size: logons, a fifth of the events starts of processes, now and then a service. No person in it
/// exists; the same number gives the same bytes.
///
/// # Panics
/// Never: the numbers in it are small.
pub fn busy_security_log(events: u64, out: &mut impl std::io::Write) -> std::io::Result<()> {
    let mut log = Log::default();
    let mut random = crate::random::Random::new(7);
    let text = |value: &str| serde_json::Value::String(value.to_owned());
    let subject = |user: &str| {
        [
            ("SubjectUserSid", "S-1-5-18"),
            ("SubjectUserName", user),
            ("SubjectDomainName", "EXAMPLE"),
            ("SubjectLogonId", "0x3e7"),
        ]
        .map(|(name, value)| (name.to_owned(), text(value)))
    };
    for number in 0..events {
        let user = format!("user{:03}", random.range(0, 200));
        let (id, pairs): (u16, Vec<(&str, String)>) = match random.range(0, 100) {
            0..79 => (
                4624,
                vec![
                    ("TargetUserSid", "S-1-5-21-1-2-3-1001".to_owned()),
                    ("TargetUserName", user.clone()),
                    ("TargetDomainName", "EXAMPLE".to_owned()),
                    ("TargetLogonId", format!("{:#x}", random.range(0, 1 << 30))),
                    ("LogonType", "3".to_owned()),
                    ("LogonProcessName", "Kerberos".to_owned()),
                    ("AuthenticationPackageName", "Kerberos".to_owned()),
                    ("WorkstationName", "-".to_owned()),
                    ("ProcessName", "-".to_owned()),
                    ("IpAddress", format!("192.0.2.{}", random.range(0, 250))),
                    ("IpPort", format!("{}", 49152 + random.range(0, 16_000))),
                ],
            ),
            79..99 => (
                4688,
                vec![
                    ("NewProcessId", format!("{:#x}", random.range(0, 30_000))),
                    ("NewProcessName", format!(r"C:\Program Files\Vendor {}\tool.exe", random.range(0, 40))),
                    ("TokenElevationType", "%%1936".to_owned()),
                    ("ProcessId", "0x9d0".to_owned()),
                    ("CommandLine", format!(r#""C:\Program Files\Vendor\tool.exe" --job {number}"#)),
                    ("ParentProcessName", r"C:\Windows\System32\services.exe".to_owned()),
                ],
            ),
            _ => (
                4697,
                vec![
                    ("ServiceName", format!("Vendor{}", random.range(0, 1_000))),
                    ("ServiceFileName", r"C:\Program Files\Vendor\service.exe".to_owned()),
                    ("ServiceType", "0x10".to_owned()),
                    ("ServiceStartType", "2".to_owned()),
                    ("ServiceAccount", "LocalSystem".to_owned()),
                ],
            ),
        };
        let mut data: serde_json::Map<_, _> = subject(&user).into_iter().collect();
        data.extend(pairs.into_iter().map(|(name, value)| (name.to_owned(), serde_json::Value::String(value))));
        log.add(&Event {
            channel: "Security".to_owned(),
            provider: "Microsoft-Windows-Security-Auditing".to_owned(),
            id,
            time: 1_700_000_000 + i64::try_from(number / 10).expect("far below 2^63"),
            computer: "SERVER-01.example.org".to_owned(),
            user: None,
            record: None,
            data,
            list: Vec::new(),
            user_data: None,
        });
    }
    out.write_all(&log.finish())
}
