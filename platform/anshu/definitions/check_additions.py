"""Checks what a pack adds to another's items: variants of types, grants to roles."""

from collections.abc import Iterator

from anshu.definitions.check_form import asked_forms
from anshu.definitions.field_language import CodeList, Form, Variant
from anshu.definitions.index import Index
from anshu.definitions.language import Item, RecordType, Role, RoleGrants


def addition_findings(item: Item, index: Index) -> Iterator[str]:
    """Everything that keeps the item from being merged into what it belongs to."""
    match item:
        case Variant():
            yield from _variant_findings(item, index)
        case RoleGrants():
            if index.find(Role, item.role) is None:
                yield f"RoleGrants {item.key} is for Role {item.role}, which no pack defines"
        case Form():
            if item.judged_like and index.find(Form, item.judged_like) is None:
                yield f"Form {item.key} is judged like {item.judged_like}, which no pack defines"
        case _:
            return


def _variant_findings(item: Variant, index: Index) -> Iterator[str]:
    named = f"Variant {item.key}"
    base = index.find(RecordType, item.of)
    if base is None:
        yield f"{named} is one of RecordType {item.of}, which no pack defines"
        return
    choice = next((f for f in base.fields if f.key == base.varies_by), None)
    if choice is None or choice.kind != "choice":
        yield f"{named}: {item.of} does not vary: name one of its choices in varies_by"
        return
    codes = index.find(CodeList, choice.code_list)
    if codes is not None and item.value not in {code.code for code in index.codes(codes)}:
        yield f"{named} is for {item.value}, which is no code of {codes.key}"
    same = [
        each.key
        for each, _ in index
        if isinstance(each, Variant) and (each.of, each.value) == (item.of, item.value)
    ]
    if same[0] != item.key:
        yield f"{named} is for {item.value}, as is {same[0]}: make them one"
    forms = set(asked_forms(base, index))
    for use in item.forms:
        if use.form not in forms:
            yield f"{named} adds to Form {use.form}, which {item.of} does not ask"
