"""Signatures and columns of messages, without a database."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anshu.kernel.ids import new_id
from anshu.outbox.delivery import Delivery, as_delivery, read_wire, wire_message
from anshu.outbox.errors import Undecodable
from anshu.outbox.message import Address, Message, Signer, outbox_columns, sign, verify
from tests.outbox.workshop import Job

SECRET = b"secret"
NOW = datetime(2026, 9, 30, 8, 0, tzinfo=UTC)


def signed(**changes: object) -> Message:
    message = Signer(SECRET, "inst_t_a").message(
        Job(7), to=Address("hazard.reported.notify"), id=new_id(), not_before=NOW
    )
    return msgspec.structs.replace(message, **changes)


def test_signed_message_verifies() -> None:
    assert verify(SECRET, signed())


@pytest.mark.parametrize(
    "change",
    [
        {"tenant_role": "inst_t_b"},
        {"id": new_id()},
        {"actor": "hazard.reported.delete"},
        {"body": b'{"number":8}'},
        {"mac": b"\0" * 32},
        {"mac": b""},
    ],
)
def test_message_with_one_changed_part_is_refused(change: dict[str, object]) -> None:
    assert not verify(SECRET, signed(**change))


def test_message_signed_with_another_secret_is_refused() -> None:
    assert not verify(b"other", signed())


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_tenant_and_actor_cannot_be_shifted_into_each_other(
    tenant: str, actor: str, other_tenant: str, other_actor: str
) -> None:
    id = new_id()
    one = sign(SECRET, tenant_role=tenant, id=id, actor=actor, body=b"")
    other = sign(SECRET, tenant_role=other_tenant, id=id, actor=other_actor, body=b"")
    assert (one == other) == ((tenant, actor) == (other_tenant, other_actor))


def test_naive_not_before_is_an_error() -> None:
    with pytest.raises(ValueError, match="zone"):
        Signer(SECRET, "r").message(
            Job(), to=Address("a.b"), id=new_id(), not_before=datetime(2026, 1, 1)
        )


def test_not_before_is_kept_in_utc() -> None:
    shanghai = timezone(timedelta(hours=8))
    message = Signer(SECRET, "r").message(
        Job(), to=Address("a.b"), id=new_id(), not_before=NOW.astimezone(shanghai)
    )
    assert message.not_before == NOW
    assert message.not_before.tzinfo is UTC


def test_columns_do_not_name_the_tenant() -> None:
    message = signed()
    assert outbox_columns([message]) == (
        [message.id],
        ["default"],
        ["hazard.reported.notify"],
        [b'{"number":7}'],
        [message.mac],
        [NOW],
    )


def delivery() -> Delivery:
    message = signed()
    return Delivery(
        node="main",
        id=message.id,
        tenant_role=message.tenant_role,
        queue=message.queue,
        actor=message.actor,
        body=message.body,
        mac=message.mac,
        created_at=NOW,
        attempts=3,
        lease="w/1",
    )


def test_delivery_survives_the_wire_without_its_lease() -> None:
    sent = delivery()
    assert read_wire(wire_message(sent)) == msgspec.structs.replace(sent, lease=None)
    assert verify(SECRET, read_wire(wire_message(sent)).message)


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"queue_name": "q"}'])
def test_foreign_bytes_on_the_wire_are_undecodable(data: bytes) -> None:
    with pytest.raises(Undecodable):
        read_wire(data)


def test_foreign_content_of_a_dramatiq_message_is_undecodable() -> None:
    with pytest.raises(Undecodable):
        as_delivery({"node": "main"})
