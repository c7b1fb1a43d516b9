"""What a column can be mapped to: the importable fields of a record type and its history."""

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.compiler.structured import STRUCTURED
from anshu.definitions.field_language import CodeList, Field, FieldKind
from anshu.definitions.words import Text
from anshu.records.imports.synonyms import CLOSED_WORDS, DONE_WORDS, UNDONE_WORDS

# Kinds of history that no field holds: they describe the record itself.
HistoryKind = Literal["moment", "state", "number", "reporter", "org_path"]
_NOT_IMPORTABLE: Final = frozenset(("photo", "signature", "assignments", "table", *STRUCTURED))


class Choice(Struct, frozen=True):
    """An allowed code with the label that ledgers show, and other words for the same."""

    code: str
    label: Text
    aliases: tuple[str, ...] = ()


class Target(Struct, frozen=True):
    """Something that a column can fill. `history` is set for the record's own past."""

    key: str
    label: Text
    kind: FieldKind
    required: bool = False
    history: HistoryKind | None = None
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    max_length: int = 4000
    minimum: str = ""
    maximum: str = ""


class Shape(Struct, frozen=True):
    """Everything about a record type that an import needs; `closed_states` end a record.

    Numbers that begin with `number_prefix` and look like ours are given by the product only.
    """

    type: str
    targets: tuple[Target, ...]
    closed_states: frozenset[str] = frozenset()
    number_prefix: str = ""

    def target(self, key: str) -> Target | None:
        """The target of this key."""
        return next((target for target in self.targets if target.key == key), None)


def shape_of(compiled: CompiledType) -> Shape:
    """The shape of a record type; what its first form requires is required of a row too."""
    item = compiled.item
    uses = compiled.form(item.start_form).form.fields
    required = {use.field for use in uses if use.required}
    fields = tuple(
        _field_target(field, required=field.key in required, lists=compiled.lists)
        for field in item.fields
        if field.kind not in _NOT_IMPORTABLE
    )
    # A field that is promoted to the organisation says where the record belongs.
    known = {target.key for target in fields} | set(compiled.promoted)
    closed = frozenset(node.record_state for node in compiled.nodes.values() if node.closed)
    words = _state_words(compiled, closed)
    states = tuple(Choice(s.code, s.label, words.get(s.code, ())) for s in item.states)
    history = tuple(target for target in _history(states) if target.key not in known)
    return Shape(item.key, (*history, *fields), closed, item.prefix)


def _state_words(compiled: CompiledType, closed: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """States in other words, which are clear only where one state alone is meant by them.

    Done is the state after the work was declared done, undone the one in which it is done.
    """
    nodes = compiled.nodes.values()
    doing = frozenset(n.record_state for n in nodes if any(o.done for o in n.outcomes))
    done = frozenset(compiled.nodes[o.to].record_state for n in nodes for o in n.outcomes if o.done)
    found: dict[str, tuple[str, ...]] = {}
    for states, words in ((closed, CLOSED_WORDS), (done, DONE_WORDS), (doing, UNDONE_WORDS)):
        if len(states) == 1:
            found.setdefault(next(iter(states)), words)
    return found


def _field_target(field: Field, *, required: bool, lists: Mapping[str, CodeList]) -> Target:
    code_list = lists.get(field.code_list)
    items = () if code_list is None else code_list.items
    return Target(
        key=field.key,
        label=field.label,
        kind=field.kind,
        required=required,
        choices=tuple(Choice(item.code, item.label) for item in items),
        unit=field.unit,
        max_length=field.max_length,
        minimum=field.minimum,
        maximum=field.maximum,
    )


def _history(states: tuple[Choice, ...]) -> tuple[Target, ...]:
    return (
        Target("created_at", Text("发现时间", "Reported at"), "datetime", True, "moment"),
        Target("done_at", Text("整改完成时间", "Completed at"), "datetime", False, "moment"),
        Target("closed_at", Text("销号时间", "Closed at"), "datetime", False, "moment"),
        Target("state", Text("状态", "State"), "choice", False, "state", states),
        Target("number", Text("编号", "Number"), "text", False, "number", max_length=64),
        Target("reporter", Text("上报人", "Reported by"), "person", False, "reporter"),
        Target("org_path", Text("所属部门", "Organisation"), "org", False, "org_path"),
    )
