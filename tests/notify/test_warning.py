"""The warning of equipment that fails again and again, by mail: once, with the linked records."""

from datetime import timedelta

from tests.notify.people import default, give_mail, lines, sweep, turn
from tests.notify.servers import MailBox, text_of
from tests.records.people import Plant
from tests.web.office import Office
from tests.web.test_repetition import equipment_manager


async def test_the_equipment_manager_is_mailed_once_per_crossing_with_the_linked_hazards(
    office: Office, plant: Plant, box: MailBox
) -> None:
    await default(plant)
    await equipment_manager(office)
    await give_mail(plant, "machines")
    numbers = [(await office.to_decision())["number"] for _ in range(3)]
    await turn(plant)
    (mail,) = box.mails
    assert mail["To"] == "machines@plant.example"
    assert "设备可靠性衰减预警" in str(mail["Subject"])
    text = text_of(mail)
    assert all(number in text for number in numbers)
    assert text.count("https://anshu.example/record/hazard/") == 3
    await turn(plant)
    await sweep(plant)
    office.move(timedelta(minutes=1))
    await office.to_decision()
    await turn(plant)
    await sweep(plant)
    assert len(box.mails) == 1, "a fourth one is the same crossing"
    assert [line.kind for line in await lines(plant)] == ["warning"]
