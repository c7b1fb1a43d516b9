"""Conditions that look beyond one field: asked of some, required once another is set, excluding."""

from collections.abc import Iterator, Mapping

from anshu.definitions.field_language import (
    Block,
    CodeList,
    Condition,
    Conflict,
    Field,
    Form,
    FormField,
)
from anshu.definitions.merging import VariantBlock, VariantQuestion
from anshu.kernel.expressions import AllOf, AnyOf, Expression, Is, IsSet, Values, holds, is_set
from anshu.kernel.refusal import FieldError


def asked_if(use: FormField) -> Expression | None:
    """Of which records the field is asked; None if of all."""
    of_variant = use.of if isinstance(use, VariantQuestion) else None
    parts = tuple(_one_of(each) for each in (use.when, of_variant) if each is not None)
    return (parts[0] if len(parts) == 1 else AllOf(parts)) if parts else None


def shown_if(block: Block) -> Expression | None:
    """On the pages of which records the block stands; None if of all."""
    of_variant = block.of if isinstance(block, VariantBlock) else None
    return _one_of(of_variant) if of_variant is not None else None


def needed_if(use: FormField) -> Expression | None:
    """When the field must be filled besides always; None if there is no such condition."""
    parts: list[Expression] = []
    if use.required_with:
        parts += [IsSet(key) for key in use.with_any]
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
        of_some = asked_if(use)
        if of_some is not None and not holds(of_some, data, known):
            continue
        # What is asked of all and always required is for the schema.
        always = of_some is not None and (use.required or use.min_items > 0)
        condition = needed_if(use)
        needed = always or (condition is not None and holds(condition, data, known))
        if needed and not is_set(data.get(use.field)):
            yield use.field


def unasked_fields(form: Form, data: Values, known: Values) -> Iterator[str]:
    """Fields that the data has although this record is not asked them."""
    for use in form.fields:
        of_some = asked_if(use)
        if use.field in data and of_some is not None and not holds(of_some, data, known):
            yield use.field


def parent_errors(
    fields: Mapping[str, Field], lists: Mapping[str, CodeList], data: Values, known: Values
) -> Iterator[FieldError]:
    """Every choice that does not belong to what was chosen in its parent field.

    `fields` are all that can be spoken of; those that the data lacks are passed over.
    """
    for key, field in fields.items():
        if not field.parent_field or key not in data:
            continue
        chosen = _several(data[key])
        parents = _several(data.get(field.parent_field, known.get(field.parent_field)))
        codes = {c.code: c.parent for c in lists[field.code_list].items}
        if any(codes[code] not in parents for code in chosen if code in codes):
            yield _named(field, fields.get(field.parent_field, field), "not_under_parent")


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


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _one_of(condition: Condition) -> Expression:
    """The condition's field has one of its values."""
    field, *values = condition
    parts = tuple(Is(field, value) for value in values)
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def _named(field: Field, other: Field, code: str) -> FieldError:
    return FieldError(
        field=field.key, code=code, label=field.label.zh, label_en=field.label.en,
        other=other.label.zh, other_en=other.label.said("en"),
    )  # fmt: skip
