//! Names on the network that are made to be taken for a name somebody protects.
//!
//! Ways of likeness: letters that look alike (Unicode Technical Standard 39, skeletons), slips of the finger (distance of
//! Damerau and Levenshtein), other words joined with it, another ending, and the name put before another one. Described by
//! dnstwist and by the APWG's reports on phishing. Whoever owns a name may own such neighbours, too: a likeness is a lead.

use unicode_security::confusable_detection::skeleton;

/// How a name resembles one that is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Letters that look alike.
    Letters,
    /// The protected name stands before another: `example.org.login.test`.
    Before,
    /// The same name with another ending.
    Ending,
    /// Other words joined with it.
    Words,
    /// One or two letters differ.
    Slip,
}

impl Likeness {
    /// For a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Letters => "letters",
            Self::Before => "before",
            Self::Ending => "ending",
            Self::Words => "words",
            Self::Slip => "slip",
        }
    }
}

/// A name that is protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protected {
    /// As it was given, in lower case.
    host: String,
    /// The part that can be registered: `example.co.uk`.
    registered: String,
    /// Its first label: `example`.
    label: String,
    skeleton: String,
}

/// A host in Unicode and lower case.
fn shown(host: &str) -> String {
    let (shown, _) = idna::domain_to_unicode(host.trim_end_matches('.'));
    shown.to_lowercase()
}

/// The part of a host that can be registered, and its first label.
fn registered(host: &str) -> Option<(String, String)> {
    let domain = psl::domain_str(host)?;
    let label = domain.split('.').next()?;
    Some((domain.to_owned(), label.to_owned()))
}

impl Protected {
    /// From what a user gives: a host name (`example.org`). `None` when nothing in it could be registered.
    pub fn new(host: &str) -> Option<Self> {
        let host = shown(host.trim());
        let is_host = host.contains('.') && !host.contains(['/', '@', ' ', ':']);
        let (registered, label) = registered(&host).filter(|_| is_host)?;
        Some(Self { skeleton: skeleton(&label).collect(), host, registered, label })
    }

    /// The name.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether a host is the protected name, or one below it.
    pub fn owns(&self, host: &str) -> bool {
        let host = shown(host);
        host == self.registered || host.strip_suffix(&self.registered).is_some_and(|before| before.ends_with('.'))
    }

    /// How a host resembles it.
    pub fn likeness(&self, host: &str) -> Option<Likeness> {
        if self.owns(host) {
            return None;
        }
        let host = shown(host);
        let (registered, label) = registered(&host)?;
        let own: String = skeleton(&label).collect();
        if label != self.label && own == self.skeleton {
            return Some(Likeness::Letters);
        }
        let before = host.strip_suffix(&registered).unwrap_or_default();
        let stands_before = format!(".{before}").contains(&format!(".{}.", self.registered))
            || before.split('.').any(|label| label == self.registered.replace('.', "-"));
        if stands_before {
            return Some(Likeness::Before);
        }
        let letters = self.label.chars().count();
        // Short names are part of many others.
        if letters < 4 {
            return None;
        }
        if label == self.label {
            return Some(Likeness::Ending);
        }
        let is_word = label.split('-').any(|word| word == self.label);
        let is_joined = letters >= 6 && (label.starts_with(&self.label) || label.ends_with(&self.label));
        if is_word || is_joined || before.split('.').any(|label| label == self.label && letters >= 6) {
            return Some(Likeness::Words);
        }
        let most = match letters {
            ..5 => 0,
            5..9 => 1,
            _ => 2,
        };
        let distance = strsim::damerau_levenshtein(&own, &self.skeleton);
        (distance > 0 && distance <= most).then_some(Likeness::Slip)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_a_name_and_strangers() {
        let protected = Protected::new("Www.Riverpost.example").unwrap();
        let of = |host| protected.likeness(host);
        assert_eq!(of("riverpost.example"), None);
        assert_eq!(of("mail.RIVERPOST.example."), None);
        assert_eq!(of("riverp\u{43e}st.example"), Some(Likeness::Letters));
        let ascii = idna::domain_to_ascii("riverp\u{43e}st.example").unwrap();
        assert_eq!(of(&ascii), Some(Likeness::Letters));
        assert_eq!(of("rivarpost.example"), Some(Likeness::Slip));
        assert_eq!(of("riverpots.example"), Some(Likeness::Slip));
        assert_eq!(of("riverpost.test"), Some(Likeness::Ending));
        assert_eq!(of("riverpost-login.test"), Some(Likeness::Words));
        assert_eq!(of("secureriverpost.test"), Some(Likeness::Words));
        assert_eq!(of("riverpost.example.session.test"), Some(Likeness::Before));
        assert_eq!(of("riverpost-example.session.test"), Some(Likeness::Before));
        for stranger in ["riverside.test", "post.test", "example.test", "localhost", "192.0.2.1", ""] {
            assert_eq!(of(stranger), None, "{stranger}");
        }
        let short = Protected::new("rp.example").unwrap();
        assert_eq!(short.likeness("rp.test"), None);
        assert_eq!(short.likeness("rp.example.x.test"), Some(Likeness::Before));
        assert!(["org", "a b.org", "https://a.org/", "", "co.uk"].iter().all(|none| Protected::new(none).is_none()));
    }
}
