"""Observations over HTTP: kept in one unit, once, of now; signs of presence of oneself only."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest_asyncio
from httpx import Response

from anshu.definitions.pack import parse_pack
from anshu.records.adoption import adopt
from anshu_tenants.registry import principal
from tests.records.people import Plant, hazard_packs
from tests.web.client import bare
from tests.web.office import Json, Office

GRANTS = parse_pack(
    """
layer: company
publisher: test
name: presence
version: "1"
effective_from: "2026-01-01"
items:
  - kind: RoleGrants
    key: worker_present
    role: worker
    grants: [{permission: "observation:presence:write"}]
  - kind: RoleGrants
    key: leader_present
    role: team_leader
    grants: [{permission: "observation:presence:write"}, {permission: "observation:item:read"}]
""",
    name="presence",
)
SPOT = {"lat": 31.985, "lon": 120.905, "accuracy_m": 8.0}


class Weather(Office):
    """The administrator's sensors send, the EHS manager reads."""

    machines: dict[str, str]

    def value(self, **more: object) -> Json:
        return {
            "id": str(uuid4()), "quantity": "wind_speed", "value": "8.5", "unit": "m/s",
            "at": self.now.isoformat(), **more,
        }  # fmt: skip

    async def send(self, *items: Json, of: str = "anemometer:roof") -> Response:
        """What the connection of this source sends."""
        if of not in self.machines:
            wanted = {"title": of, "permissions": ["observation:item:write"], "days": 1}
            made = await (await self.person("admin")).post("tokens", json=wanted)
            self.machines[of] = made.json()["token"]
        async with bare(self.app) as machine:
            machine.headers["authorization"] = f"Bearer {self.machines[of]}"
            return await machine.post("observations", json={"items": list(items)})

    async def newest(
        self, quantity: str = "wind_speed", name: str = "admin", **query: str
    ) -> list[Json]:
        answer = await (await self.person(name)).get(f"observations/{quantity}", params=query)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def kept(self) -> int:
        tenant = principal(self.plant.row)
        async with self.plant.services.store.begin(tenant, purpose="test.count") as tx:
            (row,) = await tx.fetch("select count(*) as n from observation")
        return int(row["n"])


@pytest_asyncio.fixture(loop_scope="session")
async def weather(plant: Plant) -> AsyncIterator[Weather]:
    async with Weather(plant) as opened:
        opened.machines = {}
        yield opened


async def test_the_newest_of_every_source_is_read_with_its_age(weather: Weather) -> None:
    before = (weather.now - timedelta(minutes=20)).isoformat()
    service = weather.value(source="service:met", value="3", at=before)
    assert (await weather.send(service, of="service:met")).status_code == 200
    answer = await weather.send(weather.value(value="2", at=before), weather.value())
    assert (answer.status_code, answer.json()["count"]) == (200, 2)
    found = await weather.newest()
    assert [(one["source"], one["value"], one["age_seconds"]) for one in found] == [
        ("anemometer:roof", "8.5", 0), ("service:met", "3", 1200),
    ]  # fmt: skip


async def test_wind_in_any_unit_is_kept_in_metres_per_second(weather: Weather) -> None:
    for value, unit, kept in (
        ("36", "km/h", "10"), ("5", "Bft", "8"), ("0", "Bft", "0"), ("8.5", "m/s", "8.5"),
    ):  # fmt: skip
        await weather.send(weather.value(value=value, unit=unit), of=f"{value} {unit}")
        found = {each["source"]: each for each in await weather.newest()}[f"{value} {unit}"]
        assert (found["value"], found["unit"]) == (kept, "m/s")


async def test_one_that_is_sent_again_is_kept_once(weather: Weather) -> None:
    item = weather.value()
    assert [(await weather.send(item)).status_code for _ in range(2)] == [200, 200]
    assert await weather.kept() == 1


