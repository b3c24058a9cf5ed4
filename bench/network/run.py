#!/usr/bin/env python3
"""A busy capture of the testkit, read by `vigie check` and by `tshark -T fields`: time, peak of memory, and whether both saw the
same names.

    bench/network/run.py                       500 MB, three runs each
    bench/network/run.py --megabytes 2000 --runs 1 --record
    bench/network/run.py --capture FILE        a capture of your own

Needs cargo, Python 3.9+ and tshark (Debian package `tshark`).
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "bench"))

from harness import machine, tree  # noqa: E402

FIELDS = [
    "dns.qry.name",
    "tls.handshake.extensions_server_name",
    "http.host",
    "http.request.uri",
    "http.user_agent",
    "ip.src",
    "ip.dst",
    "tcp.dstport",
    "udp.dstport",
]


def measure(command, out):
    """Runs a command; its cost as its parent sees it."""
    with open(out, "wb") as stdout:
        began = time.monotonic()
        process = subprocess.Popen(command, stdout=stdout, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    return {
        "wall_s": round(time.monotonic() - began, 3),
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 3),
        "peak_mib": round(usage.ru_maxrss / 1024),
        "exit": os.waitstatus_to_exitcode(status),
    }


def names_of_tshark(text):
    """Distinct names asked for, connected to, and named by requests."""
    kinds = {"dns": set(), "tls": set(), "http": set()}
    for line in text.splitlines():
        cells = line.split("\t")
        for kind, cell in zip(kinds, cells):
            kinds[kind].update(part for part in cell.split(",") if part)
    return kinds


def names_of_case(case):
    """The same, from the timeline of a case with everything kept."""
    kinds = {"dns": set(), "tls": set(), "http": set()}
    with open(case / "timeline.csv", encoding="utf-8") as lines:
        for line in lines:
            for artifact, kind, mark in [
                ("network_dns", "dns", "DNS "),
                ("network_tls", "tls", ": "),
                ("network_http", "http", "http://"),
            ]:
                if artifact not in line:
                    continue
                if kind == "dns":
                    kinds[kind].add(line.split(mark, 1)[1].split(" ")[1])
                elif kind == "tls":
                    name = line.split("TLS over ", 1)[1].split(mark, 1)[1].split(" x", 1)[0]
                    kinds[kind].add(name)
                else:
                    kinds[kind].add(line.split(mark, 1)[1].split("/", 1)[0])
    return kinds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--capture", type=Path)
    parser.add_argument("--vigie", type=Path, help="a release build; otherwise one is made")
    parser.add_argument("--testkit", type=Path)
    parser.add_argument("--record", action="store_true")
    asked = parser.parse_args()
    os.chdir(ROOT)
    if not (asked.vigie and (asked.testkit or asked.capture)):
        subprocess.run(["cargo", "build", "--release", "-q", "-p", "vigie", "-p", "vigie-testkit"], check=True)
    vigie = asked.vigie or ROOT / "target/release/vigie"
    testkit = asked.testkit or ROOT / "target/release/vigie-testkit"
    work = ROOT / "bench/work/network"
    work.mkdir(parents=True, exist_ok=True)
    capture = asked.capture or work / f"busy-{asked.megabytes}.pcap"
    if not capture.exists():
        command = [testkit, "network", "--story", "busy", "--size-mb", str(asked.megabytes), capture]
        subprocess.run([str(part) for part in command], check=True)
    # Read once, so that the disk counts for nothing.
    with open(capture, "rb") as file:
        while file.read(1 << 24):
            pass
    peer = ["tshark", "-n", "-r", str(capture), "-T", "fields"] + [part for name in FIELDS for part in ("-e", name)]
    ours = [str(vigie), "check", str(capture), "--json"]
    costs = {"vigie": [], "tshark": []}
    for turn in range(asked.runs):
        costs["vigie"].append(measure(ours, work / "vigie.json"))
        costs["tshark"].append(measure(peer, work / "tshark.txt"))
        print(f"run {turn + 1}: {costs['vigie'][-1]} {costs['tshark'][-1]}", file=sys.stderr)
    case = work / "case"
    everything = [str(vigie), "check", str(capture), "--quiet", "--keep", "all", "--case", str(case), "--force"]
    kept = measure(everything, work / "kept.txt")
    seen, told = names_of_tshark((work / "tshark.txt").read_text(encoding="utf-8")), names_of_case(case)
    agreement = {
        kind: {
            "both": len(seen[kind] & told[kind]),
            "only_tshark": len(seen[kind] - told[kind]),
            "only_vigie": len(told[kind] - seen[kind]),
        }
        for kind in seen
    }
    version = subprocess.run(["tshark", "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]
    result = {
        "date": date.today().isoformat(),
        "machine": machine.describe(),
        "tshark": version,
        "capture_bytes": capture.stat().st_size,
        "costs": costs,
        "kept": kept,
        "names": agreement,
    }
    size = result["capture_bytes"] / 1e6
    lines = [
        f"{version}; capture of {size:.0f} MB; load before {result['machine']['load_before']}; median of {asked.runs}",
    ]
    for who, runs in costs.items():
        wall = statistics.median(run["wall_s"] for run in runs)
        peak = statistics.median(run["peak_mib"] for run in runs)
        cpu = statistics.median(run["cpu_s"] for run in runs)
        lines.append(f"{who:8} {wall:8.2f} s wall {cpu:8.2f} s CPU {peak:6.0f} MiB {size / wall:8.0f} MB/s")
    lines.append(f"vigie --keep all --case: {kept['wall_s']:.2f} s, {kept['peak_mib']} MiB")
    lines.extend(f"{kind}: {counts}" for kind, counts in agreement.items())
    text = "\n".join(lines) + "\n"
    print(text, end="")
    if asked.record:
        folder = tree.run_folder("network")
        (folder / "result.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        (folder / "summary.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
