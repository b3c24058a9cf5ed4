"""The peer: names made comparable with rigour (OpenSanctions), compared with rapidfuzz, all against all.

    peer.py REGISTER_DATA NAMES SCORER CUTOFF OUT

OUT gets one JSON line per name that met something: [line, [ids, the most alike first]].
"""

import json
import sys
import tomllib
from pathlib import Path

from normality import ascii_text
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler
from rigour.names import normalize_name, remove_org_types

SCORERS = {"wratio": fuzz.WRatio, "token_sort": fuzz.token_sort_ratio, "jaro_winkler": JaroWinkler.normalized_similarity}
CHUNK, MOST = 2000, 5


def comparable(name):
    # `latinize_text` would leave accents, and what carries one would then meet nothing.
    name = normalize_name(ascii_text(name) or "") or ""
    return remove_org_types(name).strip() or name


def known(data):
    """The names vigie screens against: organisations, other parties and products, with their other names."""
    names, ids = [], []
    for kind, file in (("organisation", "organisations"), ("party", "parties"), ("product", "products")):
        for row in tomllib.loads((Path(data) / f"{file}.toml").read_text(encoding="utf-8"))[kind]:
            name = row["name"]
            every = list(name.values()) if isinstance(name, dict) else [name]
            for one in dict.fromkeys(every + row.get("aliases", [])):
                names.append(comparable(one))
                ids.append(f"{kind}/{row['id']}")
    return names, ids


def main():
    data, listed, scorer, cutoff, out = sys.argv[1:]
    names, ids = known(data)
    # Jaro-Winkler runs from 0 to 1, the others from 0 to 100.
    cutoff = float(cutoff) / (100 if scorer == "jaro_winkler" else 1)
    asked = [comparable(line.rstrip("\n")) for line in open(listed, encoding="utf-8")]
    with open(out, "w", encoding="utf-8") as found:
        for start in range(0, len(asked), CHUNK):
            chunk = asked[start : start + CHUNK]
            scores = process.cdist(chunk, names, scorer=SCORERS[scorer], score_cutoff=cutoff, workers=1)
            for at, row in enumerate(scores):
                best = {}
                for column in row.nonzero()[0]:
                    of = ids[column]
                    best[of] = max(best.get(of, 0), float(row[column]))
                if best:
                    order = sorted(best, key=lambda of: (-best[of], of))[:MOST]
                    found.write(json.dumps([start + at + 1, order]) + "\n")


main()
