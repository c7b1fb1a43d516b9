"""Quiet hours, the digest and wishes: what waits, what passes, what is made one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anshu.notify.hours import Quiet, digest_day
from anshu.notify.wishes import Defaults, Wishes, effective, faults_of_defaults, faults_of_wishes
from anshu.records.notifying.digests import send_digests
from anshu_tenants.registry import principal
from tests.notify.people import ALL, TASKS, default, give_mail, lines, turn, wish
from tests.notify.servers import MailBox, text_of
from tests.records.people import Plant
from tests.web.office import MAJOR, Office
from tests.web.test_major import CLAUSES

SHANGHAI = "Asia/Shanghai"
NIGHT = Quiet(time(22), time(6, 30))


def at(hour: int, minute: int = 0, day: int = 20) -> datetime:
    local = datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(SHANGHAI))
    return local.astimezone(UTC)


def move_to(office: Office, hour: int, *, days: int = 1) -> None:
    """The plant's clock shows this hour, some days from now."""
    local = office.now.astimezone(ZoneInfo(SHANGHAI))
    then = (local + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
    office.move(then - local)


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        (at(21, 59), None),
        (at(22), at(6, 30, day=21)),
        (at(23, 30), at(6, 30, day=21)),
        (at(3), at(6, 30)),
        (at(6, 30), None),
        (at(12), None),
    ],
)
def test_a_night_that_passes_midnight_ends_in_the_morning(
    moment: datetime, ends: datetime | None
) -> None:
    assert NIGHT.ends_after(moment, SHANGHAI) == ends


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    st.times(), st.times(), st.sampled_from([SHANGHAI, "Europe/Berlin", "America/New_York"]),
)  # fmt: skip
def test_quiet_always_ends_within_a_day_and_is_over_then(
    moment: datetime, start: time, end: time, zone: str
) -> None:
    if start == end:
        return
    quiet, now = Quiet(start, end), moment.replace(tzinfo=UTC)
    ends = quiet.ends_after(now, zone)
    if ends is not None:
        assert now < ends <= now + timedelta(hours=25)


def test_the_digest_is_due_for_four_hours_after_its_time_also_past_midnight() -> None:
    assert digest_day(time(7, 30), at(7, 29), SHANGHAI) is None
    assert digest_day(time(7, 30), at(7, 30), SHANGHAI) == date(2026, 11, 20)
    assert digest_day(time(7, 30), at(11, 29), SHANGHAI) == date(2026, 11, 20)
    assert digest_day(time(7, 30), at(11, 30), SHANGHAI) is None
    assert digest_day(time(23), at(1, day=21), SHANGHAI) == date(2026, 11, 20)


def test_a_persons_choice_goes_before_the_tenants() -> None:
    tenant = Defaults(digest_at="08:00")
    assert effective(tenant, Wishes()).quiet == NIGHT
    assert effective(tenant, Wishes()).digest_at == time(8)
    own = effective(
        tenant,
        Wishes(
            mail={"task": True, "warning": False}, quiet="none", digest="own", digest_at="17:00"
        ),
    )
    assert own.mail == {"task", "reminder", "escalation"}
    assert (own.quiet, own.digest_at) == (None, time(17))


def test_wrong_choices_are_named_by_field() -> None:
    wishes = Wishes(mail={"sms": True}, quiet="own", quiet_from="25:00", quiet_to="")
    assert [e.field for e in faults_of_wishes(wishes)] == ["mail", "quiet_from", "quiet_to"]
    assert [e.field for e in faults_of_defaults(Defaults(unread_minutes=2))] == ["unread_minutes"]
    assert faults_of_defaults(Defaults(quiet_from="", quiet_to="")) == ()


async def test_what_comes_at_night_is_sent_as_one_mail_in_the_morning(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant, quiet_from="22:00", quiet_to="06:30")
    await give_mail(plant, "leader")
    await wish(plant, "leader", mail=TASKS)
    move_to(office, 23)
    first = (await office.report())["number"]
    await turn(plant)
    office.move(timedelta(hours=1))
    second = (await office.report())["number"]
    await turn(plant)
    assert box.mails == []
    (line,) = await lines(plant)
    assert (line.state, line.address) == ("held", "le***@plant.example")
    office.move(timedelta(hours=6, minutes=31))
    await turn(plant)
    (mail,) = box.mails
    assert first in text_of(mail)
    assert second in text_of(mail)


async def test_an_escalation_and_a_major_hazard_pass_the_quiet_hours(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant, mail=ALL, quiet_from="22:00", quiet_to="06:30")
    await give_mail(plant, "safety", "leader")
    move_to(office, 23)
    record = (await office.report())["number"]
    await turn(plant)
    assert box.mails == []
    office.move(timedelta(hours=2, minutes=1))
    await turn(plant)
    assert {str(mail["To"]) for mail in box.mails} == {
        "safety@plant.example", "leader@plant.example",
    }  # fmt: skip
    assert all(f"逾期升级：{record}" in str(mail["Subject"]) for mail in box.mails)


async def test_a_task_about_a_major_hazard_is_mailed_at_night_and_a_general_one_is_not(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant, mail=ALL, quiet_from="22:00", quiet_to="06:30")
    await give_mail(plant, "fixer")
    move_to(office, 23)
    await office.to_rectification()
    await turn(plant)
    assert box.mails == []
    record = await office.to_decision()
    decision = office.decision() | MAJOR | {"clause": CLAUSES}
    await office.done("ehs", record["id"], "approve", decision)
    await turn(plant)
    (mail,) = [mail for mail in box.mails if "待办" in str(mail["Subject"])]
    assert record["number"] in text_of(mail)


async def test_a_digest_comes_once_a_day_and_not_when_there_is_nothing_to_do(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant, digest_at="07:30")
    await give_mail(plant, "leader", "boss")
    for name in ("leader", "boss"):
        await wish(plant, name, mail=dict.fromkeys(ALL, False))
    move_to(office, 6)
    record = await office.report()
    await turn(plant)
    tenant = principal(plant.row)
    assert await send_digests(plant.services, tenant) == 0
    office.move(timedelta(minutes=95))
    assert await send_digests(plant.services, tenant) == 1
    assert await send_digests(plant.services, tenant) == 0
    await turn(plant)
    (mail,) = box.mails
    assert mail["To"] == "leader@plant.example"
    assert "今日待办 1 项" in str(mail["Subject"])
    assert record["number"] in text_of(mail)
    move_to(office, 8)
    assert await send_digests(plant.services, tenant) == 1
