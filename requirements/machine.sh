#!/usr/bin/env bash
# What is needed beside Python packages. Installed where we may (root on Debian); otherwise it says
# what to install. "papers": what reports are printed to PDF with; the portal runs without, and says
# on the report that there is no PDF. "tests": also a browser, and Java for the HTML checker.
set -euo pipefail
need=()
for library in libpangoft2-1.0.so.0:libpangoft2-1.0-0 libharfbuzz-subset.so.0:libharfbuzz-subset0; do
  ldconfig -p | grep -q "${library%%:*}" || need+=("${library##*:}")
done
ls /usr/share/fonts/truetype/noto/NotoSans-Regular.ttf >/dev/null 2>&1 || need+=(fonts-noto-core)
if [ "$1" = tests ]; then
  command -v chromium-headless-shell >/dev/null || need+=(chromium-headless-shell)
  command -v java >/dev/null || need+=(default-jre-headless)
fi
if [ ${#need[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
  else
    echo "Please install these: ${need[*]}" >&2
    [ "$1" = papers ] || exit 1
  fi
fi
