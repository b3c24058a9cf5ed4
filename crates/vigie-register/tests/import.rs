//! Lists of others against the register: same, similar, conflicting, new; persons left out; damaged rows counted.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use vigie_register::{
    Conflict, Date, Form, ImportError, Mapping, Register, Reviewed, Screener, Screening, Tally, Verdict, import,
    review_head, review_row,
};

fn compared(form: &Form, text: &[u8]) -> Result<(Vec<Reviewed>, Tally), ImportError> {
    let register = Register::embedded().expect("sound");
    let view = register.as_of("2026-11-25".parse::<Date>().expect("a date").last());
    let screener = Screener::new(&register, view, Screening { steps: 0, ..Screening::default() });
    let mut rows = Vec::new();
    let mut see = |row: &Reviewed| {
        rows.push(row.clone());
        Ok(())
    };
    let mut from = text;
    let tally = import(&mut from, form, &screener, &mut see, &mut |_| {})?;
    Ok((rows, tally))
}

fn verdicts(rows: &[Reviewed]) -> Vec<(&str, Verdict, Vec<Conflict>, String)> {
    let first = |row: &Reviewed| row.candidates.first().map(|one| one.of.of.to_string()).unwrap_or_default();
    rows.iter()
        .map(|row| (row.names[0].as_str(), row.verdict, row.conflicts.iter().copied().collect(), first(row)))
        .collect()
}

