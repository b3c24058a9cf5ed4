#!/usr/bin/env bash
# Archives: a tar of many files, and compressed tars of noise. Time, and the peak of memory.
#   bench/archives/run.sh                       1 000 000 files and 2 GB of noise
#   FILES=10000 NOISE=100000000 bench/archives/run.sh
#   FILES=0 NOISE=0 REPEATED=20000000000 bench/archives/run.sh
# A size of 0 leaves an archive out. REPEATED is noise that Zstandard can make small on the disk (needs zstd).
set -euo pipefail
cd "$(dirname "$0")/../.."
FILES=${FILES:-1000000}
NOISE=${NOISE:-2000000000}
REPEATED=${REPEATED:-0}
VIGIE=${VIGIE:-}
if [ -z "$VIGIE" ]; then
  cargo build --release -q -p vigie
  VIGIE=target/release/vigie
fi
work=bench/work/archives
mkdir -p "$work"
make() { [ -s "$work/$1" ] || { python3 bench/archives/make.py "$2" "$3" | "${@:4}" > "$work/$1.part"; mv "$work/$1.part" "$work/$1"; }; }
archives=()
add() { [ "$3" = 0 ] || { make "$@"; archives+=("$1"); }; }
add "files-$FILES.tar" files "$FILES" cat
add "files-$FILES.tar.gz" files "$FILES" gzip -1
add "noise-$NOISE.tar.gz" noise "$NOISE" gzip -1
add "repeated-$REPEATED.tar.zst" repeated "$REPEATED" zstd -q -1 --long=23

# Wall time in seconds and the peak of resident memory in MiB of one command, as its parent sees them.
measure() {
  python3 - "$@" <<'PY'
import os, subprocess, sys, time
began = time.monotonic()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(f"{time.monotonic() - began:8.2f} s {usage.ru_maxrss / 1024:8.0f} MiB  exit {os.waitstatus_to_exitcode(status)}", end="")
PY
}
echo "machine: $(uname -srm), $(nproc) threads, load $(cut -d' ' -f1 /proc/loadavg)"
for archive in "${archives[@]}"; do
  printf '%-28s check  %s\n' "$archive" "$(measure "$VIGIE" check "$work/$archive" --quiet)"
  case $archive in
    *.gz) printf '%-28s gzip   %s\n' "$archive" "$(measure gzip -dc "$work/$archive")" ;;
    *.zst) printf '%-28s zstd   %s\n' "$archive" "$(measure zstd -q -dc "$work/$archive")" ;;
  esac
done
