"""Runs one command and writes what it cost: wall time, CPU time, peak memory.

It is its own process, started with `python3 -I -S`, for a reason: on Linux a child begins with the peak memory of
the process that spawned it. Spawned by the harness, which may have read a large result, a small program would seem to use
as much as the harness did. This one imports next to nothing.

    measure.py RESULT LIMIT STDOUT STDERR COMMAND...
"""

import os
import signal
import sys
import time


def main():
    result, limit, stdout, stderr = sys.argv[1], float(sys.argv[2]), sys.argv[3], sys.argv[4]
    command = sys.argv[5:]
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    redirects = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, stdout, flags, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, stderr, flags, 0o644),
    ]
    state = {"limit_hit": False}
    begin = time.monotonic()
    # A group of its own, so that the limit also ends what the command started.
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=redirects, setpgroup=0)

    def end(reason, _frame):
        state["limit_hit"] = reason == signal.SIGALRM
        os.killpg(child, signal.SIGKILL)

    for reason in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM):
        signal.signal(reason, end)
    signal.setitimer(signal.ITIMER_REAL, limit)
    _, status, usage = os.wait4(child, 0)
    wall = time.monotonic() - begin
    signal.setitimer(signal.ITIMER_REAL, 0)
    fields = {
        "wall_s": round(wall, 4),
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 4),
        # Linux counts in KiB, macOS in bytes.
        "peak_kib": usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1),
        "exit": os.waitstatus_to_exitcode(status),
        "limit_hit": state["limit_hit"],
    }
    # JSON by hand: importing json would raise the floor of the peak.
    text = ", ".join(f'"{name}": {str(value).lower()}' for name, value in fields.items())
    with open(result, "w", encoding="ascii") as out:
        out.write("{" + text + "}\n")


main()
