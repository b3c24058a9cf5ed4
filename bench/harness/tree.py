"""Where things are, how programs are built, and how backups are made. Every path that is printed or recorded is relative
to the repository."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "bench"
WORK = BENCH / "work"
VENV = BENCH / "venv"
RUNS = BENCH / "runs"
SAMPLE = ROOT / "samples" / "iphone-backup"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
VIGIE = TARGET / "release" / "vigie"
TESTKIT = TARGET / "release" / "vigie-testkit"


def run_folder(name):
    """A new folder for a raw run of today: an earlier one is never written over."""
    name = f"{datetime.now(timezone.utc):%Y-%m-%d}-{name}"
    out, number = RUNS / name, 1
    while out.exists():
        number += 1
        out = RUNS / f"{name}-{number}"
    out.mkdir(parents=True)
    return out


def relative(path):
    """The path as it may be recorded."""
    return os.path.relpath(path, ROOT)


def say(text):
    """Progress, apart from the results."""
    print(f"-- {text}", file=sys.stderr, flush=True)


def output(command):
    """What a command prints, or nothing if it cannot run."""
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def build():
    say("building vigie and the testkit (release, locked)")
    packages = ["-p", "vigie", "-p", "vigie-testkit"]
    subprocess.run(["cargo", "build", "--release", "--locked", *packages], cwd=ROOT, check=True)


def install_mvt():
    """MVT in a venv of its own, at the pinned version. Does nothing if that is already so."""
    pins = (BENCH / "requirements.txt").read_text(encoding="utf-8")
    done = VENV / "pins"
    if done.exists() and done.read_text(encoding="utf-8") == pins:
        return
    say("installing MVT")
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    pip = [VENV / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "-r", BENCH / "requirements.txt"], check=True)
    done.write_text(pins, encoding="utf-8")


def backup(size, processes, seed, password=None, rounds=None):
    """A backup of `size` files, messages and visits each, kept for the next run of the same testkit. With a password it is
    encrypted, and the key made from it takes as many rounds."""
    maker = hashlib.sha256(TESTKIT.read_bytes()).hexdigest()[:8]
    out = WORK / "backups" / f"{size}-p{processes}-s{seed}{f'-encrypted-{rounds}' if password else ''}"
    # The mark is beside the backup: a file inside would be evidence.
    mark = out.with_suffix(".made-by")
    if mark.exists() and mark.read_text(encoding="ascii") == maker:
        return out
    say(f"making the backup of {size}")
    mark.unlink(missing_ok=True)
    shutil.rmtree(out, ignore_errors=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    scale = ["--files", size, "--messages", size, "--visits", size, "--processes", processes, "--seed", seed]
    if password:
        scale += ["--password", password, "--rounds", rounds]
    subprocess.run([TESTKIT, "ios-backup", *map(str, scale), "--traces", out], check=True)
    mark.write_text(maker, encoding="ascii")
    return out


def warm(folder):
    """Reads every file once, so that neither side pays for the disk. Returns files and bytes."""
    count = total = 0
    for where, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(where, name), "rb") as file:
                while block := file.read(1 << 20):
                    total += len(block)
            count += 1
    return count, total


def size_of(folder):
    """Bytes of a folder's files."""
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)


def run(command, limit, name, environment=None):
    """Runs a command through measure.py. Returns its cost and the files of its output."""
    WORK.mkdir(parents=True, exist_ok=True)
    result, stdout, stderr = (WORK / f"{name}.{kind}" for kind in ("cost", "stdout", "stderr"))
    wrapper = [sys.executable, "-I", "-S", BENCH / "harness" / "measure.py", result, limit, stdout, stderr]
    command = [str(part) for part in command]
    subprocess.run([str(part) for part in wrapper] + command, cwd=ROOT, env=environment, check=True)
    cost = json.loads(result.read_text(encoding="ascii"))
    return cost, stdout, stderr


def repeat(times, seconds, once):
    """The same run up to `times` times, but no new one after `seconds` in all. The results in order of wall time, so that
    the middle one is the median; the same rule holds for both sides."""
    runs = []
    while len(runs) < times and sum(cost["wall_s"] for cost, _ in runs) <= seconds:
        runs.append(once())
        if runs[-1][0]["limit_hit"]:
            break
    runs.sort(key=lambda run: run[0]["wall_s"])
    return runs
