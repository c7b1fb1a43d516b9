"""What goes over the wire, and what the platform's answers mean."""

import msgspec
import pytest

from anshu.sdk.config import decode_config
from anshu.sdk.driver import WriteAction, WriteReceipt
from anshu.sdk.errors import ConfigRefused, ConnectorError, RetryableError, TerminalError
from anshu.sdk.posting import Said
from anshu.sdk.testing.scripted_post import ScriptedPost
from anshu.sdk.text import Text
from anshu_park.alarm import alarm
from anshu_park.config import ParkConfig
from anshu_park.driver import ParkDriver
from anshu_park.ticket import ticket
from connectors.park.tests.permits import ALARMED, BOOKED, CONFIG, RAW, TOKEN, WORKING

TICKET = WriteAction("a", "ticket", ticket(WORKING, CONFIG))


async def test_permits_and_alarms_go_to_their_own_addresses_one_record_at_a_time(
    driver: ParkDriver, door: ScriptedPost
) -> None:
    await driver.write(CONFIG, TICKET)
    await driver.write(CONFIG, WriteAction("b", "alarm", alarm(ALARMED, CONFIG)))
    assert [sent.url for sent in door.sent] == [RAW["tickets_url"], RAW["alarms_url"]]
    bodies = [msgspec.json.decode(sent.body) for sent in door.sent]
    assert [list(body) for body in bodies] == [["data"], ["data"]]
    assert [len(body["data"]) for body in bodies] == [1, 1]


async def test_numbers_go_as_numbers_and_unknown_ones_as_null(
    driver: ParkDriver, door: ScriptedPost
) -> None:
    await driver.write(CONFIG, TICKET)
    await driver.write(CONFIG, WriteAction("b", "ticket", ticket(BOOKED, CONFIG)))
    sampled, booked = (msgspec.json.decode(sent.body)["data"][0] for sent in door.sent)
    assert (sampled["GASVALUE"], sampled["LONGITUDE"], sampled["LATITUDE"]) == (0.05, 120.9, 31.98)
    assert (sampled["TICKETSTATUS"], sampled["TICKETTYPE"]) == ("2", "02"), "codes are texts"
    assert booked["GASVALUE"] is None


async def test_the_token_goes_in_the_header_that_was_agreed(
    driver: ParkDriver, door: ScriptedPost
) -> None:
    await driver.write(CONFIG, TICKET)
    await driver.write(decode_config(ParkConfig, {**RAW, "header": "X-Park-Key"}), TICKET)
    await driver.write(decode_config(ParkConfig, {**RAW, "token": ""}), TICKET)
    assert [dict(sent.headers) for sent in door.sent] == [
        {"Authorization": f"Bearer {TOKEN}"}, {"X-Park-Key": TOKEN}, {},
    ]  # fmt: skip


async def test_the_receipt_keeps_the_parks_words_and_the_hash_of_what_was_sent(
    driver: ParkDriver, door: ScriptedPost
) -> None:
    door.answers = [Said(200, '{"code":0,"receipt":"R-7"}')]
    receipt = await driver.write(CONFIG, TICKET)
    assert isinstance(receipt, WriteReceipt)
    assert "R-7" in receipt.source_key and "sha256=" in receipt.source_key


async def test_a_refused_record_shows_the_parks_reasons(
    driver: ParkDriver, door: ScriptedPost
) -> None:
    reasons = '{"code":1,"errors":["TICKETTYPE 不在代码表内",{"field":"ENDTIME"}]}'
    door.answers = [Said(200, reasons)]
    with pytest.raises(TerminalError) as refused:
        await driver.write(CONFIG, TICKET)
    assert "TICKETTYPE 不在代码表内" in refused.value.text.zh
    assert "ENDTIME" in refused.value.text.zh


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (Said(401, ""), ConfigRefused),
        (Said(403, ""), ConfigRefused),
        (Said(404, ""), ConfigRefused),
        (Said(302, ""), TerminalError),
        (Said(400, '{"code":1,"errors":["x"]}'), TerminalError),
        (Said(400, "no"), TerminalError),
        (Said(429, ""), RetryableError),
        (Said(502, "<html>"), RetryableError),
        (Said(200, "<html>"), RetryableError),
        (RetryableError(Text(zh="没有答复")), RetryableError),
    ],
)
async def test_each_answer_is_tried_again_refused_or_a_matter_of_configuration(
    driver: ParkDriver, door: ScriptedPost, said: Said | Exception, kind: type[ConnectorError]
) -> None:
    door.answers = [said]
    with pytest.raises(kind) as failed:
        await driver.write(CONFIG, TICKET)
    assert type(failed.value) is kind


async def test_an_address_that_may_not_be_reached_is_named_by_its_own_field(
    driver: ParkDriver, door: ScriptedPost
) -> None:
    door.answers = [ConfigRefused("url", Text(zh="内网地址"))]
    with pytest.raises(ConfigRefused) as refused:
        await driver.write(CONFIG, WriteAction("b", "alarm", alarm(ALARMED, CONFIG)))
    assert refused.value.field == "alarms_url"


async def test_probe_asks_both_addresses_and_sends_no_record(
    driver: ParkDriver, door: ScriptedPost
) -> None:
    await driver.probe(CONFIG)
    assert [(sent.method, sent.url, sent.body, dict(sent.headers)) for sent in door.sent] == [
        ("GET", RAW["tickets_url"], "", {}), ("GET", RAW["alarms_url"], "", {}),
    ]  # fmt: skip


@pytest.mark.parametrize(("status", "there"), [(200, True), (404, True), (501, True), (503, False)])
async def test_probe_takes_any_answer_but_that_of_a_platform_that_is_away(
    driver: ParkDriver, door: ScriptedPost, status: int, there: bool
) -> None:
    door.answers = [Said(status, "")]
    if there:
        assert "园区" in (await driver.probe(CONFIG)).text.zh
        return
    with pytest.raises(RetryableError):
        await driver.probe(CONFIG)
