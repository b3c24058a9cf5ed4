//! Capture files: pcap in its four forms, and pcapng.

use std::io::{Result, Write};

use super::packets::Packet;

/// The form of a capture file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// pcap.
    Pcap {
        /// Nanoseconds instead of microseconds.
        nanos: bool,
        /// Numbers with the highest byte first.
        big_endian: bool,
    },
    /// pcapng, little-endian, in nanoseconds.
    Pcapng,
}

impl Form {
    /// What `tcpdump` writes.
    pub const USUAL: Self = Self::Pcap { nanos: false, big_endian: false };

    fn put(self, out: &mut Vec<u8>, number: u32) {
        match self {
            Self::Pcap { big_endian: true, .. } => out.extend(number.to_be_bytes()),
            _ => out.extend(number.to_le_bytes()),
        }
    }

    fn put_short(self, out: &mut Vec<u8>, number: u16) {
        match self {
            Self::Pcap { big_endian: true, .. } => out.extend(number.to_be_bytes()),
            _ => out.extend(number.to_le_bytes()),
        }
    }

    /// What stands before the first packet.
    pub fn head(self, link: u16) -> Vec<u8> {
        let mut out = Vec::new();
        match self {
            Self::Pcap { nanos, .. } => {
                self.put(&mut out, if nanos { 0xa1b2_3c4d } else { 0xa1b2_c3d4 });
                self.put_short(&mut out, 2);
                self.put_short(&mut out, 4);
                for number in [0, 0, 262_144, u32::from(link)] {
                    self.put(&mut out, number);
                }
            }
            Self::Pcapng => {
                for number in [0x0a0d_0d0a, 28, 0x1a2b_3c4d, 1, u32::MAX, u32::MAX, 28] {
                    self.put(&mut out, number);
                }
                // The interface, with times in nanoseconds.
                for number in [1, 32, u32::from(link), 262_144] {
                    self.put(&mut out, number);
                }
                out.extend([9, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 0]);
                self.put(&mut out, 32);
            }
        }
        out
    }

    /// One packet; `length` is what it had on the wire.
    pub fn packet(self, packet: &Packet, length: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(packet.bytes.len() + 40);
        let (captured, length) =
            (u32::try_from(packet.bytes.len()).unwrap_or(0), u32::try_from(length).unwrap_or(u32::MAX));
        match self {
            Self::Pcap { nanos, .. } => {
                let part = packet.nanos.rem_euclid(1_000_000_000) / if nanos { 1 } else { 1000 };
                let seconds = packet.nanos.div_euclid(1_000_000_000);
                for number in [u32::try_from(seconds).unwrap_or(0), u32::try_from(part).unwrap_or(0), captured, length]
                {
                    self.put(&mut out, number);
                }
                out.extend(&packet.bytes);
            }
            Self::Pcapng => {
                let padding = packet.bytes.len().next_multiple_of(4) - packet.bytes.len();
                let block = 32 + captured + u32::try_from(padding).unwrap_or(0);
                let time = packet.nanos.unsigned_abs();
                let [high, low] = [time >> 32, time & 0xffff_ffff].map(|half| u32::try_from(half).unwrap_or(0));
                for number in [6, block, 0, high, low, captured, length] {
                    self.put(&mut out, number);
                }
                out.extend(&packet.bytes);
                out.extend(std::iter::repeat_n(0, padding));
                self.put(&mut out, block);
            }
        }
        out
    }

    /// A whole capture of an Ethernet link.
    pub fn file(self, packets: &[Packet]) -> Vec<u8> {
        let mut out = self.head(1);
        for packet in packets {
            out.extend(self.packet(packet, packet.bytes.len()));
        }
        out
    }

    /// The same, written as it comes.
    pub fn write(self, packets: impl Iterator<Item = Packet>, out: &mut impl Write) -> Result<()> {
        out.write_all(&self.head(1))?;
        for packet in packets {
            out.write_all(&self.packet(&packet, packet.bytes.len()))?;
        }
        Ok(())
    }
}
