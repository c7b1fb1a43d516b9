"""The model file is the law: changing it changes an HTTP answer; no route is without a guard."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar import WebSocket, get, websocket

from anshu.access.compiled import Laws
from anshu.access.enforcer import DEFAULT_MODEL
from anshu.access.loading import AccessLoader
from anshu.web.app import create_app
from anshu.web.guard import UnguardedRoute
from anshu.web.routes import health
from tests.records.people import Plant
from tests.web.office import Office

STRICTER = ' && !(r.obj == "hazard:record" && r.act == "create")'


def model(path: Path, extra: str = "") -> Path:
    text = DEFAULT_MODEL.read_text()
    assert text.rstrip().endswith("g(r.sub, p.sub))")
    path.write_text(text.rstrip() + extra + "\n")
    return path


async def test_a_stricter_matcher_refuses_what_the_shipped_one_allows(
    plant: Plant, tmp_path: Path
) -> None:
    path = model(tmp_path / "model.conf")
    access = AccessLoader(plant.services.clock, laws=Laws(model_path=path))
    lawful = replace(plant, services=replace(plant.services, access=access))
    async with Office(lawful) as office:
        record = (await office.report())["id"]
        model(path, STRICTER)
        office.move(timedelta(seconds=5))
        refused = await office.send_report()
        assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
        # What the matcher says nothing of stays allowed.
        assert (await office.page("worker", record))["id"] == record
        model(path)
        office.move(timedelta(seconds=5))
        assert (await office.send_report()).status_code == 201


@pytest.mark.parametrize(
    "opt",
    [
        {},
        {"open": ""},
        {"member": ""},
        {"permission": "hazard:record:destroy"},
        {"permission": "{kind}:record:read"},
        {"permission": ""},
    ],
    ids=["nothing", "no reason", "empty reason", "unknown", "no such parameter", "empty"],
)
def test_an_application_with_an_unguarded_route_does_not_start(
    plant: Plant, monkeypatch: pytest.MonkeyPatch, opt: Mapping[str, Any]
) -> None:
    @get("/loose/{thing:str}", opt=dict(opt))
    async def loose() -> None:
        return None

    monkeypatch.setattr(health, "ROUTES", [*health.ROUTES, loose])
    with pytest.raises(UnguardedRoute, match="/loose"):
        create_app(plant.services)


def test_a_permission_template_must_name_an_action_of_records(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    @get("/loose/{kind:str}", opt={"permission": "{kind}:record:raed"})
    async def loose() -> None:
        return None

    monkeypatch.setattr(health, "ROUTES", [*health.ROUTES, loose])
    with pytest.raises(UnguardedRoute, match="/loose"):
        create_app(plant.services)


def test_a_socket_without_a_guard_does_not_start_either(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    @websocket("/loose")
    async def loose(socket: WebSocket[Any, Any, Any]) -> None:
        await socket.close()

    monkeypatch.setattr(health, "ROUTES", [*health.ROUTES, loose])
    with pytest.raises(UnguardedRoute, match="/loose"):
        create_app(plant.services)
