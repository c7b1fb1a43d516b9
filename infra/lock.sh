#!/usr/bin/env bash
# Writes the lock of third-party packages, hashed and without index addresses.
# Usage: infra/lock.sh FILE     renew FILE, keeping the versions it names
#        infra/lock.sh --check   fail when requirements.lock does not match the pyproject files
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/uv pip compile pyproject.toml --quiet --group dev --universal --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
        --output-file "$1"
}

if [ "$1" != --check ]; then
    compile "$1"
    exit
fi
# An existing output file gives the versions to keep, so only a changed pyproject makes a difference.
fresh=$(mktemp -d)
trap 'rm -r "$fresh"' EXIT
cp requirements.lock "$fresh/requirements.lock"
compile "$fresh/requirements.lock"
diff -u requirements.lock "$fresh/requirements.lock" || {
    echo "requirements.lock is stale: run make lock" >&2
    exit 1
}
