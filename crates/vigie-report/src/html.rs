//! The only way onto the page. Markup is accepted as `&'static str`, which a value read from a case cannot be;
//! everything else is made visible and escaped on its way in.

use std::fmt::Display;

use vigie_text::MARKS;

/// A page being written.
#[derive(Debug, Default)]
pub(crate) struct Html(String);

impl Html {
    /// Markup of our own.
    pub(crate) fn raw(&mut self, markup: &'static str) {
        self.0.push_str(markup);
    }

    /// Anything else, safe in text and in quoted attributes.
    pub(crate) fn text(&mut self, value: &(impl Display + ?Sized)) {
        self.0.push_str(&vigie_model::html(&value.to_string()));
    }

    /// A sentence of [`vigie_text::Texts::marked`]: the values in it are set apart, so that one written from right to
    /// left does not reorder the words around it. A sentence that was cut short is closed all the same.
    pub(crate) fn sentence(&mut self, marked: &str) {
        let [begin, end] = MARKS;
        let mut open = 0_usize;
        for piece in marked.split_inclusive(MARKS) {
            self.text(piece.trim_end_matches(MARKS));
            if piece.ends_with(begin) {
                open += 1;
                self.raw("<bdi>");
            } else if piece.ends_with(end) && open > 0 {
                open -= 1;
                self.raw("</bdi>");
            }
        }
        for _ in 0..open {
            self.raw("</bdi>");
        }
    }

    /// A style made of our own texts: see `paper.rs`.
    pub(crate) fn style(&mut self, style: &crate::paper::Style) {
        self.0.push_str(style.text());
    }

    /// A drawing of the register, which escapes its own texts.
    pub(crate) fn drawing(&mut self, graph: &vigie_register::Graph, tongue: vigie_register::Tongue) {
        self.0.push_str(&graph.figure(tongue));
    }

    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// Writes pieces in order: literals are markup, what stands in parentheses is escaped, and in brackets stand sentences
/// whose values are marked. The arrow keeps rustfmt from
/// setting each piece on a line of its own.
macro_rules! put {
    ($html:ident => $($piece:tt),* $(,)?) => {{ $(put!(@ $html, $piece);)* }};
    (@ $html:ident, ($value:expr)) => { $html.text(&$value) };
    (@ $html:ident, [$value:expr]) => { $html.sentence(&$value) };
    (@ $html:ident, $markup:literal) => { $html.raw($markup) };
}
pub(crate) use put;

#[cfg(test)]
mod tests {
    use super::Html;

    #[test]
    fn literals_are_markup_and_values_are_not() {
        let mut html = Html::default();
        put!(html => "<p title=\"", ("\" onload=x"), "\">", ("<b>\u{202e}"), (3), "</p>");
        assert_eq!(html.finish(), "<p title=\"&quot; onload=x\">&lt;b&gt;\\u{202e}3</p>");
    }
    #[test]
    fn values_of_a_sentence_are_set_apart_and_closed() {
        let told = |text: &str| {
            let mut html = Html::default();
            put!(html => [text]);
            html.finish()
        };
        assert_eq!(told("a \u{2068}<b>\u{2069} c"), "a <bdi>&lt;b&gt;</bdi> c");
        assert_eq!(told("a \u{2068}b"), "a <bdi>b</bdi>");
        assert_eq!(told("\u{2069}\u{2068}\u{2068}b\u{2069}"), "<bdi><bdi>b</bdi></bdi>");
    }
}
