//! Initial packets of QUIC, protected as RFC 9001 and RFC 9369 say.

use aes_gcm::aead::{AeadInPlace, KeyInit as _};
use aes_gcm::aes::cipher::BlockEncrypt as _;
use aes_gcm::aes::{Aes128, Block};
use aes_gcm::{Aes128Gcm, Nonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// The key that protects what a client sends first, its vector, and the key of the header.
struct Keys {
    key: Vec<u8>,
    iv: Vec<u8>,
    header: Vec<u8>,
}

fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut hmac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("any length will do");
    hmac.update(message);
    hmac.finalize().into_bytes().to_vec()
}

fn expand(secret: &[u8], label: &str, length: u8) -> Vec<u8> {
    let label = format!("tls13 {label}");
    let info = [&[0, length, u8::try_from(label.len()).unwrap_or(0)][..], label.as_bytes(), &[0, 1]].concat();
    let mut out = hmac(secret, &info);
    out.truncate(usize::from(length));
    out
}

fn keys(version: u32, id: &[u8]) -> Keys {
    let (salt, word) = match version {
        1 => ("38762cf7f55934b34d179ae6a4c80cadccbb7f0a", "quic"),
        _ => ("0dede3def700a6db819381be6e269dcbf9bd2ed9", "quicv2"),
    };
    let initial = hmac(&hex::decode(salt).expect("written above"), id);
    let client = expand(&initial, "client in", 32);
    Keys {
        key: expand(&client, &format!("{word} key"), 16),
        iv: expand(&client, &format!("{word} iv"), 12),
        header: expand(&client, &format!("{word} hp"), 16),
    }
}

/// One Initial packet of a client. `version` 1 or 2; `payload` is its frames.
///
/// # Panics
/// Never: keys of these lengths fit.
pub fn initial(version: u8, id: &[u8], number: u32, payload: &[u8]) -> Vec<u8> {
    let (wire, first) = if version == 2 { (0x6b33_43cf_u32, 0xd3_u8) } else { (1, 0xc3) };
    let keys = keys(wire, id);
    let length = u16::try_from(payload.len() + 4 + 16).unwrap_or(0) | 0x4000;
    let mut packet = vec![first];
    packet.extend(wire.to_be_bytes());
    packet.push(u8::try_from(id.len()).unwrap_or(0));
    packet.extend(id);
    packet.extend([0, 0]);
    packet.extend(length.to_be_bytes());
    let number_at = packet.len();
    packet.extend(number.to_be_bytes());
    let mut nonce = keys.iv;
    for (byte, part) in nonce.iter_mut().rev().zip(number.to_le_bytes()) {
        *byte ^= part;
    }
    let mut sealed = payload.to_vec();
    let cipher = Aes128Gcm::new_from_slice(&keys.key).expect("sixteen bytes");
    let tag = cipher.encrypt_in_place_detached(Nonce::from_slice(&nonce), &packet, &mut sealed).expect("short enough");
    packet.extend(sealed);
    packet.extend(tag);
    let mut mask = Block::clone_from_slice(&packet[number_at + 4..number_at + 20]);
    <Aes128 as aes_gcm::KeyInit>::new_from_slice(&keys.header).expect("sixteen bytes").encrypt_block(&mut mask);
    packet[0] ^= mask[0] & 0x0f;
    for (byte, mask) in packet[number_at..number_at + 4].iter_mut().zip(&mask[1..]) {
        *byte ^= mask;
    }
    packet
}

/// A frame of CRYPTO.
fn crypto(at: usize, bytes: &[u8]) -> Vec<u8> {
    let two = |number: usize| (u16::try_from(number).unwrap_or(0) | 0x4000).to_be_bytes();
    [&[6][..], &two(at), &two(bytes.len()), bytes].concat()
}

/// The first datagrams of a client that calls the server by an id: its hello in so many packets, each filled up to 1200 bytes.
pub fn hello(version: u8, id: [u8; 8], message: &[u8], packets: usize) -> Vec<Vec<u8>> {
    let size = message.len().div_ceil(packets.max(1));
    let pieces = message.chunks(size).enumerate().map(|(turn, piece)| {
        let mut payload = crypto(turn * size, piece);
        payload.resize(1200 - 18 - 4 - 16, 0);
        initial(version, &id, u32::try_from(turn).unwrap_or(0), &payload)
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use super::initial;

    /// RFC 9001, appendix A.2: its beginning and its tag, which no other packet has.
    #[test]
    fn the_packet_of_the_specification() {
        let hello = "010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c00000413011302010000c0\
            00000010000e00000b6578616d706c652e636f6dff01000100000a00080006001d0017001800100007000504616c706e0005000501\
            00000000003300260024001d00209370b2c9caa47fbabaf4559fedba753de171fa71f50f1ce15d43e994ec74d748002b0003020304\
            000d0010000e0403050306030203080408050806002d00020101001c00024001003900320408ffffffffffffffff05048000ffff07\
            048000ffff0801100104800075300901100f088394c8f03e51570806048000ffff";
        let digits: String = hello.split_whitespace().collect();
        let mut payload = [&[6, 0, 0x40, 0xf1][..], &hex::decode(digits).unwrap()].concat();
        payload.resize(1162, 0);
        let packet = initial(1, &hex::decode("8394c8f03e515708").unwrap(), 2, &payload);
        assert_eq!(packet.len(), 1200);
        assert_eq!(
            hex::encode(&packet[..38]),
            "c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11d242b123dc9b"
        );
        assert_eq!(hex::encode(&packet[1184..]), "e221af44860018ab0856972e194cd934");
    }
}
