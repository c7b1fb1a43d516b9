"""Saved views: one's own and shared ones, checked against the definition, opened by role."""

from typing import Any
from uuid import uuid4

import msgspec

from anshu.definitions.language import Pack, RecordType
from anshu.records.adoption import adopt
from anshu_tenants.registry import principal
from tests.records.people import Plant, hazard_packs
from tests.web.office import Office

Json = dict[str, Any]
QUERY: Json = {
    "filters": {"state": "rectifying,reinspecting", "created": "30d", "overdue": "1"},
    "sort": "-due",
    "columns": ["number", "title", "owner", "cost"],
    "widths": {"title": 320},
    "group": "owner",
}


async def shape(office: Office, name: str) -> Json:
    answer = await (await office.person(name)).get("lists/hazard")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def keep(office: Office, name: str, view: str, **more: object) -> Json | int:
    body = {"title": "整改跟踪", "query": QUERY} | more
    answer = await (await office.person(name)).put(f"lists/hazard/views/{view}", json=body)
    return dict(answer.json()) if answer.status_code == 200 else answer.status_code


async def titles(office: Office, name: str) -> list[str]:
    return [view["title"] for view in (await shape(office, name))["views"]]


async def test_a_view_is_kept_renamed_ordered_and_removed_by_its_maker(office: Office) -> None:
    first, second = str(uuid4()), str(uuid4())
    assert await keep(office, "leader", first) == {"id": first}
    assert await keep(office, "leader", first) == {"id": first}
    await keep(office, "leader", second, title="第二个")
    await keep(office, "leader", first, title="改了名")
    client = await office.person("leader")
    await client.put("lists/hazard/order", json={"views": [second, first]})
    views = (await shape(office, "leader"))["views"]
    assert [view["title"] for view in views] == ["第二个", "改了名"]
    assert views[1]["query"] == QUERY
    assert (views[1]["mine"], views[1]["may_change"], views[1]["missing"]) == (True, True, [])
    assert (await client.delete(f"lists/hazard/views/{second}")).status_code == 200
    assert (await client.delete(f"lists/hazard/views/{second}")).status_code == 404
    assert await titles(office, "leader") == ["改了名"]


async def test_own_views_are_nobody_elses_and_shared_ones_are_everybodys(
    office: Office, neighbour: Plant
) -> None:
    own, shared = str(uuid4()), str(uuid4())
    await keep(office, "ehs", own, title="自己的")
    await keep(office, "ehs", shared, title="共享的", shared=True, roles=["team_leader"])
    assert await titles(office, "ehs") == ["自己的", "共享的"]
    assert await titles(office, "leader") == ["共享的"]
    # Nobody without the permission shares, changes or removes what is shared.
    assert await keep(office, "leader", str(uuid4()), shared=True) == 403
    assert await keep(office, "leader", shared, title="抢") == 404
    assert await keep(office, "leader", own, title="抢") == 404
    leader = await office.person("leader")
    assert (await leader.delete(f"lists/hazard/views/{shared}")).status_code == 404
    # Who may share may also change what others have shared, but never their own views.
    assert await keep(office, "boss", shared, title="厂长改的", shared=True) == {"id": shared}
    assert await keep(office, "boss", own, title="抢") == 404
    assert await titles(office, "ehs") == ["自己的", "厂长改的"]
    async with Office(neighbour) as next_door:
        assert await titles(next_door, "ehs") == []
        assert await keep(next_door, "ehs", own) == {"id": own}
    assert await titles(office, "ehs") == ["自己的", "厂长改的"]


async def test_a_role_opens_its_view_and_ones_own_choice_goes_first(office: Office) -> None:
    shared, own = str(uuid4()), str(uuid4())
    await keep(office, "ehs", shared, shared=True, roles=["team_leader"])
    assert "opens" not in await shape(office, "ehs")
    assert (await shape(office, "leader"))["opens"] == shared
    await keep(office, "leader", own, title="我的", opens_first=True)
    assert (await shape(office, "leader"))["opens"] == own
    another = str(uuid4())
    await keep(office, "leader", another, title="更好的", opens_first=True)
    assert (await shape(office, "leader"))["opens"] == another
    first = [v["title"] for v in (await shape(office, "leader"))["views"] if v["opens_first"]]
    assert first == ["更好的"]


async def test_what_the_list_does_not_have_is_refused_by_name(office: Office) -> None:
    wrong: list[tuple[Json, str]] = [
        ({"title": "  "}, "title"),
        ({"title": "长" * 41}, "title"),
        ({"query": {"filters": {"color": "red"}}}, "filters.color"),
        ({"query": {"filters": {"ids": str(uuid4())}}}, "filters.ids"),
        ({"query": {"filters": {"created": "soon"}}}, "created"),
        ({"query": {"filters": {"state": "flying"}}}, "query"),
        ({"query": {"columns": ["number", "number"]}}, "columns"),
        ({"query": {"columns": ["no_such"]}}, "query"),
        ({"query": {"columns": ["penalty"]}}, "query"),
        ({"query": {"group": "title"}}, "query"),
        ({"query": {"sort": "normal"}}, "sort"),
        ({"query": {"widths": {"title": 5}}}, "widths"),
    ]
    client = await office.person("leader")
    for change, field in wrong:
        body = {"title": "视图", "query": {}} | change
        answer = await client.put(f"lists/hazard/views/{uuid4()}", json=body)
        assert answer.status_code == 422, (change, answer.text)
        assert field in [error["field"] for error in answer.json()["errors"]], change
    unknown = await client.put(
        f"lists/hazard/views/{uuid4()}", json={"title": "x", "query": {"where": "1=1"}}
    )
    assert unknown.status_code == 422
    assert await titles(office, "leader") == []


async def test_a_view_whose_field_has_gone_says_so(office: Office) -> None:
    view = str(uuid4())
    await keep(office, "leader", view)
    packs = without_cost()
    plant = office.plant
    await adopt(plant.services.store, principal(plant.row), packs, plant.services.clock)
    (found,) = (await shape(office, "leader"))["views"]
    assert found["missing"] == ["cost"]
    assert found["query"] == QUERY


async def test_columns_of_a_list_are_those_that_the_reader_may_see(office: Office) -> None:
    keys = {
        name: {column["key"] for column in (await shape(office, name))["columns"]}
        for name in ("ehs", "safety", "leader")
    }
    assert "penalty" in keys["ehs"]
    assert "penalty" not in keys["safety"]
    assert "contact" in keys["safety"]
    assert "contact" not in keys["leader"]
    assert {"number", "title", "level", "state", "due", "category", "source"} <= keys["leader"]
    columns = {column["key"]: column for column in (await shape(office, "ehs"))["columns"]}
    assert columns["category"]["filter"] == columns["category"]["sort"] == "t1"
    assert [choice["code"] for choice in columns["level"]["choices"]][-1] == "major"
    assert (columns["due"]["label"], columns["due"]["filter"]) == ("整改期限", "due")


def without_cost() -> tuple[Pack, ...]:
    """The shipped packs, with the cost of a hazard no longer for everybody."""
    packs = []
    for pack in hazard_packs():
        items = list(pack.items)
        for place, item in enumerate(items):
            if isinstance(item, RecordType) and item.key == "hazard":
                fields = tuple(
                    msgspec.structs.replace(f, classed="restricted") if f.key == "cost" else f
                    for f in item.fields
                )
                items[place] = msgspec.structs.replace(item, fields=fields)
        packs.append(msgspec.structs.replace(pack, items=tuple(items)))
    return tuple(packs)
