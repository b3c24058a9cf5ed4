#!/usr/bin/env python3
"""Event logs of Windows: `vigie check` beside the Python readers `evtx` (pyevtx-rs) and `python-evtx`, same files.

    bench/windows/run.py [--events N] [--runs N] [--slow-limit SECONDS] [--no-record] [--skip-build] [FILE.evtx ...]

A log of N events is made by the testkit; further files are read beside it. Each program is a process of its own, measured
by harness/measure.py; the best of the runs is shown, all are kept. What they do is not the same: the Python readers write
every event out (JSON, XML); vigie reads the head of every event, reads those in full that it makes records of, and looks
for indicators in them. `python-evtx` is stopped at --slow-limit, and its speed is that of what it had read by then.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "bench"))

from harness import tree  # noqa: E402

WORK = ROOT / "bench/work/windows"
MEASURE = ROOT / "bench/harness/measure.py"

FAST = """
import sys, evtx
n = sum(1 for _ in evtx.PyEvtxParser(sys.argv[1], number_of_threads=int(sys.argv[2])).records_json())
print(n)
"""
SLOW = """
import sys, time
import Evtx.Evtx as e
n, end = 0, time.monotonic() + float(sys.argv[2])
with e.Evtx(sys.argv[1]) as log:
    for record in log.records():
        record.xml()
        n += 1
        if time.monotonic() > end:
            break
print(n)
"""


def measured(name, command, runs):
    results = []
    for run in range(runs):
        result, out, err = (WORK / f"{name}.{part}" for part in ("result", "out", "err"))
        subprocess.run([sys.executable, "-I", "-S", MEASURE, result, "3600", out, err, *map(str, command)], check=True)
        fields = json.loads(result.read_text())
        fields["printed"] = out.read_text()[-200:]
        results.append(fields)
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--slow-limit", type=float, default=30)
    parser.add_argument("--no-record", action="store_true")
    parser.add_argument("--skip-build", action="store_true")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    args = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    if not args.skip_build:
        subprocess.run(["cargo", "build", "-q", "--release", "-p", "vigie", "-p", "vigie-testkit"], cwd=ROOT, check=True)
    target = ROOT / "target/release"
    made = WORK / f"Security-{args.events}.evtx"
    if not made.exists():
        subprocess.run([target / "vigie-testkit", "windows-events", "--events", str(args.events), made], check=True)
    peers = WORK / "venv"
    python = peers / "bin/python"
    if not python.exists():
        venv.create(peers, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", ROOT / "bench/windows/requirements.txt"], check=True)
    rows = []
    for file in [made, *args.files]:
        folder = WORK / "evidence"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        copy = folder / file.name
        shutil.copy(file, copy)
        size = copy.stat().st_size
        copy.read_bytes()
        programs = {
            "vigie check --json": [target / "vigie", "check", folder, "--json"],
            "vigie check, one thread": ["env", "RAYON_NUM_THREADS=1", target / "vigie", "check", folder, "--json"],
            "evtx (PyPI), one thread": [python, "-c", FAST, copy, 1],
            "evtx (PyPI), all threads": [python, "-c", FAST, copy, 0],
            "python-evtx": [python, "-c", SLOW, copy, args.slow_limit],
        }
        count = None
        for name, command in programs.items():
            runs = measured(name.split(",")[0].replace(" ", "_"), command, 1 if name == "python-evtx" else args.runs)
            best = min(runs, key=lambda run: run["wall_s"])
            rows.append({"file": file.name, "bytes": size, "program": name, "best": best, "runs": runs})
            if "evtx (PyPI)" in name:
                count = int(best["printed"])
        for row in rows:
            if row["file"] != file.name:
                continue
            slow = row["program"] == "python-evtx"
            read = int(row["best"]["printed"]) if slow else count
            wall = row["best"]["wall_s"]
            row["records"], row["records_per_s"] = read, round(read / wall)
            row["mb_per_s"] = round(size / 1e6 * read / count / wall, 1)
    lines = [f"{'file':28} {'program':26} {'wall s':>8} {'records/s':>10} {'MB/s':>7} {'peak MiB':>9} exit"]
    for row in rows:
        best = row["best"]
        lines.append(
            f"{row['file'][:28]:28} {row['program']:26} {best['wall_s']:8.2f} {row['records_per_s']:10} "
            f"{row['mb_per_s']:7.1f} {best['peak_kib'] / 1024:9.0f} {best['exit']}"
        )
    summary = "\n".join(lines)
    print(summary)
    if not args.no_record:
        out = tree.run_folder("windows")
        machine = {"load_before": os.getloadavg(), "cpus": os.cpu_count(), "python": sys.version}
        (out / "result.json").write_text(json.dumps({"machine": machine, "rows": rows}, indent=1) + "\n")
        (out / "summary.txt").write_text(summary + "\n")


main()
