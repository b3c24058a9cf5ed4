#!/bin/sh
# Accessibility of the register's site: axe-core on every kind of page, in Chromium, at two widths, in light and dark.
#   tools/axe/run.sh [SITE]      without SITE, `vigie register site` makes one
# Needs npm (once, for axe-core and playwright-core) and a Chromium: the system's, or the one in $CHROMIUM.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here"
[ -d node_modules/axe-core ] || npm ci --silent --no-audit --no-fund
site=${1:-}
if [ -z "$site" ]; then
  site=$(mktemp -d)/site
  (cd ../.. && cargo run -q -p vigie -- register site --out "$site")
fi
exec node check.cjs "$site"
