//! The mailbox of an invented newsroom, as an mbox (RFC 4155) of any size: what arrives in such a place every day and, if
//! asked, two messages of an attacker among it.
//!
//! Names end in `example`, addresses of servers are those for documentation (RFC 5737), but for one published indicator.
//! Writers are desks and services, never persons.

use std::io::{self, Write};

use super::parts::{Draft, Part};
use super::picture::{png, qr_png};
use crate::random::Random;
use crate::time::Moment;

/// The newsroom's own name: what `--protect` is for.
pub const OWN: &str = "riverpost.example";
/// A domain published for Predator (Citizen Lab, December 2021).
pub const PREDATOR_HOST: &str = "heiiasjournai.com";

/// What to write.
#[derive(Debug, Clone, Copy)]
pub struct Mailbox {
    /// Ordinary messages.
    pub messages: u64,
    /// Seed of the generator.
    pub seed: u64,
    /// Whether an attacker wrote.
    pub traces: bool,
}

impl Mailbox {
    /// The mailbox of the samples.
    pub const SAMPLE: Self = Self { messages: 24, seed: 1, traces: true };

    /// Writes it.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut random = Random::new(self.seed).fork("mailbox");
        let mut at = Moment::utc(2026, 2, 2, 7, 30, 0);
        let planted = self.messages * 2 / 3;
        for number in 0..self.messages {
            at = at.plus_seconds(random.range(600, 9000));
            ordinary(number, &mut random).write(at, out)?;
            if self.traces && number == planted {
                badge().write(at.plus_seconds(95), out)?;
                article().write(at.plus_seconds(340), out)?;
            }
        }
        Ok(())
    }

    /// Its bytes.
    ///
    /// # Panics
    /// Never: memory takes them.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out).expect("memory takes them");
        out
    }
}

/// A message with one attachment.
pub fn with_attachment(from: &str, kind: &str, name: &str, bytes: Vec<u8>) -> Vec<u8> {
    let part = Part::attached(kind, name, bytes);
    Draft::new(from, "a file")
        .passed("post.example")
        .text("See attached.")
        .part(part)
        .message(Moment::utc(2026, 2, 2, 7, 30, 0))
}

const DESKS: &[(&str, &str)] = &[
    ("Night Desk", "night.desk"),
    ("Picture Desk", "pictures"),
    ("Sports Desk", "sports"),
    ("Readers Office", "readers"),
    ("Courts Reporter Desk", "courts"),
];
const SUBJECTS: &[&str] = &[
    "Line-up for tomorrow",
    "Corrections",
    "Rota",
    "Council meeting",
    "Captions",
    "Embargo until noon",
    "Expenses",
    "Interview on Friday",
];
const SENTENCES: &[&str] = &[
    "The council sits at ten; we have two seats.",
    "Please check the names in the third paragraph.",
    "The printer needs the pages an hour earlier this week.",
    "Merci de relire la légende avant midi.",
    "Nothing new from the court; the ruling is due on Thursday.",
    "The pictures from the bridge are in the usual folder.",
    "Who can take the late shift?",
    "La conférence de presse est reportée à 15 h.",
];

fn sentences(random: &mut Random) -> String {
    let count = random.range(2, 5);
    (0..count).map(|_| *random.pick(SENTENCES)).collect::<Vec<_>>().join("\r\n")
}

/// One of what arrives every day.
fn ordinary(number: u64, random: &mut Random) -> Draft {
    match number % 8 {
        0 => desk(&DESKS[0], random),
        1 | 2 => desk(random.pick(&DESKS[1..]), random),
        3 => reader(random),
        4 => agency(number, random),
        5 => forwarded_by_a_list(random),
        6 => ticket(number),
        _ => document(random),
    }
}

/// The first of the desks writes most, so that its name is known.
fn desk((name, local): &(&str, &str), random: &mut Random) -> Draft {
    let subject = *random.pick(SUBJECTS);
    Draft::new(&format!("{name} <{local}@{OWN}>"), subject).passed(OWN).text(&sentences(random))
}

