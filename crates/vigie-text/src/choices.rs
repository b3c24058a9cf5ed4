//! What a sentence chooses between by its arguments. A value that a sentence itself names is a word of ours, never one of
//! a device: a redacted copy of a case keeps it, and the sentence stays the same.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};

use crate::FILES;

/// Names of plural forms: a sentence that chooses by them is given a number.
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// What one sentence chooses between.
#[derive(Debug, Default)]
struct Choices {
    /// Argument and key of each variant.
    of: Vec<(String, String)>,
    /// Sentences that stand inside of it, and take its arguments.
    inside: Vec<String>,
}

static SENTENCES: LazyLock<BTreeMap<String, Choices>> = LazyLock::new(|| {
    let mut all: BTreeMap<String, Choices> = BTreeMap::new();
    for (_, en, fr) in FILES {
        for text in [en, fr] {
            // Entries that do not parse are found by the tests.
            let file = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(file, _)| file);
            for entry in file.entries() {
                let (id, pattern) = match entry {
                    Entry::Message(message) => (message.id.name.to_owned(), message.value.as_ref()),
                    Entry::Term(term) => (term.id.name.to_owned(), Some(&term.value)),
                    _ => continue,
                };
                if let Some(pattern) = pattern {
                    walk(pattern, all.entry(id).or_default());
                }
            }
        }
    }
    all
});

fn walk(pattern: &Pattern<&str>, into: &mut Choices) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            expressed(expression, into);
        }
    }
}

fn expressed(expression: &Expression<&str>, into: &mut Choices) {
    match expression {
        Expression::Select { selector, variants } => {
            for variant in variants {
                if let (InlineExpression::VariableReference { id }, VariantKey::Identifier { name }) =
                    (selector, &variant.key)
                {
                    into.of.push((id.name.to_owned(), (*name).to_owned()));
                }
                walk(&variant.value, into);
            }
        }
        Expression::Inline(
            InlineExpression::MessageReference { id, .. } | InlineExpression::TermReference { id, .. },
        ) => {
            into.inside.push(id.name.to_owned());
        }
        Expression::Inline(InlineExpression::Placeable { expression }) => expressed(expression, into),
        Expression::Inline(_) => {}
    }
}

/// Whether a sentence, or one inside of it, satisfies a condition. Sentences lie in each other a few levels deep.
fn any(id: &str, depth: u8, condition: &dyn Fn(&(String, String)) -> bool) -> bool {
    SENTENCES.get(id).is_some_and(|sentence| {
        sentence.of.iter().any(condition)
            || (depth > 0 && sentence.inside.iter().any(|inside| any(inside, depth - 1, condition)))
    })
}

const DEEP: u8 = 4;

/// Whether a sentence chooses a wording by this value of this argument.
pub fn is_choice(id: &str, argument: &str, value: &str) -> bool {
    any(id, DEEP, &|(of, key)| of == argument && key == value)
}

/// Whether a sentence chooses a plural form by this argument: it is a number of things that vigie counted.
pub fn is_counted(id: &str, argument: &str) -> bool {
    any(id, DEEP, &|(of, key)| of == argument && key == "one")
        && any(id, DEEP, &|(of, key)| of == argument && key == "other")
        && !any(id, DEEP, &|(of, key)| of == argument && !PLURALS.contains(&key.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_sentence_are_known_and_others_are_not() {
        assert!(is_choice("finding-link", "how", "subdomain"));
        assert!(is_choice("finding-link", "how", "exact"), "the default");
        assert!(!is_choice("finding-link", "how", "a name"));
        assert!(!is_choice("finding-link", "seen", "subdomain"));
        assert!(is_choice("heuristic-android_install_unknown-found", "origin", "store"), "of a sentence inside of it");
        assert!(is_counted("verify-more", "more"));
        assert!(!is_counted("finding-link", "how") && !is_counted("finding-link", "seen"));
    }
}
