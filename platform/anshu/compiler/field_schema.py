"""The JSON Schema of one field's value; decimals travel as strings, never as floats."""

from collections.abc import Mapping

from anshu.compiler.structured import STRUCTURED
from anshu.definitions.field_language import CodeList, Field, FormField

# A text that is filled in, and one that the database can keep.
FILLED = r"\S"
STORABLE = r"^[^\u0000]*$"
HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
IDENTITY = {"type": "string", "format": "uuid"}
DECIMAL = {"type": "string", "pattern": r"^-?\d{1,12}(\.\d{1,9})?$"}
# Narrower than RFC 3339: no leap seconds, small letters, years that arithmetic cannot hold, or
# zones that PostgreSQL does not know (it reads up to 15:59, and these times are read by it).
MOMENT = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:[0-5]\d(\.\d{1,9})?(Z|[+-](0\d|1[0-4]):\d\d)$",
}
LATITUDE = {"type": "string", "pattern": r"^-?(90(\.0{1,9})?|[0-8]?\d(\.\d{1,9})?)$"}
LONGITUDE = {
    "type": "string",
    "pattern": r"^-?(180(\.0{1,9})?|(1[0-7]\d|\d{1,2})(\.\d{1,9})?)$",
}
METRES = {"type": "string", "pattern": r"^\d{1,9}(\.\d{1,9})?$"}
PATH = {"type": "string", "pattern": "^/([a-z0-9-]+/)*$"}
LOCATION = {
    "type": "object",
    "properties": {
        "lat": LATITUDE,
        "lon": LONGITUDE,
        "accuracy_m": METRES,
        "system": {"enum": ["WGS-84", "GCJ-02"]},
        "source": {"enum": ["browser", "manual", "exif", "wecom"]},
        "at": MOMENT,
    },
    "required": ["lat", "lon", "system", "source"],
    "additionalProperties": False,
}
# Handwriting is shown by its picture, every other method by its proof.
SIGNATURE: dict[str, object] = {
    "type": "object",
    "required": ["shown", "method"],
    "additionalProperties": False,
    "if": {"properties": {"method": {"const": "handwriting"}}},
    "then": {"required": ["image"]},
    "else": {"required": ["proof"], "properties": {"image": False}},
}
ASSIGNMENT = {
    "type": "object",
    "properties": {
        "role": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
        "org_path": PATH,
        "until": {"anyOf": [{"const": ""}, MOMENT]},
    },
    "required": ["role", "org_path"],
    "additionalProperties": False,
}

# Kinds whose schema does not depend on the field.
FIXED: Mapping[str, Mapping[str, object]] = {
    "number": DECIMAL,
    "boolean": {"type": "boolean"},
    "datetime": MOMENT,
    "person": IDENTITY,
    "area": IDENTITY,
    "equipment": IDENTITY,
    "record": IDENTITY,
    "org": PATH,
    "location": LOCATION,
    **{kind: {"type": "object"} for kind in STRUCTURED},
}


def field_schema(field: Field, use: FormField, lists: Mapping[str, CodeList]) -> dict[str, object]:
    """The schema of a field as a form uses it (units: number values carry the field's unit)."""
    if field.kind in FIXED:
        return dict(FIXED[field.kind])
    match field.kind:
        case "signature":
            method = {"enum": list(use.methods)}
            files = dict.fromkeys(("image", "proof", "shown"), HASH)
            return {**SIGNATURE, "properties": {**files, "method": method}}
        case "choice" | "clause":
            return {"enum": _codes(field, lists)}
        case "multi_choice":
            return _array({"enum": _codes(field, lists)}, use, field) | {"uniqueItems": True}
        case "photo":
            return _array(HASH, use, field) | {"uniqueItems": True}
        case "assignments":
            return _array(ASSIGNMENT, use, field)
        case "table":
            return _array({"type": "object"}, use, field)
        case _:
            patterns = [STORABLE, FILLED] if use.required else [STORABLE]
            rules = [{"pattern": pattern} for pattern in patterns]
            return {"type": "string", "maxLength": field.max_length, "allOf": rules}


def _codes(field: Field, lists: Mapping[str, CodeList]) -> list[str]:
    return [code.code for code in lists[field.code_list].items] if field.code_list else []


def _array(items: Mapping[str, object], use: FormField, field: Field) -> dict[str, object]:
    return {
        "type": "array",
        "items": dict(items),
        "minItems": max(use.min_items, int(use.required)),
        "maxItems": field.max_items,
    }
