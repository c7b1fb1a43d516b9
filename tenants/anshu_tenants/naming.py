"""Names of roles and schemas: opaque, plain identifiers, prefixed by the installation's id."""

import base64
import os
import re

from anshu.store.principal import checked

LOGINS = ("app", "control", "sealer", "eraser", "relay")
_INSTALLATION = re.compile(r"[a-z][a-z0-9]{0,15}")


def new_schema() -> str:
    """A new opaque schema name, `t_` and 80 random bits; it never holds a customer's name."""
    return "t_" + base64.b32encode(os.urandom(10)).decode().lower()


def tenant_role(installation: str, schema: str) -> str:
    """The NOLOGIN role that wears this schema; roles are cluster-wide, hence the prefix."""
    return role(installation, schema)


def role(installation: str, kind: str) -> str:
    """A role of this installation: a log-in of LOGINS, `owner` or `tenants`.

    Raises ValueError unless the installation id is a letter and up to 15 letters or digits.
    """
    # Without an underscore no installation's prefix begins with another's.
    if not _INSTALLATION.fullmatch(installation):
        raise ValueError(
            f"installation id {installation!r}: up to 16 small letters and digits, a letter first"
        )
    return checked(f"{installation}_{kind}")
