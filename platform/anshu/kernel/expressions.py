"""A small tree of conditions over a form's values, evaluated alike here and on the device.

The device's twin is `admin_console/src/form/expressions.ts`; both are held to the vectors in
`admin_console/tests/expressions.json`. Published as JSON with the form it belongs to.
"""

from collections.abc import Mapping

from msgspec import Struct

Values = Mapping[str, object]
# What a text may consist of and still be empty; named, because languages disagree on blanks.
BLANKS = " \t\r\n\u00a0\u3000"


class Is(Struct, frozen=True, tag="is", tag_field="op"):
    """The field has this value, or holds it among several; booleans are "true" and "false".

    `now`: only an answer of this very form counts, not one from before.
    """

    field: str
    value: str
    now: bool = False


class IsSet(Struct, frozen=True, tag="set", tag_field="op"):
    """The field holds something, from this form or from before."""

    field: str


class AllOf(Struct, frozen=True, tag="all", tag_field="op"):
    """Every part holds; with none it holds."""

    of: tuple["Expression", ...]


class AnyOf(Struct, frozen=True, tag="any", tag_field="op"):
    """At least one part holds; with none it does not."""

    of: tuple["Expression", ...]


class Not(Struct, frozen=True, tag="not", tag_field="op"):
    """The part does not hold."""

    of: "Expression"


Expression = Is | IsSet | AllOf | AnyOf | Not


def holds(expression: Expression, data: Values, known: Values) -> bool:
    """Whether the condition holds for a form's data over what the record holds from before."""
    match expression:
        case Is(field=field, value=value, now=now):
            return _is(data.get(field) if now else _of(field, data, known), value)
        case IsSet(field=field):
            return is_set(_of(field, data, known))
        case AllOf(of=parts):
            return all(holds(part, data, known) for part in parts)
        case AnyOf(of=parts):
            return any(holds(part, data, known) for part in parts)
        case Not(of=part):
            return not holds(part, data, known)


def is_set(value: object) -> bool:
    """Whether a value holds something: no blank text, no empty list."""
    if isinstance(value, str):
        return bool(value.strip(BLANKS))
    return value is not None and value != []


def _of(field: str, data: Values, known: Values) -> object:
    return data[field] if field in data else known.get(field)


def _is(value: object, wanted: str) -> bool:
    if isinstance(value, bool):
        return wanted == ("true" if value else "false")
    return wanted in value if isinstance(value, list) else value == wanted
