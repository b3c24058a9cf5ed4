//! What makes a bug report large, in the shares that the one published report of a device used for a day has: the emulator
//! of Android 9 among the public samples (11.7 MB of text), measured section by section. Logs 38 % (system 31, radio 4, event 2,
//! kernel 1), stack traces of processes 12, activities and broadcasts 11, packages 9, binder 6, process statistics 4, Wi-Fi 4,
//! databases 2, battery 2; the rest is in services that each take little.
//!
//! Phones used for long, or with larger log buffers, may have a larger share of logs: no published report shows one.

use std::fmt::Write;

use super::{App, clock};
use crate::random::Random;

/// A part of a report and its share of what is to be filled, in percent.
const SHARES: [(Part, usize); 11] = [
    (Part::System, 31),
    (Part::Radio, 4),
    (Part::Event, 2),
    (Part::Kernel, 1),
    (Part::Traces, 12),
    (Part::Activity, 11),
    (Part::Resolvers, 9),
    (Part::Binder, 6),
    (Part::Statistics, 4),
    (Part::Wifi, 4),
    (Part::Graphics, 16),
];

/// What grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// `SYSTEM LOG`.
    System,
    /// `RADIO LOG`.
    Radio,
    /// `EVENT LOG`.
    Event,
    /// `KERNEL LOG`.
    Kernel,
    /// `VM TRACES JUST NOW`.
    Traces,
    /// The service `activity`.
    Activity,
    /// The resolver tables of the service `package`.
    Resolvers,
    /// `BINDER STATE`.
    Binder,
    /// The service `procstats`.
    Statistics,
    /// The service `wifi`.
    Wifi,
    /// The service `gfxinfo`, and what else is read by nobody.
    Graphics,
}

/// Writes a part until it has its share of `room`.
pub(super) fn fill(part: Part, apps: &[App], seed: u64, room: usize) -> String {
    let share = SHARES.iter().find(|(of, _)| *of == part).map_or(0, |(_, share)| *share);
    let room = room / 100 * share;
    let mut random = Random::new(seed).fork(&format!("filler {part:?}"));
    let mut out = String::with_capacity(if room > 0 { room + 4096 } else { 0 });
    let mut n = 0;
    while out.len() < room {
        let app = random.pick(apps);
        match part {
            Part::System => system(&mut out, &mut random, app, n),
            Part::Radio => radio(&mut out, &mut random, n),
            Part::Event => event(&mut out, &mut random, app, n),
            Part::Kernel => kernel(&mut out, &mut random, n),
            Part::Traces => thread(&mut out, &mut random, app, n),
            Part::Activity => activity(&mut out, &mut random, app, n),
            Part::Resolvers => resolver(&mut out, &mut random, app, n),
            Part::Binder => node(&mut out, &mut random, n),
            Part::Statistics => statistics(&mut out, &mut random, app, n),
            Part::Wifi => wifi(&mut out, &mut random, n),
            Part::Graphics => graphics(&mut out, &mut random, app, n),
        }
        n += 1;
    }
    out
}

/// The head of a line of `logcat -v threadtime -v uid`.
fn head(out: &mut String, n: u64, uid: u64, pid: u64, level: char, tag: &str) {
    let _ = write!(out, "05-12 {}.{:03}  {uid:<5} {pid:>5} {pid:>5} {level} {tag:<12}: ", clock(n / 400), n % 1000);
}

