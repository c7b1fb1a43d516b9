"""Tasks that nobody looks at: asked again once, raised once, and let be when somebody did."""

from datetime import timedelta
from uuid import uuid4

from anshu.records.notifying.inbox import mark
from anshu_tenants.registry import principal
from tests.notify.people import default, give_mail, sweep, turn, wish
from tests.notify.servers import MailBox, text_of
from tests.records.people import Plant
from tests.web.office import Office

PASS_ON = "update task set people = $1, roles = '{}' where closed_at is null"
SILENT = {"reminder": False, "escalation": False, "warning": False, "progress": False}


async def told(office: Office, name: str) -> list[str]:
    """The kinds of the person's notices."""
    return [n["kind"] for n in (await office.worklist(name))["notices"]]


async def test_an_unread_task_is_mailed_after_an_hour_and_raised_after_two_each_once(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant, mail=SILENT)
    await give_mail(plant, "fixer")
    record = await office.to_rectification()
    await turn(plant)
    office.move(timedelta(minutes=59))
    await sweep(plant)
    assert box.mails == []
    office.move(timedelta(minutes=2))
    await sweep(plant)
    await sweep(plant)
    (mail,) = box.mails
    assert record["number"] in text_of(mail)
    assert "unread" not in await told(office, "ehs")
    office.move(timedelta(minutes=61))
    await sweep(plant)
    await sweep(plant)
    office.move(timedelta(hours=5))
    await sweep(plant)
    assert (await told(office, "ehs")).count("unread") == 1
    assert "unread" not in await told(office, "worker")
    assert len(box.mails) == 1


async def test_reading_ends_it(office: Office, plant: Plant, box: MailBox) -> None:
    await default(plant, mail=SILENT)
    await give_mail(plant, "fixer")
    await office.to_rectification()
    await turn(plant)
    await mark(plant.services, await plant.subject("fixer"))
    office.move(timedelta(minutes=61))
    await sweep(plant)
    office.move(timedelta(minutes=61))
    await sweep(plant)
    assert box.mails == []
    assert "unread" not in await told(office, "ehs")


async def test_acting_on_the_task_ends_it(office: Office, plant: Plant, box: MailBox) -> None:
    await default(plant, mail=SILENT)
    await give_mail(plant, "leader")
    record = (await office.report())["id"]
    await turn(plant)
    await office.done("leader", record, "pass", {"review_opinion": "属实"})
    office.move(timedelta(minutes=61))
    await sweep(plant)
    assert box.mails == []


async def test_passing_the_task_on_ends_it(office: Office, plant: Plant, box: MailBox) -> None:
    await default(plant, mail=SILENT)
    await give_mail(plant, "fixer")
    await office.to_rectification()
    await turn(plant)
    async with plant.services.store.begin(principal(plant.row), purpose="test.pass") as tx:
        await tx.execute(PASS_ON, [plant.ids["worker"]])
    office.move(timedelta(minutes=61))
    await sweep(plant)
    office.move(timedelta(minutes=61))
    await sweep(plant)
    assert box.mails == []
    assert "unread" not in await told(office, "ehs")


async def test_a_task_that_one_of_its_holders_has_seen_is_not_raised(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant, mail=SILENT)
    await plant_second_leader(plant)
    await office.report()
    await turn(plant)
    office.move(timedelta(minutes=61))
    await sweep(plant)
    await mark(plant.services, await plant.subject("leader"))
    office.move(timedelta(minutes=61))
    await sweep(plant)
    assert "unread" not in await told(office, "safety")


async def test_who_has_tasks_mailed_at_once_is_not_mailed_again_but_still_raised(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant, mail=SILENT)
    await give_mail(plant, "leader")
    await wish(plant, "leader", mail={"task": True})
    await office.report()
    await turn(plant)
    assert len(box.mails) == 1
    office.move(timedelta(minutes=61))
    await sweep(plant)
    office.move(timedelta(minutes=58))
    await sweep(plant)
    assert len(box.mails) == 1
    office.move(timedelta(minutes=4))
    await sweep(plant)
    assert (await told(office, "safety")).count("unread") == 1


async def test_a_tenant_may_wait_otherwise_or_never_ask(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant, mail=SILENT, unread_minutes=0)
    await give_mail(plant, "leader")
    await office.report()
    await turn(plant)
    office.move(timedelta(minutes=110))
    await sweep(plant)
    assert box.mails == []
    await default(plant, mail=SILENT, unread_minutes=10)
    await sweep(plant)
    assert len(box.mails) == 1


async def plant_second_leader(plant: Plant) -> None:
    """Another leader of the same team: the task waits for both."""
    plant.ids["leader_b"] = uuid4()
    person: dict[str, object] = {
        "name": "许班长", "org": "/w1/t1/",
        "assignments": [{"role": "team_leader", "org_path": "/w1/t1/"}],
    }  # fmt: skip
    await plant.add("person", plant.ids["leader_b"], person)
