"""A hazard from its report to its closure over the API, with either broker."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.people import ADVICE, Plant, reinspection, until


@pytest.mark.parametrize("broker", ["outbox", "rabbitmq"])
def test_hazard_goes_from_the_report_to_its_closure(
    broker: str, request: pytest.FixtureRequest
) -> None:
    plant: Plant = request.getfixturevalue("plant" if broker == "outbox" else "plant_rabbitmq")
    record = _reported(plant)
    _reviewed_and_decided(plant, record)
    _rectified(plant, record)
    _closed(plant, record)
    assert until(lambda: "closed" in plant["worker"].notices(record))
    # What is done calls nobody any more.
    posts = ("leader", "safety", "ehs", "fixer")
    assert [post for post in posts if "opened" in plant[post].notices(record)] == []
    assert "opened" not in plant["leader2"].notices(record)


def test_photo_is_on_the_safety_desk_at_once(plant: Plant) -> None:
    worker = plant["worker"]
    digest = worker.upload()
    record = worker.report(photos=[digest], area=worker.area("反应釜区"))["id"]
    for post in ("safety", "ehs"):
        assert plant[post].page(record)["data"]["photos"] == [digest]
        seen = plant[post].client.get(f"media/{digest}")
        assert (seen.status_code, sha256(seen.content).hexdigest()) == (200, digest)
        rows = plant[post].get("records/hazard")["items"]
        assert record in [row["id"] for row in rows]


def test_watermark_is_another_picture_and_the_original_stays(plant: Plant) -> None:
    worker = plant["worker"]
    digest = worker.upload()
    worker.report(photos=[digest], area=worker.area("反应釜区"))

    def marked() -> bytes | None:
        copy = worker.client.get(f"media/{digest}", params={"variant": "watermarked"})
        assert copy.status_code == 200
        return copy.content if sha256(copy.content).hexdigest() != digest else None

    assert (until(marked) or b"").startswith(b"\xff\xd8\xff")
    assert sha256(worker.client.get(f"media/{digest}").content).hexdigest() == digest


def test_one_report_is_in_every_ledger_it_belongs_to(plant: Plant) -> None:
    record = plant.close_one(description="一次填报进入所有台账")
    ehs = plant["ehs"]
    holding = set()
    for ledger in ehs.get("ledgers"):
        rows = ehs.get(f"ledgers/{ledger['key']}", limit="200")["items"]
        if record in [row["id"] for row in rows]:
            holding.add(ledger["key"])
    assert holding == {"hazard_all", "hazard_general", "hazard_closed", "hazard_equipment"}


def test_closure_moves_both_formulas_of_the_closure_rate(plant: Plant) -> None:
    def rate() -> dict[str, dict[str, int]]:
        # Three days from now is in the period: the deadline decides in the second formula.
        today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
        period = {"from": f"{today - timedelta(1)}", "to": f"{today + timedelta(5)}"}
        found: dict[str, dict[str, int]] = plant["ehs"].get("indicators/closure-rate", **period)
        return found

    before = rate()
    record = plant.to_rectification(description="循环泵漏油，计入闭环率")
    waiting = rate()
    plant.rectify(record)
    plant.reinspect(record)
    after = rate()
    for formula in ("literal", "due_only"):
        moved = [
            (now[formula]["numerator"] - before[formula]["numerator"],
             now[formula]["denominator"] - before[formula]["denominator"])
            for now in (waiting, after)
        ]  # fmt: skip
        assert moved == [(0, 1), (1, 1)], formula


def test_comment_is_attributed_and_found_by_whoever_may_read_it(plant: Plant) -> None:
    leader, word = plant["leader"], "隔离牌编号七七三一"
    record = plant["worker"].report(area=plant["worker"].area("反应釜区"))["id"]
    body = {"command_id": str(uuid4()), "text": f"已挂{word}，等待检修"}
    leader.post(f"records/hazard/{record}/comments", body)
    last = plant["ehs"].get(f"records/hazard/{record}/timeline")["items"][-1]
    assert (last["kind"], last["by"]["id"], word in last["text"]) == ("Commented", leader.id, True)
    assert record in [hit["id"] for hit in plant["ehs"].get("search", q=word)["items"]]
    assert plant["leader2"].get("search", q=word)["items"] == []


def test_reinspection_from_outside_the_fence_is_refused_by_name_and_changes_nothing(
    plant: Plant,
) -> None:
    record = plant.to_rectification()
    plant.rectify(record)
    before = plant["safety"].page(record)["version"]
    far = reinspection(plant["safety"], lat="32.030800")
    answer = plant["safety"].try_act(record, "pass", far)
    assert answer.status_code == 409, answer.text
    assert "复查人定位" in answer.text
    after = plant["safety"].page(record)
    assert (after["version"], after["state"]) == (before, "reinspecting")
    assert plant["safety"].card(record) is not None


def _reported(plant: Plant) -> str:
    worker = plant["worker"]
    page = worker.report(area=worker.area("反应釜区"), source="daily")
    assert (page["state"], page["origin"]) == ("reviewing", "live")
    return str(page["id"])


def _reviewed_and_decided(plant: Plant, record: str) -> None:
    steps = (
        ("leader", "pass", {"review_opinion": "属实"}),
        ("safety", "pass", ADVICE),
        ("ehs", "approve", plant.decision()),
    )
    for post, outcome, data in steps:
        person = plant[post]
        assert person.card(record) is not None, post
        assert _told(plant, post, record), post
        assert person.page(record)["actions"], post
        person.act(record, outcome, data)
        assert person.card(record) is None, post
    assert plant["ehs"].page(record)["data"]["advice"] == ADVICE["advice"]


def _rectified(plant: Plant, record: str) -> None:
    card = plant["fixer"].card(record)
    assert card is not None
    assert card["due"]
    assert _told(plant, "fixer", record)
    page = plant.rectify(record)
    assert page["state"] == "reinspecting"
    assert plant["fixer"].card(record) is None


def _closed(plant: Plant, record: str) -> None:
    assert _told(plant, "safety", record)
    page = plant.reinspect(record)
    assert (page["state"], page["actions"]) == ("closed", [])
    assert [element["present"] for element in page["elements"]] == [True] * 4
    assert [step["state"] for step in page["chain"]] == ["done"] * len(page["chain"])
    assert page["data"]["recheck_position"] == plant["safety"].place
    assert all(plant[post].card(record) is None for post in ("leader", "safety", "ehs", "fixer"))


def _told(plant: Plant, post: str, record: str) -> bool:
    return until(lambda: "opened" in plant[post].notices(record))
