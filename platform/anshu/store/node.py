"""One PostgreSQL node: its log-ins and the lanes of connections for each."""

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from anshu.store.lane import Connection, Lane
from anshu.store.principal import IDENTIFIER

# asyncpg asks the server about an array type when it first meets it, with a function that
# tenant roles may not call: every array type used as a parameter is met at connect time.
ARRAY_TYPES = (
    "bool", "bytea", "date", "int2", "int4", "int8", "jsonb", "name", "numeric", "text",
    "timestamptz", "tsvector", "uuid", "float8",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NodeSettings:
    """Where a node is and how wide its lanes are; `url` carries host, port and database."""

    name: str
    url: str
    installation: str
    secret: bytes
    fast_connections: int = 8
    slow_connections: int = 2
    spread: int = 2
    tenant_cap: int = 200
    statement_cache: int = 1024

    def login(self, kind: str) -> str:
        """The log-in role of a principal kind, prefixed by the installation's id."""
        name = f"{self.installation}_{kind}"
        if not IDENTIFIER.match(name):
            raise ValueError(f"installation id {self.installation!r} makes no role name")
        return name

    def password(self, kind: str) -> str:
        """The log-in's password, derived from the installation's secret."""
        return role_password(self.secret, self.login(kind))

    def dsn(self, kind: str) -> str:
        """The URL with this principal kind's log-in in place of any credentials."""
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2]
        credentials = f"{quote(self.login(kind))}:{quote(self.password(kind))}"
        return urlunsplit(parts._replace(netloc=f"{credentials}@{host}"))


def role_password(secret: bytes, login: str) -> str:
    """A log-in role's password: HMAC-SHA256 of its name under the installation's secret."""
    return hmac.new(secret, b"role:" + login.encode(), hashlib.sha256).hexdigest()


class Node:
    """The lanes of one node, opened on first use."""

    def __init__(self, settings: NodeSettings) -> None:
        self.settings = settings
        self._lanes: dict[tuple[str, str], Lane] = {}

    def lane(self, kind: str, lane: str) -> Lane:
        """The lane ("fast" or "slow") of one principal kind's log-in."""
        key = (kind, lane)
        if key not in self._lanes:
            settings = self.settings
            size = settings.fast_connections if lane == "fast" else settings.slow_connections
            self._lanes[key] = Lane(
                lambda: self._open(kind),
                size=size,
                spread=settings.spread if kind == "app" else size,
                tenant_cap=settings.tenant_cap,
            )
        return self._lanes[key]

    async def close(self) -> None:
        for lane in self._lanes.values():
            await lane.close()
        self._lanes.clear()

    async def _open(self, kind: str) -> Connection:
        settings = self.settings
        session = {"application_name": f"anshu-{kind}", "jit": "off"}
        if kind == "control":
            session["search_path"] = "control, pg_catalog, pg_temp"
        connection = await asyncpg.connect(
            settings.dsn(kind),
            statement_cache_size=settings.statement_cache,
            command_timeout=60,
            server_settings=session,
        )
        columns = ", ".join(f"${i}::{name}[]" for i, name in enumerate(ARRAY_TYPES, start=1))
        await connection.fetchrow(f"select {columns}", *([None] * len(ARRAY_TYPES)))
        return connection
