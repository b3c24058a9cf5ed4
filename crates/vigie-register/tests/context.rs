//! Findings joined to tools: every malware name of the built-in packs and of published packs leads to a product, and
//! what is told of a tool is never told of its operator.

use std::collections::BTreeSet;
use std::path::Path;

use vigie_register::{Context, Date, Register, Status, Tongue};

fn context(names: &[&str], day: &str) -> Context {
    let register = Register::embedded().expect("it loads");
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    register.as_of(day.parse::<Date>().expect("a date").last()).context(&names)
}

/// The names of the packs that are compiled into vigie-detect.
fn base_names() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vigie-detect/data/base");
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("the base packs are there") {
        let text = std::fs::read_to_string(entry.expect("readable").path()).expect("readable");
        names.extend(text.lines().filter_map(|line| line.strip_prefix("tool\t")).map(|name| name.trim().to_owned()));
    }
    names
}

#[test]
fn every_tool_of_the_base_packs_is_a_product() {
    let register = Register::embedded().expect("it loads");
    let names = base_names();
    assert!(names.len() >= 4, "{names:?}");
    for name in names {
        assert_eq!(register.products_named(&name).len(), 1, "{name}");
    }
}

/// Published packs beside the project, where there are any.
#[test]
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn every_malware_name_of_published_packs_is_a_product() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/indicators");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no published packs in {}", folder.display());
        return;
    };
    let register = Register::embedded().expect("it loads");
    let mut seen = 0;
    for entry in entries {
        let path = entry.expect("readable").path();
        if path.extension().is_none_or(|ending| ending != "stix2") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("readable");
        let bundle: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        for object in bundle["objects"].as_array().into_iter().flatten() {
            let named = matches!(object["type"].as_str(), Some("malware" | "tool" | "report" | "campaign"));
            let Some(name) = object["name"].as_str().filter(|_| named) else { continue };
            let found = register.products_named(name);
            assert_eq!(found.len(), 1, "{name} in {}: {found:?}", path.display());
            // The id in the pack is that of the register.
            let product = register.product(&found[0].id).expect("it exists");
            let ids: Vec<_> = product.indicators.iter().filter_map(|set| set.stix.as_deref()).collect();
            assert!(ids.contains(&object["id"].as_str().unwrap_or_default()), "{name}: {ids:?}");
            seen += 1;
        }
    }
    assert!(seen > 0, "packs were read");
}

#[test]
fn pegasus_comes_with_maker_listing_incidents_and_provisions() {
    let context = context(&["Pegasus", "Nobody's Tool"], "2023-06-01");
    assert_eq!(context.unknown, ["Nobody's Tool"]);
    let [tool] = context.tools.as_slice() else { panic!("one tool") };
    assert_eq!(tool.product.of.id, "pegasus");
    let maker = &tool.makers[0];
    assert_eq!((maker.object.as_ref().expect("named").of.id.as_str(), maker.status), ("nso-group", Status::Reported));
    assert!(tool.listings.iter().any(|listing| listing.of.of.id == "nso-group" && listing.in_force));
    assert!(tool.incidents.iter().all(|incident| incident.known.is_none_or(|known| known.year() <= 2023)));
    let ids: BTreeSet<&str> = tool.provisions.iter().map(|provision| provision.of.of.id.as_str()).collect();
    assert!(ids.contains("paris-call-5") && ids.contains("wassenaar-2013-intrusion-software"));
    assert!(!ids.contains("pall-mall-accountability"), "not yet agreed on that day");
    assert!(!context.bodies.is_empty());
}

#[test]
fn provisions_come_with_their_supporters_on_the_day() {
    let context = context(&["Predator"], "2025-06-30");
    let provision = |id: &str| {
        let found = context.tools[0].provisions.iter().find(|provision| provision.of.of.id == id);
        found.unwrap_or_else(|| panic!("{id}")).clone()
    };
    assert!(provision("pall-mall-accountability").states.iter().any(|state| state.of.id == "GB"));
    let code = provision("pall-mall-code-vendor-diligence");
    assert_eq!(code.states_counted.map(|(number, _, _)| number), Some(25));
    assert!(code.states.len() >= 21);
}

#[test]
fn before_a_listing_nothing_is_in_force() {
    let context = context(&["Pegasus"], "2020-01-01");
    assert!(context.tools[0].listings.iter().all(|listing| !listing.in_force));
}

#[test]
fn a_name_that_two_tools_bear_is_told_as_such() {
    let context = context(&["Helios"], "2026-11-25");
    assert_eq!(context.tools.len(), 2);
    assert!(context.tools.iter().all(|tool| tool.or_else.len() == 1));
    // The name of a published set decides.
    assert_eq!(self::context(&["Wintego Helios"], "2026-11-25").tools.len(), 1);
}

#[test]
fn spelling_of_packs_does_not_matter() {
    for (name, id) in [
        ("wyrmspy dragonegg", "wyrmspy-dragonegg"),
        ("Operation Triangulation", "operation-triangulation"),
        ("KINGSPAWN", "reign"),
    ] {
        let context = context(&[name], "2026-11-25");
        assert_eq!(context.tools.first().map(|tool| tool.product.of.id.as_str()), Some(id), "{name}");
    }
    assert!(context(&["", " "], "2026-11-25").tools.is_empty());
}

/// No sentence about a tool of the register says that somebody used it against the owner of a device.
#[test]
fn nothing_in_a_context_speaks_of_this_device() {
    let context = context(&["Pegasus", "Predator", "NoviSpy"], "2026-11-25");
    for tool in &context.tools {
        for told in tool.makers.iter().chain(&tool.sellers).chain(&tool.statements) {
            for tongue in [Tongue::En, Tongue::Fr] {
                let text = told.sentence.get(tongue).to_lowercase();
                for word in ["this device", "this phone", "cet appareil", "ce téléphone", "your ", "votre "] {
                    assert!(!text.contains(word), "{text}");
                }
            }
        }
    }
}
