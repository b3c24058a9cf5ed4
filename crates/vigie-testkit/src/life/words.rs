//! What ordinary people write and where they browse.

use crate::random::Random;

const BEGINNINGS: [&str; 14] = [
    "See you",
    "Are you free",
    "Shall we meet",
    "I will be there",
    "On se voit",
    "Tu es libre",
    "Je passe te voir",
    "Dinner",
    "Coffee",
    "The train arrives",
    "Rendez-vous",
    "Can you call me",
    "Je t'appelle",
    "Let us talk",
];
const MIDDLES: [&str; 12] = [
    "tomorrow",
    "on Friday",
    "at 6 pm",
    "after work",
    "demain",
    "ce soir",
    "vendredi",
    "at the station",
    "near the park",
    "à la gare",
    "next week",
    "chez moi",
];
const ENDINGS: [&str; 12] = [
    "?",
    ".",
    "!",
    " 🙂",
    ", if the weather is fine.",
    ", as usual.",
    ", merci !",
    ", bonne journée.",
    ". Bring the tickets.",
    ". N'oublie pas les clés.",
    ", thank you so much.",
    " 🎉",
];
const HOSTS: [&str; 26] = [
    "en.wikipedia.org",
    "fr.wikipedia.org",
    "www.lemonde.fr",
    "www.bbc.com",
    "www.meteofrance.com",
    "www.openstreetmap.org",
    "www.sncf-connect.com",
    "github.com",
    "www.apple.com",
    "www.youtube.com",
    "duckduckgo.com",
    "www.rust-lang.org",
    "www.who.int",
    "europa.eu",
    "www.service-public.fr",
    "www.leboncoin.fr",
    "www.theguardian.com",
    "www.nytimes.com",
    "www.marmiton.org",
    "www.imdb.com",
    "www.reddit.com",
    "maps.google.com",
    "news.ycombinator.com",
    "www.decathlon.fr",
    "www.arte.tv",
    "www.example.com",
];
/// Registrable domains of ordinary hosts.
pub(super) const DOMAINS: [&str; 12] = [
    "wikipedia.org",
    "lemonde.fr",
    "bbc.com",
    "meteofrance.com",
    "openstreetmap.org",
    "sncf-connect.com",
    "github.com",
    "apple.com",
    "youtube.com",
    "duckduckgo.com",
    "theguardian.com",
    "example.com",
];
const PAGES: [&str; 12] =
    ["", "news", "weather", "article", "search", "recipe", "map", "timetable", "account", "help", "video", "gallery"];

/// One or two sentences.
pub(super) fn sentence(random: &mut Random) -> String {
    let text = clause(random);
    if random.chance(20) {
        return format!("{text} {}", clause(random));
    }
    text
}

fn clause(random: &mut Random) -> String {
    let (beginning, middle) = (random.pick(&BEGINNINGS), random.pick(&MIDDLES));
    format!("{beginning} {middle}{}", random.pick(&ENDINGS))
}

/// An ordinary host: a known one, or one of many under a domain kept for examples.
pub(super) fn host(random: &mut Random) -> String {
    if random.chance(70) {
        (*random.pick(&HOSTS)).to_owned()
    } else {
        format!("site-{}.example.org", random.range(1, 4000))
    }
}

/// A path on a host.
pub(super) fn page(random: &mut Random) -> String {
    let page = random.pick(&PAGES);
    if random.chance(50) {
        (*page).to_owned()
    } else {
        format!("{page}/{}?id={}", random.range(1, 60), random.range(1000, 9999))
    }
}

/// A title for a page of a host.
pub(super) fn title(random: &mut Random, host: &str) -> String {
    format!("{} – {host}", random.pick(&MIDDLES))
}
