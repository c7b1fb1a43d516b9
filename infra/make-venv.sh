#!/usr/bin/env bash
# Makes the virtual environment with uv in it, unless both are there.
# Usage: infra/make-venv.sh PYTHON FOLDER
set -euo pipefail
python=$1 folder=$2

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "$python is too old or missing: install Python 3.11 or newer, or name one: make PYTHON=python3.12 …" >&2
    exit 1
}
if ! [ -x "$folder/bin/python" ]; then
    "$python" -c 'import ensurepip' 2>/dev/null || {
        echo "This Python cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv" >&2
        exit 1
    }
    "$python" -m venv "$folder"
fi
[ -x "$folder/bin/uv" ] || "$folder/bin/python" -m pip install --quiet --disable-pip-version-check uv
