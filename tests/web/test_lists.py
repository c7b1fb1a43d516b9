"""Lists, export, work list, notices, search, ledgers and the indicator over HTTP."""

import csv
import io
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from anshu.records.reactions import REACTIONS
from anshu_tenants.registry import principal
from tests.records.people import PEOPLE, Plant
from tests.records.test_journey import report
from tests.web.client import logged_in
from tests.web.worker import work_off


async def test_a_list_is_filtered_by_what_the_query_says(plant: Plant) -> None:
    record = await report(plant)
    async with logged_in(plant, "leader") as client:
        both = [
            (await client.get("records/hazard", params=params)).json()["items"]
            for params in (
                {"q": "密封渗漏", "state": "reviewing", "overdue": "0", "equipment": ""},
                {"equipment": str(plant.equipment), "limit": "1", "sort": "-created_at"},
                {"created_from": "2026-01-01T00:00:00Z", "mine": "assigned", "org": "/w1/"},
            )
        ]
        assert [[row["id"] for row in rows] for rows in both] == [[str(record)]] * 3
        none = await client.get("records/hazard", params={"overdue": "1"})
        assert (none.json()["items"], none.json()["total"]) == ([], 0)
        other = await client.get("records/hazard", params={"equipment": str(uuid4())})
        assert other.json()["total"] == 0


async def test_every_bad_filter_is_named_at_once_with_its_cure(plant: Plant) -> None:
    bad = {
        "equipment": "R-103", "limit": "viele", "created_from": "gestern", "mine": "everybody",
        "colour": "red", "overdue": "perhaps",
    }  # fmt: skip
    async with logged_in(plant, "ehs") as client:
        for path in ("records/hazard", "records/hazard/export"):
            refused = await client.get(path, params=bad)
            problem = refused.json()
            assert (refused.status_code, problem["code"]) == (422, "query_malformed")
            assert {e["field"] for e in problem["errors"]} == bad.keys()
            assert all(e["message"] and e["cure"] for e in problem["errors"])
        twice = await client.get("records/hazard", params=[("state", "a"), ("state", "b")])
        assert [(e["field"], e["code"]) for e in twice.json()["errors"]] == [("state", "repeated")]
        for params in ({"limit": "201"}, {"org": "w1"}, {"sort": "penalty"}, {"cursor": "x"}):
            refused = await client.get("records/hazard", params=params)
            (error,) = refused.json()["errors"]
            assert (refused.status_code, error["field"]) == (422, next(iter(params)))
            assert error["message"] != error["code"]


async def test_pages_follow_each_other_by_the_cursor(plant: Plant) -> None:
    records = {str(await report(plant)) for _ in range(3)}
    async with logged_in(plant, "ehs") as client:
        first = (await client.get("records/hazard", params={"limit": "2"})).json()
        rest = {"limit": "2", "cursor": first["next_cursor"]}
        second = (await client.get("records/hazard", params=rest)).json()
        assert {row["id"] for row in first["items"] + second["items"]} == records
        assert "next_cursor" not in second


async def test_an_export_is_a_file_with_the_same_filters(plant: Plant) -> None:
    await report(plant)
    async with logged_in(plant, "ehs") as client:
        sent = await client.get(
            "records/hazard/export", params={"format": "csv", "state": "reviewing"}
        )
        assert sent.status_code == 200
        assert sent.headers["content-type"].startswith("text/csv")
        assert sent.headers["content-disposition"].startswith("attachment; filename=")
        rows = list(csv.reader(io.StringIO(sent.content.decode("utf-8-sig"))))
        assert len(rows) == 2
        assert "3号反应釜密封渗漏" in rows[1]
        book = await client.get("records/hazard/export")
        assert book.content.startswith(b"PK")
        wrong = await client.get("records/hazard/export", params={"format": "pdf"})
        assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "format")


async def test_only_who_may_export_gets_a_file(plant: Plant) -> None:
    await report(plant)
    for name in PEOPLE:
        async with logged_in(plant, name) as client:
            sent = await client.get("records/hazard/export", params={"format": "csv"})
            expected = 200 if name in ("safety", "ehs", "boss") else 403
            assert sent.status_code == expected, name


