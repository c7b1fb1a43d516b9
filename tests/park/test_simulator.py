"""The park platform itself: takes what Appendix A allows, refuses in words what it does not."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.park import tables
from tests.park.checking import Agreement
from tests.park.simulator import ParkPlatform

TICKET: dict[str, Any] = {
    "ID": "0b9f2c8e-9f5d-4f0c-8a55-2f5f0d7f1a01",
    "COMPANYNAME": "南通某化工有限公司",
    "COMPANYCODE": "320600001",
    "TICKETTYPE": "02",
    "GASNAME": "甲烷",
    "GASTIME": "2026-11-20 08:45:00",
    "GASVALUE": 0.1,
    "ISSUETIME": "2026-11-20 08:55:00",
    "STARTTIME": "2026-11-20 09:00:00",
    "ENDTIME": "2026-11-20 16:00:00",
    "TICKETPOSITION": "一车间泵房",
    "TICKETCONTENT": "更换管段",
    "CHECKEDTIME": "2026-11-20 16:30:00",
    "LONGITUDE": 121.05,
    "LATITUDE": 32.08,
    "TICKETSTATUS": "1",
    "SUPERVISORNAME": "王监护",
    "WORKERNAME": "张焊,李焊",
    "WORKERCERTINAME": "焊接与热切割作业",
    "WORKERCERTINUM": "T320600199001010001",
    "WORKDEPARTMENT": "检修一队",
    "ISCONTRACTORWORK": "1",
    "TICKETRESPONSNAME": "赵负责",
    "MAJORPERSONMOBILE": "13800000000",
    "ISCHANGED": "0",
    "CHANGEDCAUSE": "",
    "ISCANCELLED": "0",
    "CANCELLEDCAUSE": None,
    "DELETED": "0",
    "CREATEDATE": "2026-11-19 10:00:00",
    "CREATEBY": "赵负责",
    "UPDATEDATE": "2026-11-20 08:55:00",
    "UPDATEBY": "钱经理",
}
ALARM = {
    "ID": "7b3c5f7a-6a38-4a07-8b0b-1f6a8a2b9c02",
    "TICKETID": TICKET["ID"],
    "ALARMSTARTTIME": "2026-11-20 09:40:00",
    "ALARMTYPE": "31",
    "DELETED": "0",
    "CREATEDATE": "2026-11-20 09:40:00",
    "CREATEBY": "系统",
    "UPDATEDATE": "2026-11-20 09:40:00",
    "UPDATEBY": "系统",
}


@pytest.fixture
def park() -> Iterator[ParkPlatform]:
    """A platform that agreed on nothing beyond the norm."""
    with ParkPlatform() as opened:
        yield opened


def post(park: ParkPlatform, path: str, body: object, token: str = "") -> tuple[int, Any]:
    """Send as a company would."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(park.url + path, text, method="POST")
    request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def errors(park: ParkPlatform, **changed: object) -> list[str]:
    """What it says of the good ticket with these values."""
    _, answer = post(park, "/tickets", {"data": [TICKET | changed]})
    return list(answer.get("errors", []))


def test_the_tables_have_the_norms_sizes() -> None:
    assert len(tables.TICKET) == 33
    assert len(tables.ALARM) == 11
    assert len(tables.TICKET_TYPES) == 15
    assert len(tables.ALARM_TYPES) == 22


def test_a_good_ticket_and_its_alarm_are_taken(park: ParkPlatform) -> None:
    assert post(park, "/tickets", {"data": [TICKET]}) == (200, {"code": 0})
    assert post(park, "/alarms", {"data": [ALARM]}) == (200, {"code": 0})
    assert park.tickets[TICKET["ID"]] == [TICKET]
    assert park.alarms[ALARM["ID"]] == [ALARM]
    assert not park.defects


@pytest.mark.parametrize("column", tables.TICKET, ids=lambda column: column.symbol)
def test_a_required_field_left_empty_is_named(park: ParkPlatform, column: tables.Column) -> None:
    said = errors(park, **{column.symbol: ""})
    conditional = column.symbol in tables.GAS + tables.CERTIFICATE
    assert any(column.symbol in line for line in said) == (column.required or conditional)


