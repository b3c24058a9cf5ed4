#!/usr/bin/env python3
"""Holds an encrypted backup against a reader that is not ours (iphone_backup_decrypt, from PyPI).

    independent_reader.py BACKUP PASSWORD LISTING

LISTING has a line per file: SHA-256, domain, path, separated by tabs. Each is extracted with the other reader and its
hash compared. Exit code 0 when all agree, 1 when one does not. The reader is installed in bench/venv on first use.
"""

import hashlib
import os
import pathlib
import subprocess
import sys
import venv

VENV = pathlib.Path(__file__).resolve().parent.parent / "venv"
PYTHON = VENV / "bin" / "python"


def inside_venv() -> None:
    """Runs this script again with the reader at hand."""
    if pathlib.Path(sys.prefix).resolve() == VENV:
        return
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    has = [PYTHON, "-c", "import iphone_backup_decrypt"]
    if subprocess.run(has, stderr=subprocess.DEVNULL).returncode != 0:
        subprocess.run([PYTHON, "-m", "pip", "install", "-q", "iphone_backup_decrypt"], check=True)
    os.execv(PYTHON, [str(PYTHON), *sys.argv])


def main() -> int:
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    inside_venv()
    from iphone_backup_decrypt import EncryptedBackup

    backup, password, listing = sys.argv[1:]
    reader = EncryptedBackup(backup_directory=backup, passphrase=password)
    bad = total = 0
    for line in pathlib.Path(listing).read_text(encoding="utf-8").splitlines():
        expected, domain, path = line.split("\t")
        total += 1
        data = reader.extract_file_as_bytes(path, domain_like=domain)
        found = hashlib.sha256(data or b"").hexdigest()
        if found != expected:
            bad += 1
            print(f"differs: {domain}/{path}: {found}, not {expected}")
    print(f"{total - bad} of {total} files agree")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
