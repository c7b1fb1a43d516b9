"""The second factor over HTTP: enrolment, log-in, replays, recovery, the tenant's policy."""

from datetime import timedelta

import pyotp
import pytest
import structlog
from httpx import AsyncClient, Response

from anshu.identity.sessions import OpenedSession
from anshu.kernel.clock import MovedClock
from anshu.web.guard import COOKIE
from tests.web.client import PASSWORD, anybody, by_token, rooms
from tests.web.office import Office

STEP = timedelta(seconds=30)
# The code by which each secret was confirmed.
USED: dict[str, str] = {}


def moved(office: Office, by: timedelta) -> None:
    clock = office.plant.services.clock
    assert isinstance(clock, MovedClock)
    clock.move(by)


def code(office: Office, secret: str, *, offset: int = 0) -> str:
    return pyotp.TOTP(secret).at(office.now + offset * STEP)


async def enrolled(office: Office, name: str) -> tuple[str, list[str]]:
    """The secret and the recovery codes of a person who has set up the factor."""
    client = await office.person(name)
    begun = await client.post("account/second-factor", json={"password": PASSWORD})
    assert begun.status_code == 200, begun.text
    assert begun.json()["qr"].startswith("data:image/png;base64,")
    secret = str(begun.json()["secret"])
    given = code(office, secret)
    done = await client.put("account/second-factor", json={"code": given})
    assert done.status_code == 200, done.text
    USED[secret] = given
    return secret, done.json()["codes"]


async def login_of(office: Office, name: str) -> str:
    return str((await (await office.person(name)).get("account")).json()["login"])


async def log_in(office: Office, client: AsyncClient, login: str, given: str = "") -> Response:
    body = {"login": login, "password": PASSWORD} | ({"code": given} if given else {})
    return await client.post("session", json=body)


async def test_a_log_in_asks_for_a_code_once_the_factor_is_confirmed(office: Office) -> None:
    secret, _ = await enrolled(office, "ehs")
    login = await login_of(office, "ehs")
    async with anybody(office.plant, app=office.app) as client:
        asked = await log_in(office, client, login)
        assert (asked.status_code, asked.json()["code"]) == (401, "code_needed")
        # The code that confirmed is used.
        used = await log_in(office, client, login, USED[secret])
        assert (used.status_code, used.json()["code"]) == (401, "login_code_wrong")
        moved(office, STEP)
        given = code(office, secret)
        entered = await log_in(office, client, login, given)
        assert entered.status_code == 200, entered.text
        again = await log_in(office, client, login, given)
        assert again.json()["code"] == "login_code_wrong"


async def test_codes_of_a_clock_half_a_minute_off_pass_and_of_two_minutes_do_not(
    office: Office,
) -> None:
    secret, _ = await enrolled(office, "ehs")
    login = await login_of(office, "ehs")
    moved(office, timedelta(minutes=5))
    async with anybody(office.plant, app=office.app) as client:
        for offset in (-4, 4):
            refused = await log_in(office, client, login, code(office, secret, offset=offset))
            assert refused.json()["code"] == "login_code_wrong"
        slow = await log_in(office, client, login, code(office, secret, offset=-1))
        assert slow.status_code == 200, slow.text


async def test_five_wrong_codes_lock_the_log_in_and_asking_without_one_does_not_help(
    office: Office,
) -> None:
    secret, _ = await enrolled(office, "ehs")
    login = await login_of(office, "ehs")
    moved(office, STEP)
    async with anybody(office.plant, app=office.app) as client:
        for _ in range(5):
            assert (await log_in(office, client, login)).json()["code"] == "code_needed"
            wrong = await log_in(office, client, login, "000000")
            assert wrong.json()["code"] == "login_code_wrong"
        locked = await log_in(office, client, login, code(office, secret))
        assert (locked.status_code, locked.json()["code"]) == (429, "too_many_attempts")


async def test_a_recovery_code_opens_once_however_it_is_typed(office: Office) -> None:
    _, codes = await enrolled(office, "ehs")
    assert len(set(codes)) == 10
    login = await login_of(office, "ehs")
    async with anybody(office.plant, app=office.app) as client:
        typed = codes[0].replace("-", " ").upper()
        assert (await log_in(office, client, login, typed)).status_code == 200
        assert (await log_in(office, client, login, codes[0])).json()["code"] == "login_code_wrong"
    page = (await (await office.person("ehs")).get("account")).json()["second_factor"]
    assert page["recovery_left"] == 9


async def test_the_factor_is_begun_and_ended_with_the_password_only(office: Office) -> None:
    client = await office.person("ehs")
    for method, path in (("POST", "account/second-factor"), ("POST", "account/second-factor/end")):
        wrong = await client.request(method, path, json={"password": "somebody's guess"})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "password_wrong")
    await enrolled(office, "ehs")
    again = await client.post("account/second-factor", json={"password": PASSWORD})
    assert (again.status_code, again.json()["code"]) == (409, "second_factor_in_use")
    ended = await client.post("account/second-factor/end", json={"password": PASSWORD})
    assert ended.status_code == 200
    login = await login_of(office, "ehs")
    async with anybody(office.plant, app=office.app) as other:
        assert (await log_in(office, other, login)).status_code == 200


