//! Ordinary processes: the daemons of iOS, some applications, and as many more as asked.

use super::{BEGIN, END, Scale, spread};
use crate::databases::data_usage::{LiveUsage, Process};
use crate::random::Random;

/// Daemons that every iPhone has and that use the network.
pub(super) const DAEMONS: [&str; 48] = [
    "mDNSResponder",
    "apsd",
    "nsurlsessiond",
    "identityservicesd",
    "imagent",
    "cloudd",
    "accountsd",
    "akd",
    "appstored",
    "assistantd",
    "biomesyncd",
    "bird",
    "callservicesd",
    "CommCenter",
    "configd",
    "dataaccessd",
    "dasd",
    "familycircled",
    "fmfd",
    "geod",
    "homed",
    "itunescloudd",
    "itunesstored",
    "kbd",
    "locationd",
    "maild",
    "mapspushd",
    "mediaserverd",
    "mobileassetd",
    "mobileactivationd",
    "mobiletimerd",
    "networkserviceproxy",
    "nfcd",
    "parsecd",
    "passd",
    "photoanalysisd",
    "promotedcontentd",
    "rapportd",
    "remindd",
    "searchpartyd",
    "securityd",
    "sharingd",
    "softwareupdateservicesd",
    "suggestd",
    "syncdefaultsd",
    "timed",
    "trustd",
    "wifid",
];

/// Applications, as the name of the process and the bundle.
pub(super) const APPS: [(&str, &str); 12] = [
    ("MobileSafari", "com.apple.mobilesafari"),
    ("MobileSMS", "com.apple.MobileSMS"),
    ("MobileMail", "com.apple.mobilemail"),
    ("Maps", "com.apple.Maps"),
    ("WhatsApp", "net.whatsapp.WhatsApp"),
    ("Signal", "org.whispersystems.signal"),
    ("Chrome", "com.google.chrome.ios"),
    ("Client", "org.mozilla.ios.Firefox"),
    ("Weather", "com.apple.weather"),
    ("Podcasts", "com.apple.podcasts"),
    ("Music", "com.apple.Music"),
    ("Telegram", "ph.telegra.Telegraph"),
];

/// The first row free after the ordinary processes.
pub(super) fn next_row(scale: &Scale) -> i64 {
    i64::try_from(scale.processes + 1).unwrap_or(i64::MAX)
}

/// Each process with its use; one in ten has none yet.
pub(super) fn processes(scale: &Scale) -> impl Iterator<Item = (Option<Process>, Option<LiveUsage>)> {
    let mut random = Random::new(scale.seed).fork("processes");
    let count = scale.processes;
    (0..count).map(move |at| {
        let id = i64::try_from(at + 1).unwrap_or(i64::MAX);
        let (name, bundle) = named(usize::try_from(at).unwrap_or(usize::MAX));
        let first = spread(&mut random, at, count);
        let last = first.plus_seconds(random.range(3600, 86_400 * 30)).min(END).max(BEGIN);
        let usage = random.chance(90).then(|| LiveUsage {
            id,
            process: id,
            time: last,
            wifi_in: bytes(&mut random),
            wifi_out: bytes(&mut random),
            wwan_in: bytes(&mut random),
            wwan_out: bytes(&mut random),
        });
        let process = Process { id, name, bundle, first, last };
        (Some(process), usage)
    })
}

fn named(at: usize) -> (String, Option<String>) {
    if let Some(name) = DAEMONS.get(at) {
        return ((*name).to_owned(), None);
    }
    let (name, bundle) = match APPS.get(at - DAEMONS.len()) {
        Some((name, bundle)) => ((*name).to_owned(), (*bundle).to_owned()),
        None => (format!("App{at}"), format!("com.example.app{at}")),
    };
    (format!("{name}/{bundle}"), Some(bundle))
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn bytes(random: &mut Random) -> f64 {
    random.range(0, 40_000_000) as f64
}
