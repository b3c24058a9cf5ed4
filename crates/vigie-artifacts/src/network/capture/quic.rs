//! The client's hello in QUIC. Its first packets are encrypted with a key that everybody can make from the packet itself, so
//! what they hold is in clear for whoever captured them.
//!
//! RFC 9000 (packets and frames), RFC 9001 (keys of Initial packets, versions 1), RFC 9369 (version 2). Drafts before
//! version 1 had other keys and are out of use; their packets are flows without a name.

use aes_gcm::aead::{AeadInPlace, KeyInit as _};
use aes_gcm::aes::cipher::BlockEncrypt as _;
use aes_gcm::aes::{Aes128, Block};
use aes_gcm::{Aes128Gcm, Nonce, Tag};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use vigie_model::{Place, Timestamp};

use super::super::bytes::Cursor;
use super::pieces::Pieces;
use super::tls::ClientHello;

/// Initial packets of one client that are looked at.
const MOST_PACKETS: u32 = 16;
/// Frames of one packet: a datagram of padding is one frame.
const MOST_FRAMES: usize = 256;
const LONGEST_ID: usize = 20;

struct Version {
    number: u32,
    salt: [u8; 20],
    initial: u8,
    key: &'static [u8],
    iv: &'static [u8],
    mask: &'static [u8],
}

const VERSIONS: [Version; 2] = [
    Version {
        number: 1,
        salt: [
            0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb,
            0x7f, 0x0a,
        ],
        initial: 0,
        key: b"tls13 quic key",
        iv: b"tls13 quic iv",
        mask: b"tls13 quic hp",
    },
    Version {
        number: 0x6b33_43cf,
        salt: [
            0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93, 0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd,
            0x2e, 0xd9,
        ],
        initial: 1,
        key: b"tls13 quicv2 key",
        iv: b"tls13 quicv2 iv",
        mask: b"tls13 quicv2 hp",
    },
];

/// What opens the packets of one client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Keys {
    key: [u8; 16],
    iv: [u8; 12],
    mask: [u8; 16],
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> Option<[u8; 32]> {
    let mut hmac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).ok()?;
    for part in parts {
        hmac.update(part);
    }
    Some(hmac.finalize().into_bytes().into())
}

/// HKDF-Expand-Label of RFC 8446 for up to 32 bytes.
fn expand<const N: usize>(secret: &[u8], label: &[u8]) -> Option<[u8; N]> {
    let length = u16::try_from(N).ok()?.to_be_bytes();
    let label_length = [u8::try_from(label.len()).ok()?];
    let whole = hmac(secret, &[&length, &label_length, label, &[0], &[1]])?;
    whole.get(..N)?.try_into().ok()
}

impl Version {
    fn keys(&self, id: &[u8]) -> Option<Keys> {
        let initial = hmac(&self.salt, &[id])?;
        let client: [u8; 32] = expand(&initial, b"tls13 client in")?;
        Some(Keys { key: expand(&client, self.key)?, iv: expand(&client, self.iv)?, mask: expand(&client, self.mask)? })
    }
}

/// A number of QUIC's own form.
fn varint(cursor: &mut Cursor<'_>) -> Option<u64> {
    let first = cursor.u8()?;
    let more = 1_u32.checked_shl(u32::from(first >> 6))?.checked_sub(1)?;
    let mut number = u64::from(first & 0x3f);
    for _ in 0..more {
        number = number.checked_shl(8)? | u64::from(cursor.u8()?);
    }
    Some(number)
}

fn size(cursor: &mut Cursor<'_>) -> Option<usize> {
    usize::try_from(varint(cursor)?).ok()
}

/// Whether a datagram begins with an Initial packet of a version that is read.
pub(super) fn begins(datagram: &[u8]) -> bool {
    head(datagram).is_some()
}