async def test_a_policy_stops_its_roles_until_they_show_a_factor_and_nobody_else(
    office: Office,
) -> None:
    admin, worker = await office.person("admin"), await office.person("worker")
    roles = {"second_factor_roles": ["tenant_admin"]}
    early = await admin.put("sign-in-policy", json=roles)
    assert (early.status_code, early.json()["code"]) == (409, "second_factor_first")
    secret, _ = await enrolled(office, "admin")
    made = await admin.post(
        "tokens", json={"title": "机器", "permissions": ["person:record:read"], "days": 1}
    )
    assert (await admin.put("sign-in-policy", json=roles)).status_code == 200
    assert (await admin.get("records/person")).status_code == 200
    assert (await worker.get("worklist")).status_code == 200
    # A session that was opened without the factor: the same person, next time.
    office._clients.pop("admin")
    moved(office, STEP)
    login = (await admin.get("account")).json()["login"]
    ended = await admin.post("account/second-factor/end", json={"password": PASSWORD})
    assert ended.status_code == 200
    async with anybody(office.plant, app=office.app) as client:
        assert (await log_in(office, client, login)).json()["second_factor_due"] is True
        client.headers["x-csrftoken"] = client.cookies["csrftoken"]
        stopped = await client.get("records/person")
        assert (stopped.status_code, stopped.json()["code"]) == (403, "second_factor_required")
        begun = await client.post("account/second-factor", json={"password": PASSWORD})
        secret = begun.json()["secret"]
        done = await client.put("account/second-factor", json={"code": code(office, secret)})
        assert done.status_code == 200, done.text
        assert (await client.get("records/person")).status_code == 200
    async with by_token(office.app, made.json()["token"]) as machine:
        assert (await machine.get("records/person")).status_code == 200
        refused = await machine.get("account")
        assert (refused.status_code, refused.json()["code"]) == (403, "token_not_here")


async def test_a_session_without_the_factor_shows_it_later(office: Office) -> None:
    secret, _ = await enrolled(office, "ehs")
    moved(office, STEP)
    room = rooms(office.plant.services)
    account = await room.accounts.find(await login_of(office, "ehs"))
    assert account is not None
    opened = await room.sessions.open(account.id, tenant=office.plant.row.id)
    assert isinstance(opened, OpenedSession)
    async with anybody(office.plant, app=office.app) as client:
        client.cookies.set(COOKIE, opened.secret, domain="testserver.local", path="/")
        assert (await client.get("account")).json()["second_factor"]["shown"] is False
        wrong = await client.post("account/second-factor/check", json={"code": "000000"})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "code_wrong")
        given = {"code": code(office, secret)}
        shown = await client.post("account/second-factor/check", json=given)
        assert shown.status_code == 200, shown.text
        assert (await client.get("account")).json()["second_factor"]["shown"] is True
        again = await client.post("account/second-factor/check", json=given)
        assert again.json()["code"] == "code_wrong"


async def test_ending_other_sessions_leaves_the_one_that_asks(office: Office) -> None:
    client = await office.person("ehs")
    login = await login_of(office, "ehs")
    async with (
        anybody(office.plant, app=office.app) as other,
        anybody(office.plant, app=office.app) as third,
    ):
        for each in (other, third):
            assert (await log_in(office, each, login)).status_code == 200
        listed = (await client.get("account")).json()["sessions"]
        assert [one["here"] for one in listed].count(True) == 1
        assert len(listed) == 3
        newest = next(one for one in listed if not one["here"])
        assert (await client.delete(f"account/sessions/{newest['name']}")).status_code == 200
        assert (await third.get("worklist")).status_code == 401
        assert (await other.get("worklist")).status_code == 200
        assert (await client.delete("account/sessions")).status_code == 200
        assert (await other.get("worklist")).status_code == 401
        assert (await client.get("worklist")).status_code == 200


async def test_no_secret_reaches_the_log(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    with structlog.testing.capture_logs() as logged:
        secret, codes = await enrolled(office, "ehs")
        client = await office.person("ehs")
        await client.put("account/pin", json={"password": PASSWORD, "pin": "271828"})
        await client.put("account/pin", json={"password": "wrong-password-7", "pin": "314159"})
        login = await login_of(office, "ehs")
        async with anybody(office.plant, app=office.app) as other:
            await log_in(office, other, login, "123123")
    said = repr(logged) + "".join(capsys.readouterr())
    for word in (secret, codes[0], PASSWORD, "wrong-password-7", "271828", "314159", "123123"):
        assert word not in said
