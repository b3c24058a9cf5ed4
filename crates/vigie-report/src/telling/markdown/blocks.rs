//! Paragraphs, headings, lists, tables and code.

use super::inline::{BREAK, In, line, longest_run};
use super::tree::{Element, Node};

/// Elements that are part of a line.
const INLINE: [&str; 8] = ["a", "b", "bdi", "br", "code", "span", "input", "svg"];
/// Elements that Markdown has no use for: the way around, what is clicked, and the charts, whose tables are there.
const LEFT_OUT: [&str; 6] = ["nav", "form", "script", "style", "figure", "summary"];

/// The document.
pub(super) fn write(nodes: &[Node]) -> String {
    let mut out = Writer { text: String::new(), indent: String::new() };
    out.blocks(nodes);
    let text = out.text.trim_start();
    format!("{}\n", text.trim_end())
}

struct Writer {
    text: String,
    /// What every line begins with.
    indent: String,
}

impl Writer {
    /// A block of lines, with an empty line before it.
    fn block(&mut self, lines: &str) {
        if lines.trim().is_empty() {
            return;
        }
        self.text.push('\n');
        for line in lines.split('\n') {
            if !line.is_empty() {
                self.text.push_str(&self.indent);
            }
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    /// A paragraph; its breaks are hard ones.
    fn paragraph(&mut self, nodes: &[Node]) {
        let text = line(nodes, In::Flow).replace(BREAK, "\\\n");
        self.block(&text);
    }

    /// Blocks; what stands between them in a line is a paragraph.
    fn blocks(&mut self, nodes: &[Node]) {
        let inline = |node: &Node| match node {
            Node::Text(_) => true,
            Node::Element(element) => INLINE.contains(&element.name.as_str()),
        };
        let mut rest = nodes;
        while let Some(first) = rest.first() {
            if inline(first) {
                let count = rest.iter().take_while(|node| inline(node)).count();
                let (run, after) = rest.split_at(count);
                self.paragraph(run);
                rest = after;
            } else {
                if let Node::Element(element) = first {
                    self.element(element);
                }
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }

    fn element(&mut self, element: &Element) {
        let name = element.name.as_str();
        match name {
            _ if LEFT_OUT.contains(&name) || element.has_class("ways") || element.has_class("brand") => {}
            "h1" | "h2" | "h3" | "h4" | "h5" => {
                let depth = name.chars().nth(1).and_then(|digit| digit.to_digit(10)).unwrap_or(1);
                self.heading(depth as usize, &element.children);
            }
            // The head of a finding.
            "header" if element.class.is_empty() => self.heading(5, &element.children),
            "p" => self.paragraph(&element.children),
            "ul" => self.list(element, "- "),
            "ol" => self.list(element, "1. "),
            "dl" => self.facts(element),
            "pre" => self.code(&element.text()),
            "table" => self.table(element),
            _ => self.blocks(&element.children),
        }
    }

    fn heading(&mut self, depth: usize, nodes: &[Node]) {
        let text = line(nodes, In::Cell);
        if !text.is_empty() {
            self.block(&format!("{} {text}", "#".repeat(depth)));
        }
    }

    fn list(&mut self, list: &Element, mark: &str) {
        self.text.push('\n');
        for item in list.all(&["li"]) {
            self.item(mark, |out| out.blocks(&item.children));
        }
    }

    /// What `write` writes, as an item: its first line behind the mark, everything else below it.
    fn item(&mut self, mark: &str, write: impl FnOnce(&mut Self)) {
        let indent = format!("{}{}", self.indent, " ".repeat(mark.len()));
        let mut inner = Self { text: String::new(), indent: indent.clone() };
        write(&mut inner);
        let text = inner.text.trim_start_matches('\n');
        let text = text.strip_prefix(&indent).unwrap_or(text).trim_end();
        self.text.push_str(&self.indent);
        self.text.push_str(mark.trim_end_matches(|c| c == ' ' && text.is_empty()));
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Names with what belongs to each.
    fn facts(&mut self, facts: &Element) {
        self.text.push('\n');
        let mut name = String::new();
        for of in facts.all(&["dt", "dd"]) {
            if of.name == "dt" {
                name = line(&of.children, In::Cell);
                continue;
            }
            let value = line(&of.children, In::Flow).replace(BREAK, "\\\n");
            // A level stands in strong letters of its own.
            let name = if name.starts_with("**") { name.clone() } else { format!("**{name}**") };
            let mut lines = value.split('\n');
            let first = format!("{name}: {}", lines.next().unwrap_or_default());
            let all: Vec<&str> = std::iter::once(first.as_str()).chain(lines).collect();
            self.item("- ", |out| out.block(&all.join("\n")));
        }
    }

    /// Code between fences longer than any in it.
    fn code(&mut self, text: &str) {
        let fence = "`".repeat(longest_run(text).max(2) + 1);
        self.block(&format!("{fence}\n{}\n{fence}", text.trim_end_matches('\n')));
    }

    fn table(&mut self, table: &Element) {
        let cells = |row: &Element| -> Vec<String> {
            row.all(&["th", "td"]).into_iter().map(|cell| line(&cell.children, In::Cell)).collect()
        };
        let rows: Vec<Vec<String>> = table.all(&["tr"]).into_iter().map(cells).collect();
        for caption in table.all(&["caption"]) {
            self.paragraph(&caption.children);
        }
        let Some((head, body)) = rows.split_first() else { return };
        let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
        let mut lines = vec![row(head), format!("|{}", " --- |".repeat(head.len()))];
        lines.extend(body.iter().map(|cells| row(cells)));
        self.block(&lines.join("\n"));
    }
}
