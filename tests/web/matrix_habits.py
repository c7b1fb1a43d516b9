"""Examples of the matrix for approval habits: path with the ground's ids, query, body.

Each is refused by state or by form where it gets that far, so that the ground stays as it is.
"""

from collections.abc import Callable, Mapping
from uuid import uuid4

ABSENT = str(uuid4())
RECORD = "/api/v1/records/hazard/{g.record}"
TASK = RECORD + "/tasks/{g.task}"
Query = Callable[[object], Mapping[str, str]]
Body = Callable[[object], object] | None


def _nothing(_: object) -> Mapping[str, str]:
    return {}


def _nobody(_: object) -> Mapping[str, str]:
    return {"q": "不存在的人"}


def _asking(**more: object) -> Callable[[object], object]:
    return lambda _: {"command_id": str(uuid4()), "reason": "出差"} | more


def _many(_: object) -> object:
    items = [{"command_id": str(uuid4()), "record": ABSENT}]
    return {"node": "absent", "outcome": "pass", "items": items}


def _over(_: object) -> object:
    """A delegation whose time has passed."""
    return {
        "id": str(uuid4()), "to": ABSENT, "reason": "出差",
        "starts": "2020-01-01T00:00:00Z", "ends": "2020-01-02T00:00:00Z",
    }  # fmt: skip


OF_TASK = "POST /api/v1/records/{kind}/{record}/tasks/{task}"
OF_COPIES = "/api/v1/records/{kind}/{record}/copies"
HABITS: dict[str, tuple[str, Query, Body]] = {
    f"{OF_TASK}/signers": (TASK + "/signers", _nothing, _asking(person=ABSENT, place="after")),
    f"{OF_TASK}/assignee": (TASK + "/assignee", _nothing, _asking(person=ABSENT)),
    f"{OF_TASK}/urge": (TASK + "/urge", _nothing, _asking(reason="x" * 501)),
    f"{OF_TASK}/seen": (f"{RECORD}/tasks/{ABSENT}/seen", _nothing, None),
    f"{OF_TASK}/elements": (
        TASK + "/elements", _nothing, lambda _: {"outcome": "pass", "data": {}},
    ),
    "GET /api/v1/records/{kind}/{record}/tasks/{task}/candidates": (
        TASK + "/candidates", _nobody, None,
    ),
    f"POST {OF_COPIES}": (RECORD + "/copies", _nothing, _asking(people=[])),
    f"GET {OF_COPIES}/candidates": (RECORD + "/copies/candidates", _nobody, None),
    f"POST {OF_COPIES}/{{person}}/revoke": (
        f"{RECORD}/copies/{ABSENT}/revoke", _nothing, _asking(),
    ),
    "POST /api/v1/records/{kind}/{record}/withdrawal": (
        RECORD + "/withdrawal", _nothing, _asking(reason=""),
    ),
    "POST /api/v1/records/{kind}/{record}/entries": (
        RECORD + "/entries", _nothing,
        lambda _: {"id": str(uuid4()), "entry": "absent", "rows": [{"what": "x"}]},
    ),
    "POST /api/v1/records/{kind}/{record}/entries/sheet": (
        RECORD + "/entries/sheet", _nothing, lambda _: {"entry": "absent"},
    ),
    "POST /api/v1/records/{kind}/completions": (
        "/api/v1/records/hazard/completions", _nothing, _many,
    ),
    "GET /api/v1/delegations": ("/api/v1/delegations", _nothing, None),
    "POST /api/v1/delegations": ("/api/v1/delegations", _nothing, _over),
    "GET /api/v1/delegations/candidates": ("/api/v1/delegations/candidates", _nothing, None),
    "POST /api/v1/delegations/{delegation}/end": (
        f"/api/v1/delegations/{ABSENT}/end", _nothing, _asking(),
    ),
}  # fmt: skip
