"""Clauses are suggested from the library of the plant's industry, and never set."""

from uuid import uuid4

from tests.records.people import Plant
from tests.web.office import Json, Office

LEAK = "罐区可燃气体报警器故障，除尘系统积尘有粉尘爆炸风险"


async def suggested(office: Office, record: str, field: str = "clause") -> Json:
    client = await office.person("ehs")
    answer = await client.get(f"records/hazard/{record}/suggestions/{field}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def set_industry(office: Office, industry: str, name: str = "admin") -> int:
    client = await office.person(name)
    body = {"command_id": str(uuid4()), "industry": industry}
    return (await client.put("settings/industry", json=body)).status_code


async def test_the_industry_chooses_the_library(office: Office) -> None:
    record = (await office.report(description=LEAK))["id"]
    before = await suggested(office, record)
    assert {item["code"] for item in before["items"]} == {"chemical20-12", "order10-11"}
    assert "industry" not in before
    assert await set_industry(office, "chemical") == 200
    chemical = await suggested(office, record)
    assert [item["code"] for item in chemical["items"]] == ["chemical20-12"]
    assert chemical["items"][0]["words"] == ["可燃气体报警", "报警器+故障"]
    assert await set_industry(office, "industry_trade") == 200
    trade = await suggested(office, record)
    assert [item["code"] for item in trade["items"]] == ["order10-11"]
    page = await office.page("ehs", record)
    assert page["data"].get("clause") is None


async def test_a_text_without_key_words_gets_no_suggestion(office: Office) -> None:
    record = (await office.report(description="员工未戴安全帽"))["id"]
    assert (await suggested(office, record))["items"] == []


async def test_the_industry_is_set_by_those_who_may_and_only_to_what_there_is(
    office: Office, neighbour: Plant
) -> None:
    assert await set_industry(office, "chemical", "worker") == 403
    assert await set_industry(office, "no such") == 422
    assert await set_industry(office, "both") == 200
    read = (await (await office.person("admin")).get("settings/industry")).json()
    assert read["industry"] == "both"
    assert [choice["code"] for choice in read["choices"]] == ["chemical", "industry_trade", "both"]
    async with Office(neighbour) as other:
        theirs = (await (await other.person("admin")).get("settings/industry")).json()
    assert theirs["industry"] == ""


async def test_a_hazard_that_one_may_not_read_suggests_nothing(office: Office) -> None:
    record = (await office.report())["id"]
    client = await office.person("other_leader")
    for path in ("suggestions/clause", "judgements"):
        assert (await client.get(f"records/hazard/{record}/{path}")).status_code == 404


async def test_kept_verdicts_are_shown_and_asked_again(office: Office) -> None:
    client = await office.person("worker")
    data = {"place": "R-101", "sampled_at": "2026-11-20T03:50:00Z", "oxygen": "18"}
    made = (await client.post("records/gas_check", json={"id": str(uuid4()), "data": data})).json()
    (kept,) = (await client.get(f"records/gas_check/{made['id']}/judgements")).json()
    assert (kept["severity"], kept["same"]) == ("escalate", True)
    assert kept["rows"][0]["message"] == "氧含量 18 %vol，低于 19.5 %vol，缺氧"
