"""Signatures by PIN and by a phone's key: bound to person, task and sheet, and provable."""

import io
import json
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from httpx import Response

from anshu.kernel.clock import MovedClock
from anshu.ledger.standalone import verify as standalone
from tests.web.authenticator import PRESENT, Authenticator
from tests.web.client import PASSWORD
from tests.web.office import Json, Office, waiting

PIN = "271828"


async def given_pin(office: Office, name: str = "fixer") -> None:
    client = await office.person(name)
    answer = await client.put("account/pin", json={"password": PASSWORD, "pin": PIN})
    assert answer.status_code == 200, answer.text


async def given_key(office: Office, name: str = "fixer") -> Authenticator:
    client = await office.person(name)
    offered = await client.post("account/keys/offer", json={"password": PASSWORD})
    assert offered.status_code == 200, offered.text
    phone = Authenticator()
    made = phone.make(offered.json()["options"])
    kept = await client.post("account/keys", json={"title": "我的手机", "key": made})
    assert kept.status_code == 201, kept.text
    return phone


async def prepared(office: Office) -> tuple[str, Json]:
    """A record that waits for its rectification, and the form without its signature."""
    record = (await office.to_rectification())["id"]
    form = await office.rectification(record)
    del form["responsible_signature"]
    return record, form


async def shown(office: Office, record: str, form: Json, *, by: str = "fixer") -> tuple[str, str]:
    """The address of the waiting task, and the hash of the sheet over this form."""
    task = waiting(await office.page("ehs", record))["task"]
    path = f"records/hazard/{record}/tasks/{task}"
    client = await office.person(by)
    sheet = await client.post(f"{path}/sheet", json={"outcome": "submit", "data": form})
    assert sheet.status_code == 200, sheet.text
    return path, sheet.json()["shown"]


async def by_pin(office: Office, path: str, sheet: str, pin: str = PIN) -> Response:
    body = {"method": "pin", "shown": sheet, "pin": pin}
    return await (await office.person("fixer")).post(f"{path}/signature", json=body)


async def offered(office: Office, path: str, sheet: str) -> Json:
    client = await office.person("fixer")
    answer = await client.post(f"{path}/signature/offer", json={"shown": sheet})
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["options"])


async def by_key(office: Office, path: str, sheet: str, key: Json) -> Response:
    body = {"method": "webauthn", "shown": sheet, "key": key}
    return await (await office.person("fixer")).post(f"{path}/signature", json=body)


async def test_a_pin_signs_what_was_shown_and_the_package_proves_it(office: Office) -> None:
    await given_pin(office)
    record, form = await prepared(office)
    path, sheet = await shown(office, record, form)
    before = office.now
    signed = await by_pin(office, path, sheet)
    assert signed.status_code == 200, signed.text
    after, value = office.now, signed.json()
    await office.done("fixer", record, "submit", form | {"responsible_signature": value})
    assert (await office.close(record))["state"] == "closed"
    proof = await packed(office, record, value["proof"])
    assert (proof["method"], proof["sheet"]) == ("pin", sheet)
    assert proof["person"] == str(office.plant.ids["fixer"])
    assert before.isoformat() <= proof["at"] <= after.isoformat()


async def packed(office: Office, record: str, digest: str) -> Json:
    answer = await (await office.person("ehs")).get(f"records/hazard/{record}/evidence")
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        return dict(json.loads(package.read(f"media/{digest}")))


async def test_five_wrong_pins_lock_it_and_the_right_one_then_signs_nothing(office: Office) -> None:
    await given_pin(office)
    record, form = await prepared(office)
    path, sheet = await shown(office, record, form)
    for _ in range(5):
        assert (await by_pin(office, path, sheet, "999111")).json()["code"] == "pin_wrong"
    locked = await by_pin(office, path, sheet)
    assert (locked.status_code, locked.json()["code"]) == (429, "pin_locked")
    assert 890 <= int(locked.headers["retry-after"]) <= 900
    clock = office.plant.services.clock
    assert isinstance(clock, MovedClock)
    clock.move(timedelta(minutes=15))
    assert (await by_pin(office, path, sheet)).status_code == 200