/// Numbers that the data hold: they meet a row under another name, where they can only mean one company.
#[test]
fn a_row_is_met_by_the_number_of_a_list_or_register() {
    let company = |id: &str, rest: &str| {
        format!(r#"{{"id":"{id}","schema":"Company","properties":{{"name":["Quillfeather Holdings"]{rest}}}}}"#)
    };
    let text = [
        company("a", r#","registrationNumber":["665443"],"jurisdiction":["ie"]"#),
        company("b", r#","registrationNumber":["01-10-049372"],"country":["hu"]"#),
        r#"{"id":"NK-c","schema":"Company","referents":["ofac-48076"],"properties":{"name":["Quillfeather Holdings"]}}"#
            .to_owned(),
        company("d", r#","taxNumber":["801326153"],"country":["gr"]"#),
        // The same number in another country, or in none: it may be another company.
        company("e", r#","registrationNumber":["1926732"],"jurisdiction":["gb"]"#),
        company("f", r#","registrationNumber":["1926732"]"#),
        // The number of the list without its list is any number.
        company("g", r#","registrationNumber":["48059"],"jurisdiction":["gr"]"#),
    ];
    let (rows, _) = compared(&Form::Ftm, text.join("\n").as_bytes()).expect("readable");
    let told: Vec<(Verdict, String, bool)> = rows
        .iter()
        .map(|row| {
            let first = row.candidates.first();
            let of = first.map(|one| one.of.of.id.clone()).unwrap_or_default();
            (row.verdict, of, first.is_some_and(|one| one.by_identifier))
        })
        .collect();
    let is = |verdict, of: &str, by| (verdict, of.to_owned(), by);
    assert_eq!(
        told,
        [
            is(Verdict::Same, "intellexa-limited", true),
            is(Verdict::Same, "cytrox-holdings", true),
            is(Verdict::Same, "thalestris", true),
            is(Verdict::Same, "intellexa-sa", true),
            is(Verdict::Similar, "aliada-group", true),
            is(Verdict::Similar, "aliada-group", true),
            is(Verdict::New, "", false),
        ]
    );
}

#[test]
fn entities_of_followthemoney() {
    let text = [
        r#"{"id":"a","schema":"Company","properties":{"name":["NSO Group"],"country":["il"]}}"#,
        r#"{"id":"b","schema":"Organization","properties":{"name":["Intelexa S.A."]}}"#,
        r#"{"id":"c","schema":"Company","properties":{"name":["Cytrox"],"jurisdiction":["br"]}}"#,
        r#"{"id":"d","schema":"Company","properties":{"name":["Quarry of the North"]}}"#,
        r#"{"id":"e","schema":"Person","properties":{"name":["Nobody"]}}"#,
        r#"{"id":"f","schema":"Address","properties":{"full":["1 Street"]}}"#,
        r#"{"id":"g","schema":"Company","properties":{}}"#,
        r#"{"id":"h","schema":"Company","properties":{"name":["cut off"#,
        "",
        r#"{"id":"i","schema":"Company","properties":{"name":["N.S.O. Group", "NSO Group"]}}"#,
        r#"{"id":"vigie-organisation-candiru","schema":"Company","properties":{"name":["Another name altogether"]}}"#,
    ];
    let (rows, tally) = compared(&Form::Ftm, text.join("\n").as_bytes()).expect("readable");
    assert_eq!(
        verdicts(&rows),
        [
            ("NSO Group", Verdict::Same, vec![], "organisation/nso-group".to_owned()),
            ("Intelexa S.A.", Verdict::Similar, vec![], "organisation/intellexa-sa".to_owned()),
            ("Cytrox", Verdict::Conflicting, vec![Conflict::Country], "organisation/cytrox".to_owned()),
            ("Quarry of the North", Verdict::New, vec![], String::new()),
            ("N.S.O. Group", Verdict::Conflicting, vec![Conflict::SeveralThere], "organisation/nso-group".to_owned()),
            ("Another name altogether", Verdict::Same, vec![], "organisation/candiru".to_owned()),
        ]
    );
    assert_eq!((tally.rows, tally.persons, tally.others, tally.nameless, tally.unreadable), (10, 1, 1, 1, 1));
    assert_eq!(tally.unreadable_lines, [8]);
}

#[test]
fn a_cluster_of_misp_keeps_several_matches_apart() {
    let text = br#"{"name":"x","values":[
        {"value":"NSO group","uuid":"1","description":"names a person","meta":{"synonyms":["Q-Cyber","Circles"]}},
        {"value":"Pegasus","uuid":"2"},
        {"value":"A vendor nobody knows","uuid":"3","meta":{"country":"fr"}}]}"#;
    let (rows, tally) = compared(&Form::Misp, text).expect("readable");
    assert_eq!(rows[0].verdict, Verdict::Conflicting);
    assert!(rows[0].conflicts.contains(&Conflict::SeveralHere), "{:?}", rows[0]);
    assert_eq!((rows[1].verdict, rows[1].conflicts.clone()), (Verdict::Conflicting, BTreeSet::from([Conflict::Kind])));
    assert_eq!(rows[2].verdict, Verdict::New);
    assert_eq!(tally.rows, 3);
    let table: String = rows.iter().map(review_row).collect();
    assert!(!table.contains("names a person"));
    assert!(matches!(compared(&Form::Misp, b"{\"values\":[{}]}"), Err(ImportError::Format(_))));
}

#[test]
fn a_table_with_a_mapping() {
    let mapping = Mapping::parse(
        "delimiter = \";\"\nsplit = \"|\"\npersons = [\"Individual\"]\n[columns]\nname = \"Name\"\naliases = [\"AKA\"]\n\
         countries = [\"Pays\"]\nid = \"Ref\"\nkind = \"Type\"\n",
    )
    .expect("a mapping");
    let text = "Ref;Type;Name;AKA;Pays\n1;Entity;\"Candiru; Ltd.\";Saito Tech|Grindavik;Israël\n2;Individual;Nobody;;\n3;Entity;short\n";
    let (rows, tally) = compared(&Form::Csv(mapping.clone()), text.as_bytes()).expect("readable");
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].names, ["Candiru; Ltd.", "Saito Tech", "Grindavik"]);
    assert_eq!(rows[0].countries, BTreeSet::from(["IL".to_owned()]));
    assert!(rows[0].candidates.iter().any(|one| one.of.of.id == "candiru"), "{:?}", rows[0]);
    assert_eq!((tally.persons, tally.unreadable, tally.unreadable_lines.as_slice()), (1, 1, &[4][..]));
    assert!(
        matches!(compared(&Form::Csv(mapping), b"Name\nx\n"), Err(ImportError::Format(text)) if text.contains("AKA"))
    );
    assert!(Mapping::parse("[columns]\nnom = \"x\"").is_err());
    assert!(Mapping::parse("persons = [\"p\"]\n[columns]\nname = \"x\"").is_err());
}

#[test]
fn the_register_as_a_table_is_the_same_as_itself() {
    let register = Register::embedded().expect("sound");
    let mut text = String::from("id,name\n");
    for row in register.organisations() {
        let name = row.name.en.replace('"', "\"\"");
        writeln!(text, "organisation/{},\"{name}\"", row.id).expect("a string takes everything");
    }
    let (rows, _) = compared(&Form::Csv(Mapping::default()), text.as_bytes()).expect("readable");
    assert_eq!(rows.len(), register.organisations().count());
    for row in rows {
        assert!(row.candidates[0].by_identifier && row.candidates[0].of.of.to_string() == row.id, "{row:?}");
        assert!(matches!(row.verdict, Verdict::Same | Verdict::Conflicting), "{row:?}");
        assert!(!row.conflicts.contains(&Conflict::Country), "{row:?}");
    }
}

#[test]
fn a_line_without_end_does_not_fill_the_memory_and_what_follows_is_read() {
    let mut text = vec![b'x'; 9 << 20];
    text.extend(b"\n{\"id\":\"a\",\"schema\":\"Company\",\"properties\":{\"name\":[\"NSO Group\"]}}\n");
    let (rows, tally) = compared(&Form::Ftm, &text).expect("readable");
    assert_eq!((rows.len(), tally.unreadable, tally.unreadable_lines.as_slice()), (1, 1, &[1][..]));
}

#[test]
fn a_review_list_is_safe_for_a_spreadsheet() {
    let text = br#"{"id":"=cmd()","schema":"Company","properties":{"name":["=HYPERLINK(\"x\") NSO"]}}"#;
    let (rows, _) = compared(&Form::Ftm, text).expect("readable");
    let line = review_row(&rows[0]);
    assert!(line.contains("\"'=cmd()\"") && line.contains("\"'=HYPERLINK"), "{line}");
    let cells = |line: &str| line.matches("\",\"").count();
    assert_eq!(cells(&review_head()), cells(&line));
}
