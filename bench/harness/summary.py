"""The text a run prints and keeps."""

from . import compare

# What the project set out to reach, at this size, with every record kept.
TARGET_SIZE, TARGET_RATIO, TARGET_MIB = 200_000, 50, 400
# Cost per row between two sizes may differ by this factor and still be called linear.
TARGET_LINEAR = 1.5


def text(run):
    blocks = [heading(run), costs(run["sizes"]), growth(run["sizes"])]
    # The targets are set for backups in clear.
    blocks.append(decryption(run["sizes"]) if run["options"].get("encrypted") else targets(run["sizes"]))
    both = [size for size in run["sizes"] if size.get("mvt") and size.get("vigie")]
    for size in both:
        blocks.append(findings(size))
    finished = [size for size in both if not size["mvt"]["cost"]["limit_hit"]]
    if finished:
        blocks.append(records(finished[-1]))
    last = next((size for size in reversed(run["sizes"]) if size.get("mvt")), None)
    if last:
        blocks.append(peer(last))
    return "\n\n".join(block for block in blocks if block) + "\n"


def heading(run):
    machine = run["machine"]
    return "\n".join(
        [
            f"vigie {machine['vigie']} against MVT {run['mvt_version'] or '(not run)'}, {run['date']}",
            f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_mib']} MiB, {machine['os']}; "
            f"load before the run {machine['load_before']}",
            f"{machine['rustc']}; Python {machine['python']}; {len(run['indicators'])} STIX files",
            "Size N: N files, N messages in sms.db, N visits in Safari. Warm cache; median of the runs.",
        ]
    )


def grid(head, rows):
    """Columns, the first to the left, the others to the right."""
    rows = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[at]) for row in rows) for at in range(len(head))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def seconds(cost):
    return ("> " if cost["limit_hit"] else "") + f"{cost['wall_s']:.2f} s"


def ratio(mvt, ours):
    """How many times MVT takes; a lower bound when it was stopped."""
    if not mvt or not ours or ours["limit_hit"]:
        return "-"
    return ("> " if mvt["limit_hit"] else "") + f"{mvt['wall_s'] / ours['wall_s']:.0f} x"


SIDES = [("mvt", "MVT"), ("vigie", "vigie"), ("vigie_all", "vigie --keep all")]


def costs(sizes):
    rows = []
    for size in sizes:
        for side, name in SIDES:
            if not (one := size.get(side)):
                continue
            cost = one["cost"]
            written = f"{one['output_bytes'] / 1e6:.1f} MB" if "output_bytes" in one else "-"
            against = "" if side == "mvt" else ratio((size.get("mvt") or {}).get("cost"), cost)
            rows.append(
                (
                    f"{size['size']:>7} {name}",
                    seconds(cost),
                    f"{cost['cpu_s']:.2f} s",
                    f"{cost['peak_kib'] / 1024:.0f} MiB",
                    written,
                    len(one["runs"]),
                    against,
                    "limit" if cost["limit_hit"] else cost["exit"],
                )
            )
    return grid(("size, program", "wall", "CPU", "peak", "written", "runs", "MVT / it", "exit"), rows)


def decryption(sizes):
    """What MVT's first step took."""
    lines = ["Encrypted backups: the key derivation, the same for both, is part of every time above."]
    for size in sizes:
        if size.get("mvt"):
            taken = size["mvt"]["cost"]["decrypt_s"]
            lines.append(f"MVT at {size['size']}: {taken:.2f} s of its time is decrypt-backup, to a plain copy on disk")
    return "\n".join(lines)


def per_row(sizes, side):
    """(smaller, larger, microseconds per added row) between neighbouring sizes that were finished."""
    done = [(size["size"], size[side]["cost"]["wall_s"]) for size in sizes if size.get(side)]
    done = [(size, wall) for size, wall in done if not limit_hit(sizes, size, side)]
    pairs = zip(done, done[1:])
    return [(a, b, (wall_b - wall_a) / (3 * (b - a)) * 1e6) for (a, wall_a), (b, wall_b) in pairs]


def limit_hit(sizes, wanted, side):
    return any(size["size"] == wanted and size[side]["cost"]["limit_hit"] for size in sizes)


