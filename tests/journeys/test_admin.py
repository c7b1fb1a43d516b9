"""A plant's administrator on the screen: a new team leader enters and passes a hazard."""

from playwright.sync_api import expect

from tests.journeys.people import Plant
from tests.journeys.screens import Screen, Stage

NAME, POST, UNIT = "钟接班", "leader9", "一车间甲班"
LOGIN = f"nantong.{POST}"


def test_new_team_leader_is_added_with_a_log_in_and_passes_a_hazard_of_the_team(
    stage: Stage, plant: Plant
) -> None:
    admin = stage.desk("admin")
    _add_person(admin)
    password = _open_log_in(admin)
    worker = plant["worker"]
    record = worker.report(area=worker.area("反应釜区"), description="新班长要办的阀门渗漏")
    elsewhere = plant["leader2"].report(area=plant["leader2"].area("包装间"))
    leader = stage.desk(POST, password=password)
    expect(leader["who"]).to_contain_text(NAME)
    leader.open_task(record["number"])
    leader["outcome-pass"].click()
    leader.fill("review_opinion", "到现场看过，情况属实")
    leader.submit("team_review")
    chain = plant["ehs"].page(record["id"])["chain"]
    (done,) = [step for step in chain if step["node"] == "team_review"]
    assert (done["state"], done["by"]["name"]) == ("done", NAME)
    leader.page.goto(f"{leader.home}/record/hazard/{elsewhere['id']}")
    expect(leader["block-card"]).to_have_attribute("data-code", "unknown_record")


def test_change_of_somebody_else_does_not_take_away_what_was_typed(
    stage: Stage, plant: Plant
) -> None:
    admin = stage.desk("admin")
    machine = next(
        row for row in plant["admin"].get("records/equipment")["items"]
        if row["title"] == "1号中间罐"
    )  # fmt: skip
    admin.page.goto(f"{admin.home}/record/equipment/{machine['id']}?edit=1")
    admin.fill("status", "停用检修")
    path = f"records/equipment/{machine['id']}"
    version = plant["admin"].get(path)["version"]
    body = {
        "command_id": "0190d000-0000-7000-8000-000000000001", "version": version,
        "data": {"location": "二层平台"},
    }  # fmt: skip
    assert plant["admin"].client.put(path, json=body).status_code == 200
    admin["plain-save"].click()
    expect(admin["block-card"]).to_have_attribute("data-code", "record_changed")
    expect(admin["overtaken"]).to_contain_text("二层平台")
    expect(admin["field-status"].locator("input")).to_have_value("停用检修")
    admin.shot("overtaken")
    admin["plain-save"].click()
    expect(admin["shown-status"]).to_contain_text("停用检修")
    expect(admin["shown-location"]).to_contain_text("二层平台")
    admin["plain-edit"].click()
    admin["field-area"].get_by_role("button", name="清除").click()
    admin["plain-save"].click()
    expect(admin["shown-area"]).to_contain_text("—")
    expect(admin["timeline"]).to_contain_text("已清除")
    assert "area" not in plant["admin"].get(path)["data"]


def test_unit_is_added_below_another_and_renamed(stage: Stage) -> None:
    admin = stage.desk("admin")
    admin["nav-org_unit"].click()
    tree = admin["org-tree"]
    tree.get_by_text("二车间", exact=True).click()
    admin["unit-add"].click()
    admin.fill("name", "二车间乙班")
    admin.choose("unit_level", "班组")
    admin.fill("segment", "t1")
    admin["plain-save"].click()
    expect(admin["fault-segment"]).to_contain_text("t1")
    admin.fill("segment", "t7")
    admin["plain-save"].click()
    expect(admin["shown-path"]).to_contain_text("/w2/t7/")
    admin["unit-rename"].click()
    admin.fill("name", "二车间丙班")
    admin["plain-save"].click()
    expect(tree.get_by_text("二车间丙班", exact=True)).to_be_visible()
    admin.shot("organisation")


def test_who_only_reads_people_is_offered_no_change(stage: Stage) -> None:
    auditor = stage.desk("auditor")
    auditor["nav-people"].click()
    auditor["plain-table"].get_by_role("link").first.click()
    expect(auditor["plain-fields"]).to_be_visible()
    for door in ("plain-edit", "plain-add", "log-ins"):
        expect(auditor[door]).to_have_count(0)
    auditor.page.goto(f"{auditor.home}/person/new")
    expect(auditor["empty"]).to_be_visible()
    expect(auditor["plain-form"]).to_have_count(0)


def _add_person(admin: Screen) -> None:
    admin["nav-people"].click()
    admin["plain-add"].click()
    admin.fill("name", NAME)
    admin.pick("org", UNIT)
    admin.fill("post", "甲班班长（接班）")
    admin["role-add"].click()
    admin["plain-save"].click()
    expect(admin["fault-assignments"]).to_be_visible()
    row = admin["role-row"]
    row.locator("select").select_option(label="班组长")
    row.get_by_role("combobox").last.fill(UNIT)
    admin["options-role-org"].get_by_role("button", name=UNIT).click()
    admin.shot("person-filled")
    admin["plain-save"].click()
    expect(admin["role-list"]).to_contain_text("班组长")
    expect(admin["role-list"]).to_contain_text(UNIT)


def _open_log_in(admin: Screen) -> str:
    admin["log-in-open"].click()
    admin["account-login"].fill("nantong.leader")
    admin["log-in-save"].click()
    expect(admin["fault-login"]).to_contain_text("已被使用")
    admin["account-login"].fill(LOGIN)
    admin["log-in-save"].click()
    expect(admin["log-in"]).to_contain_text(LOGIN)
    admin.shot("log-in-opened")
    return admin["told-password"].inner_text()


def test_the_plants_set_up_is_seen_and_a_boundary_is_drawn_on_the_plan(
    stage: Stage, plant: Plant
) -> None:
    api = plant["admin"]
    area = {"name": "新罐区", "org": "/w1/"}
    identity = "0190d000-0000-7000-8000-0000000000aa"
    made = api.client.post("records/area", json={"id": identity, "data": area})
    assert made.status_code == 201, made.text
    admin = stage.desk("admin")
    admin.page.goto(f"{admin.home}/admin")
    expect(admin["setup-area"]).to_have_attribute("data-state", "partly")
    expect(admin["setup-plan"]).to_have_attribute("data-state", "done")
    admin["setup-plan"].get_by_role("link").click()
    admin["plan-undrawn"].get_by_role("button").click()
    box = admin["plan-map"].bounding_box()
    assert box is not None
    middle = (box["width"] / 2, box["height"] / 2)
    for x, y in ((-40, -30), (40, -30), (40, 40), (-40, 40)):
        admin["plan-map"].click(position={"x": middle[0] + x, "y": middle[1] + y})
    expect(admin["ring-size"]).to_contain_text("4 个拐角")
    admin["ring-undo"].click()
    expect(admin["ring-size"]).to_contain_text("3 个拐角")
    admin.shot("boundary")
    admin["place-save"].click()
    expect(admin["plan-undrawn"]).to_contain_text("全部区域都画好了边界")
    drawn = next(
        fence for fence in api.get("areas/geofences")["items"] if fence["id"] == identity
    )  # fmt: skip
    assert len(drawn["boundary"]) == 3
