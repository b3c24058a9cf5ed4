//! Two small captures.

use std::net::{IpAddr, Ipv4Addr};

use super::certificate::Certificate;
use super::packets::{End, Packet, Who, conversation, udp};
use super::{quic_initial, smb, speech};

/// 20 June 2024, 18:00:00 UTC.
const EVENING: i64 = 1_718_906_400;
/// A domain published for Pegasus (Amnesty International, 2021).
pub const PEGASUS_HOST: &str = "urlpush.net";
/// The first name of WannaCry's switch (Mandiant, 2017).
pub const KILL_SWITCH: &str = "iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com";

const AGENT: &str = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36";

const fn v4(a: u8, b: u8, c: u8, d: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(a, b, c, d))
}

/// Builds a capture second by second.
struct Scene {
    device: IpAddr,
    resolver: IpAddr,
    packets: Vec<Packet>,
    port: u16,
}

impl Scene {
    const fn new(device: IpAddr, resolver: IpAddr) -> Self {
        Self { device, resolver, packets: Vec::new(), port: 40_000 }
    }

    fn port(&mut self) -> u16 {
        self.port += 1;
        self.port
    }

    fn at(second: i64) -> i64 {
        (EVENING + second) * 1_000_000_000
    }

    fn look_up(&mut self, second: i64, host: &str, kind: u16, alias: Option<&str>, addresses: &[IpAddr]) {
        let (client, server) = ((self.device, self.port()), (self.resolver, 53));
        let question = speech::dns_question(client.1, host, kind);
        let answer = speech::dns_answer(client.1, host, kind, alias, addresses);
        self.packets.push(udp(Self::at(second), client, server, &question));
        self.packets.push(udp(Self::at(second) + 12_000_000, server, client, &answer));
    }

    fn talk(&mut self, second: i64, server: End, turns: &[(Who, Vec<u8>)]) {
        let client = (self.device, self.port());
        self.packets.extend(conversation(Self::at(second), client, server, turns));
    }

    fn tls(&mut self, second: i64, server: End, host: Option<&str>, version: u16, certificates: &[Vec<u8>]) {
        let hello = speech::tls_record(&speech::client_hello(host, &["h2", "http/1.1"], false));
        self.talk(second, server, &[(Who::Client, hello), (Who::Server, speech::server_hello(version, certificates))]);
    }

    fn quic(&mut self, second: i64, server: End, host: &str) {
        let client = (self.device, self.port());
        for (turn, datagram) in (0..).zip(quic_initial(1, host, 2)) {
            self.packets.push(udp(Self::at(second) + turn * 300_000, client, server, &datagram));
        }
        self.packets.push(udp(Self::at(second) + 9_000_000, server, client, &[0x40; 120]));
    }

    /// In the order of time.
    fn done(mut self) -> Vec<Packet> {
        self.packets.sort_by_key(|packet| packet.nanos);
        self.packets
    }
}

/// An invented phone on a Wi-Fi for a quarter of an hour: ordinary life, and some traces among it.
pub fn phone() -> Vec<Packet> {
    let mut scene = Scene::new(v4(192, 168, 7, 23), v4(192, 168, 7, 1));
    let lease = speech::dhcp_request([2, 0, 0, 0, 0, 2], "Pixel-8", "android-dhcp-14", [192, 168, 7, 23]);
    scene.packets.push(udp(Scene::at(0), (v4(0, 0, 0, 0), 68), (v4(255, 255, 255, 255), 67), &lease));
    // Ordinary life.
    let (news, chat, shop) = (v4(198, 51, 100, 7), v4(198, 51, 100, 8), v4(198, 51, 100, 9));
    scene.look_up(2, "www.news.example", 1, Some("edge.cdn.example"), &[news]);
    scene.look_up(2, "www.news.example", 65, None, &[]);
    scene.tls(3, (news, 443), Some("www.news.example"), 0x0304, &[]);
    scene.look_up(5, "chat.example", 1, None, &[chat]);
    scene.quic(6, (chat, 443), "chat.example");
    scene.look_up(9, "shop.example", 1, None, &[shop]);
    let shop_certificate = Certificate {
        subject: ("shop.example", Some("Shop of the Example")),
        issuer: ("Example Issuing CA 3", Some("Example Trust")),
        days: ("240110000000Z", "250109235959Z"),
        hosts: &["shop.example", "*.shop.example"],
        serial: 17,
    };
    scene.tls(10, (shop, 443), Some("shop.example"), 0x0303, &[shop_certificate.der()]);
    // Near misses, which must not be found.
    scene.look_up(12, "notmyurlpush.net.example", 1, None, &[news]);
    scene.tls(13, (news, 443), Some("urlpush.net.example"), 0x0304, &[]);
    // A published host of Pegasus is looked up and reached.
    let lure = v4(203, 0, 113, 20);
    scene.look_up(40, PEGASUS_HOST, 1, None, &[lure]);
    scene.tls(41, (lure, 443), Some(PEGASUS_HOST), 0x0304, &[]);
    // An address that no name led to, with a certificate it made itself, on a port of its own.
    let unknown = v4(203, 0, 113, 66);
    let own = Certificate {
        subject: ("localhost", None),
        issuer: ("localhost", None),
        days: ("240601000000Z", "340530000000Z"),
        hosts: &[],
        serial: 1,
    };
    scene.tls(60, (unknown, 8443), None, 0x0303, &[own.der()]);
    // A request in clear, every minute to the second.
    for turn in 0..10 {
        let request = speech::http_request("GET", "203.0.113.66", "/ping?id=7", AGENT, b"");
        let turns = [(Who::Client, request), (Who::Server, speech::http_answer(b"ok"))];
        scene.talk(70 + 60 * turn, (unknown, 80), &turns);
    }
    scene.done()
}

/// A computer in an office that behaves as WannaCry does on a network, as it was published: the look-up and the request of
/// its switch, then one neighbour after the other on port 445, and the shape of EternalBlue and DoublePulsar with one.
pub fn worm() -> Vec<Packet> {
    let mut scene = Scene::new(v4(10, 20, 0, 5), v4(10, 20, 0, 1));
    let sinkhole = v4(192, 0, 2, 10);
    scene.look_up(0, KILL_SWITCH, 1, None, &[sinkhole]);
    let turns = [
        (Who::Client, speech::http_request("GET", KILL_SWITCH, "/", "Mozilla/4.0 (compatible)", b"")),
        (Who::Server, speech::http_answer(b"sinkhole")),
    ];
    scene.talk(1, (sinkhole, 80), &turns);
    for neighbour in 1..=60 {
        let server = (v4(10, 20, 0, neighbour), 445);
        if neighbour == 5 {
            continue;
        }
        let port = scene.port();
        let second = 2 + i64::from(neighbour);
        let syn = super::packets::tcp(Scene::at(second), (scene.device, port), server, (7, 0), 2, b"");
        scene.packets.push(syn);
    }
    let victim = (v4(10, 20, 0, 9), 445);
    let share = r"\\192.168.56.20\IPC$";
    scene.talk(80, victim, &smb::test(share));
    scene.talk(81, victim, &smb::overflow(share));
    scene.talk(82, victim, &smb::call(share, true));
    scene.talk(90, (v4(10, 20, 0, 2), 445), &smb::ordinary(r"\\files\common"));
    scene.done()
}
