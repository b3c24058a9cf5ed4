//! Apple's numbers of kinds of reports (`bug_type`), as `submissionConfig.plist` of OSAnalytics names them.

/// The kind in words.
pub(super) fn name(bug_type: &str) -> Option<&'static str> {
    Some(match bug_type {
        "109" | "309" | "9" => "crash",
        "10" | "110" | "210" | "410" => "kernel panic",
        "98" | "198" | "298" => "memory shortage",
        "288" | "188" => "state of all processes",
        "509" => "state of all processes at an end",
        "151" => "forced restart",
        "409" => "system watchdog",
        "115" => "restart counter",
        "120" => "low battery",
        "308" | "187" => "fault that did not end the process",
        "142" => "too many wake-ups",
        "144" => "disk writes, sampled",
        "145" => "too many disk writes",
        "157" => "processor time, sampled",
        "202" => "too much processor time",
        "206" => "too much processor time, ended",
        "185" | "385" => "limit of a resource passed",
        "227" | "327" => "too many threads",
        "222" | "223" | "228" | "239" | "310" | "328" => "hang",
        "301" => "memory reset",
        "183" | "194" => "system update or restore",
        "193" => "aggregated analytics",
        "211" | "33" => "analytics",
        "226" => "analytics of the security services",
        "225" => "analytics of the App Store",
        "303" => "analytics of suggestions",
        "313" => "analytics of search",
        "220" | "174" => "power use, sampled",
        _ => return None,
    })
}

/// Whether the name in the header is that of the process the report is about.
pub(super) fn is_about_a_process(bug_type: &str) -> bool {
    matches!(
        name(bug_type),
        Some(
            "crash"
                | "fault that did not end the process"
                | "too many wake-ups"
                | "disk writes, sampled"
                | "too many disk writes"
                | "processor time, sampled"
                | "too much processor time"
                | "too much processor time, ended"
                | "limit of a resource passed"
                | "too many threads"
                | "hang"
        )
    )
}
