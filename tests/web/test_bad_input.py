"""Bad input over HTTP: refused by name, with limit and cure; nothing of it is kept."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio
from httpx import AsyncClient, Response

from anshu.embedded.server import EmbeddedPostgres
from tests.records.people import Plant
from tests.web.behind import Behind
from tests.web.client import bare, logged_in
from tests.web.office import Json, Office, photo, sha256

MB = 1024 * 1024
ID = "00000000-0000-4000-8000-000000000001"
NAIVE = "2026-11-20T06:05:00"


@pytest_asyncio.fixture(loop_scope="session")
async def behind(
    plant: Plant, neighbour: Plant, postgres: EmbeddedPostgres
) -> AsyncIterator[Behind]:
    connection = await asyncpg.connect(postgres.admin_dsn)
    yield Behind(connection, (plant, neighbour))
    await connection.close()


BODIES: dict[str, tuple[bytes | Json, str, str]] = {
    "cut off": (b'{"id": "', "body", "not_json"),
    "not utf-8": ('{"id":"\u5b89"}'.encode("gbk"), "body", "not_json"),
    "nested too deeply": (b'{"a":' * 100_000, "body", "not_json"),
    "empty": (b"", "body", "field_missing"),
    "no id": ({"data": {}}, "id", "field_missing"),
    "id is a number": ({"id": 5, "data": {}}, "id", "wrong_type"),
    "id is no uuid": ({"id": "5", "data": {}}, "id", "wrong_format"),
    "data is a list": ({"id": ID, "data": []}, "data", "wrong_type"),
    "unknown part": ({"id": ID, "data": {}, "level": 1}, "level", "unknown_field"),
    "naive": ({"id": ID, "data": {}, "captured_at": NAIVE}, "captured_at", "time_without_zone"),
    "naive sending": ({"id": ID, "data": {}, "sent_at": NAIVE}, "sent_at", "time_without_zone"),
    "no time": ({"id": ID, "data": {}, "captured_at": "gestern"}, "captured_at", "wrong_format"),
    "no photo": ({"id": ID, "data": {"photos": []}}, "photos", "too_few"),
    "no description": ({"id": ID, "data": {}}, "description", "field_missing"),
    "long": ({"id": ID, "data": {"description": "字" * 1001}}, "description", "too_long"),
    "number for text": ({"id": ID, "data": {"description": 7}}, "description", "wrong_format"),
    "unknown field": ({"id": ID, "data": {"penalty": "x"}}, "penalty", "unknown_field"),
    "unknown area": ({"id": ID, "data": {"area": ID}}, "area", "reference_unknown"),
    "not uploaded": ({"id": ID, "data": {"photos": ["a" * 64]}}, "photos", "file_unknown"),
    "not in the list": ({"id": ID, "data": {"source": "rumour"}}, "source", "not_in_list"),
    "float position": (
        {"id": ID, "data": {"position": {"lat": 31.9, "lon": 120.9}}}, "position", "wrong_format",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
async def test_a_malformed_report_names_the_field_in_both_languages_and_keeps_nothing(
    office: Office, behind: Behind, name: str
) -> None:
    body, field, code = BODIES[name]
    client = await office.person("worker")
    before = await behind.snapshot()
    said = {}
    for language in ("zh-CN", "en"):
        answer = await _send(client, body, language)
        assert answer.status_code == 422, answer.text
        (error,) = [e for e in answer.json()["errors"] if e["field"] == field]
        assert error["code"] == code
        said[language] = answer.json()["title"] + error["message"] + error["cure"]
        assert error["message"]
        assert error["cure"]
        assert "{" not in said[language]
    assert _is_chinese(said["zh-CN"])
    assert not _is_chinese(said["en"].replace(error.get("label", ""), ""))
    assert await behind.snapshot() == before


async def test_a_nul_is_no_failure_of_ours(office: Office) -> None:
    nul, page = "\0", await office.report()
    leader, admin = await office.person("leader"), await office.person("admin")
    for path in ("delegations/candidates", f"records/hazard/{page['id']}/copies/candidates"):
        found = await leader.get(path, params={"q": f"周{nul}"})
        assert found.status_code == 200, found.text
    log = await admin.get("notifications/deliveries", params={"channel": nul})
    assert (log.status_code, log.json()["code"]) == (422, "malformed")
    words = {"subject": "{number}", "body": f"x{nul}"}
    kept = await admin.put("notifications/templates/task/zh-CN", json=words)
    assert kept.status_code == 422
    assert [(e["field"], e["code"]) for e in kept.json()["errors"]] == [("body", "unreadable_text")]


async def test_a_naive_deadline_is_refused_in_the_decision(office: Office) -> None:
    record = (await office.to_decision())["id"]
    answer = await office.act("ehs", record, "approve", office.decision() | {"deadline": NAIVE})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == "deadline"
    assert error["cure"]
    assert (await office.page("ehs", record))["state"] == "deciding"


async def test_an_unknown_outcome_is_refused_with_the_known_ones(office: Office) -> None:
    record = (await office.report())["id"]
    answer = await office.act("leader", record, "approve", {})
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"], error["code"]) == (422, "outcome", "not_in_list")
    assert error["limit"] == "pass, duplicate, void"


async def test_without_the_csrf_token_nothing_is_done(office: Office, behind: Behind) -> None:
    client = await office.person("worker")
    token = client.headers.pop("x-csrftoken")
    before = await behind.snapshot()
    for headers in ({}, {"x-csrftoken": token[:-1] + ("0" if token[-1] != "0" else "1")}):
        for language in ("zh-CN", "en"):
            answer = await client.post(
                "records/hazard", json={"id": ID, "data": {}},
                headers={**headers, "accept-language": language},
            )  # fmt: skip
            assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
            assert answer.json()["cure"]
            assert _is_chinese(answer.json()["title"]) is (language == "zh-CN")
    assert await behind.snapshot() == before
    client.headers["x-csrftoken"] = token


async def test_another_origin_cannot_send_a_form_with_the_cookie_alone(office: Office) -> None:
    client = await office.person("worker")
    async with bare(office.app) as forged:
        forged.cookies = client.cookies
        answer = await forged.post("records/hazard", data={"id": ID})
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


async def test_an_upload_over_the_limit_is_refused_before_it_has_been_read(
    office: Office, behind: Behind
) -> None:
    client = await office.person("worker")
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(64):
            sent += MB
            yield b"x" * MB

    before = await behind.snapshot()
    answer = await client.post("media", params={"sha256": "0" * 64}, content=endless())
    assert (answer.status_code, answer.json()["code"]) == (413, "media_too_large")
    assert sent <= 22 * MB
    assert "20 MB" in answer.json()["title"]
    assert answer.json()["cure"]
    declared = await client.post(
        "media", params={"sha256": "0" * 64}, content=b"x" * (25 * MB),
        headers={"accept-language": "en"},
    )  # fmt: skip
    assert (declared.status_code, declared.json()["code"]) == (413, "media_too_large")
    assert "20 MB" in declared.json()["title"]
    assert await behind.snapshot() == before


async def test_a_huge_json_body_is_refused_with_its_limit(office: Office) -> None:
    client = await office.person("worker")
    body = b'{"id":"' + b"x" * (22 * MB) + b'"}'
    answer = await _send(client, body, "zh-CN")
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert "1 MB" in answer.json()["title"]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"MZ\x90\x00" + b"\x00" * 400, 415, "media_wrong_type"),
        (SVG, 415, "media_wrong_type"),
        (b"<!doctype html><script>1</script>", 415, "media_wrong_type"),
        (photo()[:400], 422, "media_damaged"),
        (b"", 422, "media_empty"),
    ],
    ids=["exe named jpg", "svg", "html", "truncated jpeg", "empty"],
)
async def test_an_upload_of_a_wrong_type_is_refused_whatever_it_is_called(
    office: Office, behind: Behind, content: bytes, status: int, code: str
) -> None:
    client = await office.person("worker")
    before = await behind.snapshot()
    for language in ("zh-CN", "en"):
        answer = await client.post(
            "media", params={"sha256": sha256(content)}, content=content,
            headers={"content-type": "image/jpeg", "accept-language": language},
        )  # fmt: skip
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (status, code), problem
        assert problem["errors"][0]["field"] == "file"
        assert problem["cure"]
        assert _is_chinese(problem["title"] + problem["cure"]) is (language == "zh-CN")
        if status == 415:
            assert "image/jpeg" in problem["title"]
    assert await behind.snapshot() == before


async def test_an_upload_whose_hash_is_another_is_refused(office: Office) -> None:
    client = await office.person("worker")
    answer = await client.post("media", params={"sha256": "0" * 64}, content=photo())
    assert (answer.status_code, answer.json()["code"]) == (422, "media_hash_mismatch")
    missing = await client.post("media", content=photo())
    assert (missing.status_code, missing.json()["errors"][0]["field"]) == (422, "sha256")
    naive = await client.post(
        "media", params={"sha256": "0" * 64, "captured_at": NAIVE}, content=photo()
    )
    assert naive.json()["errors"][0]["code"] == "time_without_zone"


@pytest.mark.parametrize("hours", [2, -2])
async def test_a_phone_whose_clock_is_off_is_corrected_by_when_it_sent(
    office: Office, hours: int
) -> None:
    off = timedelta(hours=hours)
    taken = office.now - timedelta(minutes=10)
    page = await _report(
        office, captured_at=(taken + off).isoformat(), sent_at=(office.now + off).isoformat()
    )
    assert abs(_moment(page["captured_at"]) - taken) < timedelta(seconds=20)


async def test_a_capture_in_the_future_is_refused_with_the_minutes(office: Office) -> None:
    ahead = (office.now + timedelta(hours=2, seconds=30)).isoformat()
    for language in ("zh-CN", "en"):
        answer = await _send(
            await office.person("worker"), await _body(office, captured_at=ahead), language
        )
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (422, "captured_in_the_future")
        assert "120" in problem["title"]
        assert problem["cure"]


async def test_the_same_query_mistakes_are_all_named(office: Office) -> None:
    client = await office.person("ehs")
    answer = await client.get("records/hazard", params={"limit": "many", "colour": "red"})
    named = {error["field"]: error["code"] for error in answer.json()["errors"]}
    assert (answer.status_code, named) == (
        422, {"limit": "wrong_format", "colour": "unknown_field"},
    )  # fmt: skip


async def test_another_tenants_ids_are_unknown(office: Office, neighbour: Plant) -> None:
    record = (await office.report())["id"]
    async with logged_in(neighbour, "ehs", app=office.app) as stranger:
        for path in ("", "/timeline", "/evidence", "/verification"):
            answer = await stranger.get(f"records/hazard/{record}{path}")
            assert (answer.status_code, answer.json()["code"]) == (404, "unknown_record")


async def _send(client: AsyncClient, body: bytes | Json, language: str) -> Response:
    headers = {"accept-language": language, "content-type": "application/json"}
    if isinstance(body, bytes):
        return await client.post("records/hazard", content=body, headers=headers)
    return await client.post("records/hazard", json=body, headers=headers)


async def _body(office: Office, **more: object) -> Json:
    data: Json = {"description": "法兰渗漏", "photos": [await office.upload("worker")]}
    return {"id": str(uuid4()), "data": data} | more


async def _report(office: Office, **more: object) -> Json:
    answer = await _send(await office.person("worker"), await _body(office, **more), "zh-CN")
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)
