#!/usr/bin/env python3
"""Writes an archive of an iOS file system to standard output as a stream; nothing of it lies in memory or on a disk.

    make.py files N        a tar of N small files
    make.py noise BYTES    a tar of incompressible files nobody wants, with one small file of /private/var before them
    make.py repeated BYTES the same, but each file repeats its own 4 MiB of noise: a compressor that looks back 8 MiB
                           makes it 16 times smaller, so that 20 GB of it take 1.3 GB of a disk
"""
import hashlib
import sys

BLOCK = 512
OUT = sys.stdout.buffer


def header(path: str, size: int) -> bytes:
    block = bytearray(BLOCK)
    block[0 : len(path)] = path.encode()
    block[100:108] = b"0000644\0"
    block[108:124] = b"0000765\0" * 2
    block[124:136] = b"%011o\0" % size
    block[136:148] = b"15151021700\0"
    block[148:156] = b" " * 8
    block[156:157] = b"0"
    block[257:265] = b"ustar\x0000"
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def put(path: str, pieces, size: int) -> None:
    OUT.write(header(path, size))
    for piece in pieces:
        OUT.write(piece)
    OUT.write(b"\0" * (-size % BLOCK))


def noise(size: int, seed: str):
    """Bytes of SHAKE-256: no compressor makes them smaller."""
    for at in range(0, size, 1 << 20):
        yield hashlib.shake_256(f"{seed} {at}".encode()).digest(min(1 << 20, size - at))


def repeated(size: int, seed: str):
    piece = b"".join(noise(4 << 20, seed))
    for at in range(0, size, len(piece)):
        yield piece[: min(len(piece), size - at)]


def main() -> None:
    what, amount = sys.argv[1], int(sys.argv[2])
    put("private/var/mobile/.anchor", [b"x"], 1)
    if what == "files":
        for number in range(amount):
            text = b"%d" % number
            put(f"private/var/mobile/Library/Caches/{number % 997:03}/{number:07}.bin", [text], len(text))
    elif what in ("noise", "repeated"):
        bytes_of = noise if what == "noise" else repeated
        step = 64 << 20
        for number, at in enumerate(range(0, amount, step)):
            size = min(step, amount - at)
            put(f"private/var/mobile/Media/noise/{number:05}.bin", bytes_of(size, str(number)), size)
    else:
        sys.exit(__doc__)
    OUT.write(b"\0" * 2 * BLOCK)


main()
