//! Every sentence a user reads, in English and French: Fluent files under `i18n/`, compiled in.
//!
//! Values from a device are made visible (see [`vigie_model::visible`]) before they are put into a sentence, so a
//! rendered sentence is safe for a terminal; HTML still has to be escaped by whoever writes HTML.
//!
//! ```
//! use vigie_text::{Lang, Texts};
//! let texts = Texts::new(Lang::Fr);
//! assert_eq!(texts.get("level-high"), "élevé");
//! ```

mod choices;

use std::fmt;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;
use vigie_model::{Message, visible};

pub use choices::{is_choice, is_counted};

/// A language vigie speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    En,
    /// French.
    Fr,
}

impl Lang {
    /// The two-letter code.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// From a locale such as `fr_FR.UTF-8`; English for anything else.
    pub fn from_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("fr") { Self::Fr } else { Self::En }
    }
}

impl std::str::FromStr for Lang {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "en" => Ok(Self::En),
            "fr" => Ok(Self::Fr),
            other => Err(format!("`{other}` is not a language vigie speaks; use en or fr")),
        }
    }
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// Name, English and French text of each file.
        pub const FILES: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../i18n/en/", $name, ".ftl")),
            include_str!(concat!("../i18n/fr/", $name, ".ftl")),
        )),*];
    };
}

files![
    "android_calls",
    "android_lock",
    "artifacts_android",
    "artifacts_androidqf",
    "artifacts_browsing",
    "artifacts_bugreport",
    "artifacts_filesystem",
    "artifacts_listing",
    "artifacts_logs",
    "artifacts_messages",
    "artifacts_sysdiagnose",
    "artifacts_system",
    "custody",
    "exchange",
    "files",
    "findings",
    "help",
    "network",
    "heuristics_android",
    "heuristics_browsing",
    "heuristics_ios",
    "heuristics_messages",
    "heuristics_system",
    "mail",
    "packs",
    "problems",
    "redact",
    "register",
    "register_site",
    "report",
    "report_formats",
    "screen",
    "share",
    "unix",
    "windows",
    "windows_events",
];

/// What stands before and behind a value in a sentence of [`Texts::marked`]. A value cannot hold them: it was made visible.
pub const MARKS: [char; 2] = ['\u{2068}', '\u{2069}'];

/// The argument of a sentence that holds ids of artifacts, between commas: their names are shown in its place.
pub const ARTIFACTS: &str = "artifacts";
/// The value of an argument that the evidence does not tell. A sentence says so in words.
pub const NOT_TOLD: &str = "?";

/// The sentences of one language, English where that language lacks one.
pub struct Texts {
    lang: Lang,
    own: FluentBundle<FluentResource>,
    /// Read when the own language lacks a sentence.
    english: OnceLock<FluentBundle<FluentResource>>,
    is_marked: bool,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").field("lang", &self.lang).finish_non_exhaustive()
    }
}