def growth(sizes):
    rows = []
    for side, name in SIDES:
        rows += [(name, f"{a} to {b}", f"{cost:.2f} us") for a, b, cost in per_row(sizes, side)]
    return grid(("wall time per added row", "between", "cost"), rows) if rows else ""


def targets(sizes):
    size = next((size for size in sizes if size["size"] == TARGET_SIZE), None)
    if not size or not size.get("vigie_all"):
        return f"Targets: not measured (they are set at {TARGET_SIZE} with --keep all)."
    lines = [f"Targets, at {TARGET_SIZE} with --keep all:"]
    ours = size["vigie_all"]["cost"]
    if ours["limit_hit"]:
        return "\n".join([*lines, verdict(False, "vigie was stopped by the limit")])
    if size.get("mvt"):
        theirs = size["mvt"]["cost"]
        reached = theirs["wall_s"] / ours["wall_s"] >= TARGET_RATIO
        # A peer that was stopped gives a lower bound: too low a bound says nothing.
        reached = None if theirs["limit_hit"] and not reached else reached
        lines.append(verdict(reached, f"wall {ratio(theirs, ours)}, asked {TARGET_RATIO} x"))
        lines += completeness(size)
    megabytes = ours["peak_kib"] * 1024 / 1e6
    lines.append(verdict(megabytes < TARGET_MIB, f"peak {megabytes:.0f} MB, asked under {TARGET_MIB} MB"))
    grown = [cost for _, _, cost in per_row(sizes, "vigie_all")]
    if len(grown) > 1 and grown[-2] > 0:
        factor = grown[-1] / grown[-2]
        said = f"cost per added row x {factor:.2f} from one step to the next, linear if under {TARGET_LINEAR}"
        lines.append(verdict(factor < TARGET_LINEAR, said))
    return "\n".join(lines)


def verdict(reached, said):
    """Reached, missed, or not known."""
    word = {True: "reached", False: "MISSED", None: "unknown"}[reached]
    return f"  {word:<7}  {said}"


def completeness(size):
    """What MVT has and vigie lacks. A peer that was stopped has not shown all it has."""
    stopped = size["mvt"]["cost"]["limit_hit"]
    lacking = [what for what, _, ours, _, _ in compare.findings(size["mvt"], size["vigie"]) if not ours]
    fewer = [name for name, theirs, ours, _ in compare.records(size["mvt"], size["vigie"]) if ours < theirs]
    for things, kind in ((lacking, "findings of MVT that vigie lacks"), (fewer, "results of MVT with fewer records in vigie")):
        reached = False if things else (None if stopped else True)
        yield verdict(reached, f"{kind}: {', '.join(things) or 'none'}")


def findings(size):
    rows = compare.findings(size["mvt"], size["vigie"])
    stopped = ""
    if size["mvt"]["cost"]["limit_hit"]:
        # What a stopped run did not find says nothing of MVT.
        stopped = " (MVT was stopped: only its finished modules)"
        rows = [row for row in rows if row[3] != "only vigie"]
    lines = [f"Findings at {size['size']}{stopped}"]
    lines.append(grid(("what", "MVT", "vigie", "note"), [row[:4] for row in rows]))
    lines += [f"  {alone}: {what}: {note[:200]}" for what, _, _, alone, note in rows if alone]
    return "\n".join(lines)


def records(size):
    rows = []
    for result, theirs, ours, artifacts in compare.records(size["mvt"], size["vigie"]):
        rows.append((result, theirs, ours, "fewer" if ours < theirs else "", artifacts))
    head = ("records of (MVT's name)", "MVT", "vigie", "note", "artifacts of vigie")
    note = "A record is not the same unit on both sides (MVT counts a chat and a placeholder row too): `fewer` is to look at."
    return f"Extracted at {size['size']}\n{grid(head, rows)}\n{note}"


def peer(size):
    slow = sorted(size["mvt"]["module_s"].items(), key=lambda module: -module[1])[:6]
    lines = [f"Slowest modules of MVT at {size['size']}: " + ", ".join(f"{name} {time:.1f} s" for name, time in slow)]
    for error, count in size["mvt"]["errors"].items():
        lines.append(f"Error of MVT, {count} times: {error}")
    return "\n".join(lines)
