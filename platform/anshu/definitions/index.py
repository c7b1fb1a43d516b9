"""The items of a set of packs by kind and key, for checks that look across packs."""

from collections.abc import Iterator
from typing import TypeVar

from anshu.definitions.board_language import Indicator
from anshu.definitions.field_language import Code, CodeList, Form
from anshu.definitions.flow_language import Flow
from anshu.definitions.language import Item, RecordType, Role

Kind = TypeVar("Kind", CodeList, Form, Flow, RecordType, Role, Indicator)


class Index:
    """Items by kind and key; of two with the same key the later one is kept."""

    def __init__(self) -> None:
        self._items: dict[tuple[str, str], tuple[Item, str]] = {}

    def add(self, item: Item, origin: str) -> str:
        """Adds an item of the pack `origin`; the pack that had one of that key, or nothing."""
        key = (type(item).__name__, item.key)
        before = self._items.get(key)
        self._items[key] = (item, origin)
        return before[1] if before is not None else ""

    def find(self, kind: type[Kind], key: str) -> Kind | None:
        """The item of this kind and key."""
        item, _ = self._items.get((kind.__name__, key), (None, ""))
        return item if isinstance(item, kind) else None

    def codes(self, item: CodeList) -> tuple[Code, ...]:
        """The codes that a list offers: its own and those of the lists it includes."""
        included = (self.find(CodeList, key) for key in item.includes)
        return (
            *item.items,
            *(code for each in included if each is not None for code in each.items),
        )

    def __iter__(self) -> Iterator[tuple[Item, str]]:
        return iter(self._items.values())
