"""A fingerprint is registered and signs a rectification, in a browser with an authenticator."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, expect

from anshu.ledger.verify import verify_package
from tests.journeys.fingerprints import plug_in, register, sign_by_finger
from tests.journeys.live import Live
from tests.journeys.people import Plant
from tests.journeys.screens import DESK, Screen


def test_a_fingerprint_signs_a_rectification_and_the_evidence_holds_it(
    live: Live, browser: Browser, plant: Plant, tmp_path: Path
) -> None:
    record = plant.to_rectification()
    context = browser.new_context(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai")
    screen = Screen(context.new_page(), "nantong.fixer", phone=False)
    plug_in(screen)
    # Keys belong to names, not to numbers.
    screen.enter(f"http://localhost:{urlsplit(live.url).port}", live.password)
    register(screen, live.password)
    _sign(screen, record, tmp_path)
    _print(screen, record, plant["fixer"].session["person"]["name"])
    assert screen.failures == []
    context.close()
    page = plant["ehs"].page(record)
    assert page["state"] == "reinspecting"
    proof = page["data"]["responsible_signature"]["proof"]
    evidence = plant["ehs"].client.get(f"records/hazard/{record}/evidence")
    assert f"media/{proof}".encode() in evidence.content
    assert verify_package(evidence.content).ok


def _sign(screen: Screen, record: str, photos: Path) -> None:
    screen.page.goto(f"{screen.home}/record/hazard/{record}")
    screen["outcome-submit"].click()
    screen.photograph("before_photos", photos)
    screen.photograph("after_photos", photos)
    screen.fill("measures_taken", "更换机械密封，试压半小时无渗漏")
    sign_by_finger(screen, "responsible_signature")
    screen["task-submit"].click()
    expect(screen["chain-rectification"]).to_have_attribute("data-state", "done")
    screen.shot("signed-by-fingerprint")


def _print(screen: Screen, record: str, name: str) -> None:
    """On paper a signature without a picture says who, how, when and over which sheet."""
    screen.page.goto(f"{screen.home}/print/record/hazard?ids={record}")
    signed = screen["printed-signature"]
    expect(signed).to_contain_text("指纹签名")
    expect(signed).to_contain_text(name)
    expect(signed).to_contain_text(re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d"))
    expect(signed.locator("code").first).to_have_text(re.compile("^[0-9a-f]{64}$"))
    screen.shot("printed")
