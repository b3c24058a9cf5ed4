//! File sharing (SMB) as far as the shape of its messages goes: which version, which shares, and the signs of the exploits
//! that WannaCry and NotPetya brought (MS17-010).
//!
//! Formats: [MS-CIFS], [MS-SMB], [MS-SMB2]; framing of RFC 1002. The signs: RiskSense, "EternalBlue: Exploit Analysis and
//! Port to Microsoft Windows 10" (2017); Check Point Research, "EternalBlue - Everything There Is To Know" (2017);
//! Countercept's detection of DoublePulsar (2017).

use vigie_model::{Place, Timestamp};

use super::super::tally::add_parts;
use super::super::{Ends, Sharing, SharingSign, Span};

/// Of each message so much is looked at.
const MOST_MESSAGE: usize = 1024;
/// Calls whose ends are waited for.
const MOST_OPEN: usize = 64;

const SESSION_SETUP: u8 = 0x73;
const TREE_CONNECT: u8 = 0x75;
const TRANSACTION: u8 = 0x25;
const TRANSACTION_2: u8 = 0x32;
const TRANSACTION_2_SECONDARY: u8 = 0x33;
const NT_TRANSACT: u8 = 0xa0;
const STATUS_NOT_IMPLEMENTED: u32 = 0xc000_0002;
const STATUS_INSUFF_SERVER_RESOURCES: u32 = 0xc000_0205;
/// `TRANS2_SESSION_SETUP`, which [MS-CIFS] names as reserved and not implemented.
const SUB_SESSION_SETUP: u16 = 0x000e;
const PEEK_NAMED_PIPE: u16 = 0x0023;
/// From here on the total of a transaction does not fit the 16 bits of `TRANSACTION2`, which is what the exploit needs.
const LARGE: u32 = 0x1_0000;

/// Messages of one direction, each behind its length; of each the beginning is kept.
#[derive(Debug, Default)]
struct Side {
    head: Vec<u8>,
    /// Bytes of the message that are still to come.
    left: usize,
    lost: bool,
}

impl Side {
    fn feed(&mut self, bytes: &[u8], missing: bool, see: &mut dyn FnMut(&[u8])) {
        if missing {
            // The next segment that begins as a message does brings the lengths back.
            *self = Self { lost: true, ..Self::default() };
        }
        if self.lost {
            if !begins(bytes) {
                return;
            }
            self.lost = false;
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            if self.left == 0 {
                let room = 4_usize.saturating_sub(self.head.len());
                let (more, behind) = rest.split_at_checked(room).unwrap_or((rest, &[]));
                self.head.extend_from_slice(more);
                rest = behind;
                let [_, a, b, c] = *self.head.as_slice() else { return };
                self.head.clear();
                self.left = usize::try_from(u32::from_be_bytes([0, a, b, c])).unwrap_or(0);
                continue;
            }
            let (more, behind) = rest.split_at_checked(self.left).unwrap_or((rest, &[]));
            let room = MOST_MESSAGE.saturating_sub(self.head.len());
            self.head.extend_from_slice(more.get(..room).unwrap_or(more));
            self.left = self.left.saturating_sub(more.len());
            rest = behind;
            if self.left == 0 {
                see(&std::mem::take(&mut self.head));
            }
        }
    }
}

/// Whether bytes begin as a message of SMB does.
pub(super) fn begins(bytes: &[u8]) -> bool {
    matches!(bytes, [0, _, _, _, 0xfc..=0xff, b'S', b'M', b'B', ..])
}

