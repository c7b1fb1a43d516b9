"""Sessions: resolved in one statement, fixed end, switch, log out, dead in every process."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from anshu.identity.accounts import Account
from anshu.identity.door import ControlDoor
from anshu.identity.resolving import Resolver
from anshu.identity.sessions import OpenedSession
from anshu.identity.wiring import Identity
from anshu.kernel.clock import MovedClock
from anshu.kernel.refusal import Refusal
from anshu.store.unit_of_work import Store, TransactionEnded
from anshu_tenants.registry import principal
from tests.identity.people import Member, opened, subject

FIVE_SECONDS = timedelta(seconds=5)


@pytest.fixture
def look_ups(store: Store) -> Iterator[list[TransactionEnded]]:
    """The look-ups that reached the database."""
    seen: list[TransactionEnded] = []

    def observe(ended: TransactionEnded) -> None:
        if ended.purpose == "identity.resolve":
            seen.append(ended)

    store.observers.append(observe)
    yield seen
    store.observers.remove(observe)


async def test_a_session_resolves_to_its_subject_in_one_statement_and_is_remembered(
    room: Identity, member: Member, look_ups: list[TransactionEnded]
) -> None:
    session = await opened(room, member)
    found = await subject(room, session.secret)
    tenant = member.tenants[0]
    assert (found.account, found.login, found.name) == (
        member.account.id, member.account.login, "王工",
    )  # fmt: skip
    assert (found.tenant, found.tenant_name, found.tenant_kind) == (tenant.id, "甲公司", "company")
    assert found.principal == principal(tenant)
    assert (found.person, found.timezone) == (member.people[0], "Asia/Shanghai")
    assert (found.language, found.token_permissions) == ("zh-CN", None)
    assert found.session == session.session
    assert await subject(room, session.secret) is found
    assert [ended.round_trips for ended in look_ups] == [1]


async def test_the_cookie_s_secret_is_not_in_the_database(
    room: Identity, member: Member, door: ControlDoor
) -> None:
    session = await opened(room, member)
    async with door.begin("test") as transaction:
        rows = await transaction.fetch(
            "select * from session where account = $1", member.account.id
        )
    assert [row["id"] for row in rows] == [session.session]
    assert not any(session.secret in str(value) for value in rows[0].values())
    assert len(session.secret) >= 43


@pytest.mark.parametrize(
    "secret", ["", "s_", "anshu_x", "会话", "\x00", "x" * 10_000, "' or true --", "\ud800"]
)
async def test_a_secret_nobody_was_given_resolves_to_nobody(
    room: Identity, member: Member, secret: str
) -> None:
    session = await opened(room, member)
    assert await room.resolver.resolve(secret) is None
    assert await room.resolver.resolve(session.session.hex()) is None


async def test_a_session_ends_after_twelve_hours_however_much_it_is_used(
    room: Identity, member: Member, clock: MovedClock
) -> None:
    session = await opened(room, member)
    clock.move(timedelta(hours=12) - timedelta(seconds=1))
    assert await room.resolver.resolve(session.secret) is not None
    clock.move(timedelta(seconds=1))
    assert await room.resolver.resolve(session.secret) is None


async def test_logging_out_is_immediate_here_and_within_five_seconds_everywhere(
    room: Identity, other_process: Identity, member: Member, clock: MovedClock
) -> None:
    session, stays = await opened(room, member), await opened(room, member)
    for process in (room, other_process):
        await subject(process, session.secret)
    await room.sessions.log_out(session.session)
    assert await room.resolver.resolve(session.secret) is None
    clock.move(FIVE_SECONDS)
    assert await other_process.resolver.resolve(session.secret) is None
    for process in (room, other_process):
        await subject(process, stays.secret)


async def test_an_entry_is_remembered_for_less_than_two_seconds(
    room: Identity, member: Member, clock: MovedClock, look_ups: list[TransactionEnded]
) -> None:
    session = await opened(room, member)
    await subject(room, session.secret)
    clock.move(timedelta(seconds=2))
    await subject(room, session.secret)
    clock.move(timedelta(hours=-1))
    await subject(room, session.secret)
    assert len(look_ups) == 3


async def test_logging_out_everywhere_ends_all_sessions_of_the_account_only(
    room: Identity, other_process: Identity, member: Member, clock: MovedClock
) -> None:
    mine = [await opened(room, member, tenant=n) for n in (0, 1, 0)]
    other = await room.accounts.create(
        login=f"li.{uuid4().hex[:12]}", name="李", password="Ganz-anders 99"
    )
    assert isinstance(other, Account)
    await room.memberships.add(account=other.id, tenant=member.tenants[0].id, person=uuid4())
    others = await room.sessions.open(other.id)
    assert isinstance(others, OpenedSession)
    for session in mine:
        await subject(other_process, session.secret)
    await room.sessions.log_out_everywhere(member.account.id)
    clock.move(FIVE_SECONDS)
    for process in (room, other_process):
        for session in mine:
            assert await process.resolver.resolve(session.secret) is None
        await subject(process, others.secret)


async def test_switching_gives_a_new_secret_for_the_other_tenant_and_the_same_end(
    room: Identity, other_process: Identity, member: Member, clock: MovedClock
) -> None:
    first = await opened(room, member)
    await subject(other_process, first.secret)
    clock.move(timedelta(hours=1))
    second = await room.sessions.switch(first.session, tenant=member.tenants[1].id)
    assert isinstance(second, OpenedSession)
    assert second.expires_at == first.expires_at
    assert second.secret != first.secret
    for process in (room, other_process):
        found = await subject(process, second.secret)
        assert (found.tenant, found.person) == (member.tenants[1].id, member.people[1])
        assert found.principal == principal(member.tenants[1])
    assert await room.resolver.resolve(first.secret) is None


async def test_switching_to_a_tenant_without_membership_changes_nothing(
    room: Identity, member: Member
) -> None:
    session = await opened(room, member)
    await room.memberships.end(account=member.account.id, tenant=member.tenants[1].id)
    for tenant in (member.tenants[1].id, uuid4()):
        refused = await room.sessions.switch(session.session, tenant=tenant)
        assert isinstance(refused, Refusal)
        assert refused.code == "no_membership"
    assert (await subject(room, session.secret)).tenant == member.tenants[0].id


async def test_an_ended_session_cannot_be_switched_and_two_switches_make_one_session(
    room: Identity, other_process: Identity, member: Member
) -> None:
    session = await opened(room, member)
    answers = await asyncio.gather(
        *(p.sessions.switch(session.session, tenant=member.tenants[1].id)
          for p in (room, other_process, room, other_process))
    )  # fmt: skip
    assert sum(isinstance(answer, OpenedSession) for answer in answers) == 1
    again = await room.sessions.switch(session.session, tenant=member.tenants[0].id)
    assert isinstance(again, Refusal)


async def test_a_session_opens_in_the_tenant_last_used(
    room: Identity, member: Member, clock: MovedClock
) -> None:
    for used in (1, 0, 1):
        clock.move(timedelta(minutes=1))
        await opened(room, member, tenant=used)
        clock.move(timedelta(minutes=1))
        again = await room.sessions.open(member.account.id)
        assert isinstance(again, OpenedSession)
        assert (await subject(room, again.secret)).tenant == member.tenants[used].id


async def test_no_session_opens_without_membership(
    room: Identity, member: Member, account: Account
) -> None:
    assert isinstance(await room.sessions.open(account.id, tenant=uuid4()), Refusal)
    for tenant in member.tenants:
        assert await room.memberships.end(account=account.id, tenant=tenant.id)
    assert await room.memberships.of_account(account.id) == ()
    assert isinstance(await room.sessions.open(account.id), Refusal)


async def test_memberships_are_listed_by_name_with_the_person_in_each(
    room: Identity, member: Member
) -> None:
    listed = await room.memberships.of_account(member.account.id)
    assert {(row.tenant, row.person) for row in listed} == {
        (tenant.id, person) for tenant, person in zip(member.tenants, member.people, strict=True)
    }


async def test_an_ended_membership_ends_its_sessions_for_good(
    room: Identity, other_process: Identity, member: Member, clock: MovedClock
) -> None:
    gone, stays = await opened(room, member, tenant=0), await opened(room, member, tenant=1)
    await subject(other_process, gone.secret)
    account, tenant = member.account.id, member.tenants[0].id
    assert await room.memberships.end(account=account, tenant=tenant)
    assert not await room.memberships.end(account=account, tenant=tenant)
    assert await room.resolver.resolve(gone.secret) is None
    clock.move(FIVE_SECONDS)
    assert await other_process.resolver.resolve(gone.secret) is None
    await room.memberships.add(account=account, tenant=tenant, person=member.people[0])
    assert await room.resolver.resolve(gone.secret) is None
    await subject(room, stays.secret)


async def test_a_tenant_that_is_not_active_is_closed_to_its_sessions(
    room: Identity, member: Member, door: ControlDoor, clock: MovedClock
) -> None:
    session = await opened(room, member)
    await subject(room, session.secret)
    set_state = "update tenant set state = $2 where id = $1"
    async with door.begin("test") as transaction:
        await transaction.execute(set_state, member.tenants[0].id, "quarantined")
    clock.move(FIVE_SECONDS)
    assert await room.resolver.resolve(session.secret) is None
    assert isinstance(
        await room.sessions.open(member.account.id, tenant=member.tenants[0].id), Refusal
    )
    async with door.begin("test") as transaction:
        await transaction.execute(set_state, member.tenants[0].id, "active")
    await subject(room, session.secret)


async def test_memory_of_sessions_is_bounded(
    member: Member, room: Identity, door: ControlDoor
) -> None:
    resolver = Resolver(door, capacity=2)
    secrets = [(await opened(room, member)).secret for _ in range(3)]
    for secret in secrets:
        assert await resolver.resolve(secret) is not None
    assert len(resolver._entries) == 2


async def test_expired_sessions_can_be_dropped(
    room: Identity, member: Member, door: ControlDoor, clock: MovedClock
) -> None:
    old = await opened(room, member)
    clock.move(timedelta(days=1))
    live = await opened(room, member)
    await room.sessions.drop_expired(before=clock.now())
    async with door.begin("test") as transaction:
        rows = await transaction.fetch(
            "select id from session where account = $1", member.account.id
        )
    assert [row["id"] for row in rows] == [live.session]
    assert old.session != live.session