@pytest.mark.parametrize(
    ("symbol", "value"),
    [
        ("ID", "ZY-2026-0001"),
        ("TICKETTYPE", "2"),
        ("TICKETSTATUS", 1),
        ("TICKETSTATUS", "7"),
        ("GASVALUE", "0.1"),
        ("GASVALUE", True),
        ("GASTIME", "2026-11-20T08:45:00Z"),
        ("STARTTIME", "2026-02-30 09:00:00"),
        ("ENDTIME", "2026-11-20 08:00:00"),
        ("UPDATEDATE", "2026-11-18 08:00:00"),
        ("WORKERNAME", "张焊、李焊"),
        ("WORKERNAME", "张焊,,李焊"),
        ("LATITUDE", 121.05),
        ("ISCONTRACTORWORK", "是"),
        ("MAJORPERSONMOBILE", "0513-8888"),
        ("TICKETCONTENT", "   "),
        ("WORKERCERTINUM", ""),
        ("EXTRA", "1"),
    ],
)
def test_a_value_that_the_table_does_not_allow_is_named(
    park: ParkPlatform, symbol: str, value: object
) -> None:
    assert [line for line in errors(park, **{symbol: value}) if symbol in line]
    assert not park.tickets


def test_gas_may_be_absent_for_a_job_that_needs_none_but_never_in_part(park: ParkPlatform) -> None:
    nothing = dict.fromkeys(tables.GAS)
    assert errors(park, TICKETTYPE="30", **nothing) == []
    assert len(errors(park, TICKETTYPE="02", **nothing)) == 3
    assert [line for line in errors(park, TICKETTYPE="10", GASVALUE=None) if "GASVALUE" in line]


def test_times_may_wait_only_by_agreement() -> None:
    early = {"TICKETSTATUS": "0", "ISSUETIME": "", "ENDTIME": "", "CHECKEDTIME": ""}
    with ParkPlatform() as strict, ParkPlatform(agreed=Agreement(times_may_wait=True)) as lenient:
        assert len(errors(strict, **early)) == 3
        assert errors(lenient, **early) == []
        assert errors(lenient, **early | {"TICKETSTATUS": "3"}) != []


def test_changes_are_kept_in_order_and_a_repetition_changes_nothing(park: ParkPlatform) -> None:
    working = {"TICKETSTATUS": "2", "UPDATEDATE": "2026-11-20 09:00:00"}
    assert errors(park) == []
    assert errors(park, **working) == []
    assert errors(park, **working) == []
    assert park.statuses(TICKET["ID"]) == ["1", "2"]
    assert len(park.tickets[TICKET["ID"]]) == 2


def test_an_older_change_a_jump_and_another_birth_are_refused(park: ParkPlatform) -> None:
    assert errors(park) == []
    assert "UPDATEDATE" in errors(park, UPDATEDATE="2026-11-20 08:00:00")[0]
    assert "TICKETSTATUS" in errors(park, TICKETSTATUS="3", UPDATEDATE="2026-11-20 17:00:00")[0]
    assert "CREATEDATE" in errors(park, CREATEDATE="2026-11-18 08:00:00")[0]
    assert len(park.tickets[TICKET["ID"]]) == 1


def test_one_defect_refuses_the_whole_request(park: ParkPlatform) -> None:
    other = TICKET | {"ID": "0b9f2c8e-9f5d-4f0c-8a55-2f5f0d7f1a02", "DELETED": ""}
    _, answer = post(park, "/tickets", {"data": [TICKET, other]})
    assert answer["errors"] == ["data[1].DELETED（删除标志）：必填"]
    assert not park.tickets


def test_an_alarm_must_belong_to_a_ticket_that_was_received(park: ParkPlatform) -> None:
    _, answer = post(park, "/alarms", {"data": [ALARM]})
    assert "TICKETID" in answer["errors"][0]
    assert post(park, "/tickets", {"data": [TICKET]})[1] == {"code": 0}
    for code in ("00", "06", "91"):
        _, answer = post(park, "/alarms", {"data": [ALARM | {"ALARMTYPE": code}]})
        assert "ALARMTYPE" in answer["errors"][0]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"data":[]}', b'{"data":[1]}', b'{"data":[{"ID":1,"ID":2}]}']
)
def test_a_body_of_another_shape_is_refused(park: ParkPlatform, body: bytes) -> None:
    status, answer = post(park, "/tickets", body)
    assert status == 200
    assert answer["code"] == 1
    assert answer["errors"]


def test_it_can_be_ill_for_a_while_and_knows_its_token() -> None:
    with ParkPlatform(token="park") as park:
        park.fall_ill(1)
        assert post(park, "/tickets", {"data": [TICKET]}, "park")[0] == 503
        assert post(park, "/tickets", {"data": [TICKET]})[0] == 401
        assert post(park, "/elsewhere", {"data": [TICKET]}, "park")[0] == 404
        assert not park.tickets
        assert post(park, "/tickets", {"data": [TICKET]}, "park")[0] == 200


def test_it_knows_nothing_of_the_product() -> None:
    for source in Path(__file__).parent.glob("*.py"):
        imported = [line for line in source.read_text().splitlines() if "import" in line]
        assert not [line for line in imported if line.startswith(("import anshu", "from anshu"))]
