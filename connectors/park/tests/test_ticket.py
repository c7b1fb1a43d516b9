"""Each field of Table A.1, and what stands there while it is not known."""

import msgspec

from anshu.sdk.config import decode_config
from anshu_park.config import ParkConfig
from anshu_park.ticket import ticket
from connectors.park.tests.permits import BOOKED, CONFIG, PERMIT, RAW, WORKING, at, changed

FIELDS = (
    "ID", "COMPANYNAME", "COMPANYCODE", "TICKETTYPE", "GASNAME", "GASTIME", "GASVALUE",
    "ISSUETIME", "STARTTIME", "ENDTIME", "TICKETPOSITION", "TICKETCONTENT", "CHECKEDTIME",
    "LONGITUDE", "LATITUDE", "TICKETSTATUS", "SUPERVISORNAME", "WORKERNAME", "WORKERCERTINAME",
    "WORKERCERTINUM", "WORKDEPARTMENT", "ISCONTRACTORWORK", "TICKETRESPONSNAME",
    "MAJORPERSONMOBILE", "ISCHANGED", "CHANGEDCAUSE", "ISCANCELLED", "CANCELLEDCAUSE", "DELETED",
    "CREATEDATE", "CREATEBY", "UPDATEDATE", "UPDATEBY",
)  # fmt: skip


def test_a_permit_has_all_fields_of_the_table_and_no_others() -> None:
    assert set(ticket(WORKING, CONFIG)) == set(FIELDS)
    assert set(ticket(BOOKED, CONFIG)) == set(FIELDS)


def test_a_permit_at_work_says_who_what_where_and_when() -> None:
    assert ticket(WORKING, CONFIG) == {
        "ID": str(PERMIT), "COMPANYNAME": "甲公司", "COMPANYCODE": "C-001", "TICKETTYPE": "02",
        "GASNAME": "甲烷", "GASTIME": "2026-11-20 10:30:00", "GASVALUE": "0.05",
        "ISSUETIME": "2026-11-20 08:40:00", "STARTTIME": "2026-11-20 09:00:00",
        "ENDTIME": "2026-11-20 17:00:00", "TICKETPOSITION": "反应釜区 R-103 平台",
        "TICKETCONTENT": "更换法兰", "CHECKEDTIME": "2026-11-20 17:00:00",
        "LONGITUDE": "120.90", "LATITUDE": "31.98", "TICKETSTATUS": "2",
        "SUPERVISORNAME": "张监护", "WORKERNAME": "李强,王工",
        "WORKERCERTINAME": "焊接与热切割作业", "WORKERCERTINUM": "T3206",
        "WORKDEPARTMENT": "检修一队,防腐公司", "ISCONTRACTORWORK": "1",
        "TICKETRESPONSNAME": "王工", "MAJORPERSONMOBILE": "13800001111", "ISCHANGED": "0",
        "CHANGEDCAUSE": "", "ISCANCELLED": "0", "CANCELLEDCAUSE": "", "DELETED": "0",
        "CREATEDATE": "2026-11-20 08:00:00", "CREATEBY": "王工",
        "UPDATEDATE": "2026-11-20 10:31:00", "UPDATEBY": "李强",
    }  # fmt: skip


def test_times_not_known_yet_are_the_planned_ones_or_nothing_as_agreed() -> None:
    planned = ticket(BOOKED, CONFIG)
    assert planned["ISSUETIME"] == planned["STARTTIME"] == "2026-11-20 09:00:00"
    assert planned["ENDTIME"] == planned["CHECKEDTIME"] == "2026-11-20 17:00:00"
    empty = ticket(BOOKED, decode_config(ParkConfig, {**RAW, "unknown_times": "empty"}))
    assert {empty[name] for name in ("ISSUETIME", "STARTTIME", "ENDTIME", "CHECKEDTIME")} == {""}


