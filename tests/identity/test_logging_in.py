"""Log-in: right, wrong, unknown, locked, limited, disabled."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from anshu.identity.accounts import Account
from anshu.identity.door import ControlDoor
from anshu.identity.logging_in import LoggedIn, LoginDoor
from anshu.identity.passwords import Passwords
from anshu.identity.wiring import Identity
from anshu.kernel.clock import MovedClock
from anshu.kernel.refusal import Refusal
from tests.identity.people import PASSWORD

WRONG = "not the password 1"


async def attempt(
    room: Identity, login: str, password: str = WRONG, address: str = "10.0.0.1"
) -> str:
    """ "in", or the refusal's code."""
    answer = await room.logins.authenticate(login=login, password=password, address=address)
    return answer.code if isinstance(answer, Refusal) else "in"


async def test_the_right_password_logs_in_in_any_spelling_of_the_login(
    room: Identity, account: Account
) -> None:
    answer = await room.logins.authenticate(
        login=f" {account.login.upper()}", password=PASSWORD, address="::1"
    )
    assert answer == LoggedIn(account.id, account.login, "王工")


@pytest.mark.parametrize("known", [True, False])
async def test_five_failures_lock_for_fifteen_minutes_whether_the_login_exists_or_not(
    room: Identity, account: Account, clock: MovedClock, known: bool
) -> None:
    login = account.login if known else f"nobody.{uuid4().hex}"
    assert [await attempt(room, login) for _ in range(6)] == [
        *["credentials_wrong"] * 5,
        "too_many_attempts",
    ]
    refused = await room.logins.authenticate(login=login, password=PASSWORD, address="::1")
    assert isinstance(refused, Refusal)
    assert refused.kind == "busy"
    assert [(fact.name, fact.unit) for fact in refused.facts] == [("retry_after", "s")]
    assert 890 <= int(refused.facts[0].value) <= 900
    clock.move(timedelta(minutes=15, seconds=1))
    assert await attempt(room, login, PASSWORD) == ("in" if known else "credentials_wrong")


async def test_the_lock_holds_in_every_process(
    room: Identity, other_process: Identity, account: Account
) -> None:
    for _ in range(5):
        await attempt(room, account.login)
    assert await attempt(other_process, account.login, PASSWORD) == "too_many_attempts"


async def test_after_a_lock_the_count_begins_anew(
    room: Identity, account: Account, clock: MovedClock
) -> None:
    for _ in range(5):
        await attempt(room, account.login)
    clock.move(timedelta(minutes=16))
    assert [await attempt(room, account.login) for _ in range(4)] == ["credentials_wrong"] * 4
    assert await attempt(room, account.login, PASSWORD) == "in"


async def test_a_success_clears_the_failures(room: Identity, account: Account) -> None:
    for _ in range(3):
        for _ in range(4):
            assert await attempt(room, account.login) == "credentials_wrong"
        assert await attempt(room, account.login, PASSWORD) == "in"


async def test_parallel_guesses_get_no_more_than_five_chances(
    room: Identity, other_process: Identity, account: Account
) -> None:
    answers = await asyncio.gather(
        *(attempt(process, account.login) for process in (room, other_process) for _ in range(15))
    )
    assert answers.count("credentials_wrong") == 5
    assert answers.count("too_many_attempts") == 25


async def test_one_address_is_limited_over_many_logins(room: Identity, clock: MovedClock) -> None:
    answers = [await attempt(room, f"nobody.{n}", address="10.9.9.9") for n in range(62)]
    assert answers[:60] == ["credentials_wrong"] * 60
    assert answers[61] == "too_many_attempts"
    assert await attempt(room, "nobody.62", address="10.9.9.8") == "credentials_wrong"
    clock.move(timedelta(minutes=1))
    assert await attempt(room, "nobody.63", address="10.9.9.9") == "credentials_wrong"


async def test_successes_do_not_use_up_the_limits(room: Identity, account: Account) -> None:
    for _ in range(70):
        assert await attempt(room, account.login, PASSWORD, "10.9.9.9") == "in"


async def test_only_who_knows_the_password_learns_that_an_account_is_disabled(
    room: Identity, account: Account
) -> None:
    await room.accounts.disable(account.id)
    assert await attempt(room, account.login) == "credentials_wrong"
    assert await attempt(room, account.login, PASSWORD) == "account_disabled"


async def test_a_new_password_lifts_the_lock(room: Identity, account: Account) -> None:
    for _ in range(5):
        await attempt(room, account.login)
    await room.accounts.set_password(account.id, "Neue-Losung 88")
    assert await attempt(room, account.login, "Neue-Losung 88") == "in"


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("x\x00y", PASSWORD),
        ("' or 1=1 --", PASSWORD),
        ("x" * 100_000, PASSWORD),
        ("\ud800\ud800", PASSWORD),
        ("", ""),
    ],
)
async def test_strange_logins_are_simply_wrong(room: Identity, login: str, password: str) -> None:
    assert await attempt(room, login, password) == "credentials_wrong"


@pytest.mark.parametrize("password", ["", "\x00", "\ud800", "x" * 100_000])
async def test_strange_passwords_are_simply_wrong(
    room: Identity, account: Account, password: str
) -> None:
    assert await attempt(room, account.login, password) == "credentials_wrong"


async def test_an_unknown_login_costs_the_same_hashing_as_a_wrong_password(
    room: Identity, door: ControlDoor, account: Account
) -> None:
    class Counted(Passwords):
        asked: list[bool]

        def _matches(self, stored: str | None, password: str) -> bool:
            self.asked.append(stored is not None)
            return super()._matches(stored, password)

    passwords = Counted()
    passwords.asked = []
    logins = LoginDoor(door, passwords=passwords, factors=room.factors)
    for login in (account.login, "nobody.at.all", "?? not a login"):
        await logins.authenticate(login=login, password=WRONG, address="::1")
    assert passwords.asked == [True, False, False]


async def test_a_password_matches_in_any_unicode_form(room: Identity) -> None:
    login = f"li.{uuid4().hex[:12]}"
    created = await room.accounts.create(login=login, name="李", password="Größe-über-42 é")
    assert isinstance(created, Account)
    assert await attempt(room, login, "Gro\u0308ße-u\u0308ber-42 e\u0301") == "in"


async def test_an_outdated_hash_is_renewed_at_log_in(
    room: Identity, account: Account, door: ControlDoor
) -> None:
    async def stored() -> str:
        async with door.begin("test") as transaction:
            row = await transaction.fetchrow(
                "select password_hash from account where id = $1", account.id
            )
        assert row is not None
        return str(row["password_hash"])

    before = await stored()
    strong = LoginDoor(door, passwords=Passwords(), factors=room.factors)
    answer = await strong.authenticate(login=account.login, password=PASSWORD, address="::1")
    assert isinstance(answer, LoggedIn)
    assert await stored() != before
    assert "m=65536" in await stored()
    assert await attempt(room, account.login, PASSWORD) == "in"
