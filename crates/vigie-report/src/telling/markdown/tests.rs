//! Markdown of small pages: what it looks like, and that hostile values do nothing.

use super::of;

#[test]
fn what_a_page_says_is_said_in_markdown() {
    let page = "<body>\n<a class=\"skip\" href=\"#text\">Skip</a><header class=\"masthead\"><h1>Title</h1></header><nav><ul><li>a</li></ul></nav>\
        <p>One <b>strong:</b> text of <span class=\"id\">ios_calls</span> in findings.jsonl.<br>Next line</p>\
        <ul class=\"told\"><li><p>First</p><p>more</p></li><li>Second</li></ul><ol><li>Do</li></ol>\
        <dl><dt>Kind</dt><dd>a phone</dd><dt><span class=\"level high\">high</span></dt><dd>a sign</dd></dl>\
        <figure><svg><text>x</text></svg></figure>\
        <div class=\"scroll\"><table><caption>Numbers</caption><thead><tr><th>A</th><th>B</th></tr></thead>\
        <tbody><tr><th>1</th><td><code>a|b</code></td></tr></tbody></table></div>\
        <article><header><span class=\"level low\">low</span> <span>3 · F-1</span></header><pre>{\n}\n</pre></article>\
        <p><a href=\"https://example.org/help\">example.org/help</a>, <a href=\"#x\">there</a></p></body>";
    let expected = "\
# Title

One **strong:** text of `ios_calls` in `findings.jsonl`.\\
Next line

- First

  more
- Second

1. Do

- **Kind**: a phone
- **high**: a sign

Numbers

| A | B |
| --- | --- |
| 1 | `a\\u{7c}b` |

##### **low** 3 · F-1

```
{
}
```

[`example.org/help`](https://example.org/help), there
";
    assert_eq!(of(page), expected);
}

#[test]
fn values_do_nothing() {
    for (value, expected) in [
        ("a name", "a name"),
        ("iOS 17.5.1 (21F90), 10:03:22", "iOS 17.5.1 (21F90), 10:03:22"),
        ("news.example.org", "`news.example.org`"),
        ("(https://e.example)", "`(https://e.example)`"),
        ("-- x", "`-- x`"),
        ("https://evil.example/x", "`https://evil.example/x`"),
        ("`` ![x](https://e.example) ``", "``` `` ![x](https://e.example) `` ```"),
        ("# [a](b) | c", "`# [a](b) | c`"),
        (" ", ""),
    ] {
        assert_eq!(of(&format!("<body><p><bdi>{value}</bdi></p>")).trim_end(), expected);
    }
    for (text, expected) in [
        ("- no list", "\\- no list"),
        ("1. no list", "1\\. no list"),
        ("12) no list", "12\\) no list"),
        ("# no heading", "\\# no heading"),
        ("=== --- no rule", "\\=== --- no rule"),
        (
            "*a* _b_ [c](d) ![e](f) &lt;g&gt; &amp;lt; ~~h~~ i|j",
            "\\*a\\* `_b_` \\[c\\](d) !\\[e\\](f) \\<g\\> \\&lt; \\~\\~h\\~\\~ i\\|j",
        ),
        ("write to (a@b.example).", "write to (`a@b.example`)."),
        ("www.e or e.example, 0.1.0", "`www.e` or `e.example`, 0.1.0"),
    ] {
        assert_eq!(of(&format!("<body><p>{text}</p>")).trim_end(), expected);
    }
}

#[test]
fn code_is_fenced_longer_than_any_fence_in_it() {
    assert_eq!(of("<body><pre>````\n# x</pre>"), "`````\n````\n# x\n`````\n");
}

#[test]
fn a_page_that_is_not_well_nested_is_still_told() {
    assert_eq!(of("<body><p>a<b>b</p>c"), "a**bc**\n");
    assert_eq!(of("<body><p>a <b"), "a\n");
}
