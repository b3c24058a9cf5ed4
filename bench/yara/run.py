#!/usr/bin/env python3
"""Three engines for YARA rules, each through its own Python binding, on the same rules and bytes, in one process each turn.

Compatibility: the rule files of two packages of PyPI (guarddog, pdfalyzer), each compiled alone; what needs `include`
fails everywhere. Speed: 64 MiB of noise against 1 000 rules of one text and one byte string each, and 4 MiB of text
and noise against the public rules. CPU time, best of three. YARA itself is measured through yara-python.

    python3 -m venv v && v/bin/pip install -r bench/yara/requirements.txt --no-deps && v/bin/python bench/yara/run.py
"""

import importlib.metadata
import random
import time
from pathlib import Path

import boreal
import yara
import yara_x

ENGINES = {
    "yara": (lambda text: yara.compile(source=text), lambda rules, data: rules.match(data=data)),
    "boreal": (lambda text: boreal.compile(source=text), lambda rules, data: rules.match(data=data)),
    "yara-x": (yara_x.compile, lambda rules, data: yara_x.Scanner(rules).scan(data)),
}


def public_rules():
    for package in ("guarddog", "pdfalyzer"):
        for file in importlib.metadata.files(package):
            if file.suffix in (".yar", ".yara"):
                yield file.name, Path(file.locate()).read_text(errors="replace")


def best(scan, rules, data):
    times = []
    for _ in range(3):
        begun = time.process_time()
        scan(rules, data)
        times.append(time.process_time() - begun)
    return len(data) / min(times) / 1e6


def main():
    random.seed(2)
    files = list(public_rules())
    usable = {}
    for name, (compile_rules, _) in ENGINES.items():
        usable[name] = set()
        for file, text in files:
            try:
                compile_rules(text)
                usable[name].add(file)
            except Exception as error:  # each binding has its own
                print(f"{name}: {file}: {str(error).splitlines()[0]}")
        print(f"{name}: {len(usable[name])} of {len(files)} files of rules")

    letters = "abcdefghijklmnopqrstuvwxyz_/."
    literal = "".join(
        f'rule r{i} {{ strings: $a = "{"".join(random.choices(letters, k=14))}" '
        f'$b = {{ {random.randbytes(12).hex(" ")} }} condition: any of them }}\n'
        for i in range(1000)
    )
    noise = random.randbytes(64 << 20)
    words = b"lorem ipsum function eval(base64) http://example.org/x powershell -enc " * 64
    mixed = b"".join(random.choice((words, noise[at : at + 4096])) for at in range(0, 4 << 20, 4096))
    for name, (compile_rules, scan) in ENGINES.items():
        print(f"{name}: {best(scan, compile_rules(literal), noise):.0f} MB/s, 1000 rules of literals")
    everywhere = set.intersection(*usable.values())
    for name, (compile_rules, scan) in ENGINES.items():
        spent = 0.0
        for file, text in files:
            if file in everywhere:
                rules = compile_rules(text)
                begun = time.process_time()
                scan(rules, mixed)
                spent += time.process_time() - begun
        print(f"{name}: {len(mixed) / spent / 1e6:.2f} MB/s, the public rules, file by file")


if __name__ == "__main__":
    main()