async def test_a_session_without_the_password_sets_no_pin_and_signs_with_none(
    office: Office,
) -> None:
    client = await office.person("fixer")
    wrong = await client.put("account/pin", json={"password": "not the password", "pin": PIN})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "password_wrong")
    record, form = await prepared(office)
    path, sheet = await shown(office, record, form)
    assert (await by_pin(office, path, sheet)).json()["code"] == "pin_unset"


@pytest.mark.parametrize(
    ("pin", "code"),
    [("12345", "pin_malformed"), ("123456", "pin_simple"), ("112211", "pin_simple"),
     ("98765432", "pin_simple"), ("12a456", "pin_malformed")],
)  # fmt: skip
async def test_a_pin_that_anybody_would_try_is_refused(office: Office, pin: str, code: str) -> None:
    client = await office.person("fixer")
    refused = await client.put("account/pin", json={"password": PASSWORD, "pin": pin})
    assert refused.status_code == 422
    assert [error["code"] for error in refused.json()["errors"]] == [code]


async def test_a_signature_counts_for_its_person_sheet_and_half_hour_only(office: Office) -> None:
    await given_pin(office)
    record, form = await prepared(office)
    path, sheet = await shown(office, record, form)
    value = (await by_pin(office, path, sheet)).json()
    changed = form | {"measures_taken": "只清理了现场"}
    other = await office.act("fixer", record, "submit", changed | {"responsible_signature": value})
    assert other.json()["code"] == "signed_something_else"
    _, again = await shown(office, record, changed)
    forged = {"responsible_signature": value | {"shown": again}}
    assert (await office.act("fixer", record, "submit", changed | forged)).json()[
        "code"
    ] == "signature_unproven"
    claimed = {"responsible_signature": value | {"method": "webauthn"}}
    assert (await office.act("fixer", record, "submit", form | claimed)).json()[
        "code"
    ] == "signature_unproven"
    office.move(timedelta(minutes=31))
    late = await office.act("fixer", record, "submit", form | {"responsible_signature": value})
    assert late.json()["code"] == "signature_unproven"


async def test_a_picture_is_no_proof_and_a_proof_is_no_picture(office: Office) -> None:
    await given_pin(office)
    record, form = await prepared(office)
    path, sheet = await shown(office, record, form)
    value = (await by_pin(office, path, sheet)).json()
    picture = await office.upload("fixer", purpose="signature")
    for signature, code in (
        ({"method": "pin", "shown": sheet, "proof": picture}, "signature_unproven"),
        ({"method": "handwriting", "shown": sheet, "image": value["proof"]}, "form_incomplete"),
        ({"method": "pin", "shown": sheet, "image": picture}, "form_incomplete"),
        ({"method": "handwriting", "shown": sheet, "proof": value["proof"]}, "form_incomplete"),
    ):
        data = form | {"responsible_signature": signature}
        assert (await office.act("fixer", record, "submit", data)).json()["code"] == code


async def test_the_drawn_signature_of_another_is_nobody_elses(office: Office) -> None:
    record = (await office.to_rectification())["id"]
    first = await office.rectification(record)
    await office.done("fixer", record, "submit", first)
    await office.done("safety", record, "fail", {"return_reason": "照片看不清"})
    task = waiting(await office.page("ehs", record))["task"]
    body = {"command_id": str(uuid4()), "person": str(office.plant.ids["worker"]), "reason": "调岗"}
    path = f"records/hazard/{record}/tasks/{task}/assignee"
    passed = await (await office.person("ehs")).post(path, json=body)
    assert passed.status_code == 200, passed.text
    forged = await office.rectification(record, by="worker")
    forged["responsible_signature"]["image"] = first["responsible_signature"]["image"]
    refused = await office.act("worker", record, "submit", forged)
    assert (refused.status_code, refused.json()["code"]) == (409, "signature_of_another")
    own = await office.rectification(record, by="worker")
    assert (await office.act("worker", record, "submit", own)).status_code == 200


