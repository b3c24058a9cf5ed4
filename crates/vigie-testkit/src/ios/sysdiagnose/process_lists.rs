//! The process lists of a sysdiagnose. Forms: EC sysdiagnose, parsers `ps`, `psthread`, `taskinfo`, `spindumpnosymbols`
//! and `logdata_statistics`.

use std::fmt::Write as _;

use super::super::{Phone, Running};
use crate::time::Moment;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Month by its short name.
pub(super) fn month(number: i64) -> &'static str {
    MONTHS[usize::try_from(number - 1).unwrap_or(0) % 12]
}

/// Day of the week by its short name.
pub(super) fn weekday(at: Moment) -> &'static str {
    // 1970-01-01 was a Thursday.
    DAYS[usize::try_from((at.unix().div_euclid(86_400) + 3).rem_euclid(7)).unwrap_or(0)]
}

/// When a process began, as `ps` shortens it.
fn started(began: Moment, now: Moment) -> String {
    let (year, month_number, day, hour, minute, _) = began.civil();
    let half = if hour < 12 { "AM" } else { "PM" };
    let clock = if hour % 12 == 0 { 12 } else { hour % 12 };
    let days = now.unix().div_euclid(86_400) - began.unix().div_euclid(86_400);
    match days {
        0 => format!("{clock}:{minute:02}{half}"),
        1..=6 => format!("{}{clock:02}{half}", weekday(began)),
        _ => format!("{day:02}{}{:02}", month(month_number), year % 100),
    }
}

fn command(of: &Running) -> String {
    match of.arguments {
        Some(arguments) => format!("{} {arguments}", of.path),
        None => of.path.clone(),
    }
}

/// Personas and flags are columns since iOS 16.
fn is_wide(phone: &Phone) -> bool {
    phone.shape.major >= 16
}

fn head(phone: &Phone) -> &'static str {
    if is_wide(phone) {
        "USER               UID PRSNA   PID  PPID        F  %CPU %MEM PRI NI      VSZ    RSS WCHAN    TT  STAT STARTED      TIME COMMAND\n"
    } else {
        "USER             UID   PID  PPID  %CPU %MEM PRI NI      VSZ    RSS WCHAN    TT  STAT STARTED      TIME COMMAND\n"
    }
}

fn row(phone: &Phone, of: &Running) -> String {
    let start = started(of.started, phone.shape.taken);
    let (user, uid, pid, parent) = (of.user, of.uid, of.pid, of.parent);
    let command = command(of);
    if is_wide(phone) {
        let persona = if uid == 501 { "1000" } else { "-" };
        format!(
            "{user:<16} {uid:>5} {persona:>5} {pid:>5} {parent:>5}     4004   0.0  0.0   0  0        0      0 -        ??  ?s   {start:<8}   0:00.00 {command}\n"
        )
    } else {
        format!(
            "{user:<14} {uid:>5} {pid:>5} {parent:>5}   0.0  0.4  37  0  4226848   8912 -        ??  Ss   {start:<8}   7:27.40 {command}\n"
        )
    }
}

pub(super) fn ps(phone: &Phone) -> String {
    let rows: String = phone.running.iter().map(|of| row(phone, of)).collect();
    format!("{}{rows}", head(phone))
}

pub(super) fn ps_thread(phone: &Phone) -> String {
    let mut text = head(phone).to_owned();
    for of in &phone.running {
        text.push_str(&row(phone, of));
        if is_wide(phone) {
            let (uid, pid, parent) = (of.uid, of.pid, of.parent);
            let thread = format!(
                "                 {uid:>5}       {pid:>5} {parent:>5}            0.0       37  0                              S              0:00.00\n"
            );
            text.push_str(&thread);
        }
    }
    text
}

