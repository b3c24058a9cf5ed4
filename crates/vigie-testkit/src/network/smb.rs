//! Messages of file sharing, in the shape of what was published of the exploits of MS17-010. They carry no exploit: where one
//! would stand are zeros.

use super::packets::Who;

/// A question in SMB1: command, status, multiplex id, parameters and data.
fn message(command: u8, status: u32, id: u16, words: &[u8], bytes: &[u8]) -> Vec<u8> {
    flagged(0x18, command, status, id, words, bytes)
}

/// An answer.
fn answer(command: u8, status: u32, id: u16, words: &[u8], bytes: &[u8]) -> Vec<u8> {
    flagged(0x98, command, status, id, words, bytes)
}

fn flagged(flags: u8, command: u8, status: u32, id: u16, words: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut out = b"\xffSMB".to_vec();
    out.push(command);
    out.extend(status.to_le_bytes());
    out.extend([flags, 0x07, 0xc0]);
    out.extend([0; 12]);
    out.extend([0, 8, 0xff, 0xfe, 0, 8]);
    out.extend(id.to_le_bytes());
    out.push(u8::try_from(words.len() / 2).unwrap_or(0));
    out.extend(words);
    out.extend(u16::try_from(bytes.len()).unwrap_or(0).to_le_bytes());
    out.extend(bytes);
    super::speech::behind(&out, 4)
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}

/// Parameters of a transaction, with its set-up words.
fn transaction(setup: &[u16]) -> Vec<u8> {
    let mut words = vec![0; 26];
    words.extend([u8::try_from(setup.len()).unwrap_or(0), 0]);
    words.extend(setup.iter().flat_map(|word| word.to_le_bytes()));
    words
}

/// The beginning of every session: a dialect, a name, a share. `share` is `\\host\IPC$`.
fn opening(share: &str) -> Vec<(Who, Vec<u8>)> {
    let system = ["Windows 7 Professional 7601 Service Pack 1", "Windows 7 Professional 6.1", "WORKGROUP"].map(wide);
    let system = [&[0][..], &system.concat()].concat();
    // One byte of password; then the text stands on an even offset.
    let path = [&[0][..], &wide(share), b"?????\0"].concat();
    vec![
        (Who::Client, message(0x72, 0, 0x40, &[], b"\x02NT LM 0.12\0")),
        (Who::Server, answer(0x72, 0, 0x40, &[0; 34], &[0; 16])),
        (
            Who::Client,
            message(
                0x73,
                0,
                0x40,
                &[0xff, 0, 0, 0, 0, 0x11, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                &[0; 8],
            ),
        ),
        (Who::Server, answer(0x73, 0, 0x40, &[0xff, 0, 0, 0, 0, 0], &system)),
        (Who::Client, message(0x75, 0, 0x40, &[0xff, 0, 0, 0, 0, 0, 1, 0], &path)),
        (Who::Server, answer(0x75, 0, 0x40, &[0xff, 0, 0, 0, 1, 0], &[b"IPC\0\0".as_slice(), &wide("")].concat())),
    ]
}

/// Ordinary sharing.
pub fn ordinary(share: &str) -> Vec<(Who, Vec<u8>)> {
    opening(share)
}

/// The test for MS17-010: a look into no pipe.
pub fn test(share: &str) -> Vec<(Who, Vec<u8>)> {
    let mut turns = opening(share);
    turns.push((Who::Client, message(0x25, 0, 0x41, &transaction(&[0x23, 0]), b"\\\0P\0I\0P\0E\0\\\0\0\0")));
    turns.push((Who::Server, answer(0x25, 0xc000_0205, 0x41, &[], &[])));
    turns
}

/// The call to DoublePulsar, answered by one that is there, or not.
pub fn call(share: &str, is_there: bool) -> Vec<(Who, Vec<u8>)> {
    let mut turns = opening(share);
    turns.push((Who::Client, message(0x32, 0, 0x41, &transaction(&[0x0e]), &[0; 15])));
    turns.push((Who::Server, answer(0x32, 0xc000_0002, if is_there { 0x51 } else { 0x41 }, &[], &[])));
    turns
}

/// The shape of EternalBlue: a large transaction of one kind, continued as another.
pub fn overflow(share: &str) -> Vec<(Who, Vec<u8>)> {
    let mut turns = opening(share);
    let mut words = vec![1, 0, 0, 0x1e, 0, 0, 0, 0xd0, 3, 1, 0];
    words.resize(38, 0);
    turns.push((Who::Client, message(0xa0, 0, 0x40, &words, &[0; 64])));
    turns.push((Who::Server, answer(0xa0, 0, 0x40, &[], &[])));
    for _ in 0..3 {
        turns.push((Who::Client, message(0x33, 0, 0x40, &[0; 18], &[0; 1200])));
    }
    turns
}