fn system(out: &mut String, random: &mut Random, app: &App, n: u64) {
    let (id, pid, took) = (&app.id, 2000 + n % 3000, random.range(1, 4000));
    let mut line = |level, tag, message: String| {
        head(out, n, app.uid, pid, level, tag);
        out.push_str(&message);
        out.push('\n');
    };
    match random.bits() % 20 {
        0 => line(
            'I',
            "ActivityManager",
            format!("Start proc {pid}:{id}/u0a{} for service {{{id}/{id}.sync.SyncService}}", app.uid % 10_000),
        ),
        1 => line('I', "ActivityManager", format!("Killing {pid}:{id}/u0a{} (adj 906): empty #17", app.uid % 10_000)),
        2 => line(
            'W',
            "Network",
            format!(
                "[{took}] a.b: Timeout after {took} ms while waiting for https://api{}.example.org/v1/items?since={n}",
                n % 50
            ),
        ),
        3 => line(
            'D',
            "NetworkSecurityConfig",
            "No Network Security Config specified, using platform default".to_owned(),
        ),
        4 => line('I', "chatty", format!("uid={}({id}) HwBinder:{pid}_3 expire {} lines", app.uid, took % 40 + 1)),
        5 => line(
            'W',
            "System",
            format!("ClassLoader referenced unknown path: /data/app/~~Zm9v==/{id}-YmFy==/lib/arm64"),
        ),
        6 => line('E', "SQLiteLog", format!("(28) file renamed while open: /data/user/0/{id}/databases/main.db")),
        7 => line('I', "WifiService", format!("requestActiveWifiScan uid={} package={id}", app.uid)),
        8 => line(
            'D',
            "AudioFlinger",
            format!("mixer(0x7a{:06x}) throttle end: throttle time({})", random.bits() % 0xFF_FFFF, took % 60),
        ),
        9 => line(
            'W',
            "BroadcastQueue",
            format!(
                "Background execution not allowed: receiving Intent {{ act=android.intent.action.PACKAGE_REPLACED dat=package:{id} flg=0x4000010 (has extras) }} to {id}/.Receiver"
            ),
        ),
        10 => line('V', "Telecom", format!("PhoneAccountRegistrar: event {n} took {took} ms")),
        11 => line(
            'I',
            "art",
            format!(
                "Background concurrent copying GC freed {took}(1432KB) AllocSpace objects, 4(80KB) LOS objects, 49% free, 3MB/7MB, paused 28us total 105.{:03}ms",
                took % 1000
            ),
        ),
        12 => line(
            'W',
            "JobScheduler",
            format!(
                "Job didn't exist in JobStore: {:x} #u0a{}/{} {id}/.jobs.Refresh",
                random.bits() % 0xFFF_FFFF,
                app.uid % 10_000,
                took
            ),
        ),
        _ => line(
            'D',
            "BatteryExternalStatsWorker",
            format!("event {n} of {id} took {took} ms, state {} of {}", took % 7, random.bits() % 9),
        ),
    }
}

fn radio(out: &mut String, random: &mut Random, n: u64) {
    head(out, n, 1001, 2117, 'D', "RILJ");
    let level = random.range(-120, -60);
    let _ = writeln!(
        out,
        "[{n:04}]< SIGNAL_STRENGTH {{CellSignalStrengthLte: rssi=-51 rsrp={level} rsrq=-10 rssnr=20 cqi=2147483647 \
         ta=2147483647 level=4 parametersUseForLevel=0}} [PHONE0]"
    );
}

fn event(out: &mut String, random: &mut Random, app: &App, n: u64) {
    let App { id, uid, .. } = app;
    let pid = 2000 + n % 3000;
    let (tag, values) = match random.bits() % 4 {
        0 => ("am_proc_start", format!("[0,{pid},{uid},{id},service,{{{id}/{id}.sync.SyncService}}]")),
        1 => ("am_pss", format!("[{pid},{uid},{id},{},4071424,0,90181632,0,18,15]", random.bits() % 90_000_000)),
        2 => ("am_kill", format!("[0,{pid},{id},906,empty #17]")),
        _ => ("service_manager_stats", format!("[100,78,{}]", random.bits() % 500_000)),
    };
    head(out, n, 1000, 1867, 'I', tag);
    out.push_str(&values);
    out.push('\n');
}

fn kernel(out: &mut String, random: &mut Random, n: u64) {
    let _ = writeln!(
        out,
        "<6>[{:>5}.{:06}] healthd: battery l={} v=4100 t=25.0 h=2 st=3 c=-{} fc=4410000 cc=21 chg=",
        9000 + n / 10,
        random.bits() % 1_000_000,
        random.bits() % 100,
        random.bits() % 900_000
    );
}

fn thread(out: &mut String, random: &mut Random, app: &App, n: u64) {
    if n.is_multiple_of(40) {
        let pid = 2000 + n % 3000;
        let _ = write!(out, "\n----- pid {pid} at 2024-05-12 18:30:0{} -----\nCmd line: {}\n\n", n % 10, app.id);
    }
    let _ = write!(
        out,
        "\"Binder:{n}_8\" prio=5 tid={} Native\n  | group=\"main\" sCount=1 dsCount=0 flags=1 obj=0x{:08x} self=0xc9f5d200\n  \
         | sysTid={} nice=0 cgrp=default sched=0/0 handle=0xc7f7f970\n  | state=S schedstat=( {} 1295759000 2410 ) utm=144 \
         stm=74 core=1 HZ=100\n  kernel: binder_thread_read+0x36c/0xda1\n  kernel: binder_ioctl+0x195/0x4e5\n  native: #00 pc \
         0007649c  /apex/com.android.runtime/lib64/bionic/libc.so (__ioctl+28)\n  native: #01 pc 00045247  \
         /system/lib64/libbinder.so (android::IPCThreadState::talkWithDriver(bool)+391)\n  at \
         android.os.Looper.loop(Looper.java:160)\n  (no managed stack frames)\n\n",
        n % 90 + 1,
        random.bits() % 0xFFFF_FFFF,
        3000 + n % 3000,
        random.bits() % 9_000_000_000
    );
}

