"""A hot work permit and an alarm of it as the platform would tell of them."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from anshu.sdk.config import decode_config
from anshu.sdk.outbound import Outgoing, Referred
from anshu_park.config import ParkConfig

PERMIT, ALARM = UUID(int=1), UUID(int=2)
LI, WANG, ZHANG, AREA, CARD = (UUID(int=n) for n in range(10, 15))
TOKEN = "park-token-4711"
RAW: dict[str, object] = {
    "tickets_url": "https://park.example/tickets", "alarms_url": "https://park.example/alarms",
    "company_name": "甲公司", "company_code": "C-001", "token": TOKEN,
}  # fmt: skip
CONFIG = decode_config(ParkConfig, RAW)


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of the day in UTC; the plant's clock shows eight hours more."""
    return datetime(2026, 11, 20, hour, minute, tzinfo=UTC)


KNOWN = {
    LI: Referred(type="person", title="李强"),
    WANG: Referred(type="person", title="王工", mobile="13900003333"),
    ZHANG: Referred(type="person", title="张监护"),
    AREA: Referred(
        type="area", title="反应釜区", data={"position": {"lat": "31.98", "lon": "120.90"}}
    ),
    CARD: Referred(
        type="certificate",
        title="T3206",
        data={"number": "T3206", "trade": "welding"},
        labels={"trade": "焊接与热切割作业"},
    ),
}
DATA: dict[str, object] = {
    "job": "hot_work", "level": "hot_1", "content": "更换法兰", "area": str(AREA),
    "place": "R-103 平台", "work_unit": "检修一队、防腐公司", "contractor": True,
    "responsible": str(WANG), "mobile": "13800001111", "planned_start": "2026-11-20T01:00:00Z",
    "planned_end": "2026-11-20T09:00:00Z",
    "workers": [
        {"@no": 1, "person": str(LI), "certificate": str(CARD)},
        {"@no": 2, "person": str(WANG), "certificate": None},
    ],
    "guardians": [
        {"@no": 1, "person": str(WANG), "@ended": "2026-11-20T02:00:00Z"},
        {"@no": 2, "person": str(ZHANG)},
    ],
    "gas_tests": [
        {"@no": 1, "sampled_at": "2026-11-20T00:50:00Z", "flammable": "0.1",
         "flammable_gas": "ch4", "oxygen": "20.8"},
        {"@no": 2, "sampled_at": "2026-11-20T02:30:00Z", "flammable": "0.05",
         "flammable_gas": "ch4", "oxygen": "20.9"},
    ],
}  # fmt: skip
WORKING = Outgoing(
    type="permit", id=PERMIT, number="ZY-2026-000001", state="working", data=DATA,
    created_at=at(0), created_by="王工", changed_at=at(2, 31), changed_by="李强", state_code="2",
    codes={"level": "02", "job": "hot_work"},
    labels={"level": {"hot_1": "一级动火"}, "gas_tests.flammable_gas": {"ch4": "甲烷"}},
    opened={"sign_approval": at(0, 20), "ready": at(0, 40), "working": at(1)},
    closed={"sign_approval": at(0, 40), "ready": at(1)}, known=KNOWN,
)  # fmt: skip
BOOKED = msgspec.structs.replace(
    WORKING,
    state="booked",
    state_code="0",
    data={k: v for k, v in DATA.items() if k not in ("workers", "guardians", "gas_tests")},
    opened={"booking_review": at(0)},
    closed={},
)
ALARMED = Outgoing(
    type="permit_alarm", id=ALARM, number="BJ-2026-000001", state="open",
    data={"permit": str(PERMIT), "code": "02", "since": "2026-11-20T01:05:00Z"},
    created_at=at(1, 5), created_by="系统", changed_at=at(1, 5), changed_by="系统",
    codes={"code": "02"},
)  # fmt: skip


def changed(outgoing: Outgoing, **data: object) -> Outgoing:
    """The same record with other values."""
    return msgspec.structs.replace(outgoing, data={**outgoing.data, **data})