async def test_a_key_signs_once_what_was_shown_and_its_answer_is_kept(office: Office) -> None:
    phone = await given_key(office)
    record, form = await prepared(office)
    path, sheet = await shown(office, record, form)
    answered = phone.sign(await offered(office, path, sheet))
    signed = await by_key(office, path, sheet, answered)
    assert signed.status_code == 200, signed.text
    again = await by_key(office, path, sheet, answered)
    assert (again.status_code, again.json()["code"]) == (409, "challenge_over")
    value = signed.json()
    await office.done("fixer", record, "submit", form | {"responsible_signature": value})
    proof = await packed(office, record, value["proof"])
    assert (proof["method"], proof["sheet"]) == ("webauthn", sheet)
    assert proof["webauthn"]["signature"] == answered["response"]["signature"]
    assert standalone.webauthn_holds(proof) is True
    for part, changed in (("sheet", "ab" * 32), ("task", str(uuid4()))):
        assert standalone.webauthn_holds(proof | {part: changed}) is False
    stranger = Authenticator().sign({"challenge": "AAAA"})["response"]["signature"]
    other = {"webauthn": proof["webauthn"] | {"signature": stranger}}
    assert standalone.webauthn_holds(proof | other) is False
    answer = await (await office.person("ehs")).get(f"records/hazard/{record}/evidence")
    report = standalone.verify(answer.content)
    assert report.ok, report.findings
    assert [each["method"] for each in report.summary["signatures"]] == ["webauthn"]
    assert "signed_here" in [note.code for note in report.notes]


async def test_an_answer_for_another_sheet_signs_nothing(office: Office) -> None:
    phone = await given_key(office)
    record, form = await prepared(office)
    path, sheet = await shown(office, record, form)
    _, other = await shown(office, record, form | {"measures_taken": "另一种做法"})
    answered = phone.sign(await offered(office, path, other))
    refused = await by_key(office, path, sheet, answered)
    assert (refused.status_code, refused.json()["code"]) == (409, "challenge_over")
    # Nor does an answer to a former offer for the new one.
    await offered(office, path, sheet)
    refused = await by_key(office, path, sheet, answered)
    assert (refused.status_code, refused.json()["code"]) == (403, "key_refused")


async def test_a_key_without_its_person_of_another_place_or_a_copy_is_refused(
    office: Office,
) -> None:
    phone = await given_key(office)
    record, form = await prepared(office)
    path, sheet = await shown(office, record, form)
    unverified = phone.sign(await offered(office, path, sheet), flags=PRESENT)
    assert (await by_key(office, path, sheet, unverified)).json()["code"] == "key_refused"
    phone.origin = "http://elsewhere"
    elsewhere = phone.sign(await offered(office, path, sheet))
    assert (await by_key(office, path, sheet, elsewhere)).json()["code"] == "key_refused"
    phone.origin = "http://testserver"
    stranger = Authenticator().sign(await offered(office, path, sheet))
    assert (await by_key(office, path, sheet, stranger)).json()["code"] == "key_refused"
    assert (
        await by_key(office, path, sheet, phone.sign(await offered(office, path, sheet)))
    ).status_code == 200
    phone.count -= 1
    copied = phone.sign(await offered(office, path, sheet))
    assert (await by_key(office, path, sheet, copied)).json()["code"] == "key_refused"


async def test_an_offer_is_over_after_five_minutes(office: Office) -> None:
    phone = await given_key(office)
    record, form = await prepared(office)
    path, sheet = await shown(office, record, form)
    options = await offered(office, path, sheet)
    clock = office.plant.services.clock
    assert isinstance(clock, MovedClock)
    clock.move(timedelta(minutes=5, seconds=1))
    refused = await by_key(office, path, sheet, phone.sign(options))
    assert refused.json()["code"] == "challenge_over"


async def test_a_key_that_is_ended_signs_no_more(office: Office) -> None:
    phone = await given_key(office)
    client = await office.person("fixer")
    (key,) = (await client.get("account")).json()["keys"]
    record, form = await prepared(office)
    path, sheet = await shown(office, record, form)
    options = await offered(office, path, sheet)
    assert (await client.delete(f"account/keys/{key['id']}")).status_code == 200
    refused = await by_key(office, path, sheet, phone.sign(options))
    assert refused.json()["code"] == "key_refused"


async def test_a_sheet_that_was_never_shown_cannot_be_signed(office: Office) -> None:
    await given_pin(office)
    record, form = await prepared(office)
    path, _ = await shown(office, record, form)
    refused = await by_pin(office, path, "ab" * 32)
    assert (refused.status_code, refused.json()["code"]) == (404, "sheet_unknown")
