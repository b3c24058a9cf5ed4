//! A page of ours as a tree. Not a reader of HTML: it knows what `html.rs` writes, which is well nested, quotes every
//! attribute and escapes five characters.

/// A piece of the page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Node {
    Text(String),
    Element(Element),
}

/// An element, with what of its attributes matters here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) class: String,
    pub(super) href: String,
    pub(super) children: Vec<Node>,
}

impl Element {
    pub(super) fn has_class(&self, class: &str) -> bool {
        self.class.split(' ').any(|one| one == class)
    }

    /// The elements in it of some names, wherever they stand; not those within one that was found.
    pub(super) fn all<'e>(&'e self, names: &[&str]) -> Vec<&'e Element> {
        let mut found = Vec::new();
        for child in self.elements() {
            if names.contains(&child.name.as_str()) {
                found.push(child);
            } else {
                found.extend(child.all(names));
            }
        }
        found
    }

    fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// All text in it, as it stands.
    pub(super) fn text(&self) -> String {
        let text = |node: &Node| match node {
            Node::Text(text) => text.clone(),
            Node::Element(element) => element.text(),
        };
        self.children.iter().map(text).collect()
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

fn attribute(tag: &str, name: &str) -> String {
    let begin = format!(" {name}=\"");
    let value = tag.split_once(&begin).and_then(|(_, rest)| rest.split_once('"'));
    value.map(|(value, _)| unescaped(value)).unwrap_or_default()
}

/// What stands in the body of a page.
pub(super) fn read(page: &str) -> Vec<Node> {
    let mut rest = page.split_once("<body>").map_or(page, |(_, body)| body);
    let mut open = vec![Element::default()];
    while let Some((text, after)) = rest.split_once('<') {
        add(&mut open, text);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            close(&mut open, name);
            continue;
        }
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        let element =
            Element { class: attribute(tag, "class"), href: attribute(tag, "href"), children: Vec::new(), name };
        if tag.ends_with('/') || matches!(element.name.as_str(), "br" | "input" | "meta") {
            if let Some(parent) = open.last_mut() {
                parent.children.push(Node::Element(element));
            }
        } else {
            open.push(element);
        }
    }
    add(&mut open, rest);
    while open.len() > 1 {
        let name = open.last().map(|last| last.name.clone()).unwrap_or_default();
        close(&mut open, &name);
    }
    open.pop().map(|root| root.children).unwrap_or_default()
}

fn add(open: &mut [Element], text: &str) {
    if let (false, Some(parent)) = (text.is_empty(), open.last_mut()) {
        parent.children.push(Node::Text(unescaped(text)));
    }
}

fn close(open: &mut Vec<Element>, name: &str) {
    if open.len() < 2 || open.last().is_none_or(|last| last.name != name) {
        return;
    }
    if let Some(element) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(Node::Element(element));
    }
}
