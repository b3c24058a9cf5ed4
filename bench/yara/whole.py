#!/usr/bin/env python3
"""Whole runs: `vigie check --as files --yara` beside Debian's `yara` on the same folder and rules.

    bench/yara/whole.py [--megabytes N] [--runs N] [--no-record] [--skip-build]

The folder holds files of noise and of words, from 4 KiB to 64 MiB; one in fifty holds the text of a rule. The rules are 1 000
of one text and one byte string each. `yara` gets as many threads as there are cores and only tells which rule met which
file; vigie also hashes every file (MD5, SHA-1, SHA-256) and looks for indicators of its own in names and hashes.
Needs cargo, Python 3.9+ and the Debian package `yara`.
"""
import argparse
import json
import os
import pathlib
import platform
import random
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "bench"))

from harness import tree  # noqa: E402

WORK = ROOT / "bench/work/yara"
MEASURE = ROOT / "bench/harness/measure.py"
SIZES = (4 << 10, 64 << 10, 1 << 20, 16 << 20, 64 << 20)


def make(megabytes):
    """A folder of files and rules; which rule each file holds."""
    random.seed(3)
    shutil.rmtree(WORK, ignore_errors=True)
    folder = WORK / "evidence"
    folder.mkdir(parents=True)
    letters = "abcdefghijklmnopqrstuvwxyz_/."
    texts = ["".join(random.choices(letters, k=14)) for _ in range(1000)]
    rules = "".join(
        f'rule r{i} {{ strings: $a = "{text}" $b = {{ {random.randbytes(12).hex(" ")} }} condition: any of them }}\n'
        for i, text in enumerate(texts)
    )
    (WORK / "rules.yar").write_text(rules)
    words = b"lorem ipsum dolor sit amet, consectetur adipiscing elit; http://example.org/x " * 53
    left, number, planted = megabytes << 20, 0, {}
    while left > 0:
        size = min(random.choice(SIZES), left)
        data = bytearray(random.randbytes(size) if number % 2 else (words * (size // len(words) + 1))[:size])
        name = f"{number % 37:02}/{number:05}.bin"
        if number % 50 == 0 and size > 1000:
            rule = random.randrange(1000)
            at = random.randrange(size - 100)
            data[at : at + 14] = texts[rule].encode()
            planted[name] = f"r{rule}"
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
        left, number = left - size, number + 1
    return folder, number, planted


def measured(name, command, runs):
    results = []
    for _ in range(runs):
        result, out, err = (WORK / f"{name}.{part}" for part in ("result", "out", "err"))
        subprocess.run([sys.executable, "-I", "-S", MEASURE, result, "3600", out, err, *map(str, command)], check=True)
        results.append(json.loads(result.read_text()))
    return results, (WORK / f"{name}.out").read_text()


def met_by_vigie(printed):
    findings = json.loads(printed)["findings"]
    return {(found["place"]["source"], found["indicator"]["value"]) for found in findings if found["indicator"]}


def met_by_yara(printed, folder):
    pairs = (line.split(" ", 1) for line in printed.splitlines())
    return {(os.path.relpath(path, folder), rule) for rule, path in pairs}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-record", action="store_true")
    parser.add_argument("--skip-build", action="store_true")
    args = parser.parse_args()
    if not args.skip_build:
        subprocess.run(["cargo", "build", "-q", "--release", "-p", "vigie"], cwd=ROOT, check=True)
    folder, files, planted = make(args.megabytes)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    for path in folder.rglob("*"):
        if path.is_file():
            path.read_bytes()
    load, cores = os.getloadavg(), os.cpu_count()
    vigie = ROOT / "target/release/vigie"
    programs = {
        "vigie": [vigie, "check", "--as", "files", "--yara", WORK / "rules.yar", folder, "--json"],
        "vigie without rules": [vigie, "check", "--as", "files", folder, "--json"],
        "yara": ["yara", "-r", "-p", cores, WORK / "rules.yar", folder],
        "yara, one thread": ["yara", "-r", "-p", 1, WORK / "rules.yar", folder],
    }
    wanted, rows = set(planted.items()), []
    for name, command in programs.items():
        runs, printed = measured(name.replace(" ", "_").replace(",", ""), command, args.runs)
        met = None
        if name == "vigie":
            met = met_by_vigie(printed)
        elif name.startswith("yara"):
            met = met_by_yara(printed, folder)
        rows.append({
            "program": name,
            "best": min(runs, key=lambda run: run["wall_s"]),
            "runs": runs,
            "met": None if met is None else len(met & wanted),
            "beside": None if met is None else len(met - wanted),
        })
    lines = [f"{files} files, {size / 1e6:.0f} MB, 1 000 rules, {len(wanted)} planted"]
    lines.append(f"{'program':22} {'wall s':>8} {'CPU s':>8} {'MB/s':>7} {'peak MiB':>9} {'met':>5} {'beside':>6} exit")
    for row in rows:
        best = row["best"]
        lines.append(
            f"{row['program']:22} {best['wall_s']:8.2f} {best['cpu_s']:8.2f} {size / 1e6 / best['wall_s']:7.0f} "
            f"{best['peak_kib'] / 1024:9.0f} {row['met'] if row['met'] is not None else '-':>5} "
            f"{row['beside'] if row['beside'] is not None else '-':>6} {best['exit']}"
        )
    summary = "\n".join(lines)
    print(summary)
    if not args.no_record:
        out = tree.run_folder("yara-whole")
        yara = subprocess.run(["yara", "--version"], capture_output=True, text=True, check=True).stdout.strip()
        machine = {"load_before": load, "cpus": cores, "yara": yara, "system": platform.platform()}
        (out / "result.json").write_text(json.dumps({"machine": machine, "bytes": size, "rows": rows}, indent=1) + "\n")
        (out / "summary.txt").write_text(summary + "\n")


main()
