"""The peer: MVT, `mvt-ios check-backup`, off the network."""

import json
import os
import re
import shutil
from datetime import datetime

from . import tree

# Program and command of a kind of evidence.
IOS = ("mvt-ios", "check-backup")
NOT_MODULES = {"alerts", "info", "urls"}


def version():
    python = tree.VENV / "bin" / "python"
    return tree.output([python, "-c", "from importlib.metadata import version; print(version('mvt'))"])


def environment():
    """Nothing of the user's settings or downloaded indicators, and no network."""
    home = tree.WORK / "mvt-home"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MVT_")}
    return clean | {
        "MVT_NETWORK_ACCESS_ALLOWED": "false",
        "MVT_CONFIG_FOLDER": str(home),
        "MVT_DATA_FOLDER": str(home),
        # Versions before 2026.10 know only these.
        "XDG_CONFIG_HOME": str(home),
        "XDG_DATA_HOME": str(home),
    }


def command(indicators, out, evidence, job=IOS):
    program, check = job
    words = [tree.relative(tree.VENV / "bin" / program)]
    words += ["--disable-update-check", "--disable-indicator-update-check", check]
    for path in indicators:
        words += ["--iocs", tree.relative(path)]
    return words + ["--output", tree.relative(out), tree.relative(evidence)]


def check(indicators, evidence, limit, password=None):
    """One run: its cost, and what it wrote. An encrypted backup is first decrypted to a folder, as MVT asks."""
    if not password:
        return check_plain(indicators, evidence, limit)
    plain = tree.WORK / "mvt-plain"
    shutil.rmtree(plain, ignore_errors=True)
    words = [tree.relative(tree.VENV / "bin" / "mvt-ios"), "--disable-update-check", "--disable-indicator-update-check"]
    words += ["decrypt-backup", "--password", password, "--destination", tree.relative(plain), tree.relative(evidence)]
    before, _, stderr = tree.run(words, limit, "mvt-decrypt", environment())
    if before["limit_hit"]:
        shutil.rmtree(plain, ignore_errors=True)
        return before | {"decrypt_s": before["wall_s"]}, {"output_bytes": 0, "alerts": [], "records": {}, "module_s": {}, "errors": {}}
    if before["exit"] != 0 or not (plain / "Manifest.db").exists():
        raise SystemExit(f"MVT did not decrypt the backup: see {tree.relative(stderr)}")
    cost, read = check_plain(indicators, plain, limit - before["wall_s"])
    both = {
        "wall_s": round(before["wall_s"] + cost["wall_s"], 4),
        "cpu_s": round(before["cpu_s"] + cost["cpu_s"], 4),
        "peak_kib": max(before["peak_kib"], cost["peak_kib"]),
        "decrypt_s": before["wall_s"],
    }
    # The plain copy is written too, and stays until someone deletes it.
    read["output_bytes"] += tree.size_of(plain)
    shutil.rmtree(plain)
    return cost | both, read


def check_plain(indicators, evidence, limit, job=IOS):
    """The check alone."""
    out = tree.WORK / "mvt-out"
    shutil.rmtree(out, ignore_errors=True)
    words = command(indicators, out, evidence, job)
    cost, _, stderr = tree.run(words, limit, "mvt", environment())
    log = out / "command.log"
    if not log.exists():
        raise SystemExit(f"MVT did not start: see {tree.relative(stderr)}")
    read = {
        "output_bytes": tree.size_of(out),
        "alerts": alerts(out),
        "records": records(out),
        **read_log(log),
    }
    shutil.rmtree(out)
    return cost, read


def alerts(out):
    """The alerts, without the records they carry. A run that was stopped has only the files of finished modules."""
    whole = out / "alerts.json"
    paths = [whole] if whole.exists() else sorted(out.glob("*_detected.json"))
    kept = ("level", "module", "message", "event_time", "matched_indicator")
    found = []
    for path in paths:
        try:
            found += json.loads(path.read_bytes())
        except ValueError:
            continue  # It was being written when the limit came.
    return [{key: alert.get(key) for key in kept} for alert in found]


def records(out):
    """Records in each result. The files reach a gigabyte, so entries are counted by their indentation, not parsed."""
    counted = {}
    for path in sorted(out.glob("*.json")):
        if path.stem in NOT_MODULES or path.stem.endswith("_detected"):
            continue
        with open(path, "rb") as lines:
            entries = sum(1 for line in lines if line.startswith(b"    {"))
        # An object at the top, as in backup_info.json, is one record.
        counted[path.stem] = entries or 1
    return counted


def read_log(path):
    """Time of each module, and errors, from the log."""
    modules, errors, at = [], {}, None
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            parts = line.rstrip("\n").split(" - ", 3)
            if len(parts) < 4:
                continue
            try:
                at = datetime.strptime(parts[0], "%Y-%m-%d %H:%M:%S,%f")
            except ValueError:
                continue
            if started := re.fullmatch(r"Running module (\w+)\.\.\.", parts[3]):
                modules.append((started.group(1), at))
            if parts[2] == "ERROR":
                short = re.sub(r"-?\d+(\.\d+)?", "N", parts[3])[:200]
                key = f"{parts[1].rsplit('.', 1)[-1]}: {short}"
                errors[key] = errors.get(key, 0) + 1
    ends = [start for _, start in modules[1:]] + [at]
    times = {name: round((end - start).total_seconds(), 3) for (name, start), end in zip(modules, ends)}
    return {"module_s": times, "errors": errors}
