"""The indicators of a run: the STIX files of a folder, or a small pack of what the testkit plants.

The small pack is made of public indicators: Pegasus from Amnesty International's Forensic Methodology Report of 18 July
2021, Predator from the Citizen Lab's report of 16 December 2021.
"""

import hashlib
import json
import uuid

from . import tree

PLANTED = {
    "Pegasus": [
        "domain-name:value='urlpush.net'",
        "domain-name:value='free247downloads.com'",
        "domain-name:value='reload-url.net'",
        "process:name='bh'",
    ],
    "Predator": ["domain-name:value='heiiasjournai.com'"],
}
DAY = "2021-12-16T00:00:00.000Z"


def files(folder):
    """The STIX files to load, in the order of their names."""
    shared = tree.ROOT.parent / "shared" / "indicators"
    if folder is None and not shared.is_dir():
        return write(tree.WORK / "pack")
    found = sorted((folder or shared).glob("*.stix2"))
    if not found:
        raise SystemExit(f"no *.stix2 file in {folder}")
    return found


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for malware, patterns in PLANTED.items():
        path = folder / f"planted_{malware.lower()}.stix2"
        path.write_text(json.dumps(bundle(malware, patterns), indent=1) + "\n", encoding="utf-8")
        written.append(path)
    return written


def bundle(malware, patterns):
    family = thing("malware", malware, name=malware, is_family=False)
    objects = [family]
    for pattern in patterns:
        indicator = thing(
            "indicator",
            pattern,
            pattern=f"[{pattern}]",
            pattern_type="stix",
            valid_from=DAY,
            indicator_types=["malicious-activity"],
        )
        link = thing(
            "relationship",
            malware + pattern,
            relationship_type="indicates",
            source_ref=indicator["id"],
            target_ref=family["id"],
        )
        objects += [indicator, link]
    return {"type": "bundle", "id": name("bundle", malware), "objects": objects}


def thing(kind, seed, **fields):
    head = {"type": kind, "spec_version": "2.1", "id": name(kind, seed), "created": DAY, "modified": DAY}
    return head | fields


def name(kind, seed):
    """The same id at each run."""
    return f"{kind}--{uuid.uuid5(uuid.NAMESPACE_URL, kind + ':' + seed)}"


def describe(paths):
    return [{"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()} for path in paths]
