//! A bug report: the text of `dumpstate`, and the zip around it.
//!
//! Form: AOSP `frameworks/native/cmds/dumpstate`; what each section holds is printed by the service it is named after.

use std::fmt::Write;

use super::filler::{Part, fill};
use super::{App, FINGERPRINT, HELPER, PLANTED, STORE, Scale, apps, clock, permission, properties};
use crate::archive::Zip;
use crate::random::Random;

/// Name of the text in the zip.
pub const NAME: &str = "bugreport-shiba-AP1A.240405.002-2024-05-12-18-30-00.txt";

const RULE: &str = "========================================================\n";
const LINE: &str = "-------------------------------------------------------------------------------\n";

/// The zip that a phone writes.
pub fn zip(scale: &Scale) -> Vec<u8> {
    let text = text(scale);
    Zip::new()
        .file("version.txt", b"2.0")
        .file(NAME, text.as_bytes())
        .file("main_entry.txt", NAME.as_bytes())
        .file("dumpstate_log.txt", b"2024-05-12 18:30:00: begin\n")
        .finish()
}

/// The text of `dumpstate`.
pub fn text(scale: &Scale) -> String {
    let apps = apps(scale);
    let mut out = String::new();
    let _ = write!(
        out,
        "{RULE}== dumpstate: 2024-05-12 18:30:00\n{RULE}\nBuild: AP1A.240405.002\nBuild fingerprint: '{FINGERPRINT}'\n\
         Bootloader: ripcurrent-14.3\nRadio: g5300i-231218\nKernel: Linux version 5.15.110-android14-11\n\
         Command line: console=null androidboot.verifiedbootstate=green androidboot.flash.locked=1 \
         androidboot.vbmeta.device_state=locked\nUptime: up 0 weeks, 1 day, 3 hours, 12 minutes\n\
         Bugreport format version: 2.0\n\
         Dumpstate info: id=4 pid=4711 dry_run=0 args=/system/bin/dumpstate -S -d -z extra_options=\n\n"
    );
    command(
        &mut out,
        "PROCESSES AND THREADS",
        "ps -A -T -Z -O pri,nice,rtprio,sched,pcy,time",
        &processes(scale, &apps),
    );
    command(&mut out, "SYSTEM PROPERTIES", "getprop", &properties());
    let services = services(scale, &apps);
    let small = out.len() + services.iter().map(|(_, body)| body.len()).sum::<usize>();
    let room = usize::try_from(scale.bytes).unwrap_or(usize::MAX).saturating_sub(small);
    let part = |part| fill(part, &apps, scale.seed, room);
    for (name, mut body) in services {
        if room > 0 && name == "package" {
            body.insert_str(0, &(part(Part::Resolvers) + "\n"));
        }
        service(&mut out, name, &body);
    }
    let log = log(scale, &apps) + &part(Part::System);
    command(&mut out, "SYSTEM LOG", "logcat -v threadtime -v printable -v uid -d *:v", &log);
    if room > 0 {
        command(&mut out, "EVENT LOG", "logcat -b events -v threadtime -v printable -v uid -d *:v", &part(Part::Event));
        command(&mut out, "RADIO LOG", "logcat -b radio -v threadtime -v printable -v uid -d *:v", &part(Part::Radio));
        command(&mut out, "KERNEL LOG", "dmesg", &part(Part::Kernel));
        command(&mut out, "VM TRACES JUST NOW", "/data/anr/traces.txt: 2024-05-12 18:30:09", &part(Part::Traces));
        command(&mut out, "BINDER STATE", "/dev/binderfs/binder_logs/state", &part(Part::Binder));
        service(&mut out, "activity", &part(Part::Activity));
        service(&mut out, "gfxinfo", &part(Part::Graphics));
        service(&mut out, "procstats", &part(Part::Statistics));
        service(&mut out, "wifi", &part(Part::Wifi));
    }
    let _ = write!(out, "{RULE}== dumpstate: done (id 4)\n{RULE}");
    out
}

fn service(out: &mut String, name: &str, body: &str) {
    let _ = write!(
        out,
        "{LINE}DUMP OF SERVICE {name}:\n{body}\
         --------- 0.012s was the duration of dumpsys {name}, ending at: 2024-05-12 18:30:05\n"
    );
}

fn command(out: &mut String, title: &str, command: &str, body: &str) {
    let _ =
        write!(out, "------ {title} ({command}) ------\n{body}------ 0.034s was the duration of '{title}' ------\n");
}

