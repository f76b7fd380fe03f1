#!/usr/bin/env bash
# Builds the style sheets, left to right and right to left, from GOV.UK Frontend's sources; and packs
# all that is served as a file.
set -euo pipefail
cd "$(dirname "$0")/.."
out=portal/shell/static/build
export PATH="$PATH:$PWD/.venv/bin"
mkdir -p "$out"
node_modules/.bin/sass --pkg-importer=node --style=compressed --no-source-map portal/shell/styles/portal.scss "$out/portal.css"
node_modules/.bin/rtlcss --silent "$out/portal.css" "$out/portal.rtl.css"
.venv/bin/python -m whitenoise.compress --quiet portal/shell/static
