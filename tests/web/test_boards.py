"""Boards over HTTP: shapes, files, settings."""

from io import BytesIO
from uuid import uuid4

from python_calamine import CalamineWorkbook

from tests.records.people import PLACE
from tests.web.office import Office


async def test_the_board_is_listed_and_read(office: Office) -> None:
    client = await office.person("ehs")
    listed = (await client.get("boards")).json()
    assert [item["key"] for item in listed["items"]] == ["hazard_plant"]
    await office.report()
    board = (await client.get("boards/hazard_plant", params={"days": 7})).json()
    assert board["widgets"][4]["lines"][0]["points"][-1]["n"] == 1
    assert board["data_time"]
    missing = await client.get("boards/absent")
    assert (missing.status_code, missing.json()["code"]) == (404, "unknown_board")


async def test_a_number_s_list_has_as_many_rows_as_the_number(office: Office) -> None:
    await office.report()
    await office.report()
    client = await office.person("ehs")
    board = (await client.get("boards/hazard_plant")).json()
    checked = 0
    for widget in board["widgets"]:
        figures = [*widget["figures"], *(f for e in widget["entries"] for f in e["figures"])]
        for figure in (f for f in figures if "list" in f):
            answer = await client.get(
                f"records/{figure['list']['type']}", params=figure["list"]["query"]
            )
            assert answer.status_code == 200, (figure, answer.text)
            assert answer.json()["total"] == figure["n"], figure
            checked += figure["n"] > 0
    assert checked >= 4


async def test_the_pdf_is_one_and_the_workbook_has_the_same_figures(office: Office) -> None:
    await office.report()
    client = await office.person("ehs")
    pdf = await client.get("boards/hazard_plant/export", params={"format": "pdf"})
    assert pdf.status_code == 200, pdf.text
    assert pdf.content.startswith(b"%PDF-")
    assert "pdf" in pdf.headers["content-disposition"]
    sheet = await client.get("boards/hazard_plant/export", params={"format": "xlsx"})
    book = CalamineWorkbook.from_filelike(BytesIO(sheet.content))
    rows = book.get_sheet_by_name("数据").to_python()
    (found,) = [row for row in rows if row[0] == "区域热力"]
    assert (found[1], found[2], found[3], found[7]) == ("新登记", "反应釜区", 1.0, 1.0)
    assert "指标定义" in book.sheet_names
    wrong = await client.get("boards/hazard_plant/export", params={"format": "doc"})
    assert wrong.status_code == 422


async def test_the_time_to_report_is_averaged_over_those_that_know_it(office: Office) -> None:
    await office.report()
    client = await office.person("worker")
    photos = [await office.upload("worker")]
    for seconds in (30, 54):
        data = {"description": "3号泵机封渗漏，地面有积液", "photos": photos}
        data |= {"area": str(office.plant.area), "position": PLACE}
        body = {"id": str(uuid4()), "data": data, "entry_seconds": seconds}
        answer = await client.post("records/hazard", json=body)
        assert answer.status_code == 201, answer.text
    board = (await (await office.person("ehs")).get("boards/hazard_plant")).json()
    (times,) = [widget for widget in board["widgets"] if widget["key"] == "times"]
    entry = times["figures"][0]
    assert (entry["n"], entry["value"], entry["text"]) == (2, "42.0", "42 秒")


async def test_only_an_administrator_sets_the_day_of_going_live(office: Office) -> None:
    settings = {"go_live": "2026-10-01", "holidays": [], "shutdowns": []}
    refused = await (await office.person("ehs")).put("board-settings", json=settings)
    assert refused.status_code == 403
    admin = await office.person("admin")
    done = await admin.put("board-settings", json=settings)
    assert done.status_code == 200, done.text
    shown = (await admin.get("board-settings")).json()
    assert (shown["settings"]["go_live"], shown["set_by"]) == ("2026-10-01", "冯管理")
    wrong = {"shutdowns": [{"from": "2026-10-02", "to": "2026-10-01", "reason": ""}]}
    answer = await admin.put("board-settings", json=wrong)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["cure"]
