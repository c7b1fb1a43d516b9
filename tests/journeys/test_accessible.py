"""Every main page as its owner sees it: axe finds nothing serious, and no script complains."""

from playwright.sync_api import Browser, Locator, expect

from tests.journeys.live import ROOT, Live
from tests.journeys.people import Plant
from tests.journeys.screens import DESK as DESK_SIZE
from tests.journeys.screens import Screen, Stage

AXE = (ROOT / "admin_console/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
FOUND = """
async () => {
  const found = await axe.run(document, {resultTypes: ['violations'], runOnly: {
    type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }});
  return found.violations
    .filter(one => one.impact === 'serious' || one.impact === 'critical')
    .flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)} | `
      + [...node.any, ...node.all].map(each => each.message).join(' ').slice(0, 200)));
}
"""
QUIET = """
() => document.body.innerText.trim() !== ''
  && ![...document.querySelectorAll('[aria-busy=true], .ant-skeleton, .ant-spin-spinning,'
    + ' .adm-skeleton')].some(one => one.getClientRects().length)
  && document.getAnimations().every(one => one.playState !== 'running'
    || one.effect.getComputedTiming().iterations === Infinity)
"""
# Each page and what is on it when it stands.
DESK = {
    "/": "worklist", "/hazard": "list-total", "/report/hazard": "report-form", "/boards": "board",
    "/ledgers": "ledger-hazard_all", "/org_unit": "org-tree", "/person": "人员", "/area": "区域",
    "/plan": "plan-map", "/equipment": "设备", "/notices": "inbox",
    "/notices/preferences": "preferences", "/account": "account-page",
    "/delegations": "delegation-new", "/audit": "audit-table", "/imports": "import-file",
    "/gas_check": "气体检测", "/labels": "labels-page", "/permit": "list-total",
    "/report/permit": "report-form", "/permits/live": "live-permits", "/permit_alarm": "list-total",
}  # fmt: skip
PHONE = {
    "todo": "mine-tab-waiting", "start": "report-button", "scan": "scan-number", "mine": "logout",
    "report/hazard": "report-form", "queue": "empty", "notices": "inbox",
    "notices/preferences": "preferences-save", "people": "people-found",
    "account": "account-sessions", "delegations": "delegation-new", "permit/quick": "quick-jobs",
    "report/permit": "report-form",
}  # fmt: skip
MOST_TABS = 60
GO = "path => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')); }"


def test_no_page_of_the_desk_shuts_anybody_out(stage: Stage, plant: Plant) -> None:
    record = plant.to_rectification()
    desk = stage.desk("ehs")
    expect(desk["nav-hazard"]).to_be_visible()
    faults = {}
    more = ((f"/record/hazard/{record}", "record"), (f"/record/permit/{permit(plant)}", "gates"))
    for path, sign in (*DESK.items(), *more):
        desk.page.evaluate(GO, path)
        faults[path] = faults_of(desk, sign)
    desk.page.keyboard.press("Control+k")
    desk["search"].fill("YH")
    expect(desk["palette"].get_by_role("option").first).to_be_visible()
    faults["search"] = faults_of(desk, "search")
    assert {path: found for path, found in faults.items() if found} == {}


def test_no_page_of_the_phone_shuts_anybody_out(stage: Stage, plant: Plant) -> None:
    record = plant.to_rectification()
    phone = stage.phone("worker")
    expect(phone["tab-start"]).to_be_visible()
    faults = {}
    for path, sign in (*PHONE.items(), (f"record/hazard/{record}", "record-state")):
        phone.page.goto(f"{phone.home}/m/#/{path}")
        faults[path] = faults_of(phone, sign)
    phone.page.goto(f"{phone.home}/m/#/mine")
    phone["logout"].click()
    faults["log-in"] = faults_of(phone, "login-send")
    foreman = stage.phone("foreman")
    foreman.page.goto(f"{foreman.home}/m/#/record/permit/{permit(plant)}")
    faults["permit"] = faults_of(foreman, "guard")
    assert {path: found for path, found in faults.items() if found} == {}


def test_a_task_is_done_from_the_log_in_on_without_a_mouse(
    browser: Browser, live: Live, plant: Plant
) -> None:
    worker = plant["worker"]
    record = worker.report(area=worker.area("反应釜区"))
    context = browser.new_context(viewport=DESK_SIZE, locale="zh-CN", timezone_id="Asia/Shanghai")
    desk = Screen(context.new_page(), "nantong.leader", phone=False)
    keys = desk.page.keyboard
    desk.page.goto(live.url)
    expect(desk["login-send"]).to_be_visible()
    tab_to(desk, desk["login-name"])
    keys.type(desk.login)
    tab_to(desk, desk["login-password"])
    keys.type(live.password)
    keys.press("Enter")
    card = desk.page.locator(f'[data-testid="task-card"][data-number="{record["number"]}"]')
    expect(card).to_be_visible()
    tab_to(desk, card)
    keys.press("Enter")
    expect(desk["task-sheet"]).to_be_visible()
    tab_to(desk, desk["outcome-pass"])
    keys.press("Enter")
    tab_to(desk, desk["field-review_opinion"].locator("textarea"))
    keys.type("到现场看过，情况属实")
    tab_to(desk, desk["task-submit"])
    keys.press("Enter")
    expect(desk["chain-team_review"]).to_have_attribute("data-state", "done")
    assert worker.page(str(record["id"]))["state"] == "rechecking"
    context.close()
    desk.check()


def permit(plant: Plant) -> str:
    """A permit that waits for somebody in charge."""
    rows = plant["ehs"].get("records/permit", state="working,paused", limit="1")["items"]
    return str(rows[0]["id"])


def tab_to(screen: Screen, place: Locator) -> None:
    """Presses Tab until the keyboard is there; a person would give up sooner than this."""
    for _ in range(MOST_TABS):
        if place.evaluate("one => one === document.activeElement"):
            return
        screen.page.keyboard.press("Tab")
    expect(place).to_be_focused()


def faults_of(screen: Screen, sign: str) -> list[str]:
    """What axe finds serious or critical on the page of this sign or heading once it stands."""
    heading = screen.page.get_by_role("heading", level=1, name=sign, exact=True)
    expect(heading if not sign.isascii() else screen[sign].first).to_be_visible()
    screen.page.wait_for_function(QUIET)
    # The product's pages load no script of others: axe is evaluated, not linked.
    if not screen.page.evaluate("'axe' in globalThis"):
        screen.page.evaluate(AXE)
    found: list[str] = screen.page.evaluate(FOUND)
    return found