def test_real_times_take_the_place_of_planned_ones() -> None:
    done = changed(WORKING, actual_start="2026-11-20T01:10:00Z", actual_end="2026-11-20T08:15:00Z")
    done = msgspec.structs.replace(done, closed={**WORKING.closed, "acceptance": at(8, 30)})
    told = ticket(done, CONFIG)
    assert told["STARTTIME"] == "2026-11-20 09:10:00"
    assert told["ENDTIME"] == "2026-11-20 16:15:00"
    assert told["CHECKEDTIME"] == "2026-11-20 16:30:00"


def test_a_permit_sent_back_after_signing_has_no_time_of_issue() -> None:
    back = msgspec.structs.replace(WORKING, state_code="0")
    config = decode_config(ParkConfig, {**RAW, "unknown_times": "empty"})
    assert ticket(back, config)["ISSUETIME"] == ""


def test_its_own_position_comes_before_that_of_its_area() -> None:
    there = changed(WORKING, position={"lat": "31.5", "lon": "120.1"})
    told = ticket(there, CONFIG)
    assert (told["LONGITUDE"], told["LATITUDE"]) == ("120.1", "31.5")


def test_a_sample_without_flammable_gas_tells_the_toxic_one_and_then_oxygen() -> None:
    sample = {"sampled_at": "2026-11-20T02:30:00Z", "oxygen": "20.9"}
    toxic = changed(WORKING, gas_tests=[{**sample, "toxic_gas": "氯", "toxic": "3"}])
    told = ticket(toxic, CONFIG)
    assert (told["GASNAME"], told["GASVALUE"]) == ("氯", "3")
    told = ticket(changed(WORKING, gas_tests=[{**sample, "h2s": "2"}]), CONFIG)
    assert (told["GASNAME"], told["GASVALUE"]) == ("硫化氢", "2")
    told = ticket(changed(WORKING, gas_tests=[sample]), CONFIG)
    assert (told["GASNAME"], told["GASVALUE"]) == ("氧气", "20.9")


def test_a_changed_and_a_cancelled_permit_say_why() -> None:
    moved = changed(WORKING, change_reason="作业位置改变")
    assert ticket(moved, CONFIG)["ISCHANGED"] == "1"
    assert ticket(moved, CONFIG)["CHANGEDCAUSE"] == "作业位置改变"
    asked = changed(WORKING, cancel_reason="停工")
    told = ticket(asked, CONFIG)
    assert (told["ISCANCELLED"], told["CANCELLEDCAUSE"]) == ("0", ""), "asked for, not granted"
    cancelled = msgspec.structs.replace(asked, state_code="5")
    told = ticket(cancelled, CONFIG)
    assert (told["ISCANCELLED"], told["CANCELLEDCAUSE"]) == ("1", "停工")


def test_of_a_booking_names_and_number_are_what_is_agreed_and_what_is_known() -> None:
    booked = changed(BOOKED, mobile=None)
    told = ticket(booked, CONFIG)
    assert (told["SUPERVISORNAME"], told["WORKERNAME"]) == ("待定", "待定")
    assert told["MAJORPERSONMOBILE"] == "13900003333"
    config = decode_config(ParkConfig, {**RAW, "unknown_names": "", "duty_mobile": "13700004444"})
    assert ticket(booked, config)["WORKERNAME"] == ""
    nobody = msgspec.structs.replace(booked, known={})
    assert ticket(nobody, config)["MAJORPERSONMOBILE"] == "13700004444"


def test_without_any_position_it_is_that_of_the_company() -> None:
    nowhere = msgspec.structs.replace(WORKING, known={})
    assert ticket(nowhere, CONFIG)["LONGITUDE"] == ""
    config = decode_config(ParkConfig, {**RAW, "longitude": "120.5", "latitude": "31.5"})
    told = ticket(nowhere, config)
    assert (told["LONGITUDE"], told["LATITUDE"]) == ("120.5", "31.5")


def test_an_end_never_stands_before_its_beginning() -> None:
    late = changed(WORKING, actual_start="2026-11-20T10:00:00Z")
    told = ticket(late, CONFIG)
    assert told["STARTTIME"] == told["ENDTIME"] == "2026-11-20 18:00:00"
