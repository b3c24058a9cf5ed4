"""What the run was made on: no name of the machine, no path, no address."""

import os
import platform
import re
from pathlib import Path

from . import tree


def describe():
    return {
        "cpu": cpu(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_mib": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // (1 << 20),
        "os": distribution(),
        "load_before": round(os.getloadavg()[0], 2),
        "rustc": tree.output(["rustc", "--version"]),
        "python": platform.python_version(),
        "vigie": commit(),
    }


def cpu():
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return tree.output(["sysctl", "-n", "machdep.cpu.brand_string"]) or platform.machine()
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found.group(1) if found else platform.machine()


def distribution():
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    except OSError:
        return f"{platform.system()} {platform.mac_ver()[0]}".strip()


def commit():
    """The commit measured; `+changes` when the tree differs from it."""
    head = tree.output(["git", "rev-parse", "--short=12", "HEAD"])
    return head + ("+changes" if tree.output(["git", "status", "--porcelain"]) else "")
