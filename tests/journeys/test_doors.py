"""What a screen shows to whom: refusals, closed doors, log-out, languages, an imported ledger."""

import time
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.people import Plant, until
from tests.journeys.screens import Stage

LEDGER = """隐患描述,发现日期,隐患等级,责任部门,整改责任人,整改期限,整改状态
{mark}中间罐区护栏松动,2026-03-02,一般隐患,一车间,,2026-12-01,整改中
{mark}配电室堆放杂物,2026-03-05,一般隐患,二车间,,2026-12-03,整改中
{mark}应急灯不亮,2026-13-45,一般隐患,一车间,,2026-12-05,整改中
"""


def test_act_after_somebody_quicker_shows_a_block_card_and_keeps_the_entries(
    stage: Stage, plant: Plant
) -> None:
    page = plant["worker"].report(area=plant["worker"].area("反应釜区"))
    screen = stage.phone("leader")
    screen.open_task(page["number"])
    screen["outcome-pass"].click()
    screen.fill("review_opinion", "后到的意见")
    plant["leader"].act(page["id"], "pass", {"review_opinion": "先到的意见"})
    screen["task-submit"].click()
    expect(screen["block-card"]).to_be_visible()
    expect(screen["not-sent"]).to_contain_text("后到的意见")
    screen.shot("quicker")
    assert plant["leader"].page(page["id"])["data"]["review_opinion"] == "先到的意见"


def test_worker_sees_no_door_that_the_role_does_not_open(stage: Stage, plant: Plant) -> None:
    worker, ehs = stage.desk("worker"), stage.desk("ehs")
    expect(ehs["nav-imports"]).to_be_visible()
    expect(worker["nav-worklist"]).to_be_visible()
    for door in ("imports", "connectors", "ledgers"):
        expect(worker[f"nav-{door}"]).to_have_count(0)
        worker.page.goto(f"{worker.home}/{door}")
        expect(worker["empty"]).to_be_visible()
    worker.shot("closed-door")
    other = plant["leader2"].report(area=plant["leader2"].area("包装间"))
    worker.page.goto(f"{worker.home}/record/hazard/{other['id']}")
    expect(worker["block-card"]).to_be_visible()
    expect(worker.page.get_by_text(other["number"])).to_have_count(0)
    worker.shot("unknown")
    assert plant["worker"].client.get(f"records/hazard/{other['id']}").status_code == 404
    assert plant["worker"].client.get("imports").status_code in (403, 404)


def test_log_out_ends_the_session_and_not_only_the_page(stage: Stage) -> None:
    for screen in (stage.phone("inspector"), stage.desk("inspector")):
        cookies = {one["name"]: one["value"] for one in screen.page.context.cookies()}
        if screen.phone:
            screen["tab-mine"].click()
            screen["logout"].click()
        else:
            screen.account("退出登录")
        expect(screen["login-form"]).to_be_visible()
        screen.page.context.add_cookies(
            [{"name": k, "value": v, "url": screen.home} for k, v in cookies.items()]
        )
        screen.page.goto(f"{screen.home}/m/" if screen.phone else f"{screen.home}/")
        expect(screen["login-form"]).to_be_visible()


def test_english_reaches_texts_of_the_console_and_of_the_definitions(stage: Stage) -> None:
    phone = stage.phone("worker")
    phone["tab-mine"].click()
    phone["language"].click()
    expect(phone["logout"]).to_contain_text("Log out")
    phone["tab-start"].click()
    phone["report-without-photo"].click()
    expect(phone["field-description"]).to_contain_text("Description")
    phone.shot("english")
    desk = stage.desk("ehs")
    desk.account("English")
    expect(desk["nav-worklist"]).to_contain_text("Work list")
    desk["nav-ledgers"].click()
    expect(desk["ledger-hazard_all"]).to_contain_text("All hazards")
    desk.shot("english")


def test_ledger_is_imported_and_one_of_its_hazards_worked_on(
    stage: Stage, plant: Plant, tmp_path: Path
) -> None:
    mark = f"导{time.time_ns() % 10**9}号"
    file = tmp_path / "2026隐患台账.csv"
    file.write_text(LEDGER.format(mark=mark), encoding="gb18030")
    desk = stage.desk("ehs")
    desk["nav-imports"].click()
    desk["import-file"].set_input_files(file)
    expect(desk["import-dry-run"]).to_be_enabled()
    desk.shot("mapping")
    desk["import-dry-run"].click()
    expect(desk["import-findings"]).to_have_attribute("data-state", "checked")
    expect(desk["import-findings"]).to_contain_text("2026-13-45")
    desk.shot("findings")
    desk["import-start"].click()
    expect(desk["import-findings"]).to_have_attribute("data-state", "done")
    desk.shot("imported")
    ehs = plant["ehs"]
    rows = until(lambda: ehs.get("records/hazard", q=mark)["items"])
    assert {row["origin"] for row in rows} == {"import"}
    assert len(rows) == 2
    hit = next(row for row in rows if "护栏" in row["title"])
    page = ehs.page(hit["id"])
    (action,) = page["actions"]
    assert action["node"] == "ehs_decision"
    desk.page.goto(f"{desk.home}/record/hazard/{hit['id']}")
    expect(desk["task-sheet"]).to_be_visible()
    desk.shot("imported-record")
    desk.decide(responsible=str(plant["fixer"].session["person"]["name"]))
    assert plant["fixer"].card(hit["id"]) is not None
    shown = plant["ehs"].page(hit["id"])
    assert (shown["state"], shown["origin"]) == ("rectifying", "import")
