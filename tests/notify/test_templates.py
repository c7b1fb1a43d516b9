"""The words of mails: places are filled, empty lines go, unknown places are refused."""

import pytest

from anshu.kernel.refusal import Refusal
from anshu.notify.channel import OwnWords, keep_template
from anshu.notify.mail import Letter
from anshu.notify.templates import LANGUAGES, PLACES, faults, filled, shipped
from anshu.records.notifying.dispatching import channel_of
from anshu_tenants.registry import principal
from tests.notify.people import TASKS, default, give_mail, turn, wish
from tests.notify.servers import MailBox, text_of
from tests.records.people import Plant
from tests.web.office import Office


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(PLACES))
def test_our_own_words_use_only_places_that_there_are(kind: str, language: str) -> None:
    letter = shipped(kind, language)
    assert faults(kind, letter.subject, letter.body) == ()


def test_a_line_without_any_value_is_left_out_and_a_value_is_never_a_place() -> None:
    letter = Letter("{what}", "{person}:\n编号：{number}\n期限：{due}\n固定", "zh-CN")
    done = filled(letter, {"what": "{due}", "person": "王工", "number": "YH-{due}", "due": ""})
    assert done.subject == "{due}"
    assert done.body == "王工:\n编号：YH-{due}\n固定\n"


def test_unknown_places_and_a_subject_of_two_lines_are_refused_by_field() -> None:
    wrong = faults("task", "{number}\n{open}", "{phone} {number}")
    assert [(e.field, e.code) for e in wrong] == [
        ("subject", "notify_place_unknown"),
        ("body", "notify_place_unknown"),
        ("subject", "notify_one_line"),
    ]
    assert wrong[1].value == "phone"


async def test_a_tenants_own_words_go_out_until_they_are_taken_back(
    office: Office, plant: Plant, box: MailBox
) -> None:
    channel, tenant, admin = channel_of(plant.services), principal(plant.row), plant.ids["admin"]
    await default(plant)
    await give_mail(plant, "leader")
    await wish(plant, "leader", mail=TASKS)
    own = OwnWords("task", "zh-CN", "请处理 {number}", "{person}：请今天处理。{link}")
    assert await keep_template(channel, tenant, own, by=admin) is None
    wrong = OwnWords("task", "zh-CN", "请处理 {mobile}", "x")
    assert isinstance(await keep_template(channel, tenant, wrong, by=admin), Refusal)
    first = await office.report()
    await turn(plant)
    assert str(box.mails[0]["Subject"]) == f"请处理 {first['number']}"
    assert text_of(box.mails[0]).startswith("李班长：请今天处理。https://")
    ours = OwnWords("task", "zh-CN", "", "")
    assert await keep_template(channel, tenant, ours, by=admin) is None
    await office.report()
    await turn(plant)
    assert "待办" in str(box.mails[1]["Subject"])
