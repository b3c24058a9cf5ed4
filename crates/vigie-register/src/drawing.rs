//! An ownership graph as Graphviz text and as a self-contained SVG: no script, no font, nothing fetched; it reads in
//! light and dark, and its description says in words what it draws.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::date::Hold;
use crate::owners::{Edge, Graph};
use crate::reference::Ref;
use crate::words::Tongue;

/// Years or days between which an edge holds: `2019 – 2021`, `2025 –`, or nothing.
pub fn span(edge: &Edge) -> String {
    match (edge.said.from, edge.said.to) {
        (Some(from), Some(to)) => format!("{from} – {to}"),
        (Some(from), None) => format!("{from} –"),
        (None, Some(to)) => format!("– {to}"),
        (None, None) => String::new(),
    }
}

fn label(edge: &Edge, tongue: Tongue) -> String {
    let word = edge.said.status_word.get(tongue);
    let span = span(edge);
    if span.is_empty() { word.to_owned() } else { format!("{span} · {word}") }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in vigie_model::visible(text).chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

impl Graph {
    /// Graphviz text.
    pub fn dot(&self, tongue: Tongue) -> String {
        let mut out = String::from("digraph owners {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
        for node in &self.nodes {
            let style = if node.of.of == self.of.of { ", penwidth=2" } else { "" };
            let listed = if node.listed { ", color=firebrick" } else { "" };
            let id = quoted(&node.of.of.to_string());
            let label = match &node.mark {
                Some(mark) => format!("{} ({})", node.of.name.get(tongue), mark.get(tongue)),
                None => node.of.name.get(tongue).to_owned(),
            };
            let _ = writeln!(out, "  {id} [label={}{style}{listed}];", quoted(&label));
        }
        for edge in &self.edges {
            let style = if edge.said.hold == Hold::Holds { "solid" } else { "dashed" };
            let _ = writeln!(
                out,
                "  {} -> {} [label={}, style={style}, tooltip={}];",
                quoted(&edge.owner.to_string()),
                quoted(&edge.owned.to_string()),
                quoted(&label(edge, tongue)),
                quoted(edge.said.sentence.get(tongue)),
            );
        }
        out.push_str("}\n");
        out
    }

    /// A drawing with owners on the left and holdings on the right, which stands on its own.
    pub fn svg(&self, tongue: Tongue) -> String {
        self.drawn(tongue, STYLE)
    }

    /// The same for a page that has the colours in its own style, and in its natural size.
    pub fn figure(&self, tongue: Tongue) -> String {
        let layout = Layout::of(self);
        let size = format!("<svg width=\"{}\" height=\"{}\" ", layout.width, layout.height);
        self.drawn(tongue, "").replacen("<svg ", &size, 1)
    }

    fn drawn(&self, tongue: Tongue, style: &str) -> String {
        let layout = Layout::of(self);
        let text = vigie_model::html;
        let mut out = String::new();
        let _ = write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"t d\" \
             font-family=\"system-ui, sans-serif\" font-size=\"13\">\n<title id=\"t\">{}</title>\n<desc id=\"d\">",
            layout.width,
            layout.height,
            text(self.of.name.get(tongue))
        );
        for edge in &self.edges {
            let _ = writeln!(out, "{} ({}).", text(edge.said.sentence.get(tongue)), text(&label(edge, tongue)));
        }
        out.push_str("</desc>\n");
        out.push_str(style);
        let mut between: BTreeMap<(&Ref, &Ref), usize> = BTreeMap::new();
        for edge in &self.edges {
            let count = between.entry((&edge.owner, &edge.owned)).or_default();
            let number = *count;
            *count += 1;
            layout.edge(&mut out, edge, number, &text(&label(edge, tongue)), &text(edge.said.sentence.get(tongue)));
        }
        for node in &self.nodes {
            let (x, y) = layout.place(&node.of.of);
            let class = match (node.of.of == self.of.of, node.listed) {
                (true, true) => "box self listed",
                (true, false) => "box self",
                (false, true) => "box listed",
                (false, false) => "box",
            };
            let _ = writeln!(
                out,
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{BOX}\" height=\"{TALL}\" rx=\"6\"/>"
            );
            let mut lines = Layout::lines(node.of.name.get(tongue));
            lines.extend(node.mark.as_ref().map(|mark| mark.get(tongue).to_owned()));
            let first = y + TALL / 2 + 5 - 8 * (i32::try_from(lines.len()).unwrap_or(1) - 1);
            for (line, part) in lines.iter().enumerate() {
                let (x, y) = (x + BOX / 2, first + i32::try_from(line).unwrap_or(0) * 16);
                let marked = node.mark.is_some() && line + 1 == lines.len();
                let class = if marked { " class=\"mark\"" } else { "" };
                let _ = writeln!(out, "<text{class} x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{}</text>", text(part));
            }
        }
        out.push_str("</svg>\n");
        out
    }
}

const STYLE: &str = "<style>\
.box{fill:#fff;stroke:#5b6470}.self{stroke-width:2.5}.listed{stroke:#a3262a}\
line,path{stroke:#5b6470;fill:none}.past{stroke-dasharray:5 4}\
text{fill:#1d232b}.label{fill:#4a525c;font-size:11px;paint-order:stroke;stroke:#fff;stroke-width:4px}\
text.mark{fill:#a3262a;font-size:11px}@media(prefers-color-scheme:dark){text.mark{fill:#f08a8c}.box{fill:#1d232b;stroke:#9aa4b0}.listed{stroke:#f08a8c}\
line,path{stroke:#9aa4b0}text{fill:#e6eaee}.label{fill:#b9c1ca;stroke:#12161b}}\
</style>\n";
const BOX: i32 = 170;
const TALL: i32 = 60;
const ACROSS: i32 = 400;
const DOWN: i32 = 80;
const EDGE: i32 = 16;

struct Layout {
    places: BTreeMap<Ref, (i32, i32)>,
    /// Where the column of the one asked for begins.
    middle: i32,
    width: i32,
    height: i32,
}

impl Layout {
    fn of(graph: &Graph) -> Self {
        let first = graph.nodes.iter().map(|node| node.step).min().unwrap_or(0);
        let mut rows: BTreeMap<i32, i32> = BTreeMap::new();
        for node in &graph.nodes {
            *rows.entry(node.step).or_default() += 1;
        }
        let tallest = rows.values().copied().max().unwrap_or(1);
        let mut next: BTreeMap<i32, i32> = BTreeMap::new();
        let mut places = BTreeMap::new();
        for node in &graph.nodes {
            let row = next.entry(node.step).or_default();
            // A column with fewer boxes is centred.
            let top = (tallest - rows.get(&node.step).copied().unwrap_or(1)) * DOWN / 2;
            places.insert(node.of.of.clone(), (EDGE + (node.step - first) * ACROSS, EDGE + top + *row * DOWN));
            *row += 1;
        }
        let columns = graph.nodes.iter().map(|node| node.step - first).max().unwrap_or(0);
        Self {
            places,
            middle: EDGE - first * ACROSS,
            width: 2 * EDGE + columns * ACROSS + BOX,
            height: 2 * EDGE + (tallest - 1) * DOWN + TALL,
        }
    }

    fn place(&self, of: &Ref) -> (i32, i32) {
        self.places.get(of).copied().unwrap_or((EDGE, EDGE))
    }

    /// A name on at most two lines.
    fn lines(name: &str) -> Vec<String> {
        const MOST: usize = 24;
        if name.chars().count() <= MOST {
            return vec![name.to_owned()];
        }
        let mut lines = vec![String::new(), String::new()];
        for word in name.split(' ') {
            let fits = lines[1].is_empty() && lines[0].chars().count() + word.chars().count() < MOST;
            let line = if fits { &mut lines[0] } else { &mut lines[1] };
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if lines[1].chars().count() > MOST {
            lines[1] = lines[1].chars().take(MOST - 1).chain(std::iter::once('…')).collect();
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// Whether the owner of an edge stands farther from the middle than what it owns.
    fn outer_is_owner(&self, edge: &Edge) -> bool {
        let far = |of: &Ref| (self.place(of).0 - self.middle).abs();
        far(&edge.owner) >= far(&edge.owned)
    }

    fn edge(&self, out: &mut String, edge: &Edge, number: usize, label: &str, title: &str) {
        let (from, to) = (self.place(&edge.owner), self.place(&edge.owned));
        // Between boxes of one column, around their right side.
        let beside = from.0 == to.0;
        let (x1, y1, x2, y2) =
            (from.0 + BOX, from.1 + TALL / 2, if beside { to.0 + BOX } else { to.0 }, to.1 + TALL / 2);
        let class = if edge.said.hold == Hold::Holds { "" } else { " class=\"past\"" };
        let middle = if beside { x1 + 60 } else { i32::midpoint(x1, x2) };
        let _ = writeln!(
            out,
            "<path{class} d=\"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}\"><title>{title}</title></path>"
        );
        // Near the box that is farther out, where the lines are apart; of several between the same two, one below another.
        let near = |one: i32, other: i32, tenths: i32| one + (other - one) * tenths / 10;
        let towards_owner = self.outer_is_owner(edge);
        let (x, y) =
            if towards_owner { (near(x1, x2, 4), near(y1, y2, 2)) } else { (near(x2, x1, 4), near(y2, y1, 2)) };
        let x = if beside { x1 + 48 } else { x };
        let y = y - 5 + i32::try_from(number).unwrap_or(0) * 13;
        let _ = writeln!(out, "<text class=\"label\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{label}</text>");
    }
}
