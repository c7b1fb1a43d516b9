"""Entries, watches, alarms and things that one record has to itself, as people meet them."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from anshu.records import alarms
from tests.records.people import Plant
from tests.web.test_round_trips import counted
from tests.web.workshop import Json, Workshop, with_jobs

LOW: Json = {"oxygen": "18", "reason": "通风不足，已停工"}


@pytest_asyncio.fixture(loop_scope="session")
async def shop(plant: Plant) -> AsyncIterator[Workshop]:
    await with_jobs(plant)
    async with Workshop(plant) as opened:
        yield opened


async def test_a_page_offers_the_entries_that_its_reader_may_make_now(shop: Workshop) -> None:
    page = await shop.start()
    offered = {e["key"]: e for e in (await shop.job(page["id"], "ehs"))["entries"]}
    assert set(offered) == {"reading"}
    assert (offered["reading"]["form"], offered["reading"]["table"]) == ("job_reading", "readings")
    mine = [e["key"] for e in (await shop.job(page["id"], "leader"))["entries"]]
    assert mine == ["passage_in", "passage_out", "add_guard", "relieve", "note"]
    assert (await shop.job(page["id"], "worker"))["entries"] == []


async def test_an_entry_takes_five_round_trips_and_stands_on_the_timeline(shop: Workshop) -> None:
    page = await shop.start()
    client = await shop.person("ehs")
    body = {"id": str(uuid4()), "entry": "reading", "rows": [{"oxygen": "20.9", "point": "顶部"}]}
    with counted(shop.plant) as trips:
        answer = await client.post(f"records/permit/{page['id']}/entries", json=body)
    assert answer.status_code == 200, answer.text
    assert trips.by_purpose()["command.AddEntry"] <= 5
    (row,) = answer.json()["data"]["readings"]
    assert (row["@no"], row["result"]) == (1, "good")
    again = await client.post(f"records/permit/{page['id']}/entries", json=body)
    assert again.json()["version"] == answer.json()["version"]
    line = (await client.get(f"records/permit/{page['id']}/timeline")).json()["items"][-1]
    assert (line["kind"], line["text"]) == ("EntryAdded", "气体检测")
    assert line["data"]["readings"][0]["point"] == "顶部"


async def test_entries_of_several_people_at_once_are_all_kept(shop: Workshop) -> None:
    page = await shop.start()
    await shop.person("ehs")
    asked = [shop.enter(page["id"], "ehs", "reading", {"oxygen": f"20.{n}"}) for n in range(6)]
    answers = await asyncio.gather(*asked)
    assert [answer.status_code for answer in answers] == [200] * 6
    kept = (await shop.job(page["id"]))["data"]["readings"]
    assert [row["@no"] for row in kept] == [1, 2, 3, 4, 5, 6]
    assert {row["oxygen"] for row in kept} == {f"20.{n}" for n in range(6)}


async def test_without_the_permission_nothing_is_recorded(shop: Workshop) -> None:
    page = await shop.start()
    answer = await shop.enter(page["id"], "worker", "note", {"note": "看过"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert (await shop.job(page["id"]))["version"] == page["version"]


@pytest.mark.parametrize("looked_for_at_once", [1, 16])
async def test_a_bad_reading_raises_one_alarm_until_it_is_closed(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch, looked_for_at_once: int
) -> None:
    monkeypatch.setattr(alarms, "ROUND", looked_for_at_once)
    page = await shop.start()
    for _ in range(2):
        assert (await shop.enter(page["id"], "ehs", "reading", LOW)).status_code == 200
    (alarm,) = await shop.alarms()
    shown = await _alarm(shop, alarm["id"])
    assert shown["data"]["code"] == "20"
    assert shown["data"]["job"] == page["id"]
    assert shown["title"] == "氧含量低"
    assert shown["org"]["path"] == "/w1/t1/"
    await _handle(shop, shown)
    await shop.enter(page["id"], "ehs", "reading", LOW)
    assert len(await shop.alarms()) == 2


async def test_what_is_refused_raises_its_alarm_and_changes_nothing_else(shop: Workshop) -> None:
    page = await shop.start()
    answer = await shop.enter(page["id"], "ehs", "reading", {"oxygen": "209"})
    assert (answer.status_code, answer.json()["alarms"]) == (409, ["21"])
    assert (await shop.job(page["id"]))["version"] == page["version"]
    (alarm,) = await shop.alarms()
    assert (await _alarm(shop, alarm["id"]))["data"]["code"] == "21"
    await shop.enter(page["id"], "ehs", "reading", {"oxygen": "209"})
    assert len(await shop.alarms()) == 1


async def test_an_alarm_that_cannot_be_made_at_once_is_made_later(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await shop.start()

    async def away(*_: object) -> None:
        raise OSError("the database is away")

    with monkeypatch.context() as broken:
        broken.setattr(alarms, "raise_alarms", away)
        answer = await shop.enter(page["id"], "ehs", "reading", {"oxygen": "209"})
    assert (answer.status_code, answer.json()["alarms"]) == (409, ["21"])
    assert len(await shop.alarms()) == 1


async def test_a_watch_raises_its_alarm_when_its_time_has_come_and_looks_again(
    shop: Workshop,
) -> None:
    page = await shop.start()
    shop.pass_by(119)
    assert await shop.sweep() == 0
    shop.pass_by(2)
    assert await shop.sweep() == 1
    (alarm,) = await shop.alarms()
    assert (await _alarm(shop, alarm["id"]))["data"]["code"] == "30"
    assert (await shop.job(page["id"]))["version"] == page["version"]
    await _handle(shop, await _alarm(shop, alarm["id"]))
    shop.pass_by(29)
    assert await shop.sweep() == 0
    shop.pass_by(2)
    assert await shop.sweep() == 1
    assert len(await shop.alarms()) == 2


async def test_a_reading_in_time_puts_the_watch_off(shop: Workshop) -> None:
    page = await shop.start()
    shop.pass_by(100)
    now = {"oxygen": "20.9", "at": shop.now.isoformat()}
    assert (await shop.enter(page["id"], "ehs", "reading", now)).status_code == 200
    shop.pass_by(119)
    assert await shop.alarms() == []
    assert await shop.sweep() == 0
    shop.pass_by(2)
    assert await shop.sweep() == 1
    assert len(await shop.alarms()) == 1


async def test_a_watch_ends_with_its_task(shop: Workshop) -> None:
    page = await shop.start()
    await shop.end(page, "leader", "stop")
    shop.pass_by(300)
    assert await shop.sweep() == 0
    assert await shop.alarms() == []


async def test_what_was_recorded_meanwhile_makes_no_decision_outdated(shop: Workshop) -> None:
    page = await shop.start()
    seen = await shop.job(page["id"])
    await shop.enter(page["id"], "ehs", "reading", LOW)
    assert (await shop.end(seen, "leader", "stop"))["state"] == "accepted"


async def test_everything_that_is_ones_own_stops_at_once_and_only_once(shop: Workshop) -> None:
    pages = [await shop.start() for _ in range(3)]
    body = {"node": "working", "outcome": "stop", "id": str(uuid4())}
    client = await shop.person("leader")
    done = (await client.post("records/permit/completions", json=body)).json()
    assert (done["done"], done["refused"]) == (3, 0)
    states = {(await shop.job(page["id"]))["state"] for page in pages}
    assert states == {"accepted"}
    stranger = await shop.person("ehs")
    none = (await stranger.post("records/permit/completions", json=body)).json()
    assert none["items"] == []


async def test_who_will_be_asked_is_foreseen(shop: Workshop) -> None:
    page = await shop.begin(grade="high")
    client = await shop.person("ehs")
    task = (await shop.job(page["id"], "ehs"))["actions"][0]["task"]
    path = f"records/permit/{page['id']}/tasks/{task}/elements"
    seen = (await client.post(path, json={"outcome": "agree", "data": {}})).json()
    assert [(step["node"], step["passed"]) for step in seen["steps"]] == [
        ("sign_weather", True), ("sign_approval", False),
    ]  # fmt: skip
    assert seen["steps"][1]["asks"] == ["车间安全员", "安环部经理"]


async def test_a_person_named_in_a_row_draws_on_the_phone_of_who_enters_it(shop: Workshop) -> None:
    page = await shop.start()
    row = {"person": str(shop.plant.ids["fixer"])}
    shown, lines = await _sheet(shop, page["id"], row)
    assert lines[-1] == "签名人：郑维修"
    image = await shop.upload("leader", purpose="signature")
    drawn = {"image": image, "shown": shown, "method": "handwriting"}
    kept = await shop.enter(page["id"], "leader", "add_guard", row | {"signature": drawn})
    assert kept.status_code == 200, kept.text
    assert kept.json()["data"]["guards"][0]["signature"]["image"] == image
    (task,) = [step for step in kept.json()["chain"] if step["state"] == "now"]
    assert any("郑维修" in each["label"] for each in task["assignees"])


async def test_rows_and_their_files_are_in_the_evidence_package(shop: Workshop) -> None:
    page = await shop.start()
    row = {"person": str(shop.plant.ids["fixer"])}
    shown, _ = await _sheet(shop, page["id"], row)
    image = await shop.upload("leader", purpose="signature")
    drawn = {"image": image, "shown": shown, "method": "handwriting"}
    await shop.enter(page["id"], "leader", "add_guard", row | {"signature": drawn})
    await shop.alarms()
    client = await shop.person("auditor")
    answer = await client.get(f"records/permit/{page['id']}/evidence")
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        names = set(package.namelist())
        told = b"".join(package.read(name) for name in names if not name.startswith("media/"))
    assert {f"media/{image}", f"media/{shown}"} <= names
    assert b"EntryAdded" in told


async def test_a_guard_who_joins_is_told_and_finds_the_job_among_what_waits(shop: Workshop) -> None:
    page = await shop.start()
    assert await shop.notices("boss") == []
    await shop.enter(page["id"], "leader", "add_guard", {"person": str(shop.plant.ids["boss"])})
    assert await shop.notices("boss") == ["opened"]
    assert [item["node"] for item in (await shop.worklist("boss"))["items"]] == ["working"]


async def test_a_signature_in_a_row_is_over_that_row_and_nobodys_pin_but_their_own(
    shop: Workshop,
) -> None:
    page = await shop.start()
    row = {"person": str(shop.plant.ids["fixer"])}
    shown, _ = await _sheet(shop, page["id"], row)
    image = await shop.upload("leader", purpose="signature")
    drawn = {"image": image, "shown": shown, "method": "handwriting"}
    other = {"person": str(shop.plant.ids["worker"]), "signature": drawn}
    refused = await shop.enter(page["id"], "leader", "add_guard", other)
    assert refused.json()["code"] == "signed_something_else"
    by_pin = {"proof": image, "shown": shown, "method": "pin"}
    refused = await shop.enter(page["id"], "leader", "add_guard", row | {"signature": by_pin})
    assert refused.json()["code"] == "signature_of_another"


async def test_one_pipe_has_one_job_at_a_time(shop: Workshop) -> None:
    first = await shop.start(pipe="P-101")
    second = await shop.begin(pipe="P-101")
    refused = await shop.try_end(second, "safety", "agree")
    assert (refused.status_code, refused.json()["code"]) == (409, "already_taken")
    assert refused.json()["errors"][0]["limit"] == first["number"]
    await shop.end(first, "leader", "stop")
    running = await shop.end(second, "safety", "agree")
    assert running["state"] == "working"


async def test_of_two_that_start_at_once_on_one_pipe_one_is_refused(shop: Workshop) -> None:
    pages = [await shop.begin(pipe="P-102") for _ in range(2)]
    answers = await asyncio.gather(*(shop.try_end(page, "safety", "agree") for page in pages))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_a_start_that_is_taken_back_lets_the_pipe_go(shop: Workshop) -> None:
    first = await shop.start(pipe="P-103")
    body = {"command_id": str(uuid4()), "reason": "点错了"}
    client = await shop.person("safety")
    answer = await client.post(f"records/permit/{first['id']}/withdrawal", json=body)
    assert answer.status_code == 200, answer.text
    assert (await shop.start(pipe="P-103"))["state"] == "working"


async def _sheet(shop: Workshop, record: str, row: Json) -> tuple[str, list[str]]:
    client = await shop.person("leader")
    body = {"entry": "add_guard", "row": row}
    answer = await client.post(f"records/permit/{record}/entries/sheet", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["shown"], answer.json()["lines"]


async def _alarm(shop: Workshop, record: str) -> Json:
    answer = await (await shop.person("safety")).get(f"records/permit_alarm/{record}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def _handle(shop: Workshop, alarm: Json) -> Any:
    client = await shop.person("safety")
    path = f"records/permit_alarm/{alarm['id']}/tasks/{alarm['actions'][0]['task']}"
    body = {"command_id": str(uuid4()), "version": alarm["version"], "outcome": "handle"}
    answer = await client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()
