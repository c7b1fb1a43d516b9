"""The items of a set of packs by kind and key, for checks that look across packs."""

from collections.abc import Iterator
from typing import TypeVar

from anshu.definitions.board_language import Indicator
from anshu.definitions.field_language import Code, CodeList, Form, Variant
from anshu.definitions.flow_language import Flow
from anshu.definitions.language import Item, Limit, RecordType, Role, RoleGrants
from anshu.definitions.merging import merged_items

Kind = TypeVar("Kind", CodeList, Form, Flow, RecordType, Role, Indicator)


class Index:
    """Items by kind and key; of two with the same key the later one is kept.

    Limits are kept of every pack: several may set the same.
    """

    def __init__(self) -> None:
        self._items: dict[tuple[str, str], tuple[Item, str]] = {}
        self._limits: dict[str, Limit] = {}

    def add(self, item: Item, origin: str) -> str:
        """Adds an item of the pack `origin`; the pack that had one of that key, or nothing."""
        key = (type(item).__name__, item.key)
        if isinstance(item, Limit):
            self._limits[item.key] = item
            key = (type(item).__name__, f"{item.key} of {origin}")
        before = self._items.get(key)
        self._items[key] = (item, origin)
        return before[1] if before is not None else ""

    def find(self, kind: type[Kind], key: str) -> Kind | None:
        """The item of this kind and key."""
        item, _ = self._items.get((kind.__name__, key), (None, ""))
        return item if isinstance(item, kind) else None

    def limit(self, key: str) -> Limit | None:
        """A limit of this key, of whichever pack."""
        return self._limits.get(key)

    def codes(self, item: CodeList) -> tuple[Code, ...]:
        """The codes that a list offers: its own and those of the lists it includes."""
        included = (self.find(CodeList, key) for key in item.includes)
        return (
            *item.items,
            *(code for each in included if each is not None for code in each.items),
        )

    def merged(self) -> "Index":
        """The same with variants and grants merged into what they belong to."""
        kept = [(i, o) for i, o in self if not isinstance(i, Variant | RoleGrants)]
        whole = Index()
        items = merged_items(item for item, _ in self)
        for item, (_, origin) in zip(items, kept, strict=True):
            whole.add(item, origin)
        return whole

    def __iter__(self) -> Iterator[tuple[Item, str]]:
        return iter(self._items.values())
