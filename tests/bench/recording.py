"""What the product really sends to the database for a request, so that a bare app can repeat it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from anshu.store.unit_of_work import Transaction

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER = re.compile(r"[A-Z]{1,4}-\d{4}-\d{6}")


@dataclass(frozen=True)
class Script:
    """Transactions of (SQL, arguments), and the texts in them that were new in that request."""

    transactions: tuple[tuple[tuple[str, tuple[Any, ...]], ...], ...]
    new_ids: tuple[str, ...] = ()
    number: str = ""


async def record(act: Callable[[], Awaitable[object]]) -> Script:
    """Runs `act` and keeps every statement inside its transactions."""
    seen: dict[int, list[tuple[str, tuple[Any, ...]]]] = {}
    kept: list[Transaction] = []
    fetch = Transaction.fetch

    async def noted(self: Transaction, sql: str, *args: object) -> list[Any]:
        if id(self) not in seen:
            kept.append(self)  # so that its id stays its own
        seen.setdefault(id(self), []).append((sql, args))
        return await fetch(self, sql, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "fetch", noted)
        await act()
    return Script(tuple(tuple(statements) for statements in seen.values()))


def with_new_texts(one: Script, other: Script) -> Script:
    """The first script, knowing what a second run of the same request had other values for."""
    mine, theirs = _texts(one.transactions), _texts(other.transactions)
    ids = tuple(sorted(set(_ID.findall(mine)) - set(_ID.findall(theirs))))
    (number,) = set(_NUMBER.findall(mine)) - set(_NUMBER.findall(theirs))
    return Script(one.transactions, ids, number)


def _texts(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode(errors="ignore")
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return "\n".join(_texts(item) for item in value)
    return ""
