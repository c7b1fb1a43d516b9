"""The five things settled and later limits, over HTTP: who decides, what counts, what stays."""

from datetime import datetime, timedelta

import pytest

from tests.web.office import MAJOR, Json, Office, waiting
from tests.web.test_repetition import all_told

CLAUSES = ["order10-12"]
DAY = timedelta(days=1)
REASON = "机械密封原厂备件要等5天，已到货阀门和垫片，其余工序做完"


def asked(office: Office, days: float) -> Json:
    until = (office.now + timedelta(days=days)).isoformat()
    return {"extension_reason": REASON, "asked_until": until}


def granted(office: Office, days: float) -> Json:
    return {
        "deadline": (office.now + timedelta(days=days)).isoformat(),
        "extension_opinion": "同意",
    }


def moment(page: Json, key: str) -> datetime:
    return datetime.fromisoformat(page["data"][key])


@pytest.mark.parametrize("missing", ["funds", "contingency"])
async def test_a_major_hazard_needs_all_five_settled(office: Office, missing: str) -> None:
    record = (await office.to_decision())["id"]
    decision = office.decision() | MAJOR | {"clause": CLAUSES}
    decision.pop(missing)
    refused = await office.act("ehs", record, "approve", decision)
    assert refused.status_code == 422, refused.text
    (wrong,) = refused.json()["errors"]
    assert (wrong["field"], wrong["code"]) == (missing, "field_missing")
    assert (await office.page("ehs", record))["state"] == "deciding"


async def test_the_five_are_one_block_of_the_definition(office: Office) -> None:
    client = await office.person("ehs")
    defined = (await client.get("definitions/hazard")).json()
    (block,) = defined["blocks"]
    assert block["title"] == "五定"
    assert block["fields"] == ["responsible", "advice", "funds", "deadline", "contingency"]
    kept = {field["key"]: field["label"] for field in defined["unasked"]}
    assert kept["first_deadline"] == "首次整改期限"
    assert kept["times_extended"] == "延期次数"


async def test_a_granted_extension_moves_the_limit_and_keeps_the_first(office: Office) -> None:
    page = await office.to_rectification(days=3)
    record, first = page["id"], moment(page, "deadline")
    page = await office.done("fixer", record, "extend", asked(office, 8))
    assert page["state"] == "extending"
    assert page["data"]["asked_late"] is False
    given = granted(office, 7)
    page = await office.done("ehs", record, "grant", given)
    assert page["state"] == "rectifying"
    assert moment(page, "deadline") == datetime.fromisoformat(given["deadline"])
    assert datetime.fromisoformat(waiting(page)["due"]) == moment(page, "deadline")
    assert moment(page, "first_deadline") == first
    assert page["data"]["times_extended"] == "1"
    await office.done("fixer", record, "extend", asked(office, 10))
    page = await office.done("ehs", record, "grant", granted(office, 9))
    assert (page["data"]["times_extended"], moment(page, "first_deadline")) == ("2", first)


async def test_a_refused_extension_leaves_the_limit(office: Office) -> None:
    page = await office.to_rectification(days=3)
    record, first = page["id"], moment(page, "deadline")
    await office.done("fixer", record, "extend", asked(office, 8))
    page = await office.done("ehs", record, "refuse", {"extension_opinion": "先临时封堵"})
    assert (page["state"], moment(page, "deadline")) == ("rectifying", first)
    assert "times_extended" not in page["data"]
    assert datetime.fromisoformat(waiting(page)["due"]) == first


async def test_what_is_asked_after_the_limit_is_marked_late(office: Office) -> None:
    record = (await office.to_rectification(days=1))["id"]
    office.move(2 * DAY)
    page = await office.done("fixer", record, "extend", asked(office, 3))
    assert page["data"]["asked_late"] is True
    page = await office.done("ehs", record, "grant", granted(office, 2))
    assert not page["overdue"]


@pytest.mark.parametrize(("days", "code"), [(2, "not_later"), (34, "extended_too_far")])
async def test_a_limit_is_extended_by_at_most_thirty_days(
    office: Office, days: int, code: str
) -> None:
    record = (await office.to_rectification(days=3))["id"]
    await office.done("fixer", record, "extend", asked(office, 8))
    refused = await office.act("ehs", record, "grant", granted(office, days))
    assert refused.status_code == 422, refused.text
    (wrong,) = refused.json()["errors"]
    assert (wrong["field"], wrong["code"]) == ("deadline", code)
    assert (await office.page("ehs", record))["state"] == "extending"


async def test_nothing_earlier_than_the_limit_is_asked_for(office: Office) -> None:
    record = (await office.to_rectification(days=3))["id"]
    refused = await office.act("fixer", record, "extend", asked(office, 2))
    (wrong,) = refused.json()["errors"]
    assert (refused.status_code, wrong["field"], wrong["code"]) == (422, "asked_until", "not_later")


async def test_of_a_major_hazard_the_plant_manager_decides(office: Office) -> None:
    record = (await office.to_decision())["id"]
    decision = office.decision() | MAJOR | {"clause": CLAUSES}
    await office.done("ehs", record, "approve", decision)
    await office.done("fixer", record, "extend", asked(office, 8))
    refused = await office.act("ehs", record, "grant", granted(office, 7))
    assert (refused.status_code, refused.json()["code"]) == (403, "task_not_yours")
    page = await office.done("boss", record, "grant", granted(office, 7))
    assert page["state"] == "rectifying"


async def test_deciding_again_with_a_later_limit_counts_as_an_extension(office: Office) -> None:
    record = (await office.to_rectification(days=3))["id"]
    await office.done("fixer", record, "return", {"return_reason": "备件没有"})
    page = await office.done("ehs", record, "approve", office.decision(days=20))
    assert page["data"]["times_extended"] == "1"


async def test_work_begun_before_the_extension_still_proves_itself(office: Office) -> None:
    """Photos taken while the extension was decided on are of the same work."""
    record = (await office.to_rectification(days=3))["id"]
    after = await office.upload("fixer")
    office.move(timedelta(hours=1))
    await office.done("fixer", record, "extend", asked(office, 8))
    office.move(timedelta(hours=1))
    await office.done("ehs", record, "grant", granted(office, 7))
    form = await office.rectification(record, after_photos=[after])
    await office.done("fixer", record, "submit", form)
    assert (await office.close(record))["state"] == "closed"


async def test_whoever_decides_is_told_and_the_responsible_person_gets_it_back(
    office: Office,
) -> None:
    record = (await office.to_rectification(days=3))["id"]
    await office.done("fixer", record, "extend", asked(office, 8))
    await all_told(office)
    assert record in [t["record"]["id"] for t in (await office.worklist("ehs"))["items"]]
    await office.done("ehs", record, "refuse", {"extension_opinion": "先临时封堵"})
    assert record in [t["record"]["id"] for t in (await office.worklist("fixer"))["items"]]
