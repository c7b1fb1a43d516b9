"""A form over one field of a kind, for tests of what it takes."""

from anshu.compiler.form import CompiledForm, compile_form
from anshu.definitions.field_language import (
    Code,
    CodeList,
    Conflict,
    Field,
    FieldKind,
    Form,
    FormField,
)
from anshu.definitions.words import Text

LABEL = Text("标签")
LISTS = {"ab": CodeList(key="ab", title=LABEL, items=(Code("a", LABEL), Code("b", LABEL)))}


def field(kind: FieldKind, key: str = "f", **more: object) -> Field:
    """A field of this kind; `more` is whatever else the definition says."""
    return Field(key=key, kind=kind, label=LABEL, **more)  # type: ignore[arg-type]


def form_of(
    *uses: tuple[Field, FormField],
    conflicts: tuple[Conflict, ...] = (),
    before: tuple[Field, ...] = (),
) -> CompiledForm:
    """The compiled form over these fields; those of `before` belong to an earlier form."""
    fields = {each.key: each for each in (*before, *(each for each, _ in uses))}
    form = Form(key="form", title=LABEL, fields=tuple(use for _, use in uses), conflicts=conflicts)
    return compile_form(form, fields, LISTS)


def one(
    kind: FieldKind, *, required: bool = False, min_items: int = 0, **more: object
) -> CompiledForm:
    """A form over the one field `f`."""
    use = FormField("f", required=required, min_items=min_items)
    return form_of((field(kind, **more), use))


def codes(form: CompiledForm, data: dict[str, object]) -> dict[str, str]:
    """The error code of every wrong field."""
    return {error.field: error.code for error in form.errors(data)}
