"""What a record's values must agree with: units that exist, values that nobody else has."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from anshu.compiler.compiled import CompiledType
from anshu.definitions.field_language import Field
from anshu.flow.commands import Facts
from anshu.flow.state import RecordState
from anshu.kernel.refusal import FieldError

# Its records are the units themselves: their path names a new place below an existing one.
UNIT_TYPE = "org_unit"
ROOT = "/"


def surrounding_errors(
    kind: CompiledType,
    record: UUID,
    state: RecordState,
    data: Mapping[str, object],
    facts: Facts,
) -> tuple[FieldError, ...]:
    """Units that do not exist and values that another record has, of what the data changes."""
    return (*_unit_errors(kind, state, data, facts), *_taken_errors(kind, record, data, facts))


def units_of(kind: CompiledType, state: RecordState, data: Mapping[str, object]) -> tuple[str, ...]:
    """The units that must exist for this change."""
    return tuple(sorted({unit for _, unit in _named(kind, state, data)}))


def unique_key(kind: CompiledType, field: str, value: object) -> str:
    """The claim of a value that only one record may have."""
    return f"unique:{kind.key}:{field}:{value}"


def _unit_errors(
    kind: CompiledType, state: RecordState, data: Mapping[str, object], facts: Facts
) -> Iterator[FieldError]:
    code = "parent_unknown" if kind.key == UNIT_TYPE else "unit_unknown"
    for field, unit in _named(kind, state, data):
        if facts.units is not None and unit not in facts.units:
            label = field.label
            yield FieldError(field.key, code, label=label.zh, label_en=label.en, value=unit[:80])


def _named(
    kind: CompiledType, state: RecordState, data: Mapping[str, object]
) -> Iterator[tuple[Field, str]]:
    for key, field in kind.fields.items():
        value = data.get(key)
        if field.kind != "org" or not isinstance(value, str) or value == state.data.get(key):
            continue
        unit = _above(value) if kind.key == UNIT_TYPE else value
        # A tenant may begin with people before it has a unit; the root needs none.
        if unit not in ("", ROOT):
            yield field, unit


def _above(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0] + "/"


def _taken_errors(
    kind: CompiledType, record: UUID, data: Mapping[str, object], facts: Facts
) -> Iterator[FieldError]:
    for key in kind.item.unique:
        claim = facts.claims.get(unique_key(kind, key, data.get(key)))
        if data.get(key) and claim is not None and claim.stream not in ("", f"{kind.key}-{record}"):
            label, value = kind.fields[key].label, str(data[key])
            yield FieldError(
                key, "already_taken", label=label.zh, label_en=label.en, value=value[:80]
            )
