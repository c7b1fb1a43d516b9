"""What judges records: rule tables by where they are asked, and the words that checks read by."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType

from anshu.compiler.rule_table import CompiledTable
from anshu.definitions.language import Limit
from anshu.definitions.lexicon import Lexicon
from anshu.definitions.limits import EffectiveLimit
from anshu.definitions.rule_language import Binding, RuleTable

NO_LIMITS: Mapping[str, EffectiveLimit] = MappingProxyType({})
Bound = tuple[CompiledTable, Binding]


class Judgement:
    """The judgement of one effective set; unlike a record's shape it is never pinned."""

    def __init__(
        self,
        tables: Iterable[RuleTable] = (),
        lexicons: Iterable[Lexicon] = (),
        limits: Mapping[str, EffectiveLimit] = NO_LIMITS,
    ) -> None:
        """`limits`: those that hold, by key; cells of the tables name them."""
        self._items = tuple(tables)
        self.limits: Mapping[str, Limit] = {key: each.holds.limit for key, each in limits.items()}
        sources = {key: limit.tightened_by for key, limit in limits.items()}
        self._tightened = {key: anchor for key, anchor in sources.items() if anchor is not None}
        self.lexicons: Mapping[str, Lexicon] = {each.key: each for each in lexicons}

    @cached_property
    def tables(self) -> Mapping[str, CompiledTable]:
        """Every table by key, compiled when the first is asked for."""
        return {item.key: CompiledTable(item, self.limits, self._tightened) for item in self._items}

    def at_form(self, form: str) -> tuple[Bound, ...]:
        """The tables asked at the entry of a form."""
        return tuple(
            (self.tables[item.key], binding)
            for item in self._items
            for binding in item.bound_to
            if binding.form and binding.form == form
        )

    def at_watch(self, watch: str) -> tuple[Bound, ...]:
        """The tables asked when a watch looks."""
        return tuple(
            (self.tables[item.key], binding)
            for item in self._items
            for binding in item.bound_to
            if binding.watch and binding.watch == watch
        )

    def at_node(self, flow: str, node: str) -> tuple[Bound, ...]:
        """The tables asked before a node of a flow is entered."""
        return tuple(
            (self.tables[item.key], binding)
            for item in self._items
            for binding in item.bound_to
            if binding.node and (binding.flow, binding.node) == (flow, node)
        )
