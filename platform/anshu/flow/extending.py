"""Later limits: what may be asked for and given, and what a record keeps of its first limit."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

import msgspec

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Outcome
from anshu.flow.state import RecordState
from anshu.kernel.refusal import FieldError


def extension_errors(
    kind: CompiledType,
    outcome: Outcome,
    state: RecordState,
    data: Mapping[str, object],
    now: datetime,
) -> tuple[FieldError, ...]:
    """A limit asked for or given that is none later, or that is too much later."""
    due = kind.promoted.get("due", "")
    given = due if outcome.extends_by_days else ""
    asked = kind.item.extension.asked if kind.item.extension is not None else ""
    in_force = _moment(state.data.get(due))
    errors = []
    for key in (asked, given):
        until = _moment(data.get(key)) if key else None
        if until is None:
            continue
        start = max(in_force or now, now)
        latest = start + timedelta(days=outcome.extends_by_days)
        if until <= start:
            errors.append(_error(kind, key, "not_later", until, start))
        elif outcome.extends_by_days and until > latest:
            errors.append(_error(kind, key, "extended_too_far", until, latest))
    return tuple(errors)


def limits_kept(
    kind: CompiledType, state: RecordState, data: Mapping[str, object], now: datetime
) -> dict[str, object]:
    """The fields that the flow fills when the data gives a limit or asks for another one.

    Every later limit counts, also one from deciding again: nobody gets round it by a return.
    """
    rule, due = kind.item.extension, kind.promoted.get("due", "")
    if rule is None:
        return {}
    before, given = _moment(state.data.get(due)), _moment(data.get(due))
    kept: dict[str, object] = {}
    if data.get(rule.asked):
        kept[rule.late] = before is not None and now > before
    if given is not None and not state.data.get(rule.first):
        # A record that was imported had a limit before it came here.
        kept[rule.first] = state.data.get(due) or data[due]
    if given is not None and before is not None and given > before:
        kept[rule.times] = str(int(Decimal(str(state.data.get(rule.times) or 0))) + 1)
    return kept


def _moment(value: object) -> datetime | None:
    return msgspec.convert(value, datetime) if value else None


def _error(kind: CompiledType, key: str, code: str, value: datetime, limit: datetime) -> FieldError:
    label = kind.fields[key].label
    return FieldError(
        key, code, label=label.zh, label_en=label.said("en"),
        value=value.isoformat(timespec="minutes"), limit=limit.isoformat(timespec="minutes"),
    )  # fmt: skip
