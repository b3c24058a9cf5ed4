"""vigie, twice: what a user runs first, and with every record kept, as MVT does."""

import json
import shutil

from . import tree

# 2 is "could not examine"; 3 is "examined, but parts were unreadable".
EXAMINED = (0, 1, 3)


def version():
    return tree.output([tree.VIGIE, "--version"])


def command(indicators, evidence, password, *more):
    words = [tree.relative(tree.VIGIE), "check", tree.relative(evidence)]
    for path in indicators:
        words += ["--indicators", tree.relative(path)]
    if password:
        kept = tree.WORK / "password"
        kept.write_text(password, encoding="utf-8")
        words += ["--password-file", tree.relative(kept)]
    return words + list(more)


def check(indicators, evidence, limit, password=None):
    """The findings only, as JSON on standard output."""
    words = command(indicators, evidence, password, "--json", "--quiet")
    cost, stdout, stderr = tree.run(words, limit, "vigie")
    need(cost, stderr)
    try:
        told = json.loads(stdout.read_bytes())
    except ValueError:
        raise SystemExit(f"vigie printed no JSON: see {tree.relative(stdout)}") from None
    read = {key: told.get(key) for key in ("packs", "coverage", "problems", "counts")}
    return cost, read | {"findings": [slim(finding) for finding in told["findings"]]}


def check_all(indicators, evidence, limit, password=None):
    """Every record kept in a case."""
    case = tree.WORK / "case"
    shutil.rmtree(case, ignore_errors=True)
    words = command(indicators, evidence, password, "--keep", "all", "--case", tree.relative(case), "--quiet")
    cost, _, stderr = tree.run(words, limit, "vigie-all")
    need(cost, stderr)
    read = {"output_bytes": tree.size_of(case)}
    shutil.rmtree(case)
    return cost, read


def need(cost, stderr):
    if cost["exit"] not in EXAMINED and not cost["limit_hit"]:
        raise SystemExit(f"vigie ended with {cost['exit']}: see {tree.relative(stderr)}")


def slim(finding):
    """A finding without its record."""
    kept = ("id", "level", "meaning", "artifact", "time", "source", "place", "seen", "indicator", "heuristic")
    return {key: finding.get(key) for key in kept}