fn u16_le(message: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(message.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_le(message: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(message.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// Text up to a zero, in UTF-16 or as single bytes.
fn string(message: &[u8], at: usize, wide: bool) -> Option<String> {
    let rest = message.get(at..)?;
    if wide {
        let pairs = rest.chunks_exact(2).filter_map(|two| Some(u16::from_le_bytes(two.try_into().ok()?)));
        let units: Vec<u16> = pairs.take_while(|unit| *unit != 0).take(256).collect();
        return Some(String::from_utf16_lossy(&units)).filter(|text| !text.is_empty());
    }
    let text = rest.split(|byte| *byte == 0).next()?;
    Some(super::super::bytes::text(text, 256)).filter(|text| !text.is_empty())
}

/// The conversation of one connection.
#[derive(Debug, Default)]
pub(super) struct Session {
    client: Side,
    server: Side,
    at: Option<(Place, Option<Timestamp>)>,
    version: Option<&'static str>,
    native_os: Option<String>,
    shares: Vec<String>,
    signs: Vec<SharingSign>,
    /// Multiplex ids of large transactions that are open, of calls to `SESSION_SETUP`, of `PeekNamedPipe` on no pipe.
    large: Vec<u16>,
    calls: Vec<u16>,
    peeks: Vec<u16>,
}

impl Session {
    pub(super) fn kept(&self) -> usize {
        let sides = self.client.head.len().saturating_add(self.server.head.len());
        self.shares.iter().fold(sides, |sum, share| sum.saturating_add(share.len()))
    }

    pub(super) fn client(&mut self, bytes: &[u8], missing: bool, place: &Place, time: Option<Timestamp>) {
        self.at.get_or_insert_with(|| (place.clone(), time));
        let mut side = std::mem::take(&mut self.client);
        side.feed(bytes, missing, &mut |message| _ = self.asked(message));
        self.client = side;
    }

    pub(super) fn server(&mut self, bytes: &[u8], missing: bool, place: &Place, time: Option<Timestamp>) {
        self.at.get_or_insert_with(|| (place.clone(), time));
        let mut side = std::mem::take(&mut self.server);
        side.feed(bytes, missing, &mut |message| _ = self.answered(message));
        self.server = side;
    }

    fn sign(&mut self, sign: SharingSign) {
        add_parts(&mut self.signs, vec![sign]);
    }

    /// A message of the client.
    fn asked(&mut self, message: &[u8]) -> Option<()> {
        if message.starts_with(b"\xfeSMB") {
            self.version = Some("SMB2");
            // TREE_CONNECT: where its path stands, from the beginning of the message.
            if u16_le(message, 12)? == 3 {
                let (at, length) = (usize::from(u16_le(message, 68)?), usize::from(u16_le(message, 70)?));
                let path = message.get(at..at.checked_add(length)?)?;
                add_parts(&mut self.shares, string(path, 0, true).into_iter().collect());
            }
            return Some(());
        }
        if message.starts_with(b"\xfdSMB") {
            self.version.get_or_insert("SMB3");
            return Some(());
        }
        let message = message.strip_prefix(b"\xffSMB").map(|_| message)?;
        self.version.get_or_insert("SMB1");
        let command = *message.get(4)?;
        let wide = u16_le(message, 10)? & 0x8000 != 0;
        let id = u16_le(message, 30)?;
        match command {
            TREE_CONNECT => {
                let password = usize::from(u16_le(message, 39)?);
                let at = 43_usize.checked_add(password)?;
                // UTF-16 stands on even offsets.
                let at = if wide { at.next_multiple_of(2) } else { at };
                add_parts(&mut self.shares, string(message, at, wide).into_iter().collect());
            }
            NT_TRANSACT if u32_le(message, 40)? >= LARGE => remember(&mut self.large, id),
            TRANSACTION_2 => {
                self.large.retain(|open| *open != id);
                if u16_le(message, 61)? == SUB_SESSION_SETUP {
                    self.sign(SharingSign::Transaction2SessionSetup);
                    remember(&mut self.calls, id);
                }
            }
            TRANSACTION_2_SECONDARY if self.large.contains(&id) => {
                self.sign(SharingSign::TransactContinuedAsTransaction2);
            }
            TRANSACTION if u16_le(message, 61)? == PEEK_NAMED_PIPE && u16_le(message, 63)? == 0 => {
                remember(&mut self.peeks, id);
            }
            _ => {}
        }
        Some(())
    }

    /// A message of the server.
    fn answered(&mut self, message: &[u8]) -> Option<()> {
        if message.starts_with(b"\xfeSMB") {
            self.version = Some("SMB2");
            return Some(());
        }
        let message = message.strip_prefix(b"\xffSMB").map(|_| message)?;
        self.version.get_or_insert("SMB1");
        let command = *message.get(4)?;
        let status = u32_le(message, 5)?;
        let wide = u16_le(message, 10)? & 0x8000 != 0;
        let id = u16_le(message, 30)?;
        match command {
            TRANSACTION_2
                if status == STATUS_NOT_IMPLEMENTED
                    && id.checked_sub(0x10).is_some_and(|asked| self.calls.contains(&asked)) =>
            {
                self.sign(SharingSign::DoublePulsarAnswered);
            }
            TRANSACTION if status == STATUS_INSUFF_SERVER_RESOURCES && self.peeks.contains(&id) => {
                self.sign(SharingSign::PatchMissing);
            }
            SESSION_SETUP if self.native_os.is_none() => {
                let at = match *message.get(32)? {
                    3 => 41_usize,
                    4 => 43_usize.checked_add(usize::from(u16_le(message, 39)?))?,
                    _ => return None,
                };
                let at = if wide { at.next_multiple_of(2) } else { at };
                self.native_os = string(message, at, wide);
            }
            _ => {}
        }
        Some(())
    }

    /// What was seen.
    pub(super) fn told(mut self, ends: &Ends) -> Option<(Place, Sharing)> {
        let (place, time) = self.at?;
        self.signs.sort_unstable();
        let sharing = Sharing {
            ends: ends.clone(),
            version: self.version?.to_owned(),
            native_os: self.native_os,
            shares: self.shares,
            signs: self.signs,
            span: Span::once(time),
        };
        Some((place, sharing))
    }
}

fn remember(list: &mut Vec<u16>, id: u16) {
    if list.len() < MOST_OPEN && !list.contains(&id) {
        list.push(id);
    }
}
