"""Which part of a request the decoder could not take, and why, as field errors of ours."""

import re
from collections.abc import Iterable
from typing import Final

from anshu.kernel.refusal import FieldError

BODY: Final = "body"
# msgspec's sentences; what none of them fits is a wrong format.
_MISSING: Final = re.compile(r"Object missing required field `(?P<name>[^`]*)`")
_UNKNOWN: Final = re.compile(r"Object contains unknown field `(?P<name>[^`]*)`")
_NAIVE: Final = "with a timezone component"
_TYPE: Final = re.compile(r"Expected `(?P<wanted>[^`]*)`, got `(?P<got>[^`]*)`")
_PARAMETER: Final = re.compile(r"Missing required \w+ parameter '(?P<name>[^']*)'")
_NO_BODY: Final = "'data'"


def field_errors(found: Iterable[object], *, detail: str) -> tuple[FieldError, ...]:
    """The framework's findings (key and message each) as field errors.

    A query parameter that is not there at all is found in the detail only.
    """
    if match := _PARAMETER.search(detail):
        return (FieldError(match["name"], "field_missing"),)
    return tuple(
        _field_error(str(item.get("key") or item.get("source") or BODY), str(item.get("message")))
        for item in found
        if isinstance(item, dict)
    )


def not_json() -> tuple[FieldError, ...]:
    """The body cannot be read at all."""
    return (FieldError(BODY, "not_json"),)


def _field_error(key: str, message: str) -> FieldError:
    inside = "" if key == "data" else f"{key}."
    if message == _NO_BODY:
        return FieldError(BODY, "field_missing")
    if match := _MISSING.search(message):
        return FieldError(inside + match["name"], "field_missing")
    if match := _UNKNOWN.search(message):
        return FieldError((inside + match["name"])[:80], "unknown_field")
    if _NAIVE in message:
        return FieldError(key, "time_without_zone")
    if match := _TYPE.search(message):
        return FieldError(key, "wrong_type", value=match["got"], limit=match["wanted"])
    return FieldError(key, "wrong_format", value=message[:120])
