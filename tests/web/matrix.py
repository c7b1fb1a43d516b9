"""The matrix's ground: every route of the application, an example of each, everyone who may ask.

What is expected is read from the packs' roles and from each route's `opt`, not from the code
that decides.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from anshu.kernel.clock import MovedClock
from anshu.records.services import build_services
from anshu.settings import Settings
from anshu.store.node import NodeSettings
from anshu.web.app import create_app
from tests.records.people import PEOPLE, compiled
from tests.web.account_examples import OF_ACCOUNTS
from tests.web.ground import Example, Ground, at, record_at
from tests.web.matrix_habits import HABITS
from tests.web.notice_examples import NOTICES
from tests.web.office import photo, sha256

MARK = "蓝莓暗号渗漏"
RESPONSIBLE = "宋独有"


@dataclass(frozen=True)
class Route:
    """One method of one path, with what its handler says of who may ask."""

    method: str
    path: str
    permission: str
    member: bool
    open: bool
    browser: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def routes() -> tuple[Route, ...]:
    """Every route of an application that nobody has started: the table, without a database."""
    found = []
    for route in _unstarted().routes:
        assert isinstance(route, HTTPRoute), f"{route.path} needs a matrix of its own"
        for handler in route.route_handlers:
            for method in sorted(handler.http_methods - {"OPTIONS"}):
                found.append(_route(method, route.path_format, handler))
    return tuple(sorted(found, key=str))


@cache
def granted(role: str) -> dict[str, str]:
    """The permissions of a role with their widest scope, as the packs write them."""
    order = ("own", "team", "org", "tenant")
    found: dict[str, str] = {}
    known = compiled().roles.get(role)
    for grant in known.grants if known is not None else ():
        before = found.get(grant.permission, "own")
        found[grant.permission] = max(before, grant.scope, key=order.index)
    return found


def reaches(name: str, permission: str) -> bool:
    """Whether the person's role reaches a hazard of /w1/t1/ that the worker has reported."""
    _, role, path = PEOPLE[name]
    scope = granted(role).get(permission, "")
    if scope == "own":
        return name == "worker"
    return scope == "tenant" or (scope in ("org", "team") and "/w1/t1/".startswith(path))


def example(route: Route) -> Example:
    """The route's example; a new route has none, and the matrix says so."""
    found = EXAMPLES.get(str(route))
    assert found is not None, f"{route} is new: give it an example in tests/web/matrix.py"
    return found


def _route(method: str, path: str, handler: HTTPRouteHandler) -> Route:
    opt = handler.opt
    return Route(
        method, path, str(opt.get("permission", "")), bool(opt.get("member")),
        bool(opt.get("open")), bool(opt.get("browser")),
    )  # fmt: skip


def _unstarted() -> Litestar:
    node = NodeSettings("main", "postgresql://nobody@127.0.0.1:1/none", "matrix", b"x" * 32)
    settings = Settings("matrix", b"x" * 32, (node,), {}, "main", "/nonexistent")
    return create_app(build_services(settings, MovedClock()))


def _complete(_: Ground) -> object:
    # An old version: who gets this far is refused by state, so that the ground stays as it is.
    return {"command_id": str(uuid4()), "version": 0, "outcome": "pass", "data": {}}


def _report(_: Ground) -> object:
    return {"id": str(uuid4()), "data": {}}


def _change(_: Ground) -> object:
    return {"command_id": str(uuid4()), "version": 0, "data": {"name": "改名"}}


