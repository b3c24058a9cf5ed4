#!/bin/sh
# Side by side on this machine: key derivation against Python's hashlib (OpenSSL), bulk decryption against
# `openssl speed`. Then a backup we write is opened by a reader that is not ours.
set -eu
cd "$(dirname "$0")/../.."
work=bench/work/encrypted
rm -rf "$work"
mkdir -p "$work"

echo "== PBKDF2-HMAC-SHA256, 10 000 000 rounds: hashlib"
python3 - <<'PY'
import hashlib, time
start = time.perf_counter()
hashlib.pbkdf2_hmac("sha256", b"password", b"saltsaltsaltsaltsalt", 10_000_000)
seconds = time.perf_counter() - start
print(f"{seconds:.2f} s, {10 / seconds:.2f} M rounds/s")
PY
echo "== AES-256-CBC decryption, one core: openssl speed (k = 1000 bytes/s)"
openssl speed -seconds 1 -evp aes-256-cbc -decrypt 2>/dev/null | tail -n 2
echo "== vigie: rounds/s of one password, bytes/s of one file read through the evidence"
cargo bench -q -p vigie-evidence --bench crypto -- --noplot
echo "== another reader on a backup of ours"
cargo run -q -p vigie-evidence --example write_encrypted_backup -- "$work/backup" "pass word" "$work/listing.tsv"
python3 bench/encrypted/independent_reader.py "$work/backup" "pass word" "$work/listing.tsv"
