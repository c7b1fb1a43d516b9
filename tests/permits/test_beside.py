"""What stands beside permits: alarms in a closed loop, paper permits, certificates, the board."""

from datetime import timedelta
from uuid import uuid4

from httpx import Response

from anshu.records.reactions import REACTIONS
from tests.permits.jobs import MEASURES
from tests.permits.life import Site
from tests.records.people import PLACE
from tests.web.office import Json, waiting
from tests.web.worker import work_off

LATE = timedelta(hours=6, minutes=5)


async def create(site: Site, name: str, kind: str, data: Json) -> Response:
    client = await site.person(name)
    return await client.post(f"records/{kind}", json={"id": str(uuid4()), "data": data})


async def listed(site: Site, kind: str, name: str = "ehs") -> list[Json]:
    answer = await (await site.person(name)).get(f"records/{kind}")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def declared(site: Site, *, hours: int) -> str:
    """An outage that began so many hours ago and is over since three; answers its id."""
    outage: Json = {
        "reason": "机房停电", "declared_by": str(site.plant.ids["ehs"]), "org": "/",
        "from": (site.now - timedelta(hours=hours)).isoformat(), "numbers": "ZP-0001 ～ 0050",
        "to": (site.now - timedelta(hours=3)).isoformat(),
    }  # fmt: skip
    assert (await create(site, "worker", "outage", outage)).status_code == 403
    answer = await create(site, "ehs", "outage", outage)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def alarm_page(site: Site, record: str, name: str = "ehs") -> Json:
    answer = await (await site.person(name)).get(f"records/permit_alarm/{record}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def act(site: Site, alarm: str, name: str, outcome: str, data: Json) -> Response:
    seen = await alarm_page(site, alarm)
    body: Json = {
        "command_id": str(uuid4()), "version": seen["version"], "outcome": outcome, "data": data,
    }  # fmt: skip
    client = await site.person(name)
    task = waiting(seen)["task"]
    return await client.post(f"records/permit_alarm/{alarm}/tasks/{task}", json=body)


async def overtime(site: Site) -> tuple[Json, Json]:
    """A permit that ran past its end, and the alarm that says so."""
    permit = await site.start("height_1")
    site.move(LATE)
    await site.sweep()
    await work_off(site.plant, REACTIONS)
    found = [a for a in await listed(site, "permit_alarm") if a["data"]["code"] == "10"]
    assert len(found) == 1
    return permit, await alarm_page(site, found[0]["id"])


async def test_an_overtime_alarm_is_handled_and_confirmed_by_somebody_else(site: Site) -> None:
    permit, alarm = await overtime(site)
    assert alarm["data"]["permit"] == permit["id"]
    assert alarm["owner"]["id"] == str(site.plant.ids["foreman"])
    assert (alarm["org"]["path"], alarm["area"]["id"]) == ("/w1/t1/", str(site.plant.area))
    done = {"cause": "吊具等待时间过长", "handled": "已停止作业，人员撤离，重新办票"}
    assert (await act(site, alarm["id"], "foreman", "handle", done)).status_code == 200
    refused = await act(site, alarm["id"], "foreman", "confirm", {})
    assert refused.status_code == 403
    closed = await act(site, alarm["id"], "ehs", "confirm", {})
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    assert closed.json()["data"]["ended_at"]


async def test_an_open_alarm_is_not_raised_again_and_a_closed_one_is(site: Site) -> None:
    _, alarm = await overtime(site)
    site.move(timedelta(minutes=61))
    await site.sweep()
    await work_off(site.plant, REACTIONS)
    of_overtime = [a for a in await listed(site, "permit_alarm") if a["data"]["code"] == "10"]
    assert len(of_overtime) == 1
    await act(site, alarm["id"], "shift", "handle", {"cause": "等待", "handled": "已通知停止"})
    await act(site, alarm["id"], "ehs", "confirm", {})
    site.move(timedelta(minutes=61))
    await site.sweep()
    await work_off(site.plant, REACTIONS)
    of_overtime = [a for a in await listed(site, "permit_alarm") if a["data"]["code"] == "10"]
    assert sorted(a["state"] for a in of_overtime) == ["closed", "open"]


async def test_everybody_concerned_is_told_at_once_that_a_permit_is_issued(site: Site) -> None:
    permit = await site.issue("height_1")
    told = {}
    await work_off(site.plant, REACTIONS)
    for name in ("guardian", "foreman", "shift", "equipment", "welder"):
        work = (await (await site.person(name)).get("worklist")).json()
        tasks = [each["node"] for each in work["items"] if each["record"]["id"] == permit["id"]]
        told[name] = tasks == ["ready"] or "rule_raised" in [n["kind"] for n in work["notices"]]
    assert told == {
        "guardian": True, "foreman": True, "shift": True, "equipment": True, "welder": False,
    }  # fmt: skip


async def test_a_permit_stands_in_the_ledgers_of_its_kind_and_state_by_itself(site: Site) -> None:
    permit = await site.start("height_1", contractor=True)
    client = await site.person("ehs")
    held = {}
    for key in ("all", "height", "hot_work", "working", "paused", "contractor"):
        answer = await client.get(f"ledgers/permit_{key}")
        assert answer.status_code == 200, answer.text
        held[key] = [row["cells"][0] for row in answer.json()["items"]]
    number = [permit["number"]]
    assert held == {
        "all": number, "height": number, "hot_work": [], "working": number, "paused": [],
        "contractor": number,
    }  # fmt: skip


async def test_nobody_files_an_alarm_by_hand(site: Site) -> None:
    permit = await site.issue("height_1")
    alarm: Json = {
        "said": "没有发生的事", "code": "10", "permit": permit["id"], "since": site.now.isoformat(),
    }  # fmt: skip
    for name in ("worker", "guardian", "ehs", "boss", "admin"):
        assert (await create(site, name, "permit_alarm", alarm)).status_code == 403
    assert await listed(site, "permit_alarm") == []


async def test_a_number_on_paper_is_entered_once_and_counts_in_no_figure_of_permits(
    site: Site,
) -> None:
    outage = await declared(site, hours=6)
    paper: Json = {
        "paper_number": "ZP-0007", "outage": outage,
        "job": "height", "level": "height_1", "content": "雨棚紧固", "place": "3号反应釜二层平台",
        "applicant_unit": "/w1/t1/", "responsible": str(site.plant.ids["foreman"]),
        "approver": str(site.plant.ids["unit"]), "guardian": str(site.plant.ids["guardian"]),
        "started_at": (site.now - timedelta(hours=5)).isoformat(),
        "ended_at": (site.now - timedelta(hours=4)).isoformat(),
        "photos": [await site.upload("ehs")],
    }  # fmt: skip
    early = {"started_at": (site.now - timedelta(hours=7)).isoformat()}
    refused = await create(site, "ehs", "paper_permit", paper | early)
    assert "paper_outside_outage" in refused.text
    assert (await create(site, "ehs", "paper_permit", paper)).status_code == 201
    again = await create(
        site, "ehs", "paper_permit", paper | {"photos": [await site.upload("ehs")]}
    )
    assert again.json()["code"] == "form_incomplete"
    assert [error["field"] for error in again.json()["errors"]] == ["paper_number"]
    assert await listed(site, "permit") == []
    await site.start("height_1")
    await work_off(site.plant, REACTIONS)
    board = await (await site.person("ehs")).get("boards/permit_plant")
    shown = {widget["key"]: widget["figures"] for widget in board.json()["widgets"]}
    assert (shown["working"][0]["n"], shown["paused"][0]["n"]) == (1, 0)


async def test_one_certificate_cannot_be_two_peoples(site: Site) -> None:
    data: Json = {
        "number": "T32061119900101", "person": str(site.plant.ids["welder"]), "family": "trade",
        "trade": "welding", "issued_by": "省应急管理厅", "valid_from": site.now.isoformat(),
        "valid_until": (site.now + timedelta(days=300)).isoformat(),
    }  # fmt: skip
    assert (await create(site, "safety", "certificate", data)).status_code == 201
    other = data | {"person": str(site.plant.ids["helper"])}
    refused = await create(site, "safety", "certificate", other)
    assert [error["field"] for error in refused.json()["errors"]] == ["number"]
    mixed = data | {"number": "T2", "trade": "crane_operation"}
    refused = await create(site, "safety", "certificate", mixed)
    assert [error["field"] for error in refused.json()["errors"]] == ["trade"]


async def test_a_record_of_special_periods_is_the_administrators_and_ehs(site: Site) -> None:
    data: Json = {
        "title": "重大活动保障", "kind": "special", "org": "/",
        "from": (site.now + timedelta(days=3)).isoformat(),
        "to": (site.now + timedelta(days=5)).isoformat(),
    }  # fmt: skip
    answers = {
        name: (await create(site, name, "special_period", data)).status_code
        for name in ("worker", "guardian", "unit", "auditor", "ehs", "admin")
    }
    assert answers == {
        "worker": 403, "guardian": 403, "unit": 403, "auditor": 403, "ehs": 201, "admin": 201,
    }  # fmt: skip


async def test_people_are_reminded_half_an_hour_before_the_planned_end(site: Site) -> None:
    permit = await site.start("height_1")
    step = waiting(await site.permit(permit["id"]))
    assert step["due"] == permit["data"]["planned_end"].replace("+00:00", "Z")
    site.move(timedelta(hours=5, minutes=31))
    await site.sweep()
    await work_off(site.plant, REACTIONS)
    work = (await (await site.person("guardian")).get("worklist")).json()
    assert "reminded" in [notice["kind"] for notice in work["notices"]]


async def test_dangers_and_measures_of_every_kind_are_ready_to_be_taken(site: Site) -> None:
    client = await site.person("foreman")
    definition = (await client.get("definitions/permit")).json()
    fields = definition["forms"]["permit_application"]["fields"]
    (analysis,) = [field for field in fields if field["key"] == "jha"]
    columns = {column["key"]: column for column in analysis["columns"]}
    for key in ("danger", "measure"):
        ready = columns[key]["templates"]
        assert {tuple(each["when"])[1] for each in ready} == set(MEASURES)
    assert (analysis["copies"]["field"], analysis["copies"]["table"]) == ("jha_template", "rows")


async def test_a_guardian_checks_and_an_acceptance_confirms_what_the_kind_asks(site: Site) -> None:
    record = (await site.issue("height_1"))["id"]
    checked = {"checked": ["g_height_1", "g_height_2"]}
    page = await site.check_in(record, **checked)
    assert page["data"]["presence"][0]["checked"] == checked["checked"]
    other = {"act": "seen", "position": PLACE, "checked": ["g_lifting_1"]}
    refused = await site.enter(record, "guardian", "check_in", other)
    assert [error["field"] for error in refused.json()["errors"]] == ["checked"]
