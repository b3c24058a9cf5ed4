//! Text within a line. What comes from a device must do nothing in any reader of Markdown: no emphasis, link, image,
//! HTML, table or list comes of it, and an address is not made a link by readers that look for addresses themselves
//! (the autolinks of GitHub, the linkify of markdown-it). So values, and words that look like an address or a name with a
//! dot, stand in code spans; everything else has its punctuation escaped.

use std::fmt::Write as _;

use super::tree::{Element, Node};

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum In {
    /// In a paragraph or an item of a list.
    Flow,
    /// In a cell of a table, where a vertical line would end it.
    Cell,
}

/// What stands where a line breaks: the writer of blocks puts a break and its own indentation there.
pub(super) const BREAK: char = '\n';

/// A line of nodes; breaks in it are [`BREAK`], in a cell a dot.
pub(super) fn line(nodes: &[Node], place: In) -> String {
    let mut out = String::new();
    for node in nodes {
        match node {
            Node::Text(text) => flow(&mut out, text),
            Node::Element(element) => one(&mut out, element, place),
        }
    }
    let lines: Vec<&str> = out.split(BREAK).map(str::trim).filter(|line| !line.is_empty()).collect();
    match place {
        In::Flow => lines.into_iter().map(guarded).collect::<Vec<_>>().join("\n"),
        In::Cell => lines.join(" · "),
    }
}

fn one(out: &mut String, element: &Element, place: In) {
    let inner = || line(&element.children, In::Cell);
    match element.name.as_str() {
        "svg" | "script" | "style" | "form" | "nav" | "input" => {}
        "a" if element.has_class("skip") || element.has_class("detail") => {}
        "br" => out.push(BREAK),
        "code" => out.push_str(&code(&element.text(), place)),
        "bdi" => out.push_str(&value(&element.text(), place)),
        "b" => strong(out, &inner()),
        "span" if element.has_class("level") || element.has_class("when") => strong(out, &inner()),
        "span" if element.has_class("line") => {
            out.push(BREAK);
            out.push_str(&line(&element.children, place));
        }
        // Only our own links leave the page; inside of it Markdown has no place to lead to.
        "a" if element.href.starts_with("https://") => {
            let _ = write!(out, "[{}]({})", inner(), element.href);
        }
        _ => out.push_str(&spaced(element, place)),
    }
}

/// The line of an element that is not told from the text around it; blanks at its ends count.
fn spaced(element: &Element, place: In) -> String {
    let text = line(&element.children, place);
    let all = element.text();
    let blank = |is: bool| if is { " " } else { "" };
    format!("{}{text}{}", blank(all.starts_with(' ')), blank(all.ends_with(' ')))
}

fn strong(out: &mut String, text: &str) {
    if !text.is_empty() {
        out.push_str("**");
        out.push_str(text);
        out.push_str("**");
    }
}

/// Words of a text, with one blank where there was white space.
fn flow(out: &mut String, text: &str) {
    if text.starts_with(char::is_whitespace) {
        out.push(' ');
    }
    // A space that does not break stays as it is.
    for (at, word) in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()).enumerate() {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(&self::word(word));
    }
    if text.ends_with(char::is_whitespace) && !text.trim().is_empty() {
        out.push(' ');
    }
}

const BEFORE: [char; 6] = ['(', '«', '“', '‘', '"', '\''];
const BEHIND: [char; 13] = [')', '»', '”', '’', '"', '\'', '.', ',', ';', ':', '!', '?', '…'];

/// A word: one that readers might take for an address stands in a code span.
fn word(word: &str) -> String {
    let core = word.trim_start_matches(BEFORE).trim_end_matches(BEHIND);
    if !looks_like_address(core) {
        return escaped(word);
    }
    let (before, behind) = word.split_once(core).unwrap_or(("", ""));
    format!("{}{}{}", escaped(before), code(core, In::Cell), escaped(behind))
}

/// Whether some reader would make a link of it, or it is a name of a file or a field.
fn looks_like_address(word: &str) -> bool {
    let dotted = || {
        word.char_indices().any(|(at, c)| {
            let (before, behind) = (&word[..at], &word[at + c.len_utf8()..]);
            c == '.'
                && before.ends_with(char::is_alphanumeric)
                && behind.chars().take_while(|c| c.is_alphabetic()).count() > 1
        })
    };
    word.contains("://") || word.contains(['@', '_']) || word.to_ascii_lowercase().starts_with("www.") || dotted()
}

/// A value of the device or of a pack.
pub(super) fn value(text: &str, place: In) -> String {
    let plain = |c: char| c.is_alphanumeric() || " ,.:;()+-–/’'".contains(c);
    let dead = |word: &str| !looks_like_address(word.trim_start_matches(BEFORE).trim_end_matches(BEHIND));
    let is_name = text.starts_with(|c: char| c.is_alphanumeric() || c == '(') && !text.ends_with(' ');
    if is_name && text.chars().all(plain) && text.split(' ').all(dead) {
        return escaped(text);
    }
    code(text, place)
}

/// A code span: nothing in it is read. Its fence is longer than any in it.
pub(super) fn code(text: &str, place: In) -> String {
    let mut text = text.replace(['\n', '\r'], " ");
    if place == In::Cell {
        // Readers of tables disagree about escapes before a vertical line: it is written as what cannot be seen is.
        text = text.replace('|', "\\u{7c}");
    }
    if text.trim().is_empty() {
        return String::new();
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// The longest run of back-ticks.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Text whose punctuation means nothing.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '^') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A line that begins nothing but itself: no list, heading, quotation or rule.
fn guarded(line: &str) -> String {
    if line.starts_with(['#', '+', '-', '=']) {
        return format!("\\{line}");
    }
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    match line.chars().nth(digits) {
        Some(sign @ ('.' | ')')) if digits > 0 => {
            let (number, rest) = line.split_at(digits);
            format!("{number}\\{sign}{}", rest.strip_prefix(sign).unwrap_or(rest))
        }
        _ => line.to_owned(),
    }
}
