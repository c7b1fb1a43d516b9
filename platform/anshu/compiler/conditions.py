"""Conditions that look beyond one field: required once another is set, answers that exclude."""

from collections.abc import Iterator, Mapping

from anshu.definitions.field_language import Conflict, Field, Form, FormField
from anshu.kernel.expressions import AllOf, AnyOf, Expression, Is, IsSet, Values, holds, is_set
from anshu.kernel.refusal import FieldError


def needed_if(use: FormField) -> Expression | None:
    """When the field must be filled besides always; None if there is no such condition."""
    parts: list[Expression] = []
    if use.required_with:
        parts.append(IsSet(use.required_with))
    if use.required_when is not None:
        parts.append(Is(*use.required_when, now=True))
    return (parts[0] if len(parts) == 1 else AnyOf(tuple(parts))) if parts else None


def excluded_if(conflict: Conflict) -> Expression:
    """When the two answers contradict each other."""
    return AllOf((Is(*conflict.first), Is(*conflict.second)))


def missing_fields(form: Form, data: Values, known: Values) -> Iterator[str]:
    """Fields that the data lacks although a condition asks for them.

    `known` is what the record holds from before; an answer from before does not count, because
    it was given for another occasion.
    """
    for use in form.fields:
        condition = needed_if(use)
        asked = condition is not None and holds(condition, data, known)
        if asked and not is_set(data.get(use.field)):
            yield use.field


def conflict_errors(
    form: Form, fields: Mapping[str, Field], data: Values, known: Values
) -> Iterator[FieldError]:
    """For every pair of answers that exclude each other, an error at each of them in the form."""
    asked = {use.field for use in form.fields}
    for conflict in form.conflicts:
        if not holds(excluded_if(conflict), data, known):
            continue
        first, second = conflict.first, conflict.second
        for (key, _), (other, _) in ((first, second), (second, first)):
            if key in data:
                code = "conflict" if other in asked else "conflict_with_before"
                yield _named(fields[key], fields[other], code)


def _named(field: Field, other: Field, code: str) -> FieldError:
    return FieldError(
        field=field.key, code=code, label=field.label.zh, label_en=field.label.en,
        other=other.label.zh, other_en=other.label.said("en"),
    )  # fmt: skip
