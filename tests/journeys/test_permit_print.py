"""A permit on paper in a real browser: three copies, who holds each, code, ledger's head."""

import io

import segno
from playwright.sync_api import expect

from tests.journeys.live import Live
from tests.journeys.people import Plant
from tests.journeys.screens import Stage

# GB 30871 Table B.2, confined spaces.
HOLDERS = ("监护人持有", "作业单位负责人持有", "所在基层单位存档")


def test_a_permit_prints_three_copies_with_code_and_ledger_head(
    stage: Stage, live: Live, plant: Plant
) -> None:
    """Every copy names its holder; the code opens this permit and no other."""
    found = plant["ehs"].get("records/permit", level="confined", limit="1")["items"][0]
    tab = stage.desk("ehs")
    # The head moves with every seal: the one that this page was answered with is printed.
    with tab.page.expect_response(f"**/api/v1/records/permit/{found['id']}") as answered:
        tab.page.goto(f"{tab.home}/print/permit/{found['id']}")
    head = answered.value.json()["ledger"]["head"]
    expect(tab["print-permit"]).to_have_attribute("data-ready", "true")
    for copy, holder in enumerate(HOLDERS, 1):
        sheet = tab[f"copy-{copy}"]
        expect(sheet.locator(".pm-holder")).to_contain_text(holder)
        expect(sheet).to_contain_text(found["number"])
        expect(sheet.locator(".pm-seal code")).to_have_text(head)
    expect(tab["print-permit"].locator("article")).to_have_count(3)
    source = tab["copy-1"].get_by_role("img", name="二维码").get_attribute("src") or ""
    token = source.removesuffix("/code").rpartition("/")[2]
    address = f"{live.url}/m/#/s/{token}"
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", xmldecl=False, border=2)
    shown = tab.page.request.get(f"{live.url}{source}")
    assert shown.body() == picture.getvalue()
    tab.shot("print-permit")
    stranger = stage.stranger()
    stranger.page.goto(address)
    expect(stranger["shared-page"]).to_contain_text(found["number"])
