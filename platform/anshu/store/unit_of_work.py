"""The unit of work: the only place that begins and commits a transaction.

A transaction names its purpose and its principal. The answer to a caller goes out after
COMMIT has answered COMMIT; a failed transaction answers ROLLBACK without an exception, so the
tag is checked. What is cancelled or abandoned takes its connection with it.
"""

import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from asyncpg import Record

from anshu.store.lane import Connection
from anshu.store.node import Node
from anshu.store.principal import (
    Control,
    Principal,
    PrincipalError,
    affinity,
    begin_statement,
)


class CommitFailed(RuntimeError):
    """COMMIT was answered by something else; nothing of the transaction is stored."""


class UnknownNode(LookupError):
    """The placement map does not know the node."""


@dataclass(frozen=True, slots=True)
class TransactionEnded:
    """What an observer learns of a transaction (for metrics and isolation tests)."""

    purpose: str
    principal: Principal
    committed: bool
    round_trips: int
    seconds: float


class TransactionOver(RuntimeError):
    """The transaction has ended; its connection may be another tenant's by now."""


class Transaction:
    """An open transaction; statements go by the extended protocol only, so one at a time.

    Whoever keeps it beyond its end gets TransactionOver.
    """

    def __init__(self, connection: Connection) -> None:
        self._open_connection: Connection | None = connection
        self.round_trips = 1

    def end(self) -> None:
        """Cuts the transaction off from its connection; only the unit of work calls it."""
        self._open_connection = None

    @property
    def _connection(self) -> Connection:
        if self._open_connection is None:
            raise TransactionOver("the transaction has ended")
        return self._open_connection

    async def fetch(self, sql: str, *args: object) -> list[Record]:
        self.round_trips += 1
        rows: list[Record] = await self._connection.fetch(sql, *args)
        return rows

    async def fetchrow(self, sql: str, *args: object) -> Record | None:
        self.round_trips += 1
        row: Record | None = await self._connection.fetchrow(sql, *args)
        return row

    async def execute(self, sql: str, *args: object) -> None:
        """Runs one statement for its effect."""
        await self.fetch(sql, *args)

    async def execute_many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Runs one prepared statement for many rows, pipelined as one round trip."""
        self.round_trips += 1
        await self._connection.executemany(sql, rows)


class Store:
    """All nodes of the installation and the door to their transactions."""

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        self._nodes = dict(nodes)
        self.observers: list[Callable[[TransactionEnded], None]] = []

    @property
    def nodes(self) -> tuple[str, ...]:
        """The names of the nodes of the placement map."""
        return tuple(self._nodes)

    @asynccontextmanager
    async def begin(
        self, principal: Principal, *, purpose: str, lane: str = "fast"
    ) -> AsyncIterator[Transaction]:
        """A transaction as this principal; commits when the block ends without an exception.

        Raises PrincipalError without a principal, CommitFailed when COMMIT did not commit.
        """
        statement = begin_statement(principal)
        node = self._nodes.get(principal.node)
        if node is None:
            raise UnknownNode(principal.node)
        started = time.perf_counter()
        async with node.lane(principal.login, lane).connection(affinity(principal)) as connection:
            transaction = await _open(connection, statement)
            committed = False
            try:
                try:
                    yield transaction
                finally:
                    transaction.end()
                await _commit(connection, transaction)
                committed = True
            except Exception:
                await _roll_back(connection)
                raise
            finally:
                self._tell(principal, purpose, committed, transaction, started)

    async def ask(
        self, principal: Control, *, purpose: str, sql: str, arguments: Sequence[object]
    ) -> Record | None:
        """The first row of ONE reading statement in a transaction of its own: one round trip.

        For the look-up of who is asking, which precedes every request. Control only: a tenant's
        role and search path need a transaction to live in.
        """
        if not isinstance(principal, Control):
            raise PrincipalError("only the control schema is asked without a transaction")
        node = self._nodes.get(principal.node)
        if node is None:
            raise UnknownNode(principal.node)
        started = time.perf_counter()
        async with node.lane(principal.login, "fast").connection(principal.login) as connection:
            transaction = Transaction(connection)
            transaction.round_trips = 0
            try:
                row = await transaction.fetchrow(sql, *arguments)
            finally:
                transaction.end()
        self._tell(principal, purpose, True, transaction, started)
        return row

    async def close(self) -> None:
        for node in self._nodes.values():
            await node.close()

    def _tell(
        self,
        principal: Principal,
        purpose: str,
        committed: bool,
        transaction: Transaction,
        started: float,
    ) -> None:
        seconds = time.perf_counter() - started
        ended = TransactionEnded(purpose, principal, committed, transaction.round_trips, seconds)
        for observer in self.observers:
            observer(ended)


async def _open(connection: Connection, statement: str) -> Transaction:
    if connection.is_in_transaction():
        connection.terminate()
        raise PrincipalError("the connection is not idle")
    try:
        await connection.execute(statement)
    except BaseException:
        connection.terminate()
        raise
    return Transaction(connection)


async def _commit(connection: Connection, transaction: Transaction) -> None:
    if not connection.is_in_transaction():
        raise CommitFailed("a statement inside the transaction ended it")
    transaction.round_trips += 1
    tag = await connection.execute("COMMIT")
    if tag != "COMMIT":
        raise CommitFailed(f"COMMIT was answered by {tag}")


async def _roll_back(connection: Connection) -> None:
    if connection.is_closed() or not connection.is_in_transaction():
        return
    try:
        await connection.execute("ROLLBACK")
    except Exception:  # noqa: BLE001 (whatever it is, the connection goes)
        connection.terminate()
