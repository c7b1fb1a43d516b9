"""A ledger taken as a file: the rows and classes of its reader, and nothing for who may not."""

from csv import reader
from io import BytesIO, StringIO
from zipfile import ZipFile

from httpx import Response

from tests.web.office import Office

ALL = "records/hazard/ledgers/hazard_all/export"


async def test_the_file_holds_what_the_ledger_shows(office: Office) -> None:
    record = await office.to_rectification()
    client = await office.person("safety")
    shown = (await client.get("ledgers/hazard_all")).json()
    answer = await client.get(ALL, params={"format": "csv"})
    assert answer.status_code == 200, answer.text
    head, *rows = reader(StringIO(answer.content.decode("utf-8-sig")))
    assert head == [column["label"] for column in shown["columns"]]
    assert rows == [item["cells"] for item in shown["items"]]
    assert rows[0][0] == record["number"]
    sheet = await client.get(ALL, params={"format": "xlsx"})
    assert ".xlsx" in sheet.headers["content-disposition"]
    text = ZipFile(BytesIO(sheet.content)).read("xl/worksheets/sheet1.xml").decode()
    assert record["number"] in text


async def test_it_reaches_as_far_as_the_right_to_export(office: Office) -> None:
    record = (await office.to_rectification())["number"]
    for name, holds in {"ehs": True, "safety": True, "boss": True}.items():
        answer = await (await office.person(name)).get(ALL, params={"format": "csv"})
        assert (answer.status_code, record in answer.text) == (200, holds), name
    # The leader reads the ledger and may take nothing away; the page then shows no button.
    leader = await office.person("leader")
    assert codes(await leader.get(ALL)) == (403, "not_allowed")
    exports = {entry["export"] for entry in (await leader.get("ledgers")).json()}
    assert exports == {False}


async def test_a_ledger_of_another_type_or_format_is_refused(office: Office) -> None:
    client = await office.person("ehs")
    other = await client.get("records/gas_check/ledgers/hazard_all/export")
    assert codes(other) == (404, "unknown_ledger")
    assert codes(await client.get(ALL, params={"format": "doc"})) == (422, "query_malformed")


def codes(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]
