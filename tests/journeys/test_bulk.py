"""Actions on many chosen rows of the desk's list: each row has its own result."""

from playwright.sync_api import Locator, expect

from tests.journeys.people import Json, Plant, until
from tests.journeys.screens import Screen, Stage


def test_many_hazards_are_completed_reminded_of_and_passed_on_each_with_its_result(
    stage: Stage, plant: Plant
) -> None:
    worker, area = plant["worker"], plant["worker"].area("反应釜区")
    pages = [worker.report(area=area) for _ in range(3)]
    plant["leader"].act(pages[2]["id"], "pass", {"review_opinion": "属实"})

    leader = stage.desk("leader")
    choose(leader, pages)
    leader["bulk-complete"].click()
    option(leader, "bulk-outcome", "班组长初审 · 属实，上报车间")
    leader["bulk-reason"].fill("三条都已到现场核实")
    leader.shot("bulk-complete")
    results = sent(leader)
    # The third was reviewed before; the two others are done all the same.
    expect(results.locator("li.an-present")).to_have_count(2)
    expect(results.locator("li.an-missing")).to_contain_text([pages[2]["number"]])
    leader.shot("bulk-completed")
    for page in pages[:2]:
        (_, review, *_) = plant["leader"].page(page["id"])["chain"]
        assert review["data"]["review_opinion"] == "三条都已到现场核实"

    ehs = stage.desk("ehs")
    choose(ehs, pages)
    ehs["bulk-remind"].click()
    ehs["bulk-reason"].fill("请今天复核")
    expect(sent(ehs).locator("li.an-present")).to_have_count(3)
    until(lambda: all("urged" in plant["safety"].notices(page["id"]) for page in pages))

    safety = stage.desk("safety")
    choose(safety, pages)
    safety["bulk-reassign"].click()
    name = plant["ehs"].session["person"]["name"]
    option(safety, "bulk-person", name)
    expect(safety.page.get_by_role("button", name="确 定")).to_be_disabled()
    safety["bulk-reason"].fill("下午外出培训")
    safety.shot("bulk-reassign")
    expect(sent(safety).locator("li.an-present")).to_have_count(3)
    assert all(plant["ehs"].card(page["id"]) for page in pages)
    assert not any(plant["safety"].card(page["id"]) for page in pages)


def choose(screen: Screen, pages: list[Json]) -> None:
    """Ticks these hazards in the list."""
    screen["nav-hazard"].click()
    for page in pages:
        row = screen["list-table"].locator("tbody tr", has_text=page["number"])
        row.locator("input[type=checkbox]").check()
    expect(screen["bulk"]).to_contain_text(f"已选 {len(pages)} 条")


def option(screen: Screen, choice: str, text: str) -> None:
    """Takes the first offered that says so."""
    screen[choice].click()
    screen.page.locator(".ant-select-item-option", has_text=text).first.click()


def sent(screen: Screen) -> Locator:
    """The results after sending."""
    screen.page.get_by_role("button", name="确 定").click()
    results = screen["bulk-results"]
    expect(results).to_contain_text("成功")
    return results
