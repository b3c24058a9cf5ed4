//! The key bag against published vectors, and hostile ones.

use super::*;

fn hexed<const N: usize>(text: &str) -> [u8; N] {
    hex::decode(text).unwrap().try_into().unwrap()
}

fn tlv(tag: &str, value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(value.len()).unwrap();
    [tag.as_bytes(), &length.to_be_bytes(), value].concat()
}

fn header(rounds: u32) -> Vec<u8> {
    [
        tlv("VERS", &3u32.to_be_bytes()),
        tlv("UUID", &[1; 16]),
        tlv("WRAP", &0u32.to_be_bytes()),
        tlv("SALT", b"salt"),
        tlv("ITER", &rounds.to_be_bytes()),
    ]
    .concat()
}

fn class(wrapped: &[u8]) -> Vec<u8> {
    [
        tlv("UUID", &[2; 16]),
        tlv("CLAS", &3u32.to_be_bytes()),
        tlv("WRAP", &2u32.to_be_bytes()),
        tlv("KTYP", &0u32.to_be_bytes()),
        tlv("WPKY", wrapped),
    ]
    .concat()
}

/// RFC 3394, section 4.6: 256 bits of key data wrapped with a 256-bit key.
const KEK: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const DATA: &str = "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f";
const WRAPPED: &str = "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21";

#[test]
fn rfc_3394() {
    let kek = Key::new(hexed(KEK));
    let mut key = WrappedKey { class: 3, wrapped: hex::decode(WRAPPED).unwrap() };
    assert_eq!(*unwrap(&kek, &key).unwrap(), hexed::<32>(DATA));
    key.wrapped[7] ^= 1;
    assert_eq!(unwrap(&kek, &key).unwrap_err(), UnwrapError::Damaged(3));
    for length in [0, 8, 39, 41, 48] {
        key.wrapped.resize(length, 0);
        assert_eq!(unwrap(&kek, &key).unwrap_err(), UnwrapError::Length(length));
    }
}

#[test]
fn rfc_6070_and_7914_style_pbkdf2() {
    // RFC 6070: SHA-1, "password", "salt", 2 and 4096 rounds: its 20 bytes are the first of our 32.
    for (rounds, expected) in [
        (1, "0c60c80f961f0e71f3a9b524af6012062fe037a6"),
        (2, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"),
        (4096, "4b007901b765489abead49d926f721d065a429c1"),
    ] {
        let bag = Keybag::parse(&[header(rounds), class(&[0; 40])].concat()).unwrap();
        assert!(hex::encode(*bag.derive(b"password")).starts_with(expected));
        assert_eq!(bag.rounds(), u64::from(rounds));
    }
    // RFC 7914, section 11: SHA-256, "passwd", "salt", 1 round: its first 32 bytes.
    let mut key = [0; 32];
    pbkdf2_hmac::<Sha256>(b"passwd", b"salt", 1, &mut key);
    let expected = "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc";
    assert_eq!(hex::encode(key), expected);
}

#[test]
fn cut_anywhere_is_an_error_and_never_a_panic() {
    let whole = [header(1), tlv("DPSL", b"salt"), tlv("DPIC", &1u32.to_be_bytes()), class(&[0; 40])].concat();
    assert!(Keybag::parse(&whole).is_ok());
    for end in 0..whole.len() {
        assert!(Keybag::parse(&whole[..end]).is_err(), "cut at {end}");
    }
}

fn error(bytes: &[u8]) -> KeybagError {
    Keybag::parse(bytes).err().unwrap()
}

#[test]
fn hostile_key_bags() {
    let good = [header(1), class(&[0; 40])].concat();
    assert_eq!(error(&header(1)), KeybagError::NoClassKeys);
    assert_eq!(error(&vec![0; KEYBAG_LIMIT + 1]), KeybagError::TooLarge(KEYBAG_LIMIT + 1));
    let absurd = [good.clone(), b"XXXX\xff\xff\xff\xff".to_vec()].concat();
    assert_eq!(error(&absurd), KeybagError::Truncated(good.len()));
    let zero = [header(0), class(&[0; 40])].concat();
    assert_eq!(error(&zero), KeybagError::Field("ITER"));
    let half = [tlv("DPIC", &1u32.to_be_bytes()), good.clone()].concat();
    assert_eq!(error(&half), KeybagError::Field("DPSL"));
    let long = [tlv("DPIC", &[1; 8]), tlv("DPSL", b"salt"), good].concat();
    assert_eq!(error(&long), KeybagError::Field("DPIC"));
    // A wrapped key of a wrong size beside a good one: the good one is used, the other told.
    let kek = Key::new(hexed(KEK));
    let bag = [header(1), class(&[0; 7]), class(&hex::decode(WRAPPED).unwrap())].concat();
    let keys = Keybag::parse(&bag).unwrap().unlock(&kek).unwrap();
    assert_eq!((keys.keys.len(), keys.damaged.as_slice()), (1, [3].as_slice()));
}
