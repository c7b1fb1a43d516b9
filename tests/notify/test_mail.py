"""Mail over a real SMTP server: what arrives, what is refused, what is tried again."""

from datetime import timedelta
from uuid import uuid4

import pytest

from anshu.flow.commands import Update
from anshu.notify.delivery import retry
from anshu.records.notifying import delivering
from anshu.records.notifying.dispatching import channel_of
from anshu.records.notifying.inbox import mark
from anshu.records.run import Answer, run_as_system
from anshu_tenants.registry import principal
from tests.notify.people import ALL, TASKS, default, give_mail, lines, sweep, turn, wish
from tests.notify.servers import MailBox, html_of, text_of
from tests.records.people import Plant
from tests.web.office import CONTACT, PENALTY, Office

SEND_AGAIN = "update notice set dispatched_at = null"


async def test_a_new_task_is_mailed_in_the_readers_language_with_a_link_to_its_record(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant)
    await give_mail(plant, "leader", "fixer")
    await wish(plant, "leader", mail=TASKS, language="en")
    record = await office.report()
    await turn(plant)
    (mail,) = box.mails
    assert mail["To"] == "leader@plant.example"
    assert str(mail["From"]) == "安枢 <anshu@plant.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert record["number"] in str(mail["Subject"])
    text = text_of(mail)
    assert text.startswith("Hello 李班长,")
    assert f"https://anshu.example/record/hazard/{record['id']}" in text
    assert "https://anshu.example/notices/preferences" in text
    assert f'<a href="https://anshu.example/record/hazard/{record["id"]}' in html_of(mail)
    (line,) = await lines(plant)
    assert (line.state, line.address, line.code) == ("sent", "le***@plant.example", 250)
    await turn(plant)
    await sweep(plant)
    assert len(box.mails) == 1


async def test_many_notices_at_once_go_out_as_one_mail(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant)
    await give_mail(plant, "leader")
    await wish(plant, "leader", mail=TASKS)
    numbers = [(await office.report())["number"] for _ in range(3)]
    await turn(plant)
    box.mails.clear()
    async with plant.services.store.begin(principal(plant.row), purpose="test.again") as tx:
        await tx.execute(SEND_AGAIN)
    await sweep(plant)
    (mail,) = box.mails
    assert "3 条通知" in str(mail["Subject"])
    assert all(number in text_of(mail) for number in numbers)


async def test_a_mail_shows_no_restricted_or_personal_field_to_who_may_not_see_it(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant)
    await give_mail(plant, "worker", "leader", "safety", "ehs", "fixer")
    for name in ("worker", "leader", "safety", "ehs", "fixer"):
        await wish(plant, name, mail=ALL)
    record = (await office.to_rectification())["id"]
    await turn(plant)
    office.move(timedelta(days=4))
    await office.sweep()
    await turn(plant)
    everything = "".join(str(mail["Subject"]) + text_of(mail) + html_of(mail) for mail in box.mails)
    assert len(box.mails) >= 5
    assert "密封渗漏" in everything
    assert PENALTY not in everything
    assert CONTACT not in everything
    assert record in everything


async def test_who_may_no_longer_read_the_record_gets_no_mail_about_it(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant)
    await give_mail(plant, "leader")
    await wish(plant, "leader", mail=TASKS)
    box.answers.append("451 later")
    await office.report()
    await turn(plant)
    assert box.mails == []
    command = Update(
        id=uuid4(), record=plant.ids["leader"], type="person", version=2, data={"assignments": []}
    )
    done = await run_as_system(plant.services, principal(plant.row), command, actor="system:t")
    assert isinstance(done, Answer)
    office.move(timedelta(minutes=2))
    await turn(plant)
    assert box.mails == []
    (line,) = await lines(plant)
    assert (line.state, line.reason) == ("dropped", "unreadable")


async def test_a_refused_address_is_dead_at_once_and_named_with_the_servers_words(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant)
    await give_mail(plant, "leader")
    await wish(plant, "leader", mail=TASKS)
    box.answers.append("550 no such user here")
    await office.report()
    await turn(plant)
    (line,) = await lines(plant)
    assert (line.state, line.reason, line.code, line.attempts) == ("failed", "smtp_refused", 550, 1)
    assert line.response == "no such user here"
    assert line.person_name == "李班长"
    office.move(timedelta(days=1))
    await sweep(plant)
    assert box.mails == []
    again = await retry(channel_of(plant.services), principal(plant.row), line.id)
    assert again is None
    await turn(plant)
    assert len(box.mails) == 1
    refused = await retry(channel_of(plant.services), principal(plant.row), line.id)
    assert refused is not None
    assert refused.code == "delivery_not_dead"


