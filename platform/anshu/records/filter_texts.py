"""The filters of a list out of texts, as they stand in an address or in a saved view."""

from collections.abc import Mapping
from typing import Final

import msgspec

from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.filters import ListFilters
from anshu.records.reading import malformed

_TYPES: Final = {field.name: field.type for field in msgspec.structs.fields(ListFilters)}


def filters_of_texts(texts: Mapping[str, str]) -> ListFilters | Refusal:
    """The filters; an empty text does not narrow.

    Refuses a value of a wrong form, and a filter that does not exist: a list that only seems to
    be narrowed would mislead.
    """
    found: dict[str, object] = {}
    errors: list[FieldError] = []
    for name, text in texts.items():
        if name not in _TYPES:
            errors.append(FieldError(name[:40], "unknown_field"))
        elif text:
            try:
                found[name] = msgspec.convert(text, _TYPES[name], strict=False)
            except msgspec.ValidationError:
                errors.append(FieldError(name, "wrong_format", value=text[:80]))
    return malformed(*errors) if errors else msgspec.convert(found, ListFilters)
