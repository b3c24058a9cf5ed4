//! Names of packs as tags of MISP. A name is a cluster of MISP's galaxies (<https://github.com/MISP/misp-galaxy>) only where
//! it was looked up there that the same tool is meant: its `Predator`, for one, is ransomware. Every other name is a
//! tag of vigie's own.

/// Names in small letters, and the clusters of `mitre-malware` and `malpedia` that describe the same tool.
const CLUSTERS: &[(&str, &str)] = &[
    ("chrysaor", "misp-galaxy:malpedia=\"Chrysaor\""),
    ("finfisher", "misp-galaxy:mitre-malware=\"FinFisher - S0182\""),
    ("finspy", "misp-galaxy:mitre-malware=\"FinFisher - S0182\""),
    ("hermit", "misp-galaxy:malpedia=\"Hermit\""),
    ("notpetya", "misp-galaxy:mitre-malware=\"NotPetya - S0368\""),
    ("wannacry", "misp-galaxy:mitre-malware=\"WannaCry - S0366\""),
];

/// A tag for each name; `is_ios` tells apart what has a cluster for each system.
pub(super) fn tags(names: &[String], is_ios: bool) -> Vec<String> {
    names.iter().map(|name| tag(name, is_ios)).collect()
}

fn tag(name: &str, is_ios: bool) -> String {
    let known = name.trim().to_lowercase();
    if known == "pegasus" {
        let cluster = if is_ios { "Pegasus for iOS - S0289" } else { "Pegasus for Android - S0316" };
        return format!("misp-galaxy:mitre-malware=\"{cluster}\"");
    }
    if let Some((_, tag)) = CLUSTERS.iter().find(|(cluster, _)| *cluster == known) {
        return (*tag).to_owned();
    }
    // The value of a tag stands in quotes and has no other; MISP keeps 255 characters.
    let name: String = vigie_model::visible(name).replace('"', "'").chars().take(200).collect();
    format!("vigie:malware=\"{name}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_means_the_same_is_a_cluster() {
        assert_eq!(tag("Pegasus", true), "misp-galaxy:mitre-malware=\"Pegasus for iOS - S0289\"");
        assert_eq!(tag("pegasus", false), "misp-galaxy:mitre-malware=\"Pegasus for Android - S0316\"");
        assert_eq!(tag("Predator", true), "vigie:malware=\"Predator\"");
        assert_eq!(tag("a \"b\"\n", true), "vigie:malware=\"a 'b'\\n\"");
    }
}
