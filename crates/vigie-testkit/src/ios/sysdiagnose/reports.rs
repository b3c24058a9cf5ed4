//! Reports of crashes and of memory running out: `*.ips`, a line of JSON and a document of JSON. Form: Apple,
//! "Interpreting the JSON format of a crash report", and EC sysdiagnose, parser `crashlogs`.

use std::fmt::Write as _;

use super::super::Phone;
use crate::time::Moment;

/// The reports by their names.
pub(in super::super) fn crash_reports(phone: &Phone) -> Vec<(String, String)> {
    let taken = phone.shape.taken;
    let mut reports = Vec::new();
    if let Some(app) = phone.apps.first() {
        let at = taken.plus_seconds(-86_400 * 3);
        reports.push(crash(phone, app.name, &app.program(), Some(app.bundle), at));
    }
    let at = taken.plus_seconds(-86_400 * 9);
    reports.push(crash(phone, "locationd", "/usr/libexec/locationd", None, at));
    reports.push(jetsam(phone, taken.plus_seconds(-86_400 * 2)));
    if phone.traces {
        let service = "/System/Library/PrivateFrameworks/MessagesBlastDoorSupport.framework/XPCServices/MessagesBlastDoorService.xpc/MessagesBlastDoorService";
        let at = taken.plus_seconds(-86_400);
        for again in 0..3 {
            reports.push(crash(phone, "MessagesBlastDoorService", service, None, at.plus_seconds(again * 20)));
        }
    }
    reports
}

fn file_name(process: &str, at: Moment) -> String {
    let (year, month, day, hour, minute, second) = at.civil();
    format!("{process}-{year}-{month:02}-{day:02}-{hour:02}{minute:02}{second:02}.ips")
}

fn head(phone: &Phone, name: &str, kind: u32, bundle: Option<&str>, at: Moment, incident: &str) -> String {
    let shape = phone.shape;
    let bundle = bundle.map(|id| format!(",\"bundleID\":\"{id}\"")).unwrap_or_default();
    format!(
        "{{\"app_name\":\"{name}\",\"timestamp\":\"{}.00 +0000\",\"app_version\":\"\"{bundle},\"platform\":2,\"bug_type\":\"{kind}\",\"os_version\":\"iPhone OS {} ({})\",\"name\":\"{name}\",\"incident_id\":\"{incident}\"}}\n",
        at.stamp(),
        shape.version,
        shape.build
    )
}

fn crash(phone: &Phone, name: &str, path: &str, bundle: Option<&str>, at: Moment) -> (String, String) {
    let shape = phone.shape;
    let mut random = phone.random.fork(&format!("{name} {}", at.unix()));
    let incident = random.uuid();
    let mut text = head(phone, name, 309, bundle, at, &incident);
    let _ = write!(
        text,
        "{{\n  \"uptime\" : 21000,\n  \"procRole\" : \"Background\",\n  \"version\" : 2,\n  \"userID\" : 501,\n  \"modelCode\" : \"{}\",\n  \"coalitionID\" : {},\n  \"osVersion\" : {{\n    \"train\" : \"iPhone OS {}\",\n    \"build\" : \"{}\",\n    \"releaseType\" : \"User\"\n  }},\n  \"captureTime\" : \"{}.1234 +0000\",\n  \"procLaunch\" : \"{}.4321 +0000\",\n  \"incident\" : \"{incident}\",\n  \"pid\" : {},\n  \"cpuType\" : \"ARM-64\",\n  \"procName\" : \"{name}\",\n  \"procPath\" : \"{}\",\n  \"parentProc\" : \"launchd\",\n  \"parentPid\" : 1,\n  \"coalitionName\" : \"{}\",\n  \"exception\" : {{\"codes\":\"0x0000000000000001, 0x0000000000000010\",\"type\":\"EXC_BAD_ACCESS\",\"signal\":\"SIGSEGV\",\"subtype\":\"KERN_INVALID_ADDRESS at 0x0000000000000010\"}},\n  \"termination\" : {{\"flags\":0,\"code\":11,\"namespace\":\"SIGNAL\",\"indicator\":\"Segmentation fault: 11\",\"byProc\":\"exc handler\",\"byPid\":{}}},\n  \"faultingThread\" : 0,\n  \"threads\" : [{{\"triggered\":true,\"id\":{},\"queue\":\"com.apple.main-thread\",\"frames\":[{{\"imageOffset\":27436,\"imageIndex\":0}}]}}],\n  \"usedImages\" : [\n    {{\"source\":\"P\",\"arch\":\"arm64\",\"base\":4374986752,\"size\":98304,\"uuid\":\"{}\",\"path\":\"{path}\",\"name\":\"{name}\"}}\n  ]\n}}\n",
        shape.product_type,
        random.range(300, 900),
        shape.version,
        shape.build,
        at.stamp(),
        at.plus_seconds(-500).stamp(),
        random.range(300, 2000),
        path,
        bundle.unwrap_or("com.apple.system"),
        random.range(300, 2000),
        random.range(3000, 90_000),
        random.uuid().to_lowercase(),
    );
    (file_name(name, at), text)
}

/// iOS ended processes because memory ran out, and lists all that ran.
fn jetsam(phone: &Phone, at: Moment) -> (String, String) {
    let mut random = phone.random.fork("jetsam");
    let incident = random.uuid();
    let mut text = format!(
        "{{\"bug_type\":\"298\",\"timestamp\":\"{}.00 +0000\",\"os_version\":\"iPhone OS {} ({})\",\"incident_id\":\"{incident}\"}}\n",
        at.stamp(),
        phone.shape.version,
        phone.shape.build
    );
    let _ = write!(
        text,
        "{{\n  \"crashReporterKey\" : \"c0ffee\",\n  \"product\" : \"{}\",\n  \"incident\" : \"{incident}\",\n  \"date\" : \"{}.00 +0000\",\n  \"build\" : \"iPhone OS {} ({})\",\n  \"largestProcess\" : \"SpringBoard\",\n  \"processes\" : [\n",
        phone.shape.product_type,
        at.stamp(),
        phone.shape.version,
        phone.shape.build
    );
    let ordinary: Vec<&super::super::Running> =
        phone.running.iter().filter(|of| !of.path.starts_with("/private/var/tmp/")).collect();
    for (number, of) in ordinary.iter().enumerate() {
        let name: String = of.name().chars().take(32).collect();
        let comma = if number + 1 == ordinary.len() { "" } else { "," };
        let _ = writeln!(
            text,
            "    {{\"uuid\":\"{}\",\"states\":[\"daemon\",\"idle\"],\"rpages\":{},\"pid\":{},\"name\":\"{name}\"}}{comma}",
            random.uuid().to_lowercase(),
            random.range(100, 9000),
            of.pid
        );
    }
    text.push_str("  ]\n}\n");
    let (year, month, day, hour, minute, second) = at.civil();
    (format!("JetsamEvent-{year}-{month:02}-{day:02}-{hour:02}{minute:02}{second:02}.ips"), text)
}
