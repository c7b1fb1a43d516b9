"""Both formulas of the closure rate over HTTP, from hazards that people handled."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.web.office import Json, Office


async def rate(office: Office, name: str, days: int) -> Json:
    """The rate of a period that begins today."""
    first = office.now.astimezone(ZoneInfo("Asia/Shanghai")).date()
    client = await office.person(name)
    answer = await client.get(
        "indicators/closure-rate",
        params={"from": str(first), "to": str(first + timedelta(days=days))},
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_on_time_late_open_and_void_hazards_count_as_the_formulas_say(
    office: Office,
) -> None:
    in_time = (await office.to_reinspection(days=3))["id"]
    await office.close(in_time)
    late = (await office.to_rectification(days=1))["id"]
    await office.to_rectification(days=60)
    voided = (await office.report())["id"]
    await office.done("leader", voided, "void", {"void_reason": "重复"})
    first = await rate(office, "ehs", 10)
    assert first["literal"] == {"numerator": 1, "denominator": 3, "rate": "33.3"}
    assert first["due_only"] == {"numerator": 1, "denominator": 2, "rate": "50.0"}
    office.move(timedelta(days=1, minutes=1))
    await office.done("fixer", late, "submit", await office.rectification(late))
    page = await office.close(late)
    assert page["done_at"] > page["due"]
    office.move(-timedelta(days=1, minutes=1))
    assert (await rate(office, "ehs", 10))["literal"] == first["literal"]
    assert (await rate(office, "ehs", 10))["due_only"] == first["due_only"]


async def test_a_hazard_that_is_rectified_but_not_closed_does_not_count(office: Office) -> None:
    record = (await office.to_reinspection(days=3))["id"]
    assert (await rate(office, "ehs", 5))["literal"]["numerator"] == 0
    await office.close(record)
    assert (await rate(office, "ehs", 5))["literal"] == {
        "numerator": 1, "denominator": 1, "rate": "100.0",
    }  # fmt: skip


async def test_who_may_not_see_indicators_is_told_nothing(office: Office) -> None:
    client = await office.person("leader")
    answer = await client.get(
        "indicators/closure-rate", params={"from": "2026-01-01", "to": "2026-12-31"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert "denominator" not in answer.text
