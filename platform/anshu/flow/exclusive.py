"""Values that one record has to itself while it is in certain states: one pipe, one job."""

from collections.abc import Iterator, Mapping
from unicodedata import normalize
from uuid import UUID

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import AddEntry, Command, Complete, Create, Facts, KnownClaim, Update
from anshu.flow.habit_commands import Withdraw
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Fact, FieldError, Refusal


def exclusive_key(kind: CompiledType, field: str, value: object) -> str:
    """The claim of a value while a record of the type has it to itself, however it is written."""
    return f"exclusive:{kind.key}:{field}:{_alike(value)}"


def keys_concerned(kind: CompiledType, state: RecordState, command: Command) -> Iterator[str]:
    """The claims that the command may take or let go."""
    match command:
        case Create(data=data) | Complete(data=data) | Update(data=data):
            given: Mapping[str, object] = data
        case AddEntry(rows=rows):
            given = rows[0] if rows else {}
        case Withdraw():
            given = {key: value for task in state.tasks for key, value in task.replaced.items()}
        case _:
            return
    for field, *_ in kind.item.exclusive:
        for value in {_text(state.data.get(field)), _text(given.get(field))} - {""}:
            yield exclusive_key(kind, field, value)


def exclusively_held(kind: CompiledType, state: RecordState) -> frozenset[str]:
    """The claims that a record in this state holds."""
    return frozenset(
        exclusive_key(kind, field, _text(state.data[field]))
        for field, *states in kind.item.exclusive
        if state.state in states and _text(state.data.get(field))
    )


def taken_refusal(
    kind: CompiledType, record: UUID, before: RecordState, after: RecordState, facts: Facts
) -> Refusal | None:
    """Why the record cannot be in its new state: another one has the value, named by its number."""
    new = exclusively_held(kind, after) - exclusively_held(kind, before)
    for field, *_ in kind.item.exclusive:
        value = _text(after.data.get(field))
        claim = facts.claims.get(exclusive_key(kind, field, value))
        if exclusive_key(kind, field, value) not in new or claim is None:
            continue
        if claim.stream and claim.stream != f"{kind.key}-{record}":
            return _taken(kind, field, value, claim)
    return None


def _taken(kind: CompiledType, field: str, value: str, claim: KnownClaim) -> Refusal:
    label = kind.fields[field].label
    wrong = FieldError(
        field, "already_taken_by", label=label.zh, label_en=label.en, value=value[:80],
        limit=claim.number,
    )  # fmt: skip
    fact = Fact(field, value[:80], limit=claim.number, label=label.zh, label_en=label.en)
    return Refusal("already_taken", facts=(fact,), fields=(wrong,))


def _alike(value: object) -> str:
    """Wide letters, case and blanks make no other pipe of the same one."""
    return "".join(normalize("NFKC", str(value)).split()).casefold()


def _text(value: object) -> str:
    """The value of a choice, a text or a reference; nothing of what has many values."""
    return value.strip() if isinstance(value, str) else ""
