"""API tokens: a subset of permissions, an end, hashed, revoked in every process."""

from datetime import timedelta
from uuid import uuid4

import pytest

from anshu.identity.door import ControlDoor
from anshu.identity.texts import TEXTS
from anshu.identity.tokens import CreatedToken, TokenRequest
from anshu.identity.wiring import Identity
from anshu.kernel.clock import MovedClock
from anshu.kernel.refusal import Refusal
from tests.identity.people import Member, opened, subject

READ = "hazard:record:read"
GRANTED = frozenset({READ, "hazard:record:create", "token:self:manage"})
REQUEST = TokenRequest(title="EAM 接口", permissions=frozenset({READ}), days=30)


async def made(room: Identity, member: Member, *, tenant: int = 0) -> CreatedToken:
    owner = await subject(room, (await opened(room, member, tenant=tenant)).secret)
    token = await room.tokens.create(owner, REQUEST, granted=GRANTED)
    assert isinstance(token, CreatedToken)
    return token


async def test_a_token_acts_as_its_owner_with_a_subset_of_permissions(
    room: Identity, member: Member, clock: MovedClock
) -> None:
    token = await made(room, member)
    assert token.token.startswith("anshu_")
    found = await subject(room, token.token)
    assert (found.account, found.tenant) == (member.account.id, member.tenants[0].id)
    assert found.person == member.people[0]
    assert found.token_permissions == frozenset({READ})
    assert abs(token.expires_at - clock.now() - timedelta(days=30)) < timedelta(minutes=1)
    clock.move(timedelta(days=30, seconds=1))
    assert await room.resolver.resolve(token.token) is None


async def test_the_token_s_secret_is_not_in_the_database(
    room: Identity, member: Member, door: ControlDoor
) -> None:
    token = await made(room, member)
    async with door.begin("test") as transaction:
        row = await transaction.fetchrow("select * from token where id = $1", token.id)
    assert row is not None
    assert not any(token.token in str(value) for value in row.values())


@pytest.mark.parametrize(
    ("request_", "codes"),
    [
        (TokenRequest(" ", frozenset({READ}), 30), ["name_malformed"]),
        (TokenRequest("a\nb", frozenset({READ}), 30), ["name_malformed"]),
        (TokenRequest("t", frozenset(), 30), ["permissions_empty"]),
        (TokenRequest("t", frozenset({READ, "tenant:settings:manage"}), 30),
         ["permissions_not_held"]),
        (TokenRequest("t", frozenset({READ}), 0), ["days_out_of_range"]),
        (TokenRequest("", frozenset({"x:y:z"}), 366),
         ["name_malformed", "days_out_of_range", "permissions_not_held"]),
    ],
)  # fmt: skip
async def test_a_wrong_request_is_refused_with_every_fault_and_nothing_is_made(
    room: Identity, member: Member, request_: TokenRequest, codes: list[str]
) -> None:
    owner = await subject(room, (await opened(room, member)).secret)
    refused = await room.tokens.create(owner, request_, granted=GRANTED)
    assert isinstance(refused, Refusal)
    assert [error.code for error in refused.fields] == codes
    assert set(codes) <= set(TEXTS)
    assert await room.tokens.of_owner(owner) == ()


async def test_a_revoked_token_is_dead_here_at_once_and_everywhere_within_five_seconds(
    room: Identity, other_process: Identity, member: Member, clock: MovedClock
) -> None:
    token = await made(room, member)
    owner = await subject(room, (await opened(room, member)).secret)
    for process in (room, other_process):
        await subject(process, token.token)
    assert await room.tokens.revoke(owner, token.id)
    assert not await room.tokens.revoke(owner, token.id)
    assert await room.resolver.resolve(token.token) is None
    clock.move(timedelta(seconds=5))
    assert await other_process.resolver.resolve(token.token) is None
    assert await room.tokens.of_owner(owner) == ()


async def test_tokens_are_seen_and_revoked_only_in_their_own_tenant(
    room: Identity, member: Member
) -> None:
    token = await made(room, member, tenant=0)
    elsewhere = await subject(room, (await opened(room, member, tenant=1)).secret)
    assert await room.tokens.of_owner(elsewhere) == ()
    assert not await room.tokens.revoke(elsewhere, token.id)
    assert not await room.tokens.revoke(elsewhere, uuid4())
    await subject(room, token.token)
    owner = await subject(room, (await opened(room, member, tenant=0)).secret)
    listed = await room.tokens.of_owner(owner)
    assert [(row.id, row.title, row.permissions) for row in listed] == [
        (token.id, "EAM 接口", (READ,))
    ]


async def test_a_token_dies_with_its_membership_and_with_its_account(
    room: Identity, other_process: Identity, member: Member
) -> None:
    first, second = await made(room, member, tenant=0), await made(room, member, tenant=1)
    await room.memberships.end(account=member.account.id, tenant=member.tenants[0].id)
    for process in (room, other_process):
        assert await process.resolver.resolve(first.token) is None
    await room.memberships.add(
        account=member.account.id, tenant=member.tenants[0].id, person=member.people[0]
    )
    assert await room.resolver.resolve(first.token) is None
    await subject(room, second.token)
    await room.accounts.disable(member.account.id)
    for process in (room, other_process):
        assert await process.resolver.resolve(second.token) is None


async def test_a_token_is_no_session(room: Identity, member: Member) -> None:
    token = await made(room, member)
    found = await subject(room, token.token)
    refused = await room.sessions.switch(found.session, tenant=member.tenants[1].id)
    assert isinstance(refused, Refusal)
    await room.sessions.log_out_everywhere(member.account.id)
    await subject(room, token.token)


async def test_there_is_a_limit_to_live_tokens(room: Identity, member: Member) -> None:
    for _ in range(20):
        await made(room, member)
    owner = await subject(room, (await opened(room, member)).secret)
    refused = await room.tokens.create(owner, REQUEST, granted=GRANTED)
    assert isinstance(refused, Refusal)
    assert refused.code == "too_many_tokens"
    assert await room.tokens.revoke(owner, (await room.tokens.of_owner(owner))[0].id)
    await made(room, member)
