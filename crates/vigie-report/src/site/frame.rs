//! What stands around every page of the site: what browsers must know, the way around, the day, the end.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use vigie_register::Kind;
use vigie_text::Lang;

use super::{KINDS, SITE_MARK, Site};
use crate::html::{Html, put};

/// The style of the report, and what only the site needs.
const STYLE: &str = concat!(
    include_str!("../assets/style.css"),
    include_str!("../assets/dark.css"),
    include_str!("../assets/site.css")
);
const SCRIPT: &str = include_str!("../assets/site.js");

fn policy(script: bool) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let script = if script { hash(SCRIPT) } else { "'none'".to_owned() };
    format!("default-src 'none'; style-src {}; script-src {script}; base-uri 'none'; form-action 'none'", hash(STYLE))
}

fn head(out: &mut Html, lang: &str, title: &str, script: bool) {
    put!(out => "<!doctype html>\n<html lang=\"", (lang), "\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n");
    put!(out => "<meta http-equiv=\"Content-Security-Policy\" content=\"", (policy(script)), "\">\n");
    put!(out => "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    put!(out => "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"generator\" content=\"");
    put!(out => (SITE_MARK), "\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>", (title), "</title>\n");
    put!(out => "<style>");
    out.raw(STYLE);
    put!(out => "</style>\n</head>\n<body>\n");
}

/// The door of the site: two languages to choose from.
pub(super) fn door() -> String {
    let mut html = Html::default();
    let out = &mut html;
    head(out, "en", "vigie", false);
    put!(out => "<main id=\"text\" class=\"door\"><p class=\"brand\">vigie</p><h1>The register · ");
    put!(out => "<span lang=\"fr\">Le registre</span></h1><p><a href=\"en/index.html\">English</a></p>");
    put!(out => "<p><a href=\"fr/index.html\" lang=\"fr\" hreflang=\"fr\">Français</a></p></main>\n</body>\n</html>\n");
    html.finish()
}

/// Where a page stands.
pub(super) struct Place<'p> {
    /// Path below the folder of the language.
    pub(super) path: &'p str,
    /// The kind whose index leads to it.
    pub(super) kind: Option<Kind>,
    /// It has the list that is searched.
    pub(super) searches: bool,
}

impl Place<'_> {
    /// What leads from the page to the folder of the language.
    fn up(&self) -> &'static str {
        if self.path.contains('/') { "../" } else { "" }
    }
}

impl Site<'_> {
    /// A page with a title and a body.
    pub(super) fn framed(&self, place: &Place<'_>, title: &str, under: &str, body: impl FnOnce(&mut Html)) -> String {
        let words = &self.words;
        let mut html = Html::default();
        let out = &mut html;
        let long = if place.path == "index.html" { format!("vigie · {title}") } else { format!("{title} · vigie") };
        head(out, words.lang().code(), &long, place.searches);
        put!(out => "<a class=\"skip\" href=\"#text\">", (words.get("site-skip")), "</a>\n");
        put!(out => "<header class=\"masthead\"><p class=\"brand\">vigie</p>");
        put!(out => "<nav aria-label=\"", (words.get("site-nav")), "\"><ul><li>");
        way(out, place, "index.html", place.path == "index.html", &words.get("site-start"));
        for kind in KINDS {
            put!(out => "</li><li>");
            let to = format!("{kind}/index.html");
            way(out, place, &to, place.path == to, &words.get(&format!("site-kinds-{kind}")));
        }
        let (code, name) = match words.lang() {
            Lang::En => ("fr", "Français"),
            Lang::Fr => ("en", "English"),
        };
        put!(out => "</li><li><a lang=\"", (code), "\" hreflang=\"", (code), "\" href=\"../", (place.up()), (code), "/");
        put!(out => (place.path), "\">", (name), "</a></li></ul></nav></header>\n<main id=\"text\" tabindex=\"-1\">");
        put!(out => "<h1>", (title), "</h1><p class=\"what\">");
        if !under.is_empty() {
            put!(out => (under), " · ");
        }
        put!(out => (words.fill("register-as-of", &[("day", &self.day.to_string())])), "</p>");
        body(out);
        put!(out => "</main>\n<footer><p>", (words.get("site-foot-reading")), "</p><p>");
        put!(out => (words.get("site-foot-licence")), "</p></footer>\n");
        if place.searches {
            put!(out => "<script>");
            out.raw(SCRIPT);
            put!(out => "</script>\n");
        }
        put!(out => "</body>\n</html>\n");
        html.finish()
    }
}

/// A link of the way around.
fn way(out: &mut Html, place: &Place<'_>, to: &str, here: bool, name: &str) {
    let inside = place.kind.is_some_and(|kind| to == format!("{kind}/index.html"));
    put!(out => "<a href=\"", (place.up()), (to), "\"");
    if here {
        put!(out => " aria-current=\"page\"");
    } else if inside {
        put!(out => " aria-current=\"true\"");
    }
    put!(out => ">", (name), "</a>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_style_and_script_do_not_end_their_elements() {
        assert!(!STYLE.contains('<') && !SCRIPT.contains("</"));
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
        for word in ["fetch", "XMLHttpRequest", "innerHTML", "eval(", "import(", "http"] {
            assert!(!SCRIPT.contains(word), "{word}");
        }
    }
}
