//! The register as a site that needs no server: a page per organisation, product, incident and instrument in each
//! language, an index per kind, and a start page whose list is also the index that its few lines of script search.
//!
//! Invariants: a page is one file, with its style in it; it loads nothing, and a link out of the site says nothing of
//! where it was followed; every statement stands with its status word, who says so, its dates and its sources, and
//! what denies or ends it stands below it; the same register and day give the same bytes.

mod frame;
mod index;
mod pages;
mod statement;

use vigie_register::{Day, Kind, Ref, Register, Tongue, View};
use vigie_text::{Lang, Texts};

use crate::words::Words;

/// What the start page of a site holds, so that a folder is known for one.
pub const SITE_MARK: &str = "vigie register site";

/// The kinds that have pages, in the order they are offered.
const KINDS: [Kind; 4] = [Kind::Organisation, Kind::Product, Kind::Incident, Kind::Instrument];

/// One file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFile {
    /// Its path, with `/` between its parts.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The site of a register as of a day, in both languages.
pub fn site(register: &Register, day: Day) -> Vec<SiteFile> {
    let mut files = vec![SiteFile { path: "index.html".to_owned(), text: frame::door() }];
    for lang in [Lang::En, Lang::Fr] {
        let texts = Texts::new(lang);
        Site::new(register, day, &texts).write(&mut files);
    }
    files
}

/// The site in one language.
struct Site<'s> {
    register: &'s Register,
    view: View<'s>,
    words: Words<'s>,
    tongue: Tongue,
    day: Day,
}

impl<'s> Site<'s> {
    fn new(register: &'s Register, day: Day, texts: &'s Texts) -> Self {
        let tongue = if texts.lang() == Lang::Fr { Tongue::Fr } else { Tongue::En };
        Self { register, view: register.as_of(day), words: Words::new(texts), tongue, day }
    }

    fn write(&self, files: &mut Vec<SiteFile>) {
        let lang = self.words.lang().code();
        files.push(SiteFile { path: format!("{lang}/index.html"), text: self.start() });
        for kind in KINDS {
            files.push(SiteFile { path: format!("{lang}/{kind}/index.html"), text: self.kind_index(kind) });
        }
        for of in self.everything() {
            files.push(SiteFile { path: format!("{lang}/{of}.html"), text: self.page(&of) });
        }
    }

    /// Everything that has a page on the day: an incident that was not known yet and an instrument that did not exist
    /// yet have none.
    fn everything(&self) -> Vec<Ref> {
        self.register.everything().filter(|of| self.has_page(of)).collect()
    }

    fn has_page(&self, of: &Ref) -> bool {
        match of.kind {
            Kind::Organisation | Kind::Product => true,
            Kind::Incident => self.register.incident(&of.id).is_some_and(|row| self.view.is_known(row)),
            Kind::Instrument => {
                self.register.instrument(&of.id).is_some_and(|row| row.date.is_none_or(|date| date.first() <= self.day))
            }
            _ => false,
        }
    }

    /// Where something is told, seen from a page in a folder of a kind.
    fn href(&self, of: &Ref) -> Option<String> {
        if of.kind == Kind::Provision {
            let (instrument, _) = self.register.provision(&of.id)?;
            let page = Ref::new(Kind::Instrument, &instrument.id);
            return self.has_page(&page).then(|| format!("../{page}.html#{}", of.id));
        }
        self.has_page(of).then(|| format!("../{of}.html"))
    }

    /// Words of the register in the language of the page.
    fn say(&self, both: &vigie_register::Words) -> String {
        self.words.spaced(both.get(self.tongue).to_owned())
    }

    fn name(&self, of: &Ref) -> String {
        self.say(&self.register.name(of))
    }
}