fn reader(random: &mut Random) -> Draft {
    let number = random.range(1, 400);
    Draft::new(&format!("reader{number}@post.example"), "Your article").passed("post.example").text(&sentences(random))
}

/// Its links go through a service that counts clicks, as those of newsletters do.
fn agency(number: u64, random: &mut Random) -> Draft {
    let html = format!(
        "<p>{}</p><p><a href=\"https://agency.example/story/{number}\">Full story</a> <img src=\"https://agency.example/logo.png\"></p>",
        random.pick(SENTENCES)
    );
    Draft::new("Agency Wire <wire@agency.example>", "Wire: the morning")
        .passed("agency.example")
        .header("List-Id", "Agency Wire <wire.agency.example>")
        .header("Reply-To", "no-reply@lists.agency.example")
        .html(&html)
}

/// A list breaks the signature, so the checks of it fail: innocent.
fn forwarded_by_a_list(random: &mut Random) -> Draft {
    Draft::new("Press Club <club@pressclub.example>", "[club] Meeting")
        .header("List-Id", "Press Club <club.pressclub.example>")
        .header("Reply-To", "club@lists.pressclub.example")
        .passed("pressclub.example")
        .text(&sentences(random))
}

/// A code whose address stands in the text as well.
fn ticket(number: u64) -> Draft {
    let address = format!("https://tickets.example.org/t/{number}");
    Draft::new("Tickets <service@tickets.example.org>", "Your ticket")
        .passed("tickets.example.org")
        .text(&format!("Show the code at the door, or open {address} on your telephone."))
        .part(Part::attached("image/png", "ticket.png", qr_png(&format!("{address}?from=code"), 2)))
}

fn document(random: &mut Random) -> Draft {
    let pdf = "%PDF-1.4\n1 0 obj<</Type/Annot/Subtype/Link/A<</S/URI/URI(https://hellasjournal.com/archive)>>>>endobj\n%%EOF\n";
    let side = 32;
    let logo: Vec<u8> =
        (0..side * side).map(|at| if (at % side / 4 + at / side / 4) % 2 == 0 { 90 } else { 230 }).collect();
    Draft::new(&format!("Picture Desk <pictures@{OWN}>"), "Archive")
        .passed(OWN)
        .text(&sentences(random))
        .part(Part::attached("application/pdf", "archive.pdf", pdf.as_bytes().to_vec()))
        .part(Part::inline("image/png", "logo.png", png(side, &logo)))
}

/// The spear-phish: a name that resembles the newsroom's, answers that go elsewhere, checks that failed, a page that builds
/// a file, a link that stands only in a picture.
fn badge() -> Draft {
    let page = "<html><body><p>Staff pass 2026</p><script>var d=atob('aW4gYSByZWFsIG9uZSwgYSBwcm9ncmFt');var n=new Uint8Array(d.length);\
                for(var i=0;i<d.length;i++)n[i]=d.charCodeAt(i);var a=document.createElement('a');a.href=URL.createObjectURL(new Blob([n]));\
                a.download='Staff-Pass.zip';a.click()</script></body></html>";
    Draft::new("Night Desk <night.desk@riverp0st.example>", "Staff pass: act today")
        .header("Reply-To", "passes@mail-help.example")
        .failed("riverp0st.example", "198.51.100.77")
        .text("Your staff pass ends tonight. Scan the code with your telephone, or open the attached page.")
        .part(Part::inline("image/png", "pass.png", qr_png("https://login.riverpost-staff.example/pass?id=7f3a", 3)))
        .part(Part::attached("text/html", "Staff-Pass.html", page.as_bytes().to_vec()))
}

/// A link that is a published indicator, behind a filter that rewrote it.
fn article() -> Draft {
    let html = format!(
        "<p>You are quoted in this: <a href=\"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2F{PREDATOR_HOST}%2Fnews%2F4417&amp;data=05\">https://hellasjournal.com/news/4417</a></p>"
    );
    Draft::new("Reader <reader77@post.example>", "You are quoted").passed("post.example").html(&html)
}
