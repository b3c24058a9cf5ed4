//! The only way onto the page. Markup is accepted as `&'static str`, which a value read from a case cannot be;
//! everything else is made visible and escaped on its way in.

use std::fmt::Display;

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

    /// A drawing of the register, which escapes its own texts.
    pub(crate) fn drawing(&mut self, graph: &vigie_register::Graph, tongue: vigie_register::Tongue) {
        self.0.push_str(&graph.figure(tongue));
    }

    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// Writes pieces in order: literals are markup, what stands in parentheses is escaped. The arrow keeps rustfmt from
/// setting each piece on a line of its own.
macro_rules! put {
    ($html:ident => $($piece:tt),* $(,)?) => {{ $(put!(@ $html, $piece);)* }};
    (@ $html:ident, ($value:expr)) => { $html.text(&$value) };
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
}
