"""Labels: a code leads to its equipment, with a report begun for it; others are told apart."""

from pathlib import Path

import segno
from playwright.sync_api import Browser, expect

from tests.journeys.live import Live
from tests.journeys.people import Plant
from tests.journeys.phones import phone


def label(folder: Path, text: str) -> Path:
    file = folder / f"label-{abs(hash(text))}.png"
    segno.make(text, error="m").save(str(file), scale=6, border=6)
    return file


def test_a_label_leads_to_its_equipment_and_to_a_report_for_it(
    browser: Browser, live: Live, plant: Plant, tmp_path: Path
) -> None:
    items = plant["worker"].get("records/equipment", q="3号反应釜")["items"]
    machine = next(item for item in items if item["title"] == "3号反应釜")
    with phone(browser, live) as worker:
        tab = worker.tab().enter(live.url, live.password)
        tab["tab-scan"].click()
        tab["scan-photo"].set_input_files(label(tmp_path, "https://elsewhere.example/asset/7"))
        expect(tab["scan-foreign"]).to_contain_text("elsewhere.example")
        tab["scan-photo"].set_input_files(
            label(tmp_path, f"https://old-address.example/m/#/e/{machine['id']}")
        )
        expect(tab["place-title"]).to_have_text("3号反应釜")
        expect(tab["place-hazards"]).to_be_visible()
        tab.shot("place")
        tab["place-report"].click()
        expect(tab["field-equipment"]).to_contain_text("3号反应釜")
        expect(tab["field-area"]).to_contain_text("反应釜区")
        tab["field-equipment"].get_by_role("button", name="清除").click()
        tab["scan-equipment"].click()
        area = plant["worker"].area("反应釜区")
        tab["scan-photo"].set_input_files(label(tmp_path, f"{live.url}/m/#/a/{area}"))
        expect(tab["field-equipment"]).to_contain_text("另一种标签")
        tab["scan-photo"].set_input_files(label(tmp_path, f"{live.url}/m/#/e/{machine['id']}"))
        expect(tab["field-equipment"]).to_contain_text("3号反应釜")
        # The reader of codes came from here: no other host was asked.
        assert any("zxing_reader" in one.url for one in worker.asked)