/// What `dumpsys` prints, service by service. AndroidQF keeps the same in `dumpsys.txt`.
pub(super) fn services(scale: &Scale, apps: &[App]) -> Vec<(&'static str, String)> {
    vec![
        ("accessibility", accessibility(scale)),
        ("appops", appops(apps)),
        ("batterystats", battery(scale, apps)),
        ("dbinfo", databases(scale, apps)),
        ("package", packages(apps)),
        ("usagestats", usage(apps)),
    ]
}

fn packages(apps: &[App]) -> String {
    let mut out = "Database versions:\n  Internal:\n    sdkVersion=34 databaseVersion=3\n\nPackages:\n".to_owned();
    for app in apps {
        let App { id, uid, .. } = app;
        let system = app.installer.is_none();
        let path = if system { format!("/system/priv-app/{id}") } else { format!("/data/app/~~Zm9v==/{id}-YmFy==") };
        let flags = if system { "SYSTEM HAS_CODE" } else { "HAS_CODE ALLOW_CLEAR_USER_DATA" };
        let _ = write!(
            out,
            "  Package [{id}] ({uid:x}):\n    appId={uid}\n    codePath={path}\n    versionCode=412 minSdk=26 targetSdk=34\n    \
             versionName=4.1.2\n    apkSigningVersion=3\n    flags=[ {flags} ]\n    \
             timeStamp=2024-05-01 10:00:00\n    lastUpdateTime=2024-05-01 10:00:01\n"
        );
        if let Some(installer) = app.installer {
            let _ = write!(
                out,
                "    installerPackageName={installer}\n    initiatingPackageName={installer}\n    packageSource={}\n",
                if installer == STORE { 2 } else { 4 }
            );
        }
        out.push_str("    requested permissions:\n");
        for right in &app.granted {
            let _ = writeln!(out, "      {}", permission(right));
        }
        let _ = write!(
            out,
            "    User 0: ceDataInode={uid} deDataInode={uid} installed=true hidden=false suspended=false stopped=false \
             notLaunched=false enabled=0 instant=false virtual=false\n      firstInstallTime=2024-05-01 10:00:00\n      \
             runtime permissions:\n"
        );
        for right in &app.granted {
            let _ = writeln!(out, "        {}: granted=true, flags=[ USER_SET]", permission(right));
        }
    }
    out
}

/// `u0_a201`, or the name of a user of the system.
pub(super) fn user(uid: u64) -> String {
    match uid {
        1000 => "system".to_owned(),
        1001 => "radio".to_owned(),
        uid => format!("u0_a{}", uid.saturating_sub(10_000)),
    }
}

fn appops(apps: &[App]) -> String {
    let mut out = "Current AppOps Service state:\n  Settings:\n    top_state_settle_time=+5s0ms\n\n".to_owned();
    for app in apps.iter().filter(|app| app.uid >= 10_000) {
        let _ = write!(
            out,
            "  Uid u0a{}:\n    state=cch\n    Package {}:\n      {} (allow): \n          null=[\n            \
             Access: [bg-s] 2024-05-12 {}.120 (-15h9m58s880ms)\n          ]\n",
            app.uid - 10_000,
            app.id,
            if app.granted.contains(&"RECORD_AUDIO") { "RECORD_AUDIO" } else { "WAKE_LOCK" },
            clock(app.uid * 7)
        );
    }
    out
}

fn accessibility(scale: &Scale) -> String {
    let talkback = "{com.google.android.marvin.talkback/com.google.android.marvin.talkback.TalkBackService}";
    let enabled = if scale.traces { format!("{talkback}, {{{HELPER}/{HELPER}.Watcher}}") } else { talkback.to_owned() };
    format!(
        "ACCESSIBILITY MANAGER (dumpsys accessibility)\n\ncurrentUserId=0\nUser state[\n     attributes:{{id=0, \
         touchExplorationEnabled=false}}\n     Bound services:{{}}\n     Enabled services:{{{enabled}}}\n     \
         Binding services:{{}}\n     Crashed services:{{}}\n     installed services: {{\n          0 : \
         com.google.android.marvin.talkback/com.google.android.marvin.talkback.TalkBackService\n     }}\n]\n"
    )
}

