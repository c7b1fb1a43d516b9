"""Writing the server's settings and its access rules, anew at every start."""

import re
from collections.abc import Mapping
from pathlib import Path

from anshu.embedded.errors import EmbeddedError

# What the supervisor itself decides; it is passed on the command line, which beats every file.
FIXED = frozenset(
    {
        "config_file", "data_directory", "hba_file", "listen_addresses", "port",
        "unix_socket_directories", "unix_socket_permissions", "password_encryption",
    }
)  # fmt: skip

_DEFAULTS = {
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_checkpoints": "off",
}

_ACCESS = """\
# Written at every start; changes are lost.
local all         all         scram-sha-256
local replication anshu_admin scram-sha-256
host  all         all         127.0.0.1/32 scram-sha-256
"""


def write_configuration(data: Path, options: Mapping[str, str]) -> None:
    """Write `postgresql.conf` and `pg_hba.conf`; `options` beat our defaults.

    Refuses a name that is no setting's name, and settings that the supervisor decides.
    """
    for name in options:
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", name):
            raise EmbeddedError(f"{name!r} is not the name of a PostgreSQL setting.")
        if name.lower() in FIXED:
            raise EmbeddedError(f"The supervisor sets {name} itself. Leave it out of the options.")
    lines = ["# Written at every start; changes are lost."]
    lines += [f"{name} = {_quoted(value)}" for name, value in {**_DEFAULTS, **options}.items()]
    # Overwriting keeps the owner and mode that initdb gave.
    (data / "postgresql.conf").write_text("\n".join(lines) + "\n")
    (data / "pg_hba.conf").write_text(_ACCESS)


def server_arguments(data: Path, *, socket_folder: Path, port: int, tcp: bool) -> list[str]:
    """Return the command-line arguments for `postgres` with all that must not be overridden."""
    settings = {
        "listen_addresses": "127.0.0.1" if tcp else "",
        "port": str(port),
        "unix_socket_directories": f'"{socket_folder}"',
        "unix_socket_permissions": "0700",
        "config_file": str(data / "postgresql.conf"),
        "hba_file": str(data / "pg_hba.conf"),
        "password_encryption": "scram-sha-256",
    }
    pairs = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return ["-D", str(data), *pairs]


def _quoted(value: str) -> str:
    if "\n" in value or "\0" in value:
        raise EmbeddedError(f"The setting's value {value!r} spans lines. Write it on one.")
    escaped = value.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