async def test_a_busy_server_is_asked_again_later_with_the_same_message_id(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant)
    await give_mail(plant, "leader")
    await wish(plant, "leader", mail=TASKS)
    box.answers += ["451 try later", "452 full"]
    await office.report()
    await turn(plant)
    (line,) = await lines(plant)
    assert (line.state, line.reason, line.code, line.attempts) == ("waiting", "smtp_later", 451, 1)
    office.move(timedelta(seconds=61))
    await turn(plant)
    office.move(timedelta(minutes=5, seconds=1))
    await turn(plant)
    (line,) = await lines(plant)
    assert (line.state, line.attempts) == ("sent", 3)
    assert box.mails[0]["Message-ID"] == f"<{line.id}@plant.example>"


async def test_a_mail_that_never_gets_through_ends_as_failed_and_stays_visible(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant)
    await give_mail(plant, "leader")
    await wish(plant, "leader", mail=TASKS)
    box.answers += ["421 closing"] * 20
    await office.report()
    for _ in range(9):
        await turn(plant)
        office.move(timedelta(hours=7))
    (line,) = await lines(plant)
    assert (line.state, line.attempts) == ("failed", 7)
    assert len(box.answers) == 13


async def test_a_worker_that_dies_after_sending_sends_again_under_the_same_id(
    office: Office, plant: Plant, box: MailBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    await default(plant)
    await give_mail(plant, "leader")
    await wish(plant, "leader", mail=TASKS)

    async def dies(*_: object, **__: object) -> str:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(delivering, "settle", dies)
        await office.report()
        await turn(plant)
    (line,) = await lines(plant)
    assert (len(box.mails), line.state) == (1, "waiting")
    office.move(timedelta(seconds=30))
    await turn(plant)
    assert len(box.mails) == 1, "its lease still holds: it may be sending yet"
    office.move(timedelta(minutes=3))
    await turn(plant)
    first, second = box.mails
    assert first["Message-ID"] == second["Message-ID"] == f"<{line.id}@plant.example>"
    (line,) = await lines(plant)
    assert (line.state, line.attempts) == ("sent", 2)


async def test_what_was_read_before_a_mail_could_leave_is_not_mailed(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant)
    await give_mail(plant, "leader")
    await wish(plant, "leader", mail=TASKS)
    box.answers.append("451 later")
    await office.report()
    await turn(plant)
    await mark(plant.services, await plant.subject("leader"))
    office.move(timedelta(minutes=2))
    await turn(plant)
    (line,) = await lines(plant)
    assert (line.state, line.reason, box.mails) == ("dropped", "read_meanwhile", [])


async def test_two_tenants_never_see_each_others_log(
    office: Office, plant: Plant, neighbour: Plant, box: MailBox
) -> None:
    await default(plant)
    await default(neighbour)
    await give_mail(plant, "leader")
    await wish(plant, "leader", mail=TASKS)
    await office.report()
    await turn(plant)
    await turn(neighbour)
    (line,) = await lines(plant)
    assert await lines(neighbour) == ()
    channel = channel_of(plant.services)
    refused = await retry(channel, principal(neighbour.row), line.id)
    assert refused is not None
    assert refused.code == "delivery_unknown"


async def test_a_person_without_address_and_one_who_wishes_none_get_no_mail(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant, mail=ALL)
    await give_mail(plant, "safety")
    await wish(plant, "safety", mail={"task": False})
    record = (await office.report())["id"]
    await office.done("leader", record, "pass", {"review_opinion": "属实"})
    await turn(plant)
    assert (box.mails, await lines(plant)) == ([], ())


async def test_while_enough_is_being_sent_the_next_mail_waits_without_taking_a_thread(
    office: Office, plant: Plant, box: MailBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    await default(plant)
    await give_mail(plant, "leader")
    await wish(plant, "leader", mail=TASKS)
    with monkeypatch.context() as patched:
        patched.setattr(delivering.SENDING, "count", delivering.MOST_AT_ONCE)
        await office.report()
        await turn(plant)
        assert box.mails == []
    office.move(timedelta(seconds=6))
    await turn(plant)
    (line,) = await lines(plant)
    assert (len(box.mails), line.attempts) == (1, 1)
