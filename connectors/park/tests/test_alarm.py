"""Each field of Table A.3, while the alarm is open and when it is dealt with."""

import msgspec

from anshu_park.alarm import alarm
from connectors.park.tests.permits import ALARM, ALARMED, CONFIG, PERMIT, at, changed


def test_an_open_alarm_has_a_beginning_and_no_end() -> None:
    assert alarm(ALARMED, CONFIG) == {
        "ID": str(ALARM), "TICKETID": str(PERMIT), "ALARMSTARTTIME": "2026-11-20 09:05:00",
        "ALARMTYPE": "02", "ALARMENDTIME": "", "ALARMRESULT": "", "DELETED": "0",
        "CREATEDATE": "2026-11-20 09:05:00", "CREATEBY": "系统",
        "UPDATEDATE": "2026-11-20 09:05:00", "UPDATEBY": "系统",
    }  # fmt: skip


def test_an_alarm_that_table_a_4_has_no_code_for_is_not_told() -> None:
    own = msgspec.structs.replace(changed(ALARMED, code="G1"), codes={})
    assert alarm(own, CONFIG) == {}


def test_a_handled_alarm_says_what_was_done_and_when_it_ended() -> None:
    handled = changed(ALARMED, handled="重新取样，结果合格", ended_at="2026-11-20T02:00:00Z")
    told = alarm(msgspec.structs.replace(handled, closed={"handling": at(2)}), CONFIG)
    assert told["ALARMRESULT"] == "重新取样，结果合格"
    assert told["ALARMENDTIME"] == "2026-11-20 10:00:00"
    told = alarm(handled, CONFIG)
    assert told["ALARMENDTIME"] == "", "it was sent back and goes on"
    told = alarm(msgspec.structs.replace(ALARMED, closed_at=at(3)), CONFIG)
    assert told["ALARMENDTIME"] == "2026-11-20 11:00:00"
