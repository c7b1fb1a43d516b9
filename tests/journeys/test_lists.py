"""The desk: a view is kept and its link shared, rows are chosen and exported, all by keyboard."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.people import Plant
from tests.journeys.screens import Stage


def test_a_view_is_kept_shared_by_its_link_and_worked_through_by_keys(
    stage: Stage, plant: Plant, tmp_path: Path
) -> None:
    desk = stage.desk("ehs")
    desk["nav-hazard"].click()
    rows = desk["list-table"].locator("tbody tr")
    expect(rows.first).to_be_visible()
    expect(desk["state-all"]).to_have_text(re.compile(r"\d"))
    whole = int(re.sub(r"\D", "", desk["state-all"].inner_text()))
    desk["state-closed"].click()
    expect(desk["state-closed"]).to_have_attribute("aria-pressed", "true")
    desk["state-rectifying"].click()
    desk["sort-title"].click()
    expect(desk.page).to_have_url(re.compile("state=closed%2Crectifying&sort=title"))
    expect(rows).not_to_have_count(1)
    desk["view-save-as"].click()
    desk["view-title"].fill("整改和销号，按名称")
    desk["view-keep"].click()
    expect(desk["views"].get_by_role("tab", selected=True)).to_have_text("整改和销号，按名称")
    link = desk.page.url

    # Whoever gets the link sees what he may see, and not the view itself.
    worker = stage.desk("worker")
    worker.page.goto(link)
    expect(worker["state-closed"]).to_have_attribute("aria-pressed", "true")
    expect(worker["views"]).not_to_contain_text("整改和销号，按名称")
    expect(worker["state-all"]).to_have_text(re.compile(r"\d"))
    assert int(re.sub(r"\D", "", worker["state-all"].inner_text())) <= whole

    desk.page.keyboard.press("j")
    desk.page.keyboard.press("x")
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("x")
    expect(desk["bulk"]).to_contain_text("已选 2 条")
    desk["bulk-export"].click()
    with desk.page.expect_download() as got:
        desk["export-csv-shown"].last.click()
    file = tmp_path / "chosen.csv"
    got.value.save_as(file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3
    assert all(line.startswith("YH-") for line in lines[1:])

    number = lines[1].split(",")[0]
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Control+k")
    desk["search"].fill(number)
    expect(desk["palette"].get_by_role("option", selected=True)).to_contain_text(number)
    desk.page.keyboard.press("Enter")
    expect(desk["record"]).to_contain_text(number)
    desk["audit-of"].click()
    expect(desk["audit-table"].locator("tbody tr").first).to_contain_text(number)
    assert plant["ehs"]
