"""Calendars over HTTP: limits in working time follow the closest unit's calendar at once."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from msgspec import structs

from anshu.definitions.flow_language import Flow
from anshu.definitions.language import Pack
from anshu.kernel.clock import MovedClock
from anshu.records.adoption import adopt
from anshu.records.books import Books
from anshu.records.places.calendars import is_excluded
from anshu_tenants.registry import principal
from tests.records.people import Plant, hazard_packs
from tests.web.office import Office, waiting
from tests.web.test_plain_records import changed

WEEK = {str(day): "08:00-17:00" for day in range(1, 6)}
# A Friday, one hour before closing time in Shanghai.
FRIDAY = datetime(2026, 10, 9, 8, 0, tzinfo=UTC)


def in_working_time() -> tuple[Pack, ...]:
    """The shipped packs with every limit counted in working time."""

    def slower(item: object) -> object:
        if not isinstance(item, Flow):
            return item
        nodes = tuple(
            structs.replace(
                n, timer=structs.replace(n.timer, minutes=120, remind_before=(), working_time=True)
            )
            if n.timer is not None and not n.timer.limit_field
            else n
            for n in item.nodes
        )
        return structs.replace(item, nodes=nodes)

    return tuple(
        structs.replace(pack, items=tuple(slower(item) for item in pack.items))
        for pack in hazard_packs()
    )


@pytest.fixture
async def friday_office(office: Office) -> Office:
    plant, clock = office.plant, office.plant.services.clock
    assert isinstance(clock, MovedClock)
    clock.move(FRIDAY - clock.now())
    await adopt(plant.services.store, principal(plant.row), in_working_time(), clock)
    plant.services.books.forget(plant.row.schema)
    return office


async def kept(office: Office, org: str, *days: dict[str, object]) -> str:
    admin = await office.person("admin")
    identity = str(uuid4())
    data = {"name": "日历", "org": org, "working_time": {"hours": WEEK, "days": list(days)}}
    made = await admin.post("records/calendar", json={"id": identity, "data": data})
    assert made.status_code == 201, made.text
    return identity


async def due(office: Office) -> datetime:
    return minute(waiting(await office.report())["due"])


def minute(text: str) -> datetime:
    """The test's clock goes on by itself between two looks at it."""
    return datetime.fromisoformat(text).replace(second=0, microsecond=0)


async def test_a_limit_in_working_time_follows_the_calendar(friday_office: Office) -> None:
    assert await due(friday_office) == datetime(2026, 10, 9, 10, tzinfo=UTC)
    identity = await kept(friday_office, "/")
    assert await due(friday_office) == datetime(2026, 10, 12, 1, tzinfo=UTC)
    admin = await friday_office.person("admin")
    value = {"hours": WEEK, "days": [{"from": "2026-10-10", "kind": "work", "note": "补班"}]}
    done = await changed(admin, f"records/calendar/{identity}", {"working_time": value}, version=1)
    assert done.status_code == 200, done.text
    assert await due(friday_office) == datetime(2026, 10, 10, 1, tzinfo=UTC)


async def test_the_closest_units_calendar_holds(friday_office: Office) -> None:
    await kept(friday_office, "/")
    await kept(friday_office, "/w1/", {"from": "2026-10-12", "kind": "rest"})
    await kept(friday_office, "/w2/", {"from": "2026-10-12", "to": "2026-10-30", "kind": "rest"})
    assert await due(friday_office) == datetime(2026, 10, 13, 1, tzinfo=UTC)


async def test_a_limit_once_set_stays_when_the_calendar_changes(friday_office: Office) -> None:
    record = (await friday_office.report())["id"]
    await kept(friday_office, "/")
    seen = waiting(await friday_office.page("ehs", record))
    assert minute(seen["due"]) == datetime(2026, 10, 9, 10, tzinfo=UTC)


async def test_another_process_uses_the_new_calendar_at_once(friday_office: Office) -> None:
    services = friday_office.plant.services
    other = Books(services.store)
    tenant = principal(friday_office.plant.row)
    before = await other.current(tenant)
    await kept(friday_office, "/")
    now = await services.books.current(tenant)
    assert now.definition_version == before.definition_version + 1


async def test_a_shutdown_is_left_out_of_figures_of_this_tenant_only(
    office: Office, neighbour: Plant
) -> None:
    await kept(office, "/", {"from": "2026-07-01", "to": "2026-07-10", "kind": "shutdown"})
    services = office.plant.services
    for plant, expected in ((office.plant, True), (neighbour, False)):
        tenant = principal(plant.row)
        services.books.forget(plant.row.schema)
        assert await is_excluded(services, tenant, date(2026, 7, 3)) is expected
        assert not await is_excluded(services, tenant, date(2026, 7, 11))


async def test_a_calendar_that_is_none_is_refused_by_row(office: Office) -> None:
    admin = await office.person("admin")
    days = [{"from": "2026-10-01", "kind": "rest"}, {"from": "2026-10-09", "kind": "?"}]
    data = {"name": "日历", "org": "/", "working_time": {"hours": WEEK, "days": days}}
    refused = await admin.post("records/calendar", json={"id": str(uuid4()), "data": data})
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert (error["field"], error["code"]) == ("working_time", "calendar_day")
    assert "2" in error["message"]
