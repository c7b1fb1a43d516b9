"""Approval habits in a real browser: adding a signer, signing, taking back, acting for another."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from playwright.sync_api import expect

from tests.journeys.people import Plant
from tests.journeys.screens import Stage


def test_a_signer_is_added_agrees_on_the_phone_and_the_chain_shows_both(
    stage: Stage, plant: Plant
) -> None:
    page = plant["worker"].report(area=plant["worker"].area("反应釜区"))
    leader = stage.desk("leader")
    leader.open_task(page["number"])
    leader["more"].click()
    leader["more-add_signer"].click()
    name = plant["safety"].session["person"]["name"]
    leader["candidate-search"].fill(name)
    leader["candidate"].filter(has_text=name).first.click()
    expect(leader["habit-send"]).to_be_disabled()
    leader["habit-reason"].fill("请车间一起看现场")
    leader["habit-send"].click()
    expect(leader["seat"]).to_have_count(2)
    leader["outcome-pass"].click()
    leader["task-submit"].click()
    expect(leader.page.locator('[data-testid="seat"][data-state="signed"]')).to_have_count(1)
    safety = stage.phone("safety")
    safety.open_task(page["number"])
    safety["outcome-pass"].click()
    safety["sign-opinion"].fill("同意，已到现场")
    safety["task-submit"].click()
    expect(safety.page.locator('[data-testid="seat"][data-state="signed"]')).to_have_count(2)
    leader.page.goto(f"{leader.home}/print/record/hazard?ids={page['id']}")
    printed = leader["printed-seats"].locator("tr")
    expect(printed).to_have_count(2)
    expect(printed.filter(has_text=name)).to_contain_text("同意，已到现场")
    leader.shot("printed-seats")
    shown = plant["safety"].page(page["id"])["chain"][1]["seats"]
    assert [seat["by"]["name"] for seat in shown][1] == name


def test_what_was_passed_on_by_mistake_is_taken_back(stage: Stage, plant: Plant) -> None:
    page = plant["worker"].report(area=plant["worker"].area("反应釜区"))
    plant["leader"].act(page["id"], "pass", {"review_opinion": "属实"})
    leader = stage.desk("leader")
    leader.page.goto(f"{leader.home}/record/hazard/{page['id']}")
    leader["more"].click()
    leader["more-withdraw"].click()
    leader["habit-reason"].fill("选错了结果")
    leader["habit-send"].click()
    expect(leader["outcome-pass"]).to_be_visible()
    assert plant["leader"].page(page["id"])["state"] == "reviewing"


def test_a_delegates_work_list_says_for_whom(stage: Stage, plant: Plant) -> None:
    given = {
        "id": str(uuid4()), "to": plant["safety"].id, "reason": "出差",
        "starts": datetime.now(UTC).isoformat(),
        "ends": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
    }  # fmt: skip
    plant["leader"].post("delegations", given, status=201)
    page = plant["worker"].report(area=plant["worker"].area("反应釜区"))
    safety = stage.phone("safety")
    card = safety.page.locator(f'[data-testid="task-card"][data-number="{page["number"]}"]')
    name = plant["leader"].session["person"]["name"]
    expect(card).to_contain_text(f"代 {name}")
    card.click()
    expect(safety["act-for"]).to_contain_text(name)
    ended = {"command_id": str(uuid4())}
    plant["leader"].post(f"delegations/{given['id']}/end", ended)
