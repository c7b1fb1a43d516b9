"""A hazard from its report to its closure in a real browser, each step by its own person."""

import subprocess
from pathlib import Path

from playwright.sync_api import expect

from anshu.ledger.verify import verify_package
from tests.journeys.live import ANSHU
from tests.journeys.people import Plant
from tests.journeys.screens import Screen, Stage, move, photo_file

HERE, FAR = (32.0108, 120.8614), (32.0308, 120.8614)
DESCRIPTION = "3号反应釜搅拌轴密封渗漏，地面有油迹"


def test_hazard_is_reported_worked_on_and_closed_by_its_people(
    stage: Stage, plant: Plant, tmp_path: Path
) -> None:
    record, number = _report(stage.phone("worker", at=HERE), tmp_path)
    _review(stage.phone("leader"), number)
    _recheck(stage.phone("safety"), number)
    _decide(stage.desk("ehs"), number, responsible=str(plant["fixer"].session["person"]["name"]))
    _rectify(stage.phone("fixer", at=HERE), number, tmp_path)
    _reinspect(stage.phone("safety", at=FAR), number, tmp_path)
    _prove(stage.desk("ehs"), record, tmp_path)
    assert plant["ehs"].page(record)["state"] == "closed"


def _report(screen: Screen, photos: Path) -> tuple[str, str]:
    screen["tab-start"].click()
    expect(screen["report-button"]).to_be_visible()
    screen.shot("start")
    screen["report-camera"].set_input_files(photo_file(photos))
    screen.fill("description", DESCRIPTION)
    screen.pick("equipment", "3号反应釜")
    expect(screen["field-area"]).to_contain_text("反应釜区")
    expect(screen["location-fix"]).to_contain_text("32.010800")
    screen.shot("report")
    screen["report-send"].click()
    screen.page.wait_for_url("**/record/hazard/*")
    record = screen.page.url.rpartition("/")[2]
    expect(screen["chain-team_review"]).to_have_attribute("data-state", "now")
    screen.shot("reported")
    title = screen.page.locator(".adm-nav-bar-title")
    expect(title).to_contain_text("YH-")
    number = title.inner_text()
    return record, number


def _review(screen: Screen, number: str) -> None:
    screen.open_task(number)
    screen["outcome-pass"].click()
    screen.fill("review_opinion", "到现场看过，情况属实")
    screen.shot("filled")
    screen.submit("team_review")


def _recheck(screen: Screen, number: str) -> None:
    screen.open_task(number)
    screen["outcome-pass"].click()
    screen.choose("category", "设备")
    screen.choose("handling", "限期")
    screen["field-advice"].get_by_role("button", name="设备渗漏").click()
    expect(screen["field-advice"].locator("textarea")).to_have_value(
        "停机泄压后更换密封件，复位后试压检查无渗漏，并登记更换件型号。"
    )
    screen.shot("filled")
    screen.submit("workshop_recheck")


def _decide(screen: Screen, number: str, *, responsible: str) -> None:
    screen.open_task(number)
    screen.decide(responsible=responsible)


def _rectify(screen: Screen, number: str, photos: Path) -> None:
    screen.open_task(number)
    screen["outcome-submit"].click()
    screen.photograph("before_photos", photos)
    screen.photograph("after_photos", photos)
    screen.fill("measures_taken", "更换机械密封，试压半小时无渗漏")
    screen.choose("machine_stopped", "是")
    screen.choose("repair_order_raised", "否")
    screen.fill("retest_value", "0")
    screen.fill("retest_unit", "泄漏量 滴/分")
    screen.sign("responsible_signature")
    screen.submit("rectification")


def _reinspect(screen: Screen, number: str, photos: Path) -> None:
    screen.open_task(number)
    screen["outcome-pass"].click()
    screen.photograph("recheck_photos", photos)
    screen.fill("recheck_opinion", "复查合格，无渗漏")
    expect(screen["location-fix"]).to_contain_text("32.030800")
    screen["task-submit"].click()
    expect(screen["fault-recheck_position"]).to_contain_text("区域边界外")
    screen.shot("outside-the-fence")
    move(screen.page.context, HERE)
    screen["field-recheck_position"].locator("button").first.click()
    expect(screen["location-fix"]).to_contain_text("32.010800")
    screen.submit("reinspection")
    expect(screen["record-state"]).to_contain_text("已销号")


def _prove(screen: Screen, record: str, folder: Path) -> None:
    screen.page.goto(f"{screen.home}/record/hazard/{record}")
    screen["verify"].click()
    expect(screen["verdict"]).to_have_attribute("data-ok", "true")
    for element in ("before_photo", "after_photo", "signature", "watermark"):
        expect(screen[f"element-{element}"]).to_have_attribute("data-present", "true")
    screen.shot("closed")
    with screen.page.expect_download() as waiting:
        screen["evidence"].click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name.endswith(".anshu.zip")
    assert verify_package(file.read_bytes()).ok
    assert subprocess.run([ANSHU, "verify", str(file)], check=False).returncode == 0
