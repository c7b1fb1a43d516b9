"""The plant's board in a real browser: it shows a report by itself and opens the list behind it."""

import re

from playwright.sync_api import expect

from tests.journeys.people import Plant
from tests.journeys.screens import Stage


def test_an_open_board_shows_a_report_and_opens_its_list(stage: Stage, plant: Plant) -> None:
    screen = stage.desk("ehs")
    screen["nav-boards"].click()
    expect(screen["tile-week"]).to_be_visible()
    expect(screen["board-age"]).to_have_class("an-badge an-state-done")  # told by the server
    row = screen["tile-heat"].get_by_role("link").filter(has_text="反应釜区")
    expect(row).to_be_visible()
    place = row.locator("strong")
    before = int(place.inner_text())
    screen.shot("board")
    plant["worker"].report(area=plant["worker"].area("反应釜区"))
    expect(place).to_have_text(str(before + 1), timeout=15_000)
    assert int(str(screen["board-age"].get_attribute("data-age"))) <= 15
    row.click()
    expect(screen.page).to_have_url(re.compile(r"/hazard\?.*area="))
    with screen.page.expect_download() as download:
        screen.page.go_back()
        screen["board-xlsx"].click()
    assert download.value.suggested_filename.endswith(".xlsx")
