#!/usr/bin/env bash
# Runs `npm ci`, with the options given. Where there is no Node 18 or newer, a package brings one.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$PWD/.venv/bin
if ! command -v npm >/dev/null || ! node -e 'process.exit(+process.versions.node.split(".")[0] >= 18 ? 0 : 1)'; then
  [ -x "$bin/npm" ] || "$bin/uv" pip install --quiet --python "$bin/python" --require-hashes --requirement requirements/node.txt
  export PATH="$bin:$PATH"
fi
npm ci --silent --ignore-scripts "$@"
