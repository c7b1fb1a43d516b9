"""A major hazard is judged by at least one clause, over HTTP."""

import pytest

from tests.web.office import MAJOR, Office

CLAUSES = ["order10-12", "chemical20-15"]


@pytest.mark.parametrize(
    ("clause", "code"),
    [({}, "field_missing"), ({"clause": []}, "too_few"), ({"clause": ["made-up"]}, "not_in_list")],
)
async def test_a_hazard_is_not_major_without_a_clause(
    office: Office, clause: dict[str, object], code: str
) -> None:
    record = (await office.to_decision())["id"]
    decision = {**office.decision(), **MAJOR, **clause}
    refused = await office.act("ehs", record, "approve", decision)
    assert refused.status_code == 422, refused.text
    (error,) = refused.json()["errors"]
    assert (error["field"], error["code"]) == ("clause", code)
    assert error["label"] == "判定依据条款"
    assert (await office.page("ehs", record))["state"] == "deciding"


async def test_a_major_hazard_keeps_the_clauses_of_both_lists(office: Office) -> None:
    record = (await office.to_decision())["id"]
    decision = {**office.decision(), **MAJOR, "clause": CLAUSES}
    page = await office.done("ehs", record, "approve", decision)
    assert (page["level"], page["data"]["clause"]) == ("major", CLAUSES)


async def test_other_levels_need_no_clause(office: Office) -> None:
    record = (await office.to_decision())["id"]
    page = await office.done("ehs", record, "approve", office.decision())
    assert page["state"] == "rectifying"


async def test_every_offered_clause_says_that_it_is_unverified(office: Office) -> None:
    client = await office.person("ehs")
    lists = (await client.get("definitions/hazard")).json()["code_lists"]
    offered = lists["hazard_major_clauses"]["items"]
    assert [item["code"] for item in offered if item["code"] in CLAUSES] == CLAUSES
    assert all("未与原文核对" in item["hint"] for item in offered)
    assert sum(item["code"].startswith("chemical20-") for item in offered) == 20