fn head(datagram: &[u8]) -> Option<(&'static Version, &[u8], Cursor<'_>)> {
    let mut cursor = Cursor(datagram);
    let first = cursor.u8()?;
    let number = cursor.u32()?;
    let version = VERSIONS.iter().find(|version| version.number == number)?;
    if first & 0xc0 != 0xc0 || (first >> 4) & 3 != version.initial {
        return None;
    }
    let id = cursor.after_u8()?.0;
    let source = cursor.after_u8()?.0;
    (id.len() <= LONGEST_ID && source.len() <= LONGEST_ID).then_some((version, id, cursor))
}

/// The client's side of one connection.
#[derive(Debug, Default)]
pub(super) struct Client {
    keys: Option<Keys>,
    crypto: Pieces,
    packets: u32,
    opened: bool,
    done: bool,
    at: Option<(Place, Option<Timestamp>)>,
}

impl Client {
    pub(super) fn kept(&self) -> usize {
        self.crypto.kept()
    }

    pub(super) fn is_done(&self) -> bool {
        self.done
    }

    /// Whether its packets looked like Initial packets and none could be opened, or the hello was not whole.
    pub(super) fn failed(&self) -> bool {
        self.packets > 0 && !self.done
    }

    /// One datagram of the client; answers its hello when that is whole.
    pub(super) fn datagram(
        &mut self,
        datagram: &[u8],
        place: &Place,
        time: Option<Timestamp>,
    ) -> Option<(Place, Option<Timestamp>, ClientHello)> {
        if self.done || self.packets >= MOST_PACKETS {
            return None;
        }
        let mut rest = datagram;
        while let Some((version, id, cursor)) = head(rest) {
            self.at.get_or_insert_with(|| (place.clone(), time));
            self.packets = self.packets.saturating_add(1);
            let (used, plain) = self.open(rest, version, id, cursor)?;
            self.frames(&plain)?;
            rest = rest.get(used..)?;
        }
        let mut message = Cursor(self.crypto.front());
        if message.u8() != Some(1) {
            return None;
        }
        let hello = ClientHello::read(message.after_u24()?.0)?;
        self.done = true;
        let (place, time) = self.at.take()?;
        self.crypto = Pieces::default();
        Some((place, time, hello))
    }

    /// Removes the protection of a packet; answers its length and what it holds.
    fn open(
        &mut self,
        packet: &[u8],
        version: &Version,
        id: &[u8],
        mut cursor: Cursor<'_>,
    ) -> Option<(usize, Vec<u8>)> {
        let token = size(&mut cursor)?;
        cursor.take(token)?;
        let length = size(&mut cursor)?;
        let number_at = packet.len().checked_sub(cursor.0.len())?;
        let used = number_at.checked_add(length)?;
        let packet = packet.get(..used)?;
        // The keys stay those of the first id, whatever the client calls the server later.
        if let Some(keys) = self.keys
            && let Some(plain) = open(&keys, packet, number_at)
        {
            return Some((used, plain));
        }
        let keys = version.keys(id)?;
        let plain = open(&keys, packet, number_at)?;
        if !self.opened {
            self.keys = Some(keys);
            self.opened = true;
        }
        Some((used, plain))
    }

    fn frames(&mut self, plain: &[u8]) -> Option<()> {
        let mut cursor = Cursor(plain);
        for _ in 0..MOST_FRAMES {
            let Some(kind) = cursor.u8() else { return Some(()) };
            match kind {
                0 => {
                    let padding = cursor.0.iter().take_while(|byte| **byte == 0).count();
                    cursor.take(padding)?;
                }
                1 => {}
                2 | 3 => {
                    varint(&mut cursor)?;
                    varint(&mut cursor)?;
                    let ranges = varint(&mut cursor)?;
                    varint(&mut cursor)?;
                    for _ in 0..ranges.min(1024) {
                        varint(&mut cursor)?;
                        varint(&mut cursor)?;
                    }
                    if kind == 3 {
                        for _ in 0..3 {
                            varint(&mut cursor)?;
                        }
                    }
                }
                6 => {
                    let (at, length) = (size(&mut cursor)?, size(&mut cursor)?);
                    self.crypto.put(at, cursor.take(length)?, false)?;
                }
                // The end of the connection, or what does not belong into an Initial packet.
                _ => return Some(()),
            }
        }
        Some(())
    }
}

