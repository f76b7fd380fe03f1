#!/usr/bin/env bash
# Builds the style sheets, left to right and right to left, from GOV.UK Frontend's sources,
# which npm fetches by name, version and hash. Where there is no Node, a package brings one.
set -euo pipefail
cd "$(dirname "$0")/.."
out=portal/shell/static/build
bin=$PWD/.venv/bin
if ! command -v npm >/dev/null || ! node -e 'process.exit(+process.versions.node.split(".")[0] >= 18 ? 0 : 1)'; then
  "$bin/uv" pip install --quiet --python "$bin/python" --require-hashes --requirement requirements/node.txt
  export PATH="$bin:$PATH"
fi
npm ci --silent --ignore-scripts
mkdir -p "$out"
node_modules/.bin/sass --pkg-importer=node --style=compressed --no-source-map portal/shell/styles/portal.scss "$out/portal.css"
node_modules/.bin/rtlcss --silent "$out/portal.css" "$out/portal.rtl.css"
"$bin/python" -m whitenoise.compress --quiet "$out"
