//! Captures of a network: a phone's evening on a Wi-Fi, a worm in an office, and as many conversations as a bench asks for.
//!
//! Names end in `example`, addresses are those for documentation (RFC 5737) and of private networks, but for the published
//! indicators among them.

pub mod certificate;
pub mod file;
pub mod large;
pub mod packets;
pub mod quic;
pub mod smb;
pub mod speech;
pub mod stories;

pub use file::Form;
pub use packets::Packet;

/// The first datagrams of a client of QUIC (version 1 or 2) that asks for a host, in so many packets.
pub fn quic_initial(version: u8, host: &str, packets: usize) -> Vec<Vec<u8>> {
    quic::hello(
        version,
        [0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08],
        &speech::client_hello(Some(host), &["h3"], true),
        packets,
    )
}
