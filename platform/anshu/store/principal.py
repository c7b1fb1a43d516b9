"""Who a transaction acts as: one tenant, or one of the product's own narrow log-ins."""

import re
from dataclasses import dataclass

# RESET ALL drops what a predecessor set for the whole session; it comes too late for the mode
# of this transaction, which is therefore spelled out.
_BEGIN = "RESET ALL; BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE, NOT DEFERRABLE"
IDENTIFIER = re.compile(r"^[a-z][a-z0-9_]{0,47}$")


class PrincipalError(ValueError):
    """The principal is missing or its identifier is not one of ours."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """One tenant's schema, worn by its NOLOGIN role, on the node that holds the schema."""

    schema: str
    role: str
    node: str

    login = "app"


@dataclass(frozen=True, slots=True)
class Control:
    """The control schema: registry, accounts, sessions, packs."""

    node: str

    login = "control"


@dataclass(frozen=True, slots=True)
class Sealer:
    """Reads event(seq, stream, version, leaf) of one schema and inserts its seals."""

    schema: str
    node: str

    login = "sealer"


@dataclass(frozen=True, slots=True)
class Eraser:
    """Updates event(personal, salts) of one schema, nothing else."""

    schema: str
    node: str

    login = "eraser"


@dataclass(frozen=True, slots=True)
class Relay:
    """Takes messages from a node's outbox."""

    node: str

    login = "relay"


Principal = Tenant | Control | Sealer | Eraser | Relay


def begin_statement(principal: Principal) -> str:
    """The one message that opens a transaction: BEGIN, role and search path together.

    Raises PrincipalError for anything that is not a principal or whose names are not plain
    identifiers; this is the only text that is ever sent by the simple protocol.
    """
    match principal:
        case Tenant(schema=schema, role=role):
            return f"{_BEGIN}; SET LOCAL ROLE {checked(role)}; {_path(schema)}"
        case Sealer(schema=schema) | Eraser(schema=schema):
            return f"{_BEGIN}; {_path(schema)}"
        case Control():
            return f"{_BEGIN}; {_path('control')}"
        case Relay():
            return f"{_BEGIN}; {_path('node')}"
        case _:
            raise PrincipalError("a transaction needs a principal")


def checked(identifier: str) -> str:
    """The identifier itself if it is plain, else PrincipalError."""
    if not IDENTIFIER.match(identifier):
        raise PrincipalError("not a schema or role name of ours")
    return identifier


def _path(schema: str) -> str:
    # A path that does not name pg_temp has it in front, where a predecessor's temporary table
    # would stand before the real one (on servers that refuse to forbid temporary tables).
    return f"SET LOCAL search_path TO {checked(schema)}, pg_catalog, pg_temp"


def affinity(principal: Principal) -> str:
    """The key that keeps a principal on the same few connections."""
    match principal:
        case Tenant(schema=schema) | Sealer(schema=schema) | Eraser(schema=schema):
            return schema
        case _:
            return principal.login
