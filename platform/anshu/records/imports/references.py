"""What names in a ledger mean in this tenant: people, units, areas, equipment by name or code."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from anshu.records.imports.wording import name_key

ReferenceKind = Literal["person", "org", "area", "equipment"]


class Named(Struct, frozen=True):
    """One referable thing; `value` is what a field stores: a record id, or a unit's path."""

    kind: ReferenceKind
    value: str
    names: tuple[str, ...]


class References:
    """An immutable index from names to what they mean."""

    def __init__(self, things: Iterable[Named] = ()) -> None:
        self._index: dict[tuple[ReferenceKind, str], set[str]] = {}
        for thing in things:
            for name in thing.names:
                if name:
                    self._index.setdefault((thing.kind, name_key(name)), set()).add(thing.value)

    def find(self, kind: ReferenceKind, text: str) -> tuple[str, ...]:
        """Everything of this kind with this name: none, one, or several (ambiguous)."""
        return tuple(sorted(self._index.get((kind, name_key(text)), ())))