pub(super) fn taskinfo(phone: &Phone) -> String {
    let mut text = format!("num tasks: {}\n\n", phone.running.len());
    for of in &phone.running {
        let name: String = of.name().chars().take(32).collect();
        let _ = write!(
            text,
            "process: \"{name}\" [{}] [unique ID: {}]\narchitecture: arm64\nsuspend count: 0\nrun time: {} s\nthreads:\n\tthread ID: {:#x} / {}\n\trun state: TH_STATE_WAITING\n\n\n",
            of.pid,
            of.pid,
            phone.shape.taken.unix() - of.started.unix(),
            of.pid * 3 + 300,
            of.pid * 3 + 300,
        );
    }
    text
}

pub(super) fn spindump(phone: &Phone) -> String {
    let (shape, taken) = (phone.shape, phone.shape.taken);
    let mut random = phone.random.fork("spindump");
    let mut text = format!(
        "Date/Time:        {}.011 +0000\nEnd time:         {}.009 +0000\nOS Version:       iPhone OS {} (Build {})\nArchitecture:     arm64e\nReport Version:   {}\n\nData Source:      Stackshots\nDuration:         2.00s\nSteps:            8 (250ms sampling interval)\n\nHardware model:   {}\nTime Since Boot:  {}s\n\nHeavy format: stacks are sorted by count\nUse -i and -timeline to re-report with chronological sorting\n\n------------------------------------------------------------\n\n",
        taken.stamp(),
        taken.plus_seconds(2).stamp(),
        shape.version,
        shape.build,
        if shape.major >= 26 { 67 } else { 35 },
        shape.product_type,
        taken.unix() - phone.booted().unix(),
    );
    for of in &phone.running {
        let _ = write!(
            text,
            "Process:          {} [{}]\nUUID:             {}\nPath:             {}\nArchitecture:     arm64e\nParent:           launchd [{}]\nUID:              {}\nFootprint:        {} KB\nTime Since Fork:  {}s\nNum samples:      8 (1-8)\nNum threads:      2\n\n  Thread {:#x}    8 samples (1-8)    priority 31 (base 31)\n  8  ??? [{:#x}]\n\n",
            of.name(),
            of.pid,
            random.uuid(),
            of.path,
            of.parent,
            of.uid,
            random.range(900, 90_000),
            taken.unix() - of.started.unix(),
            of.pid * 3 + 300,
            0x1_0000_0000_i64 + random.range(0, 1 << 28),
        );
    }
    text
}

/// How much each program wrote to the log: JSON since iOS 16.4, text before.
pub(super) fn log_statistics(phone: &Phone) -> (&'static str, String) {
    let mut random = phone.random.fork("log statistics");
    let mut text = String::new();
    for round in 0..4 {
        let at = phone.shape.taken.plus_seconds(-7200 * (4 - round)).whole_seconds();
        let file = format!("/private/var/db/diagnostics/Persist/{:016x}.tracev3", 0xa0 + round);
        let who: Vec<(String, i64)> = phone
            .running
            .iter()
            .filter(|of| of.pid > 1 && of.pid % 3 == 0)
            .map(|of| (of.path.clone(), random.range(100, 900_000)))
            .collect();
        let total: i64 = who.iter().map(|(_, bytes)| bytes).sum();
        if phone.shape.major >= 17 {
            let list: Vec<String> =
                who.iter().map(|(path, bytes)| format!("{{\"sizeBytes\":{bytes},\"process\":\"{path}\"}}")).collect();
            let _ = writeln!(
                text,
                "{{\"record\":\"logd statistics\",\"type\":\"File Rotate\",\"file\":\"{file}\",\"unixTime\":{},\"totalBytes\":{total},\"processList\":[{}]}}",
                at.unix(),
                list.join(",")
            );
        } else {
            let _ = writeln!(
                text,
                "--- !logd statistics record\ntype  : File Rotate\nfile  : {file}\ntime  : {}+0000\ntotal : {total}\nprocs :",
                at.stamp()
            );
            for (path, bytes) in who {
                let _ = writeln!(text, "    - [ {bytes:>10}, {:>5}.0, {path} ]", bytes * 100 / total.max(1));
            }
        }
    }
    (if phone.shape.major >= 17 { "logdata.statistics.0.jsonl" } else { "logdata.statistics.0.txt" }, text)
}
