#!/usr/bin/env python3
"""Screens the same labelled list of names with vigie and with a Python peer, and prints time, precision and recall of
each; then compares a million FollowTheMoney entities with the register. Needs cargo, Python 3.11 or later, and the
network once, to install the peer.

    bench/register/run.py                     100 000 names, 1 000 000 entities
    bench/register/run.py --names 10000 --entities 0 --no-record
"""

import argparse
import json
import subprocess
import sys
import venv
from datetime import datetime, timezone
from pathlib import Path

sys.dont_write_bytecode = True
BENCH = Path(__file__).resolve().parent.parent
ROOT = BENCH.parent
sys.path.insert(0, str(BENCH))

from harness import machine, tree

WORK = BENCH / "work" / "register"
VENV = BENCH / "venv-register"
DATA = ROOT / "crates" / "vigie-register" / "data"
DAY, SEED, LIMIT = "2026-11-25", 1, 3600
THRESHOLDS = (80, 85, 90)
SCORERS = ("token_sort", "wratio", "jaro_winkler")


def measured(command, stdout, ended_well=(0,)):
    result = WORK / "cost.json"
    measure = [sys.executable, "-I", "-S", BENCH / "harness" / "measure.py", result, LIMIT, stdout, WORK / "stderr"]
    subprocess.run([str(part) for part in [*measure, *command]], check=True)
    cost = json.loads(result.read_text(encoding="ascii"))
    if cost["exit"] not in ended_well or cost["limit_hit"]:
        raise SystemExit(f"{command}: {cost} {(WORK / 'stderr').read_text(encoding='utf-8')[-2000:]}")
    return cost


def quality(found, labels):
    """Of the names that met something, how many stand for something (precision); of those that stand for something,
    how many met just that, among the five most alike (recall)."""
    stand = {line: of for line, (of, _) in labels.items() if of}
    right = [line for line, of in stand.items() if of in found.get(line, ())]
    by = {}
    for line, (of, how) in labels.items():
        if of:
            all_, met = by.get(how, (0, 0))
            by[how] = (all_ + 1, met + (of in found.get(line, ())))
    return {
        "names": len(labels),
        "standing_for_something": len(stand),
        "met_something": len(found),
        "precision": round(sum(line in stand for line in found) / max(1, len(found)), 4),
        "recall": round(len(right) / max(1, len(stand)), 4),
        "recall_by": {how: round(met / all_, 4) for how, (all_, met) in sorted(by.items())},
    }


def screened(path):
    answer = json.loads(path.read_text(encoding="utf-8"))
    return {one["line"]: [match["of"]["ref"] for match in one["matches"]] for one in answer["screened"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--entities", type=int, default=1_000_000)
    parser.add_argument("--skip-build", action="store_true")
    parser.add_argument("--no-record", action="store_true")
    asked = parser.parse_args()
    if not asked.skip_build:
        subprocess.run(["cargo", "build", "--release", "-p", "vigie", "-p", "vigie-testkit"], cwd=ROOT, check=True)
    vigie, testkit = (ROOT / "target" / "release" / name for name in ("vigie", "vigie-testkit"))
    WORK.mkdir(parents=True, exist_ok=True)
    python = VENV / "bin" / "python"
    if not python.exists():
        venv.create(VENV, with_pip=True)
        needs = BENCH / "register" / "requirements.txt"
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", needs], check=True)
    folder = WORK / f"names-{asked.names}-{SEED}"
    if not folder.exists():
        make = [testkit, "names", "--register", DATA, "--count", str(asked.names), "--seed", str(SEED), folder]
        subprocess.run(make, check=True)
    lines = (folder / "labels.tsv").read_text(encoding="utf-8").splitlines()
    labels = {line: tuple(text.split("\t")[1:]) for line, text in enumerate(lines, 1)}
    result = {"made": datetime.now(timezone.utc).isoformat(timespec="seconds"), "machine": machine.describe(), "runs": []}

    def tell(who, setting, cost, found):
        run = {"who": who, "setting": setting, **cost, **quality(found, labels)}
        result["runs"].append(run)
        return run

    for threshold in THRESHOLDS:
        out = WORK / "vigie.json"
        screen = [vigie, "register", "screen", folder / "names.txt", "--json", "--as-of", DAY, "--steps", 0]
        # 1: vigie found matches.
        cost = measured([*screen, "--threshold", threshold], out, ended_well=(0, 1))
        tell("vigie", f"threshold {threshold}", cost, screened(out))
    for scorer in SCORERS:
        for cutoff in THRESHOLDS:
            out = WORK / "peer.jsonl"
            command = [python, BENCH / "register" / "peer.py", DATA, folder / "names.txt", scorer, cutoff, out]
            cost = measured(command, WORK / "stdout")
            found = dict(json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
            tell(f"rigour, rapidfuzz {scorer}", f"cutoff {cutoff}", cost, found)
    if asked.entities:
        file = WORK / f"entities-{asked.entities}.json"
        if not file.exists():
            make = [testkit, "entities", "--register", DATA, "--count", str(asked.entities), file]
            subprocess.run(make, check=True)
        read = [vigie, "register", "import", "--format", "ftm", file, "--as-of", DAY, "--force", "--out", WORK / "review.csv"]
        result["import"] = {"entities": asked.entities, "bytes": file.stat().st_size, **measured(read, WORK / "stdout")}
    text = summary(result, asked)
    print(text, end="")
    if not asked.no_record:
        runs = tree.run_folder("register")
        (runs / "result.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        (runs / "summary.txt").write_text(text, encoding="utf-8")


def summary(result, asked):
    of = result["machine"]
    out = [f"{of['cpu']}, {of['cores']} cores, load {of['load_before']} before the run, Python {of['python']}", ""]
    stand = result["runs"][0]["standing_for_something"]
    out.append(f"{asked.names} names, of which {stand} stand for an organisation of the register")
    out.append(f"{'':34}{'setting':16}{'wall s':>8}{'CPU s':>8}{'MiB':>6}{'precision':>11}{'recall':>8}")
    for run in result["runs"]:
        peak = run["peak_kib"] // 1024
        out.append(
            f"{run['who']:34}{run['setting']:16}{run['wall_s']:8.1f}{run['cpu_s']:8.1f}{peak:6}"
            f"{run['precision']:11.3f}{run['recall']:8.3f}"
        )
    hows = list(result["runs"][0]["recall_by"])
    out += ["", "recall by what was done to the name", f"{'':50}" + "".join(f"{how:>14}" for how in hows)]
    for run in result["runs"]:
        out.append(f"{run['who']:34}{run['setting']:16}" + "".join(f"{run['recall_by'][how]:14.3f}" for how in hows))
    if "import" in result:
        one = result["import"]
        out += ["", f"import of {one['entities']} FollowTheMoney entities ({one['bytes'] >> 20} MiB), every row written to the review list: "
                f"{one['wall_s']:.1f} s, {one['peak_kib'] // 1024} MiB"]
    return "\n".join(out) + "\n"


main()
