"""The JSON Schema of a form: everything that can be said of each of its fields alone."""

from collections.abc import Mapping

import msgspec

from anshu.compiler.conditions import asked_if
from anshu.compiler.field_schema import field_schema
from anshu.definitions.field_language import CodeList, Field, Form, FormField


def form_schema(
    form: Form, fields: Mapping[str, Field], lists: Mapping[str, CodeList]
) -> dict[str, object]:
    """The schema; fields that only some records are asked are never required by it."""
    properties: dict[str, object] = {}
    required: list[str] = []
    conditions: list[object] = []
    for use in form.fields:
        field = fields[use.field]
        properties[use.field] = field_schema(field, use, lists)
        if asked_if(use) is not None:
            continue
        if use.required or use.min_items:
            required.append(use.field)
        if use.required_when is not None:
            filled = msgspec.structs.replace(use, required=True)
            conditions.append(_required_when(fields, use, field_schema(field, filled, lists)))
    schema: dict[str, object] = {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    if conditions:
        schema["allOf"] = conditions
    return schema


def _required_when(
    fields: Mapping[str, Field], use: FormField, filled: dict[str, object]
) -> dict[str, object]:
    assert use.required_when is not None
    other, text = use.required_when
    value = text == "true" if fields[other].kind == "boolean" else text
    return {
        "if": {"properties": {other: {"const": value}}, "required": [other]},
        "then": {"required": [use.field], "properties": {use.field: filled}},
    }