fn activity(out: &mut String, random: &mut Random, app: &App, n: u64) {
    let App { id, uid, .. } = app;
    if n.is_multiple_of(12) {
        let _ = write!(
            out,
            "  * ServiceRecord{{{:07x} u0 {id}/.sync.SyncService}}\n    intent={{cmp={id}/.sync.SyncService}}\n    \
             packageName={id}\n    processName={id}\n    baseDir=/data/app/~~Zm9v==/{id}-YmFy==/base.apk\n    \
             app=ProcessRecord{{{:07x} {}:{id}/u0a{}}}\n    createTime=-3h{}m0s0ms startingBgTimeout=--\n    \
             lastActivity=-{}s0ms restartTime=-3h0m0s0ms createdFromFg=true\n",
            random.bits() % 0xFFF_FFFF,
            random.bits() % 0xFFF_FFFF,
            2000 + n % 3000,
            uid % 10_000,
            n % 60,
            n % 50 + 1
        );
        return;
    }
    let at = clock(n);
    let _ = write!(
        out,
        "  #{}: act=android.intent.action.PACKAGE_CHANGED dat=package:{id} flg=0x50200014 (has extras)\n    +{}ms dispatch \
         +{}ms finish\n    enq=2024-05-12 {at} disp=2024-05-12 {at} fin=2024-05-12 {at}\n    \
         extras: Bundle[{{android.intent.extra.UID={uid}}}]\n",
        n % 300,
        random.bits() % 20,
        random.bits() % 900
    );
}

fn resolver(out: &mut String, random: &mut Random, app: &App, n: u64) {
    if n == 0 {
        out.push_str("Activity Resolver Table:\n  Non-Data Actions:\n");
    }
    let id = &app.id;
    if n.is_multiple_of(8) {
        let _ = writeln!(out, "      org.example.action.OPEN_{}:", n / 8);
    }
    let _ = writeln!(
        out,
        "        {:07x} {id}/.ui.Screen{} filter {:07x}",
        random.bits() % 0xFFF_FFFF,
        n % 9,
        n % 0xFFF_FFFF
    );
}

fn node(out: &mut String, random: &mut Random, n: u64) {
    if n.is_multiple_of(200) {
        let _ = writeln!(out, "proc {}\ncontext binder", 700 + n / 200);
    }
    let _ = writeln!(
        out,
        "  node {n}: u{:016x} c{:016x} pri 0:139 hs 1 hw 1 ls 0 lw 0 is 1 iw 1 tr 1 proc 1867",
        random.bits(),
        random.bits()
    );
}

fn statistics(out: &mut String, random: &mut Random, app: &App, n: u64) {
    if n == 0 {
        out.push_str("COMMITTED STATS FROM 2024-05-12-06-00-00:\n");
    }
    let App { id, uid, .. } = app;
    let _ = write!(
        out,
        "  * {id} / u0a{} / v412:\n           TOTAL: {}% (5.8MB-5.8MB-5.8MB/4.6MB-4.6MB-4.6MB over 1)\n        \
         Service: {}%\n",
        uid % 10_000,
        random.bits() % 100,
        random.bits() % 100
    );
}

fn wifi(out: &mut String, random: &mut Random, n: u64) {
    let _ = writeln!(
        out,
        "rec[{n}]: time=05-12 {}.{:03} processed=ConnectedState org=ConnectedState dest=<null> what=131155(0x20053) \
         screen=on {} {} rssi={} f=5220 sc=60 link=433 tx=1.2, 0.0, 0.0 rx=1.5",
        clock(n),
        n % 1000,
        random.bits() % 9,
        random.bits() % 99,
        random.range(-90, -40)
    );
}

fn graphics(out: &mut String, random: &mut Random, app: &App, n: u64) {
    if n.is_multiple_of(60) {
        let _ = write!(out, "\n** Graphics info for pid {} [{}] **\n\n", 2000 + n % 3000, app.id);
    }
    let _ = writeln!(
        out,
        "\t{}.{:02}\t{}.{:02}\t{}.{:02}\t{}.{:02}",
        random.bits() % 60,
        random.bits() % 100,
        random.bits() % 30,
        random.bits() % 100,
        random.bits() % 20,
        random.bits() % 100,
        random.bits() % 9,
        random.bits() % 100
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_are_a_whole() {
        assert_eq!(SHARES.iter().map(|(_, share)| share).sum::<usize>(), 100);
    }
}
