"""Accounts are created, found, disabled; passwords are set and end sessions."""

from uuid import uuid4

import pytest

from anshu.identity.accounts import Account
from anshu.identity.door import ControlDoor
from anshu.identity.logging_in import LoggedIn
from anshu.identity.texts import TEXTS
from anshu.identity.wiring import Identity
from anshu.kernel.refusal import Refusal
from tests.identity.people import PASSWORD, Member, opened

NEW = "Neue-Losung 88"


async def test_an_account_is_found_by_its_login_in_any_case(
    room: Identity, account: Account
) -> None:
    assert await room.accounts.find(f"  {account.login.upper()} ") == account
    assert await room.accounts.find("nobody-at-all") is None
    assert await room.accounts.find("not\x00a login") is None


async def test_a_login_is_taken_only_once(room: Identity, account: Account) -> None:
    again = await room.accounts.create(
        login=account.login.upper(), name="另一人", password=PASSWORD
    )
    assert isinstance(again, Refusal)
    assert again.code == "login_taken"
    assert await room.accounts.find(account.login) == account


@pytest.mark.parametrize("login", ["", "a", "a b", "x" * 65, "wang\x00lei", "a'b--", "\ud800xy"])
async def test_everything_wrong_with_a_new_account_is_named_at_once(
    room: Identity, login: str
) -> None:
    refused = await room.accounts.create(login=login, name=" \n", password="kurz")
    assert isinstance(refused, Refusal)
    assert refused.kind == "malformed"
    assert {error.field for error in refused.fields} == {"login", "name", "password"}
    assert {error.code for error in refused.fields} <= set(TEXTS)
    assert await room.accounts.find(login) is None


async def test_a_new_password_replaces_the_old_one_and_ends_other_sessions(
    room: Identity, other_process: Identity, member: Member
) -> None:
    kept, ended = await opened(room, member), await opened(room, member)
    refused = await room.accounts.set_password(member.account.id, NEW, keep_session=kept.session)
    assert refused is None
    for process in (room, other_process):
        assert await process.resolver.resolve(kept.secret) is not None
        assert await process.resolver.resolve(ended.secret) is None
    login = member.account.login
    old = await room.logins.authenticate(login=login, password=PASSWORD, address="::1")
    new = await room.logins.authenticate(login=login, password=NEW, address="::1")
    assert isinstance(old, Refusal)
    assert isinstance(new, LoggedIn)


async def test_a_refused_password_changes_nothing(room: Identity, member: Member) -> None:
    session = await opened(room, member)
    refused = await room.accounts.set_password(member.account.id, member.account.login + "-A1")
    assert isinstance(refused, Refusal)
    assert [fault.code for fault in refused.fields] == ["password_contains_login"]
    assert await room.resolver.resolve(session.secret) is not None
    again = await room.logins.authenticate(
        login=member.account.login, password=PASSWORD, address="::1"
    )
    assert isinstance(again, LoggedIn)


async def test_a_disabled_account_is_out_at_once_and_can_be_enabled_again(
    room: Identity, other_process: Identity, member: Member
) -> None:
    session = await opened(room, member)
    assert await room.accounts.disable(member.account.id) is None
    for process in (room, other_process):
        assert await process.resolver.resolve(session.secret) is None
        refused = await process.sessions.open(member.account.id)
        assert isinstance(refused, Refusal)
    found = await room.accounts.find(member.account.login)
    assert found is not None
    assert found.disabled
    assert await room.accounts.enable(member.account.id) is None
    await opened(room, member)
    assert await room.resolver.resolve(session.secret) is None


async def test_an_unknown_account_is_refused(room: Identity) -> None:
    for refused in (
        await room.accounts.disable(uuid4()),
        await room.accounts.enable(uuid4()),
        await room.accounts.set_password(uuid4(), NEW),
    ):
        assert isinstance(refused, Refusal)
        assert refused.code == "account_unknown"


async def test_the_password_is_nowhere_in_the_database(
    room: Identity, account: Account, door: ControlDoor
) -> None:
    async with door.begin("test") as transaction:
        row = await transaction.fetchrow("select * from account where id = $1", account.id)
    assert row is not None
    assert row["password_hash"].startswith("$argon2id$")
    assert not any(PASSWORD in str(value) for value in row.values())
