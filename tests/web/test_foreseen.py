"""Elements of closure show what the gate would say, on the page and while a form is filled."""

from datetime import timedelta
from typing import Any

from tests.records.people import PLACE
from tests.web.office import Office, waiting

Json = dict[str, Any]


def by_key(elements: list[Json]) -> dict[str, tuple[bool, str]]:
    return {e["key"]: (e["present"], e.get("reason", "")) for e in elements}


async def foresee(office: Office, who: str, page: Json, outcome: str, data: Json) -> Json:
    task = waiting(await office.page("ehs", page["id"]))["task"]
    client = await office.person(who)
    path = f"records/hazard/{page['id']}/tasks/{task}/elements"
    answer = await client.post(path, json={"outcome": outcome, "data": data})
    assert answer.status_code == 200, answer.text
    return by_key(answer.json()["elements"])


async def test_a_photo_from_before_the_work_is_no_photo_after_it(office: Office) -> None:
    page = await office.to_rectification()
    old = (office.now - timedelta(days=2)).isoformat()
    early = await office.upload("fixer", captured_at=old)
    data = await office.rectification(page["id"], after_photos=[early])
    foreseen = await foresee(office, "fixer", page, "submit", data)
    assert foreseen["before_photo"] == (True, "")
    present, reason = foreseen["after_photo"]
    assert not present
    assert "早于整改开始" in reason
    done = await office.done("fixer", page["id"], "submit", data)
    # The page says the same as the gate will.
    assert by_key(done["elements"])["after_photo"] == (present, reason)
    closing = await office.act("safety", page["id"], "pass", await office.reinspection())
    assert closing.status_code == 409
    assert closing.json()["errors"][0]["field"] == "after_photos"


async def test_a_position_too_far_away_is_named_before_the_form_is_sent(office: Office) -> None:
    page = await office.to_reinspection()
    far = PLACE | {"lat": "31.995000"}
    form = await office.reinspection()
    here = await foresee(office, "safety", page, "pass", form)
    assert here["watermark"] == (True, "")
    away = await foresee(office, "safety", page, "pass", form | {"recheck_position": far})
    assert not away["watermark"][0]
    assert "应在" in away["watermark"][1]
    assert by_key((await office.close(page["id"]))["elements"])["watermark"] == (True, "")
