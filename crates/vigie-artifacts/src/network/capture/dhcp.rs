//! How devices of a network name themselves when they ask for an address: DHCP, RFC 2131 and RFC 2132.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr};

use vigie_model::Timestamp;

use super::super::bytes::{Cursor, text};
use super::super::{Lease, Span};

const COOKIE: u32 = 0x6382_5363;

/// A request for an address. `None` for anything else.
pub(super) fn request(bytes: &[u8], time: Option<Timestamp>) -> Option<Lease> {
    let mut cursor = Cursor(bytes);
    // 1 asks, 2 answers.
    if cursor.u8()? != 1 {
        return None;
    }
    cursor.u8()?;
    let length = usize::from(cursor.u8()?).min(16);
    cursor.take(9)?;
    let own = cursor.u32()?;
    cursor.take(12)?;
    let mut hardware = String::new();
    for byte in cursor.take(16)?.get(..length)? {
        let colon = if hardware.is_empty() { "" } else { ":" };
        let _ = write!(hardware, "{colon}{byte:02x}");
    }
    cursor.take(192)?;
    if cursor.u32()? != COOKIE {
        return None;
    }
    let address = |number: u32| (number != 0).then(|| IpAddr::V4(Ipv4Addr::from(number)));
    let mut lease =
        Lease { hardware, host_name: None, vendor_class: None, address: address(own), span: Span::once(time) };
    let mut kind = None;
    while let Some(code) = cursor.u8() {
        match code {
            0 => continue,
            255 => break,
            _ => {}
        }
        let mut value = cursor.after_u8()?;
        match code {
            12 => lease.host_name = Some(text(value.0, 255)),
            50 => lease.address = value.u32().and_then(address),
            53 => kind = value.u8(),
            60 => lease.vendor_class = Some(text(value.0, 255)),
            _ => {}
        }
    }
    // Discover, request, decline, release, inform.
    matches!(kind, Some(1 | 3 | 4 | 7 | 8)).then_some(lease)
}