fn bundle(lang: Lang) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = lang.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Isolation marks are unseen characters, which is what we keep out of terminals.
    bundle.set_use_isolating(false);
    for (_, en, fr) in FILES {
        let text = match lang {
            Lang::En => en,
            Lang::Fr => fr,
        };
        // Entries that do not parse are left out here and found by the tests.
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

impl Texts {
    /// The sentences of a language.
    pub fn new(lang: Lang) -> Self {
        Self { lang, own: bundle(lang), english: OnceLock::new(), is_marked: false }
    }

    /// The same, with every value between [`MARKS`]: for whoever sets values apart from our own words, as a page does
    /// with `<bdi>`. Numbers are not marked.
    pub fn marked(lang: Lang) -> Self {
        let mut texts = Self::new(lang);
        texts.own.set_formatter(Some(mark));
        texts.is_marked = true;
        texts
    }

    /// Where else a sentence may stand: nowhere, for English.
    fn english(&self) -> Option<&FluentBundle<FluentResource>> {
        let read = || {
            let mut english = bundle(Lang::En);
            if self.is_marked {
                english.set_formatter(Some(mark));
            }
            english
        };
        (self.lang != Lang::En).then(|| self.english.get_or_init(read))
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether a sentence exists.
    pub fn has(&self, id: &str) -> bool {
        self.own.has_message(id) || self.english().is_some_and(|english| english.has_message(id))
    }

    /// A sentence without arguments.
    pub fn get(&self, id: &str) -> String {
        self.message(&Message::new(id))
    }

    /// A sentence with its arguments put in. A missing sentence gives its id: the tests keep that from happening.
    pub fn message(&self, message: &Message) -> String {
        self.write(&message.id, &self.args(message)).map_or_else(|| message.id.clone(), |(text, _)| text)
    }

    /// The same, or nothing if there is no such sentence, or if it has places for values that the message lacks: the
    /// message may be of an older or newer version.
    pub fn whole(&self, message: &Message) -> Option<String> {
        self.write(&message.id, &self.args(message)).filter(|(_, whole)| *whole).map(|(text, _)| text)
    }

    /// A sentence with numbers in it, so that the language can choose its plural form.
    pub fn count(&self, id: &str, numbers: &[(&str, u64)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in numbers {
            #[expect(clippy::cast_precision_loss, reason = "Fluent numbers are f64; counts are far below 2^53")]
            args.set(*name, *value as f64);
        }
        self.write(id, &args).map_or_else(|| id.to_owned(), |(text, _)| text)
    }

    /// Whether a value of [`ARTIFACTS`] names only artifacts of this version.
    pub fn are_artifacts(&self, ids: &str) -> bool {
        ids.split(", ").all(|id| self.has(&name_of(id)))
    }

    fn args(&self, message: &Message) -> FluentArgs<'static> {
        let mut args = FluentArgs::new();
        for (name, value) in &message.args {
            // A plain number is given as one, so that the language can choose its plural form. Anything a number
            // would be written differently from ("007", long digits) stays text.
            match value.parse::<u32>() {
                Ok(number) if number.to_string() == *value => args.set(name.clone(), number),
                _ if name == ARTIFACTS => args.set(name.clone(), self.names(value)),
                _ if value == NOT_TOLD => args.set(name.clone(), self.get("value-not-told")),
                _ => args.set(name.clone(), visible(value).into_owned()),
            }
        }
        args
    }

    /// The names of artifacts; an id that this version lacks stands for itself.
    fn names(&self, ids: &str) -> String {
        let name = |id: &str| {
            let sentence = name_of(id);
            if self.has(&sentence) { self.get(&sentence) } else { visible(id).into_owned() }
        };
        ids.split(", ").map(name).collect::<Vec<_>>().join("; ")
    }

    /// The sentence, and whether nothing was missing in it.
    fn write(&self, id: &str, args: &FluentArgs<'_>) -> Option<(String, bool)> {
        let pattern = |bundle: &'_ FluentBundle<FluentResource>| {
            let pattern = bundle.get_message(id)?.value()?;
            let mut errors = Vec::new();
            let mut text = String::new();
            // Not `format_pattern`, which asks for the mark of a value for the sentence too. A string can be written to.
            let _ = bundle.write_pattern(&mut text, pattern, Some(args), &mut errors);
            Some((text, errors.is_empty()))
        };
        pattern(&self.own).or_else(|| pattern(self.english()?))
    }
}

/// The id of the sentence that names an artifact.
fn name_of(artifact: &str) -> String {
    format!("artifact-{artifact}-name")
}

/// Marks where a value begins and ends. Asked for every value that is written, not for those that a sentence chooses by.
fn mark<M>(value: &FluentValue<'_>, _memoizer: &M) -> Option<String> {
    let [begin, end] = MARKS;
    match value {
        FluentValue::String(text) => Some(format!("{begin}{text}{end}")),
        _ => None,
    }
}
