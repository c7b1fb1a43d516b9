"""Taking a value away: a change that brings null or nothing for a field removes it."""

from collections.abc import Mapping


def is_nothing(value: object) -> bool:
    """Whether this value says that the field is to be empty: null, blank text, an empty list."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def with_change(
    before: Mapping[str, object], change: Mapping[str, object], *, known: Mapping[str, object]
) -> dict[str, object]:
    """The record's data after the change, without what it takes away.

    Keys that are not `known` stay as they came, so that the form names them.
    """
    merged = {**before, **change}
    return {key: v for key, v in merged.items() if key not in known or not is_nothing(v)}


def changed_fields(before: Mapping[str, object], change: Mapping[str, object]) -> dict[str, object]:
    """What of the change differs from before; null stands for a value that is taken away."""
    wanted = {key: None if is_nothing(value) else value for key, value in change.items()}
    return {key: value for key, value in wanted.items() if before.get(key) != value}
