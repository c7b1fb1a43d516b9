"""Puts together what several packs say of one thing: variants, grants, tables of another form."""

from collections.abc import Iterable, Sequence

from msgspec import structs

from anshu.definitions.field_language import Block, Condition, Form, FormField, Variant
from anshu.definitions.language import Item, RecordType, Role, RoleGrants
from anshu.definitions.rule_language import RuleTable


class VariantQuestion(FormField, frozen=True):
    """A question of a variant, as it stands in the form of its base: besides `when`, `of` holds."""

    of: Condition | None = None


class VariantBlock(Block, frozen=True):
    """A block of a variant, among those of its base."""

    of: Condition | None = None


def merged_items(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items with every variant and every grant where it belongs; those themselves are gone.

    What belongs nowhere is left out: the checks say so. The order of the packs does not matter.
    """
    together = tuple(items)
    variants = sorted((i for i in together if isinstance(i, Variant)), key=lambda v: (v.of, v.key))
    grants = sorted((i for i in together if isinstance(i, RoleGrants)), key=lambda g: g.key)
    bases = {i.key: i for i in together if isinstance(i, RecordType)}
    alike = [i for i in together if isinstance(i, Form) and i.judged_like]
    return tuple(
        _also_asked(item, alike)
        if isinstance(item, RuleTable)
        else _merged(item, variants, grants, bases)
        for item in together
        if not isinstance(item, Variant | RoleGrants)
    )


def _merged(
    item: Item,
    variants: Sequence[Variant],
    grants: Sequence[RoleGrants],
    bases: dict[str, RecordType],
) -> Item:
    match item:
        case RecordType():
            return _with_variants(item, [v for v in variants if v.of == item.key])
        case Form():
            return _with_questions(item, variants, bases)
        case Role():
            given = [grant for each in grants if each.role == item.key for grant in each.grants]
            return structs.replace(item, grants=tuple(dict.fromkeys((*item.grants, *given))))
        case _:
            return item


def _also_asked(table: RuleTable, alike: Sequence[Form]) -> RuleTable:
    """The table, bound to the forms that are judged like one of its own too."""
    more = (
        structs.replace(binding, form=form.key)
        for binding in table.bound_to
        for form in alike
        if binding.form and binding.form == form.judged_like
    )
    return structs.replace(table, bound_to=tuple(dict.fromkeys((*table.bound_to, *more))))


def condition_of(variant: Variant, base: RecordType) -> Condition:
    """Of which records of the base a variant speaks."""
    return (base.varies_by, variant.value)


def _with_variants(item: RecordType, variants: Sequence[Variant]) -> RecordType:
    """Fields that several variants describe alike are one field."""
    added = dict.fromkeys(f for v in variants for f in v.fields if f not in item.fields)
    blocks = (
        VariantBlock(**structs.asdict(block), of=condition_of(each, item))
        for each in variants
        for block in each.blocks
    )
    return structs.replace(item, fields=(*item.fields, *added), blocks=(*item.blocks, *blocks))


def _with_questions(form: Form, variants: Sequence[Variant], bases: dict[str, RecordType]) -> Form:
    """A question that several variants ask alike stands once, asked of all of them."""
    found: dict[FormField, Condition] = {}
    for variant in variants:
        for use in variant.forms:
            if use.form == form.key and variant.of in bases:
                of = condition_of(variant, bases[variant.of])
                for question in use.fields:
                    found[question] = (*found.get(question, of[:1]), *of[1:])
    questions = (VariantQuestion(**structs.asdict(q), of=of) for q, of in found.items())
    return structs.replace(form, fields=(*form.fields, *questions))