fn open(keys: &Keys, packet: &[u8], number_at: usize) -> Option<Vec<u8>> {
    let sample_at = number_at.checked_add(4)?;
    let sample = packet.get(sample_at..sample_at.checked_add(16)?)?;
    let mut block = Block::clone_from_slice(sample);
    <Aes128 as aes_gcm::KeyInit>::new_from_slice(&keys.mask).ok()?.encrypt_block(&mut block);
    let mask: [u8; 16] = block.into();
    let [first_mask, number_mask @ ..] = mask;
    let mut header = packet.get(..sample_at)?.to_vec();
    let first = header.first_mut()?;
    *first ^= first_mask & 0x0f;
    let digits = usize::from(*first & 3).checked_add(1)?;
    let content_at = number_at.checked_add(digits)?;
    let mut number = 0_u64;
    for (byte, mask) in header.get_mut(number_at..content_at)?.iter_mut().zip(number_mask) {
        *byte ^= mask;
        number = number << 8 | u64::from(*byte);
    }
    header.truncate(content_at);
    let mut nonce = keys.iv;
    for (byte, part) in nonce.iter_mut().rev().zip(number.to_le_bytes()) {
        *byte ^= part;
    }
    let sealed = packet.get(content_at..)?;
    let (content, tag) = sealed.split_at_checked(sealed.len().checked_sub(16)?)?;
    let mut plain = content.to_vec();
    Aes128Gcm::new_from_slice(&keys.key)
        .ok()?
        .decrypt_in_place_detached(Nonce::from_slice(&nonce), &header, &mut plain, Tag::from_slice(tag))
        .ok()?;
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_the_specifications() {
        let id = hex::decode("8394c8f03e515708").unwrap();
        // RFC 9001, appendix A.1.
        let keys = VERSIONS[0].keys(&id).unwrap();
        assert_eq!(hex::encode(keys.key), "1f369613dd76d5467730efcbe3b1a22d");
        assert_eq!(hex::encode(keys.iv), "fa044b2f42a3fd3b46fb255c");
        assert_eq!(hex::encode(keys.mask), "9f50449e04a0e810283a1e9933adedd2");
        // RFC 9369, appendix A.1.
        let keys = VERSIONS[1].keys(&id).unwrap();
        assert_eq!(hex::encode(keys.key), "8b1a0bc121284290a29e0971b5cd045d");
        assert_eq!(hex::encode(keys.iv), "91f73e2351d8fa91660e909f");
        assert_eq!(hex::encode(keys.mask), "45b95e15235d6f45a6b19cbcb0294ba9");
    }

    #[test]
    fn numbers_of_the_specification() {
        // RFC 9000, appendix A.1.
        for (bytes, number) in [
            ("c2197c5eff14e88c", 151_288_809_941_952_652),
            ("9d7f3e7d", 494_878_333),
            ("7bbd", 15_293),
            ("25", 37),
            ("4025", 37),
        ] {
            assert_eq!(varint(&mut Cursor(&hex::decode(bytes).unwrap())), Some(number));
        }
    }

    #[test]
    fn a_hello_in_several_packets_and_damage() {
        for version in [1, 2] {
            let packets = vigie_testkit::network::quic_initial(version, "chat.example.org", 2);
            let mut client = Client::default();
            assert!(client.datagram(&packets[1], &Place::File, None).is_none());
            let (_, _, hello) = client.datagram(&packets[0], &Place::File, None).unwrap();
            assert_eq!(hello.server_name.as_deref(), Some("chat.example.org"));
            assert!(client.is_done() && !client.failed());
            for at in 0..packets[0].len() {
                let mut damaged = packets[0].clone();
                damaged[at] ^= 0x10;
                let mut client = Client::default();
                assert!(client.datagram(&damaged, &Place::File, None).is_none(), "flipped at {at}");
                client.datagram(&packets[0][..at], &Place::File, None);
            }
        }
    }
}