PHOTO = photo()
ABSENT: UUID = uuid4()
EXAMPLES: dict[str, Example] = {
    **OF_ACCOUNTS,
    **{
        route: Example(at(path), query=query, body=body)
        for route, (path, query, body) in HABITS.items()
    },
    **{
        route: Example(at(path), body=(lambda _, sent=sent: sent) if sent is not None else None)
        for route, (path, sent) in NOTICES.items()
    },
    "GET /": Example(at("/")),
    "GET /{path}": Example(at("/m/work")),
    "GET /metrics": Example(at("/metrics")),
    "GET /health/live": Example(at("/health/live")),
    "GET /health/ready": Example(at("/health/ready")),
    "GET /health/started": Example(at("/health/started")),
    "GET /schema": Example(at("/schema")),
    "GET /schema/{path}": Example(at("/schema/absent")),
    "GET /schema/openapi.json": Example(at("/schema/openapi.json")),
    "POST /api/v1/session": Example(
        at("/api/v1/session"), body=lambda _: {"login": "nobody.here", "password": "wrong"}
    ),
    "GET /api/v1/session": Example(at("/api/v1/session")),
    "DELETE /api/v1/session": Example(at("/api/v1/session")),
    "PUT /api/v1/session/tenant": Example(
        at("/api/v1/session/tenant"), body=lambda _: {"tenant": str(ABSENT)}
    ),
    "GET /api/v1/tokens": Example(at("/api/v1/tokens")),
    "POST /api/v1/tokens": Example(
        at("/api/v1/tokens"),
        body=lambda _: {"title": "机器", "permissions": ["media:item:read"], "days": 1},
    ),
    "DELETE /api/v1/tokens/{token}": Example(at("/api/v1/tokens/{g.token}")),
    "GET /api/v1/worklist": Example(at("/api/v1/worklist")),
    "POST /api/v1/notices/{notice}/read": Example(at("/api/v1/notices/{g.notice}/read")),
    "GET /api/v1/records/{kind}/{record}/judgements": Example(record_at("/judgements")),
    "GET /api/v1/records/{kind}/{record}/suggestions/{field}": Example(
        record_at("/suggestions/clause")
    ),
    "GET /api/v1/records/{kind}/{record}/possible-originals": Example(
        record_at("/possible-originals")
    ),
    "GET /api/v1/settings/industry": Example(at("/api/v1/settings/industry")),
    "PUT /api/v1/settings/industry": Example(
        at("/api/v1/settings/industry"),
        body=lambda _: {"command_id": str(uuid4()), "industry": "no such"},
    ),
    "POST /api/v1/forms/{kind}/{form}/check": Example(
        at("/api/v1/forms/hazard/hazard_report/check"), body=lambda _: {"data": {}}
    ),
    "GET /api/v1/definitions/{kind}": Example(at("/api/v1/definitions/hazard")),
    "GET /api/v1/records/{kind}": Example(at("/api/v1/records/hazard")),
    "GET /api/v1/media/{digest}/facts": Example(at("/api/v1/media/{g.photo}/facts")),
    "GET /api/v1/records/{kind}/{record}/seal-code": Example(record_at("/seal-code")),
    "POST /api/v1/records/{kind}/{record}/links": Example(record_at("/links")),
    "POST /api/v1/records/{kind}/{record}/links/{link}/revoke": Example(
        record_at(f"/links/{ABSENT}/revoke"), body=lambda _: {"command_id": str(uuid4())}
    ),
    "GET /api/v1/shared/{token}": Example(at("/api/v1/shared/absent")),
    "GET /api/v1/shared/{token}/code": Example(at("/api/v1/shared/absent/code")),
    "GET /api/v1/audit/events": Example(at("/api/v1/audit/events")),
    "GET /api/v1/audit/events/export": Example(
        at("/api/v1/audit/events/export"), query=lambda _: {"format": "csv"}
    ),
    "GET /api/v1/lists/{kind}": Example(at("/api/v1/lists/hazard")),
    "GET /api/v1/lists/{kind}/groups": Example(
        at("/api/v1/lists/hazard/groups"), query=lambda _: {"by": "owner", "q": MARK}
    ),
    "PUT /api/v1/lists/{kind}/views/{view}": Example(
        at(f"/api/v1/lists/person/views/{uuid4()}"), body=lambda _: {"title": "", "query": {}}
    ),
    "DELETE /api/v1/lists/{kind}/views/{view}": Example(
        at(f"/api/v1/lists/hazard/views/{uuid4()}")
    ),
    "PUT /api/v1/lists/{kind}/order": Example(
        at("/api/v1/lists/person/order"), body=lambda _: {"views": []}
    ),
    "GET /api/v1/records/{kind}/export": Example(
        at("/api/v1/records/hazard/export"), query=lambda _: {"format": "csv"}
    ),
    "POST /api/v1/records/{kind}": Example(at("/api/v1/records/hazard"), body=_report),
    "POST /api/v1/records/{kind}/sheet": Example(
        at("/api/v1/records/hazard/sheet"), body=lambda _: {"id": str(uuid4()), "data": {}}
    ),
    "GET /api/v1/records/{kind}/{record}": Example(record_at()),
    "PUT /api/v1/records/{kind}/{record}": Example(
        at("/api/v1/records/person/{g.person}"), body=_change
    ),
    "POST /api/v1/records/{kind}/{record}/tasks/{task}": Example(
        record_at("/tasks/{g.task}"), body=_complete
    ),
    "POST /api/v1/records/{kind}/{record}/tasks/{task}/sheet": Example(
        record_at("/tasks/{g.task}/sheet"), body=lambda _: {"outcome": "pass", "data": {}}
    ),
    "POST /api/v1/records/{kind}/{record}/comments": Example(
        record_at("/comments"), body=lambda _: {"command_id": str(uuid4()), "text": "看过"}
    ),
    "GET /api/v1/records/{kind}/{record}/timeline": Example(record_at("/timeline")),
    "GET /api/v1/records/{kind}/{record}/evidence": Example(record_at("/evidence")),
    "GET /api/v1/records/{kind}/{record}/verification": Example(record_at("/verification")),
    "GET /api/v1/search": Example(at("/api/v1/search"), query=lambda _: {"q": MARK}),
    "GET /api/v1/ledgers": Example(at("/api/v1/ledgers")),
    "GET /api/v1/ledgers/{key}": Example(at("/api/v1/ledgers/hazard_all")),
    "GET /api/v1/records/{kind}/ledgers/{key}/export": Example(
        at("/api/v1/records/hazard/ledgers/hazard_all/export"), query=lambda _: {"format": "csv"}
    ),
    "GET /api/v1/indicators/closure-rate": Example(
        at("/api/v1/indicators/closure-rate"),
        query=lambda _: {"from": "2026-01-01", "to": "2027-12-31"},
    ),
    "GET /api/v1/indicators/elapsed": Example(
        at("/api/v1/indicators/elapsed"),
        query=lambda _: {"from": "2026-01-01", "to": "2027-12-31"},
    ),
    "POST /api/v1/media": Example(
        at("/api/v1/media"), query=lambda _: {"sha256": sha256(PHOTO)}, content=PHOTO
    ),
    "POST /api/v1/uploads": Example(
        at("/api/v1/uploads"), body=lambda _: {"sha256": sha256(PHOTO), "bytes": len(PHOTO)}
    ),
    "GET /api/v1/uploads/{digest}": Example(at("/api/v1/uploads/{g.photo}")),
    "PATCH /api/v1/uploads/{digest}": Example(
        at("/api/v1/uploads/{g.photo}"), query=lambda _: {"offset": "0"}, content=PHOTO
    ),
    "POST /api/v1/uploads/{digest}/finish": Example(at("/api/v1/uploads/{g.photo}/finish")),
    "GET /api/v1/media/{digest}": Example(at("/api/v1/media/{g.photo}")),
    "POST /api/v1/imports": Example(
        at("/api/v1/imports"),
        query=lambda _: {"type": "hazard", "filename": "a.csv"},
        content="隐患描述\n渗漏\n".encode(),
    ),
    "GET /api/v1/imports": Example(at("/api/v1/imports")),
    "GET /api/v1/imports/{job}": Example(at("/api/v1/imports/{g.job}")),
    "PUT /api/v1/imports/{job}": Example(
        at("/api/v1/imports/{g.job}"), body=lambda _: {"mapping": {}}
    ),
    "POST /api/v1/imports/{job}/dry-run": Example(at("/api/v1/imports/{g.job}/dry-run")),
    "POST /api/v1/imports/{job}/start": Example(at("/api/v1/imports/{g.job}/start")),
    "GET /api/v1/connectors": Example(at("/api/v1/connectors")),
    "POST /api/v1/connectors": Example(
        at("/api/v1/connectors"), body=lambda _: {"driver": "absent", "title": "x", "config": {}}
    ),
    "PUT /api/v1/connectors/{instance}/config": Example(
        at("/api/v1/connectors/{g.instance}/config"), body=lambda _: {"config": {"folder": "x"}}
    ),
    "DELETE /api/v1/connectors/{instance}": Example(at(f"/api/v1/connectors/{ABSENT}")),
    "POST /api/v1/connectors/{instance}/probe": Example(
        at("/api/v1/connectors/{g.instance}/probe")
    ),
    "POST /api/v1/observations": Example(at("/api/v1/observations"), body=lambda _: {"items": []}),
    "GET /api/v1/observations/{quantity}": Example(at("/api/v1/observations/wind_speed")),
    "POST /api/v1/presence/{record}": Example(
        at("/api/v1/presence/{g.record}"),
        body=lambda _: {
            "id": str(ABSENT),
            "at": "2020-01-01T00:00:00Z",
            "position": {"lat": 0.0, "lon": 0.0},
        },
    ),
    "GET /api/v1/areas/geofences": Example(at("/api/v1/areas/geofences")),
    "GET /api/v1/calendars/proposals": Example(at("/api/v1/calendars/proposals")),
    "GET /api/v1/labels/{kind}": Example(at("/api/v1/labels/area"), kind="area"),
    "GET /api/v1/setup": Example(at("/api/v1/setup")),
    "GET /api/v1/advice": Example(at("/api/v1/advice")),
    "PUT /api/v1/advice/{text}": Example(
        at(f"/api/v1/advice/{ABSENT}"), body=lambda _: {"category": "", "title": "", "text": ""}
    ),
    "DELETE /api/v1/advice/{text}": Example(at(f"/api/v1/advice/{ABSENT}")),
    "GET /api/v1/plans": Example(at("/api/v1/plans")),
    "GET /api/v1/plans/{plan}/picture": Example(at(f"/api/v1/plans/{ABSENT}/picture")),
    "GET /api/v1/standards": Example(at("/api/v1/standards")),
    "GET /api/v1/roles": Example(at("/api/v1/roles")),
    "GET /api/v1/boards": Example(at("/api/v1/boards")),
    "GET /api/v1/boards/{key}": Example(at("/api/v1/boards/hazard_plant")),
    "GET /api/v1/boards/{key}/export": Example(
        at("/api/v1/boards/hazard_plant/export"), query=lambda _: {"format": "xlsx"}
    ),
    "GET /api/v1/indicators/{key}/comparison": Example(
        at("/api/v1/indicators/hazard_elapsed/comparison"),
        query=lambda _: {
            "old_from": "2026-09-01",
            "old_to": "2026-09-30",
            "new_from": "2026-10-01",
            "new_to": "2026-10-31",
        },
    ),
    # A stream that opens does not end; test_board_streams.py opens some.
    "GET /api/v1/boards/{key}/stream": Example(
        at("/api/v1/boards/hazard_plant/stream"), query=lambda _: {"days": "9999"}
    ),
    "GET /api/v1/board-settings": Example(at("/api/v1/board-settings")),
    "PUT /api/v1/board-settings": Example(
        at("/api/v1/board-settings"), body=lambda _: {"holidays": ["2026-10-01"]}
    ),
    "POST /api/v1/connectors/{instance}/run": Example(at("/api/v1/connectors/{g.instance}/run")),
}


def arguments(route: Route, ground: Ground) -> dict[str, Any]:
    """The example as httpx takes it."""
    chosen = example(route)
    sent: dict[str, Any] = {
        "method": route.method,
        "url": "http://testserver" + chosen.path(ground),
        "params": dict(chosen.query(ground)),
    }
    if chosen.body is not None:
        sent["json"] = chosen.body(ground)
    if chosen.content is not None:
        sent["content"] = chosen.content
    return sent
