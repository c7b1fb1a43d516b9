"""The audit list and its export."""

from typing import cast

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency

from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.audit.export import export_audit
from anshu.records.audit.reading import AuditFilters, AuditList, audit_list
from anshu.records.services import Services
from anshu.records.spreadsheet import Format
from anshu.records.subject import Subject
from anshu.web.answers import answer, attachment
from anshu.web.asked import Asked
from anshu.web.contract import says

GUARD = {"permission": "audit:event:read"}
_TYPES = {field.name: field.type for field in msgspec.structs.fields(AuditFilters)}


@get("/audit/events", opt=GUARD, responses=says(AuditList))
async def show_audit(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """Who did what and when, newest first; the query names the filters."""
    filters = _filters(request)
    if isinstance(filters, Refusal):
        return answer(request, filters)
    return answer(request, await audit_list(services, subject, filters))


@get("/audit/events/export", opt=GUARD)
async def export_events(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """The events of the same filters as a file; `format` is csv or xlsx."""
    filters = _filters(request)
    if isinstance(filters, Refusal):
        return answer(request, filters)
    # Any other word is refused there, by name.
    form = cast(Format, request.query_params.get("format", "xlsx"))
    made = await export_audit(services, subject, filters, form=form)
    if isinstance(made, Refusal):
        return answer(request, made)
    return attachment(made.body, name=made.filename, mime=made.mime)


def _filters(request: Asked) -> AuditFilters | Refusal:
    found: dict[str, object] = {}
    errors: list[FieldError] = []
    for name, values in request.query_params.dict().items():
        if name == "format":
            continue
        if name not in _TYPES:
            errors.append(FieldError(name[:40], "unknown_field"))
        elif len(values) != 1:
            errors.append(FieldError(name, "repeated"))
        elif values[0]:
            try:
                found[name] = msgspec.convert(values[0], _TYPES[name], strict=False)
            except msgspec.ValidationError:
                errors.append(FieldError(name, "wrong_format", value=values[0][:80]))
    if errors:
        return Refusal("query_malformed", kind="malformed", fields=tuple(errors))
    return msgspec.convert(found, AuditFilters)


ROUTES = [show_audit, export_events]
