"""The filters of a list out of a query string, every bad one named at once."""

from collections.abc import Collection

from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.filter_texts import filters_of_texts
from anshu.records.filters import ListFilters
from anshu.web.asked import Asked


def filters_of(request: Asked, *, besides: Collection[str] = ()) -> ListFilters | Refusal:
    """The filters; an empty one does not narrow.

    Refuses a value of a wrong form, a filter given twice, and one that does not exist, except
    those named in `besides`.
    """
    asked = {n: v for n, v in request.query_params.dict().items() if n not in besides}
    texts = {name: values[0] for name, values in asked.items() if len(values) == 1}
    filters = filters_of_texts(texts)
    known = ListFilters.__struct_fields__
    errors = [
        FieldError(name, "repeated") if name in known else FieldError(name[:40], "unknown_field")
        for name in asked
        if name not in texts
    ]
    if isinstance(filters, Refusal):
        errors = [*filters.fields, *errors]
    if errors:
        return Refusal("query_malformed", kind="malformed", fields=tuple(errors))
    return filters
