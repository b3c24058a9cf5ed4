//! The page for paper as Markdown: CommonMark 0.31 (<https://spec.commonmark.org/0.31.2/>) with the tables of GitHub
//! (<https://github.github.com/gfm/#tables-extension->), and no HTML.
//!
//! It is made from the finished page, so it says what the page says; charts are left out, the tables beside them are not.
//! See `inline.rs` for what keeps values of a device inert.

mod blocks;
mod inline;
mod tree;

/// The Markdown of a page of ours.
pub(super) fn of(page: &str) -> String {
    blocks::write(&tree::read(page))
}

#[cfg(test)]
mod tests;
