"""What each side found and extracted, put side by side."""

import re

# Heuristics have no value to compare by: one line per idea, how MVT words it, and the id it has in vigie.
HEURISTICS = [
    ("fast redirect to another site", r"Redirect took less than a second", r"redirect"),
    ("live usage without its process", r"Found manipulated process entry", r"datausage_missing_process"),
    ("gap in the process rows", r"Missing process \d+", r"datausage_missing_pk"),
    ("configuration profile", r"started operation .* of profile|notificationsettings", r"profile"),
    ("threat notification of Apple", r"Apple warning about", r"notification"),
    ("Quadream calendar event", r"Quadream", r"quadream"),
    ("NUL in an identity lookup", r"ID Status Cache entry with suspicious", r"idstatus"),
    ("suspicious iMessage attachment", r"Suspicious iMessage attachment", r"attachment"),
    ("app not from the App Store", r"not installed from the App Store|without softwareVersionBundleId", r"sideloaded"),
    ("Lockdown Mode", r"Lockdown mode", r"lockdown"),
]

# Results of MVT, and the artifacts of vigie that read the same source. `$` ends a name.
SOURCES = {
    "applications": r"ios_applications",
    "backup_info": r"ios_backup_info",
    "calendar": r"ios_calendar",
    "calls": r"ios_calls$",
    "chrome_favicon": r"ios_chrome_favicon",
    "chrome_history": r"ios_chrome_history",
    "configuration_profiles": r"ios_configuration_profiles",
    "contacts": r"ios_(contacts|address_?book)",
    "datausage": r"ios_data_?usage",
    "firefox_favicon": r"ios_firefox_favicon",
    "firefox_history": r"ios_firefox_(history|places)",
    "global_preferences": r"ios_global_preferences",
    "id_status_cache": r"ios_id_?status_?cache",
    "interaction_c": r"ios_interaction",
    "locationd_clients": r"ios_locationd",
    "manifest": r"ios_manifest",
    "os_analytics_ad_daily": r"ios_os_?analytics_?ad_?daily",
    "profile_events": r"ios_profile_events",
    "safari_browser_state": r"ios_safari_(browser_?state|tabs)$",
    "safari_history": r"ios_safari_history",
    "shortcuts": r"ios_shortcuts",
    "sms": r"ios_(sms|messages)$",
    "sms_attachments": r"ios_(sms|message)s?_attachments",
    "tcc": r"ios_tcc",
    "webkit_resource_load_statistics": r"ios_webkit_resource_load_statistics",
    "webkit_session_resource_log": r"ios_webkit_session_resource_log",
    "whatsapp": r"ios_whatsapp(?!_contacts|_business|_calls)",
    "whatsapp_contacts": r"ios_whatsapp_contacts",
}


def group(things, key, line):
    grouped = {}
    for thing in things:
        grouped.setdefault(key(thing), []).append(line(thing))
    return grouped


def key_of_mvt(alert):
    if indicator := alert.get("matched_indicator"):
        return "indicator " + indicator["value"]
    for label, worded, _ in HEURISTICS:
        if re.search(worded, alert["message"]):
            return label
    return f"{alert['module']}: " + re.sub(r"\d+", "N", alert["message"])[:60]


def key_of_vigie(finding):
    if indicator := finding.get("indicator"):
        return "indicator " + indicator["value"]
    heuristic = (finding.get("heuristic") or {}).get("id", "?")
    for label, _, named in HEURISTICS:
        if re.search(named, heuristic):
            return label
    return heuristic


def line_of_mvt(alert):
    return f"{alert['level'].lower()}, {alert['module']}: {alert['message']}"


def line_of_vigie(finding):
    place = finding.get("place") or {}
    where = " ".join(str(value) for key, value in place.items() if key not in ("in", "wal_only"))
    log = " (only in the write-ahead log)" if place.get("wal_only") else ""
    return f"{finding['level']}, {finding['artifact']} {where}{log}: {finding.get('seen')}"


def findings(mvt, vigie):
    """Rows of (what, count of MVT, count of vigie, who alone has it, its first line there)."""
    theirs = group(mvt["alerts"], key_of_mvt, line_of_mvt)
    ours = group(vigie["findings"], key_of_vigie, line_of_vigie)
    rows = []
    for what in sorted(set(theirs) | set(ours), key=lambda what: (not what.startswith("indicator "), what)):
        alone, note = "", ""
        if what not in ours:
            alone, note = "only MVT", theirs[what][0]
        elif what not in theirs:
            alone, note = "only vigie", ours[what][0]
        rows.append((what, len(theirs.get(what, ())), len(ours.get(what, ())), alone, note))
    return rows


def records(mvt, vigie):
    """Rows of (result of MVT, its records, records of vigie from the same source, artifacts of vigie)."""
    covered = {entry["artifact"]: entry["records"] for entry in vigie["coverage"]}
    rows = []
    for result, theirs in mvt["records"].items():
        pattern = SOURCES.get(result)
        matched = [name for name in covered if pattern and re.match(pattern, name)]
        rows.append((result, theirs, sum(covered[name] for name in matched), ", ".join(matched) or "none"))
    return rows