FAULTS: tuple[tuple[Json, str, str], ...] = (
    ({"quantity": "mood"}, "quantity", "not_in_list"),
    ({"quantity": "presence", "unit": "", "value": "1"}, "quantity", "not_in_list"),
    ({"unit": "ppm"}, "unit", "unit_of_something_else"),
    ({"unit": "furlong"}, "unit", "unit_of_something_else"),
    ({"value": "strong"}, "value", "wrong_format"),
    ({"value": "13", "unit": "Bft"}, "value", "wrong_format"),
    ({"value": "2.5", "unit": "Bft"}, "value", "wrong_format"),
    ({"value": "-1"}, "value", "too_small"),
    ({"value": "101"}, "value", "too_large"),
    ({"source": "service:met"}, "source", "source_of_another"),
    ({"at": "2026-11-20T04:00:00"}, "at", "time_without_zone"),
    ({"quantity": "fixed_detector", "unit": "%LEL"}, "subject", "field_missing"),
    ({"subject": str(uuid4())}, "subject", "reference_unknown"),
    ({"position": {"lat": 95.0, "lon": 0.0}}, "position", "wrong_format"),
)


async def test_a_person_is_the_source_of_what_it_sends_whatever_it_says(weather: Weather) -> None:
    admin = await weather.person("admin")
    posed = weather.value(source="anemometer:roof", value="1")
    answer = await admin.post("observations", json={"items": [posed]})
    me = f"person:{weather.plant.ids['admin']}"
    assert (answer.status_code, answer.json()["source"]) == (200, me)
    assert (await weather.send(weather.value())).json()["source"] == "anemometer:roof"
    assert {each["source"]: each["value"] for each in await weather.newest()} == {
        me: "1", "anemometer:roof": "8.5",
    }  # fmt: skip


async def test_no_token_speaks_in_the_name_of_a_person(weather: Weather) -> None:
    answer = await weather.send(weather.value(), of=f"person:{uuid4()}")
    assert answer.json()["source"] == f"person:{weather.plant.ids['admin']}"


async def test_a_fault_refuses_all_and_names_row_and_field(weather: Weather) -> None:
    for more, field, code in FAULTS:
        answer = await weather.send(weather.value(), weather.value(**more))
        assert answer.status_code == 422
        errors = [(one["field"], one["code"], one["row"]) for one in answer.json()["errors"]]
        assert errors == [(field, code, 1)]
    assert await weather.kept() == 0


async def test_what_lies_ahead_or_long_ago_is_not_taken(weather: Weather) -> None:
    for minutes, code in ((6, "observed_ahead"), (-24 * 60 - 1, "observed_long_ago")):
        at = (weather.now + timedelta(minutes=minutes)).isoformat()
        answer = await weather.send(weather.value(at=at))
        assert [one["code"] for one in answer.json()["errors"]] == [code]


async def test_none_and_too_many_are_refused(weather: Weather) -> None:
    for count in (0, 101):
        answer = await weather.send(*(weather.value() for _ in range(count)))
        assert answer.status_code == 422
    assert await weather.kept() == 0


async def test_a_guardian_is_present_in_person_and_where_it_may_read(weather: Weather) -> None:
    services, tenant = weather.plant.services, principal(weather.plant.row)
    await adopt(services.store, tenant, (*hazard_packs(), GRANTS), services.clock)
    services.books.forget(weather.plant.row.schema)
    record = (await weather.report())["id"]
    here: Json = {"id": str(uuid4()), "at": weather.now.isoformat(), "position": SPOT}
    path = f"presence/{record}"
    own = await (await weather.person("worker")).post(path, json=here)
    other = await (await weather.person("other_leader")).post(
        path, json={**here, "id": str(uuid4())}
    )
    assert (own.status_code, other.status_code) == (200, 404)
    (seen,) = await weather.newest("presence", "leader", about=record)
    assert seen["source"] == f"person:{weather.plant.ids['worker']}"
    assert (seen["lat"], seen["accuracy_m"]) == (31.985, 8.0)
