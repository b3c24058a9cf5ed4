//! `vigie timestamp`: a request for a time-stamping authority, written offline; its answer, attached.

use vigie_case::timestamp::{DATA, REQUEST, RESPONSE, Token, attach, request};
use vigie_model::Message;
use vigie_text::Texts;

use crate::check::clock;
use crate::cli::Timestamp;
use crate::failure::never_replaced;
use crate::screen::Screen;

/// Requests or attaches a timestamp.
pub(crate) fn timestamp(what: &Timestamp, texts: &Texts, no_color: bool) -> anyhow::Result<u8> {
    let mut screen = Screen::new(no_color);
    match what {
        Timestamp::Request { case, who } => {
            let path = request(case, clock(), who.as_deref()).map_err(never_replaced)?;
            let told = Message::new("timestamp-requested").arg("path", path.display().to_string());
            screen.paragraph("", 0, &texts.message(&told));
            // A place for the address: vigie itself never opens a connection.
            screen.line(&format!(
                "  curl -H 'Content-Type: application/timestamp-query' --data-binary @{REQUEST} https://… > {RESPONSE}"
            ));
        }
        Timestamp::Attach { case, response, who } => {
            let token = attach(case, response, clock(), who.as_deref()).map_err(never_replaced)?;
            tell(&token, &mut screen, texts);
        }
    }
    screen.show()?;
    Ok(0)
}

/// What a timestamp says, what of it was not verified here, and how to verify it.
pub(crate) fn tell(token: &Token, screen: &mut Screen, texts: &Texts) {
    let told = Message::new("timestamp-says")
        .arg("time", token.time.to_string())
        .arg("authority", token.authority.as_str())
        .arg("serial", token.serial.as_str());
    screen.paragraph("", 0, &texts.message(&told));
    screen.paragraph("", 0, &texts.get("timestamp-unverified"));
    screen.line(&format!("  {}", command()));
}

/// The command that verifies the authority's signature.
fn command() -> String {
    format!("openssl ts -verify -data {DATA} -in {RESPONSE} -CAfile CA.pem")
}
