"""Webhooks against a real receiver that checks signatures with the standard's own library."""

from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from standardwebhooks import Webhook as Checker
from standardwebhooks.webhooks import WebhookVerificationError

from anshu.kernel.refusal import Refusal
from anshu.notify import hooking
from anshu.notify.delivery import retry
from anshu.notify.webhooks import (
    Made,
    NewWebhook,
    Webhook,
    change,
    create,
    list_webhooks,
    ping,
    remove,
    rotate,
    switch,
)
from anshu.records.notifying.dispatching import channel_of
from anshu_tenants.registry import principal
from tests.notify.people import lines, turn
from tests.notify.receivers import Got, Receiver
from tests.records.people import Plant
from tests.web.office import CONTACT, PENALTY, Office

HAZARDS = frozenset({"hazard"})
EVERYTHING = ("record.created", "record.closed", "task.opened", "task.completed")


async def hooked(plant: Plant, receiver: Receiver, *events: str) -> Made:
    new = NewWebhook("调度平台", receiver.url, events or EVERYTHING, ("hazard",))
    made = await create(
        channel_of(plant.services), principal(plant.row), new, by=plant.ids["admin"], types=HAZARDS
    )
    assert isinstance(made, Made), made
    return made


async def known(plant: Plant, webhook: UUID) -> Webhook:
    found = await list_webhooks(channel_of(plant.services), principal(plant.row))
    return next(one for one in found if one.id == webhook)


def checked(got: Got, secret: str) -> dict[str, object]:
    """The message, after the standard's library has found the signature right."""
    verified = Checker(secret).verify(got.body, got.headers)
    return msgspec.convert(verified, dict[str, object])


async def test_events_arrive_signed_and_tell_nothing_that_is_restricted_or_personal(
    office: Office, plant: Plant, receiver: Receiver
) -> None:
    made = await hooked(plant, receiver)
    record = await office.to_rectification()
    await turn(plant)
    messages = [checked(got, made.secret) for got in receiver.got]
    kinds = [message["type"] for message in messages]
    assert kinds.count("record.created") == 1
    assert kinds.count("task.opened") == 4
    assert kinds.count("task.completed") == 3
    data = messages[0]["data"]
    assert isinstance(data, dict)
    assert data["record"]["id"] == record["id"]
    assert data["record"]["number"] == record["number"]
    assert data["record"]["link"].startswith("https://anshu.example/record/hazard/")
    sent = "".join(got.body for got in receiver.got)
    assert PENALTY not in sent
    assert CONTACT not in sent
    assert len({got.headers["webhook-id"] for got in receiver.got}) == len(receiver.got)
    with pytest.raises(WebhookVerificationError):
        checked(receiver.got[0], "whsec_" + "AAAA" * 8)


async def test_of_a_type_that_stays_inside_nothing_is_told(
    office: Office, plant: Plant, receiver: Receiver
) -> None:
    new = NewWebhook("全部", receiver.url, EVERYTHING)
    made = await create(
        channel_of(plant.services), principal(plant.row), new, by=plant.ids["admin"], types=HAZARDS
    )
    assert isinstance(made, Made), made
    decided = {
        "subject": "未按时整改",
        "person": str(plant.ids["fixer"]),
        "penalty_kind": "warning",
    }
    why = {"reason": "两次催办后仍未整改", "decided_at": office.now.isoformat()}
    client = await office.person("boss")
    kept = await client.post(
        "records/penalty", json={"id": str(uuid4()), "data": {**decided, **why}}
    )
    assert kept.status_code == 201, kept.text
    await office.report()
    await turn(plant)
    sent = "".join(got.body for got in receiver.got)
    assert '"hazard"' in sent
    assert "penalty" not in sent and "未按时整改" not in sent
    offered = await (await office.person("admin")).get("webhooks")
    assert "penalty" not in {kind["key"] for kind in offered.json()["types"]}


async def test_a_failed_message_comes_again_with_the_same_id_and_body(
    office: Office, plant: Plant, receiver: Receiver
) -> None:
    made = await hooked(plant, receiver, "record.created")
    receiver.answers += [(503, "retry-after: 120\r\n", "busy"), (500, "", "broken")]
    await office.report()
    await turn(plant)
    (line,) = await lines(plant, channel="webhook")
    assert (line.state, line.code, line.response) == ("waiting", 503, "busy")
    office.move(timedelta(seconds=100))
    await turn(plant)
    assert len(receiver.got) == 1, "the receiver asked for two minutes"
    office.move(timedelta(seconds=30))
    await turn(plant)
    office.move(timedelta(minutes=2))
    await turn(plant)
    (line,) = await lines(plant, channel="webhook")
    assert (line.state, line.attempts) == ("sent", 3)
    assert len({(got.headers["webhook-id"], got.body) for got in receiver.got}) == 1
    assert made.webhook.id == line.webhook


