#!/usr/bin/env bash
# What the tests need beside Python packages: a browser with fonts, and Java for the HTML checker.
# Installed where we may (root on Debian); otherwise it says what to install.
set -euo pipefail
need=()
command -v chromium-headless-shell >/dev/null || need+=(chromium-headless-shell fonts-noto-core)
command -v java >/dev/null || need+=(default-jre-headless)
if [ ${#need[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
  else
    echo "The tests need these, please install them and try again: ${need[*]}" >&2
    exit 1
  fi
fi
