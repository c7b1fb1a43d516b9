#!/usr/bin/env bash
# Installs what the tests need beside Python packages: a browser, Chinese glyphs, Pango for PDF,
# RabbitMQ and PostgreSQL 15. It starts no service: tests start their own, on loopback, in folders
# of their own.
set -euo pipefail

declare -A needed=(
    [chromium]=/usr/bin/chromium
    [fonts-wqy-microhei]=/usr/share/fonts/truetype/wqy/wqy-microhei.ttc
    [libpango-1.0-0]=/usr/lib/x86_64-linux-gnu/libpango-1.0.so.0
    [libpangoft2-1.0-0]=/usr/lib/x86_64-linux-gnu/libpangoft2-1.0.so.0
    [rabbitmq-server]=/usr/sbin/rabbitmq-server
    [postgresql-15]=/usr/lib/postgresql/15/bin/postgres
)
missing=()
for package in "${!needed[@]}"; do
    [ -e "${needed[$package]}" ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need ${missing[*]}. On Debian 12, as root: apt-get install ${missing[*]}" >&2
    exit 1
fi

# Debian starts a service when it is installed unless this file forbids it.
policy=/usr/sbin/policy-rc.d
if ! [ -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}"