fn battery(scale: &Scale, apps: &[App]) -> String {
    let mut out = "Battery History (1% used, 6628 used of 512KB, 49 strings using 5048):\n                    0 (10) \
        RESET:TIME: 2024-05-12-06-00-00\n                    0 (1) 100 80000000 status=not-charging health=good plug=none \
        temp=250 volt=4100 charge=90 +running\n"
        .to_owned();
    for app in apps.iter().filter(|app| app.uid >= 10_000) {
        let _ = writeln!(
            out,
            "             +{}s440ms (2) 100 c0100002 +top=u0a{}:\"{}\"",
            app.uid % 50 + 1,
            app.uid - 10_000,
            app.id
        );
    }
    out.push_str(
        "\nDaily stats:\n  Current start time: 2024-05-12-01-00-25\n  Next min deadline: 2024-05-13-01-00-00\n",
    );
    out.push_str("    Package changes:\n      Update org.example.choir vers=412\n");
    if scale.traces {
        out.push_str("      Uninstall com.example.remover\n");
    }
    out.push('\n');
    out
}

fn databases(scale: &Scale, apps: &[App]) -> String {
    let mut out = "Applications Database Info:\n\n".to_owned();
    // A near miss of a published address: must not be found.
    let mut links = vec!["https://hellasjournal.com/2024/05/12/"];
    if scale.traces {
        links.push("https://heiiasjournai.com/news/4417");
    }
    for (n, app) in apps.iter().filter(|app| app.installer == Some(STORE)).enumerate() {
        let link = links.get(n).copied().unwrap_or("https://www.example.org/");
        let _ = write!(
            out,
            "** Database info for pid {} [{id}] **\n\nConnection pool for /data/user/0/{id}/databases/main.db:\n  Open: true\n  \
             Available primary connection:\n    Connection #0:\n      isPrimaryConnection: true\n      \
             Most recently executed operations:\n        0: [2024-05-12 {}.180] executeForCursorWindow took 0ms - succeeded, \
             sql=\"SELECT * FROM pages WHERE url = '{link}'\"\n  Available non-primary connections:\n    <none>\n\n",
            3000 + n,
            clock(n as u64 * 97),
            id = app.id,
        );
    }
    out
}

fn usage(apps: &[App]) -> String {
    let mut out =
        "user=0 \n  Last 24 hour events (timeRange=\"5/11/2024, 6:30 PM – 5/12/2024, 6:30 PM\" )\n".to_owned();
    for app in apps.iter().filter(|app| app.installer.is_some()) {
        let _ = writeln!(
            out,
            "    time=\"2024-05-12 {}\" type=MOVE_TO_FOREGROUND package={id} class={id}.Main flags=0x0 ",
            clock(app.uid * 13),
            id = app.id
        );
    }
    out
}

fn processes(scale: &Scale, apps: &[App]) -> String {
    let mut out = "LABEL                          USER           PID   TID  PPID     VSZ    RSS WCHAN            ADDR S PRI  NI \
        RTPRIO SCH PCY     TIME CMD            \nu:r:init:s0                    root             1     1     0   17440   1944 0\
        \x20                  0 S  19   0      -   0  fg 00:00:02 init\n"
        .to_owned();
    for n in 0..scale.lines.max(apps.len() as u64) {
        let Some(app) = apps.get(usize::try_from(n).unwrap_or(usize::MAX) % apps.len()) else { continue };
        let skip = app.id.len().saturating_sub(15);
        let _ = writeln!(
            out,
            "u:r:untrusted_app:s0:c88       {:<12} {:>5} {:>5}   700 1400000 136000 0                   0 S  19   0      -   0  \
             fg 00:00:15 {}",
            user(app.uid),
            2000 + n,
            2000 + n,
            app.id.get(skip..).unwrap_or(&app.id)
        );
    }
    if scale.traces {
        let _ = writeln!(
            out,
            "u:r:shell:s0                   shell          1999  1999     1   20000   2000 0                   0 S  19   0      \
             -   0  fg 00:00:15 {PLANTED}"
        );
    }
    out
}

/// The few lines that every report has.
fn log(scale: &Scale, apps: &[App]) -> String {
    let mut random = Random::new(scale.seed).fork("log");
    let mut out = "--------- beginning of main\n".to_owned();
    for n in 0..scale.lines {
        let app = random.pick(apps);
        let _ = writeln!(
            out,
            "05-12 {}.{:03}  {:<5} {:>5} {:>5} D {:<12}: event {} of {} took {} ms",
            clock(n / 400),
            n % 1000,
            app.uid,
            2000 + n % 3000,
            2000 + n % 3000,
            random.pick(&["ActivityMgr", "WifiService", "Telecom", "AudioFlinger", "JobScheduler"]),
            n,
            app.id,
            random.range(1, 400)
        );
    }
    out
}
