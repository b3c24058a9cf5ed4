#[path = "support/mod.rs"]
mod support;
#[test]
fn show() {
    for (lang, name) in [(vigie_text::Lang::En, "en"), (vigie_text::Lang::Fr, "fr")] {
        std::fs::write(format!("/tmp/report-{name}.html"), vigie_report::html(&support::rich(), &vigie_text::Texts::new(lang))).unwrap();
    }
}