async def test_a_worker_that_dies_before_it_noted_the_sending_repeats_the_id(
    office: Office, plant: Plant, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hooked(plant, receiver, "record.created")

    async def dies(*_: object, **__: object) -> str:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(hooking, "settle", dies)
        await office.report()
        await turn(plant)
    office.move(timedelta(minutes=3))
    await turn(plant)
    first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


async def test_after_a_new_secret_both_sign_for_a_day(
    office: Office, plant: Plant, receiver: Receiver
) -> None:
    made = await hooked(plant, receiver)
    channel, tenant = channel_of(plant.services), principal(plant.row)
    fresh = await rotate(channel, tenant, made.webhook.id)
    assert isinstance(fresh, Made)
    await ping(channel, tenant, made.webhook.id)
    await turn(plant)
    for secret in (made.secret, fresh.secret):
        assert checked(receiver.got[0], secret)["type"] == "ping"
    signatures = Checker(fresh.secret)
    assert len(receiver.got[0].headers["webhook-signature"].split(" ")) == 2
    plant.services.clock.move(timedelta(hours=25))
    await ping(channel, tenant, made.webhook.id)
    await turn(plant)
    assert len(receiver.got[1].headers["webhook-signature"].split(" ")) == 1
    assert signatures is not None


async def test_an_endpoint_that_keeps_failing_is_paused_once_and_its_administrator_told(
    office: Office, plant: Plant, receiver: Receiver
) -> None:
    made = await hooked(plant, receiver)
    receiver.answers += [(500, "", "broken")] * 50
    for _ in range(3):
        await office.report()
    for _ in range(12):
        await turn(plant)
        office.move(timedelta(minutes=31))
    paused = await known(plant, made.webhook.id)
    assert (paused.active, paused.paused_reason) == (False, "http_status")
    assert len(receiver.got) == hooking.PAUSED_AFTER
    told = [n for n in (await office.worklist("admin"))["notices"] if n["kind"] == "webhook_paused"]
    assert len(told) == 1
    assert "调度平台" in told[0]["text"]
    assert not [
        n for n in (await office.worklist("worker"))["notices"] if n["kind"] == "webhook_paused"
    ]
    receiver.answers.clear()
    office.move(timedelta(hours=3))
    await turn(plant)
    tried = len(receiver.got)
    assert tried == hooking.PAUSED_AFTER, "a paused endpoint is left alone"
    resumed = await switch(
        channel_of(plant.services), principal(plant.row), made.webhook.id, active=True
    )
    assert isinstance(resumed, Webhook)
    assert (resumed.active, resumed.failures) == (True, 0)
    await turn(plant)
    states = {line.state for line in await lines(plant, channel="webhook")}
    assert states == {"sent"}


async def test_a_receiver_that_is_gone_is_paused_at_once(
    office: Office, plant: Plant, receiver: Receiver
) -> None:
    made = await hooked(plant, receiver, "record.created")
    receiver.answers.append((410, "", ""))
    await office.report()
    await turn(plant)
    assert not (await known(plant, made.webhook.id)).active
    (line,) = await lines(plant, channel="webhook")
    assert (line.state, line.reason) == ("failed", "gone")


async def test_an_address_that_the_operator_no_longer_allows_is_refused_when_sending(
    office: Office, plant: Plant, receiver: Receiver
) -> None:
    made = await hooked(plant, receiver, "record.created")
    services = plant.services
    closed = msgspec.structs.replace(services.settings, webhook_hosts=frozenset())
    object.__setattr__(services, "settings", closed)
    await office.report()
    await turn(plant)
    (line,) = await lines(plant, channel="webhook")
    assert (line.state, line.reason) == ("failed", "webhook_url_plain")
    assert receiver.got == []
    refused = await change(
        channel_of(services), principal(plant.row), made.webhook.id,
        NewWebhook("x", receiver.url, EVERYTHING), types=HAZARDS,
    )  # fmt: skip
    assert isinstance(refused, Refusal)
    assert [error.code for error in refused.fields] == ["webhook_url_plain"]


async def test_a_removed_webhook_gets_nothing_more_and_forgets_its_secret(
    office: Office, plant: Plant, receiver: Receiver
) -> None:
    made = await hooked(plant, receiver)
    channel, tenant = channel_of(plant.services), principal(plant.row)
    await office.report()
    assert await remove(channel, tenant, made.webhook.id) is None
    await turn(plant)
    assert receiver.got == []
    refused = await ping(channel, tenant, made.webhook.id)
    assert isinstance(refused, Refusal)
    async with plant.services.store.begin(tenant, purpose="test.look") as tx:
        row = await tx.fetchrow(SECRET, made.webhook.id)
    assert row is not None
    assert (bytes(row["secret"]), row["former_secret"]) == (b"", None)


async def test_secrets_are_sealed_and_another_tenant_reaches_no_webhook(
    plant: Plant, neighbour: Plant, receiver: Receiver
) -> None:
    made = await hooked(plant, receiver)
    channel, other = channel_of(plant.services), principal(neighbour.row)
    async with plant.services.store.begin(principal(plant.row), purpose="test.look") as tx:
        row = await tx.fetchrow(SECRET, made.webhook.id)
    assert row is not None
    assert made.secret.encode() not in bytes(row["secret"])
    assert await list_webhooks(channel, other) == ()
    for answer in (
        await ping(channel, other, made.webhook.id),
        await rotate(channel, other, made.webhook.id),
        await switch(channel, other, made.webhook.id, active=False),
        await remove(channel, other, made.webhook.id),
        await retry(channel, other, made.webhook.id),
    ):
        assert isinstance(answer, Refusal)
        assert answer.kind == "unknown"


SECRET = "select secret, former_secret from webhook where id = $1"
