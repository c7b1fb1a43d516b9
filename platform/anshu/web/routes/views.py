"""What a list can show, its counts, and the saved views of it."""

from uuid import UUID

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from anshu.kernel.refusal import Refusal
from anshu.records.counting import ListGroups, count_groups
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.records.views.reading import ListOptions, list_shape
from anshu.records.views.saving import (
    Kept,
    SavedView,
    ViewOrder,
    order_views,
    remove_view,
    save_view,
)
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says
from anshu.web.filters import filters_of

GUARD = {"permission": "{kind}:record:read"}


@get("/lists/{kind:str}", opt=GUARD, responses=says(ListOptions))
async def show_list_shape(
    request: Asked,
    kind: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """The list's columns, filters and groups, and the views that the reader may open."""
    return answer(request, await list_shape(services, subject, kind))


@get("/lists/{kind:str}/groups", opt=GUARD, responses=says(ListGroups))
async def show_groups(
    request: Asked,
    kind: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """The rows of the same filters counted by one column's values; `by` names the column."""
    filters = filters_of(request, besides=("by",))
    if isinstance(filters, Refusal):
        return answer(request, filters)
    by = request.query_params.get("by", "state")
    return answer(request, await count_groups(services, subject, kind, by, filters))


@put("/lists/{kind:str}/views/{view:uuid}", opt=GUARD, responses=says(Kept))
async def keep_view(
    request: Asked,
    kind: FromPath[str],
    view: FromPath[UUID],
    data: JSONBody[SavedView],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Makes a view under an id of the client's, or changes it."""
    return answer(request, await save_view(services, subject, kind, view, data))


@delete("/lists/{kind:str}/views/{view:uuid}", opt=GUARD, status_code=200, responses=says(Kept))
async def drop_view(
    request: Asked,
    kind: FromPath[str],
    view: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Removes a view."""
    return answer(request, await remove_view(services, subject, kind, view))


@put("/lists/{kind:str}/order", opt=GUARD, responses=says(ViewOrder))
async def arrange_views(
    request: Asked,
    kind: FromPath[str],
    data: JSONBody[ViewOrder],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Sets the order in which the reader's views stand."""
    return answer(request, await order_views(services, subject, kind, data))


ROUTES = [show_list_shape, show_groups, keep_view, drop_view, arrange_views]