async def test_a_work_list_tells_what_waits_and_a_notice_is_read_by_its_person_only(
    plant: Plant,
) -> None:
    record = await report(plant)
    assert await work_off(plant, [r for r in REACTIONS if r.name == "records.events.follow"]) > 0
    async with logged_in(plant, "leader") as leader, logged_in(plant, "worker") as worker:
        work = (await leader.get("worklist")).json()
        (card,) = work["items"]
        assert card["record"]["id"] == str(record)
        assert card["why"] == "你是 甲班 班组长"
        (notice,) = work["notices"]
        assert notice["read"] is None
        path = f"notices/{notice['id']}/read"
        assert (await worker.post(path, json={})).status_code == 204
        assert await read_at(plant, notice["id"]) is None
        assert (await leader.post(path, json={})).status_code == 204
        first = await read_at(plant, notice["id"])
        assert first is not None
        assert (await leader.post(path, json={})).status_code == 204
        assert await read_at(plant, notice["id"]) == first
        assert (await worker.get("worklist")).json()["items"] == []


async def test_search_finds_numbers_and_words_within_the_scope(plant: Plant) -> None:
    record = await report(plant)
    async with logged_in(plant, "leader") as leader, logged_in(plant, "other_leader") as other:
        found = (await leader.get("search", params={"q": "密封"})).json()["items"]
        assert [hit["id"] for hit in found if hit["type"] == "hazard"] == [str(record)]
        number = found[0]["number"]
        assert (await leader.get("search", params={"q": number})).json()["items"][0]["id"] == str(
            record
        )
        there = (await other.get("search", params={"q": "密封"})).json()["items"]
        assert [hit for hit in there if hit["type"] == "hazard"] == []
        assert (await leader.get("search")).json() == {"items": []}


async def test_ledgers_fill_themselves(plant: Plant) -> None:
    record = await report(plant)
    async with logged_in(plant, "ehs") as client:
        index = (await client.get("ledgers")).json()
        counts = {entry["key"]: entry["count"] for entry in index}
        assert counts["hazard_all"] == 1
        assert counts["hazard_closed"] == 0
        page = (await client.get("ledgers/hazard_all", params={"limit": "5"})).json()
        assert [row["id"] for row in page["items"]] == [str(record)]
        assert "3号反应釜密封渗漏" in page["items"][0]["cells"]
        missing = await client.get("ledgers/nothing")
        assert (missing.status_code, missing.json()["code"]) == (404, "unknown_ledger")
        assert missing.json()["cure"]
    async with logged_in(plant, "worker") as client:
        assert (await client.get("ledgers")).status_code == 403


async def test_the_closure_rate_answers_both_formulas_for_a_period(plant: Plant) -> None:
    await report(plant)
    # A plant's day: at four in the afternoon by UTC its next one has begun.
    now = plant.services.clock.now().astimezone(ZoneInfo("Asia/Shanghai")).date()
    async with logged_in(plant, "ehs") as client:
        params = {"from": f"{now.replace(day=1)}", "to": f"{now}"}
        rate = (await client.get("indicators/closure-rate", params=params)).json()
        assert (rate["from"], rate["to"]) == (params["from"], params["to"])
        assert rate["literal"] == {"numerator": 0, "denominator": 1, "rate": "0.0"}
        assert rate["due_only"] == {"numerator": 0, "denominator": 0}
        assert rate["excluded_import"] == 0
        turned = {"from": f"{now}", "to": "2026-01-01"}
        refused = await client.get("indicators/closure-rate", params=turned)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "to")
        missing = await client.get("indicators/closure-rate", params={"from": "gestern"})
        assert missing.status_code == 422
        assert missing.json()["code"] == "malformed"
    async with logged_in(plant, "leader") as client:
        assert (await client.get("indicators/closure-rate", params=params)).status_code == 403


async def test_another_tenants_records_are_in_no_list(plant: Plant, neighbour: Plant) -> None:
    record = await report(neighbour)
    async with logged_in(plant, "ehs") as client:
        assert (await client.get("records/hazard")).json()["total"] == 0
        assert (await client.get("worklist")).json()["items"] == []
        assert str(record) not in (await client.get("search", params={"q": "密封"})).text
        export = await client.get("records/hazard/export", params={"format": "csv"})
        assert len(export.content.decode().splitlines()) == 1
        assert (await client.get("ledgers/hazard_all")).json()["items"] == []


async def read_at(plant: Plant, notice: str) -> object:
    sql = "select read_at from notice where id = $1"
    async with plant.services.store.begin(principal(plant.row), purpose="test.look") as tx:
        row = await tx.fetchrow(sql, UUID(notice))
    assert row is not None
    return row["read_at"]
