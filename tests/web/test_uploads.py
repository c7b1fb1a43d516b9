"""Uploads that resume, over HTTP: announced, in chunks, interrupted, doubled, faked, swept."""

import base64
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from httpx import AsyncClient, Response
from PIL import Image

from anshu.media.uploads import MAX_PART_BYTES, MIN_PART_BYTES, sweep_stale
from anshu.records.arrivals import ARRIVAL_REACTIONS
from anshu.records.reactions import REACTIONS
from anshu_tenants.registry import principal
from tests.records.people import PLACE, Plant
from tests.web.client import logged_in
from tests.web.office import Office, photo, sha256
from tests.web.worker import work_off

PART = 16 * 1024
SECOND = timedelta(seconds=1)


def large_photo(side: int = 240) -> bytes:
    """A picture of noise: as large as it looks, unlike any other."""
    noise = Random().randbytes(side * side * 3)
    out = BytesIO()
    Image.frombytes("RGB", (side, side), noise).save(out, "JPEG", quality=95)
    return out.getvalue()


def chunks_of(plant: Plant, content: bytes) -> list[Path]:
    """The chunks that lie in the store."""
    root = Path(plant.services.settings.media_root)
    return list(root.rglob(f"parts/*/{sha256(content)}/*"))


async def begin(client: AsyncClient, content: bytes, **more: object) -> Response:
    body = {"sha256": sha256(content), "bytes": len(content)} | more
    return await client.post("uploads", json=body)


async def chunk(client: AsyncClient, whole: bytes, offset: int, size: int = PART) -> Response:
    return await client.patch(
        f"uploads/{sha256(whole)}", params={"offset": offset},
        content=whole[offset : offset + size],
    )  # fmt: skip


async def send_all(client: AsyncClient, content: bytes, offset: int = 0) -> None:
    while offset < len(content):
        answer = await chunk(client, content, offset)
        assert answer.status_code == 200, answer.text
        assert answer.json()["offset"] > offset
        offset = answer.json()["offset"]


async def end(client: AsyncClient, content: bytes) -> Response:
    return await client.post(f"uploads/{sha256(content)}/finish")


async def test_an_interrupted_upload_goes_on_where_it_ended(office: Office) -> None:
    worker, content = await office.person("worker"), large_photo()
    assert len(content) > 2 * PART
    first = (await begin(worker, content)).json()
    assert (first["offset"], first["complete"]) == (0, False)
    await chunk(worker, content, 0)
    # The answer to this chunk was lost; the phone starts anew and asks.
    await chunk(worker, content, PART)
    again = (await begin(worker, content)).json()
    assert again["offset"] == 2 * PART
    assert (await worker.get(f"uploads/{sha256(content)}")).json() == again
    await send_all(worker, content, offset=again["offset"])
    done = await end(worker, content)
    assert (done.status_code, done.json()["bytes"]) == (200, len(content))
    seen = await worker.get(f"media/{sha256(content)}")
    assert seen.content == content
    assert (await begin(worker, content)).json()["complete"] is True
    assert (await end(worker, content)).json()["hash"] == sha256(content)


async def test_a_chunk_that_comes_twice_or_from_elsewhere_changes_nothing(office: Office) -> None:
    worker, content = await office.person("worker"), large_photo()
    await begin(worker, content)
    assert (await chunk(worker, content, 0)).json()["offset"] == PART
    for offset in (0, PART + 1, 3 * PART):
        assert (await chunk(worker, content, offset)).json()["offset"] == PART
    await send_all(worker, content, offset=PART)
    assert (await end(worker, content)).status_code == 200


async def test_an_upload_is_not_ended_before_it_is_whole(office: Office) -> None:
    worker, content = await office.person("worker"), large_photo()
    await begin(worker, content)
    await chunk(worker, content, 0)
    answer = await end(worker, content)
    assert (answer.status_code, answer.json()["code"]) == (409, "upload_incomplete")
    assert str(PART) in answer.json()["title"]
    assert (await worker.get(f"uploads/{sha256(content)}")).json()["offset"] == PART


async def test_what_is_not_the_announced_file_is_refused_and_may_be_sent_anew(
    office: Office,
) -> None:
    worker, content = await office.person("worker"), large_photo()
    await begin(worker, content)
    other = bytes(len(content))
    for offset in range(0, len(content), PART):
        await worker.patch(
            f"uploads/{sha256(content)}", params={"offset": offset},
            content=other[offset : offset + PART],
        )  # fmt: skip
    answer = await end(worker, content)
    assert answer.json()["errors"][0]["code"] == "media_hash_mismatch"
    assert (await worker.get(f"uploads/{sha256(content)}")).json()["offset"] == 0
    await send_all(worker, content)
    assert (await end(worker, content)).status_code == 200


async def test_a_fake_picture_is_refused_by_what_it_is(office: Office) -> None:
    worker, fake = await office.person("worker"), b"MZ" + b"\0" * PART
    await begin(worker, fake)
    await send_all(worker, fake)
    answer = await end(worker, fake)
    assert (answer.status_code, answer.json()["code"]) == (415, "media_wrong_type")
    assert "JPEG" in answer.json()["cure"]
    assert (await worker.get(f"media/{sha256(fake)}")).status_code == 404


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"bytes": 50 * 1024 * 1024}, 413, "media_too_large"),
        ({"bytes": 0}, 422, "media_empty"),
        ({"sha256": "abc"}, 422, "upload_hash_malformed"),
        ({"position": {"lat": "95", "lon": "120"}}, 422, "position_out_of_range"),
        ({"preview": base64.b64encode(b"MZ fake").decode()}, 415, "media_wrong_type"),
        ({"preview": base64.b64encode(bytes(300_000)).decode()}, 413, "upload_preview_too_large"),
    ],
)
async def test_an_announcement_is_refused_by_name(
    office: Office, more: dict[str, object], status: int, code: str
) -> None:
    answer = await begin(await office.person("worker"), photo(), **more)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code)
    assert problem["title"] != code
    if code == "media_too_large":
        assert "50.0 MB" in problem["detail"]
        assert "20 MB" in problem["detail"]


async def test_chunks_have_a_smallest_and_a_largest_size(office: Office) -> None:
    worker, content = await office.person("worker"), large_photo()
    await begin(worker, content, bytes=3 * MAX_PART_BYTES)
    path = f"uploads/{sha256(content)}"
    for body, code in (
        (bytes(MIN_PART_BYTES - 1), "upload_part_size"),
        (bytes(MAX_PART_BYTES + 1), "upload_part_size"),
        (b"", "upload_part_size"),
    ):
        answer = await worker.patch(path, params={"offset": 0}, content=body)
        assert answer.json()["code"] == code
    await begin(worker, content)
    more = await worker.patch(path, params={"offset": 0}, content=content + b"more")
    assert more.json()["code"] == "upload_too_long"


async def test_nobody_adds_to_or_sees_anothers_upload(office: Office, neighbour: Plant) -> None:
    worker, content = await office.person("worker"), large_photo()
    await begin(worker, content)
    await chunk(worker, content, 0)
    colleague = await office.person("safety")
    async with logged_in(neighbour, "worker") as stranger:
        for other in (colleague, stranger):
            assert (await other.get(f"uploads/{sha256(content)}")).status_code == 404
            assert (await chunk(other, content, PART)).status_code == 404
            assert (await end(other, content)).status_code == 404
            assert (await begin(other, content)).json()["offset"] == 0
    await send_all(worker, content, offset=PART)
    assert (await end(worker, content)).status_code == 200
    # Knowing the hash is not having the file.
    assert (await begin(colleague, content)).json()["complete"] is False


async def test_a_report_does_not_wait_for_its_original(office: Office, plant: Plant) -> None:
    worker, content = await office.person("worker"), large_photo()
    preview = base64.b64encode(photo()).decode()
    await begin(worker, content, preview=preview, captured_at=office.now.isoformat())
    page = await office.report(photos=[sha256(content)])
    assert page["data"]["photos"] == [sha256(content)]
    leader = await office.person("leader")
    for variant in ("preview", "watermarked"):
        seen = await leader.get(f"media/{sha256(content)}", params={"variant": variant})
        assert (seen.status_code, seen.headers["content-type"]) == (200, "image/jpeg")
    missing = await leader.get(f"media/{sha256(content)}")
    assert (missing.status_code, missing.json()["code"]) == (404, "original_not_arrived")
    await work_off(plant, REACTIONS)
    await send_all(worker, content)
    assert (await end(worker, content)).json()["watermarked"] is False
    assert (await leader.get(f"media/{sha256(content)}")).content == content
    await work_off(plant, (*REACTIONS, *ARRIVAL_REACTIONS))
    marked = await leader.get(f"media/{sha256(content)}", params={"variant": "watermarked"})
    assert sha256(marked.content) != sha256(content)
    assert Image.open(BytesIO(marked.content)).size != Image.open(BytesIO(photo())).size


async def test_a_file_that_nobody_announced_is_still_refused(office: Office) -> None:
    answer = await office.send_report(photos=["a" * 64])
    assert answer.json()["errors"][0]["code"] == "file_unknown"


async def test_closing_waits_for_the_originals(office: Office) -> None:
    record = (await office.to_rectification())["id"]
    fixer, after = await office.person("fixer"), large_photo()
    # Photos after the work must be of after its beginning.
    await begin(fixer, after, captured_at=office.now.isoformat())
    form = await office.rectification(record, after_photos=[sha256(after)])
    await office.done("fixer", record, "submit", form)
    check = await office.reinspection()
    refused = await office.act("safety", record, "pass", check)
    assert (refused.status_code, refused.json()["code"]) == (409, "closure_evidence_missing")
    assert "原图还没有传到服务器" in refused.text
    await send_all(fixer, after)
    assert (await end(fixer, after)).status_code == 200
    assert (await office.act("safety", record, "pass", check)).json()["state"] == "closed"


async def test_what_is_not_gone_on_with_for_a_week_is_swept(office: Office, plant: Plant) -> None:
    worker, content = await office.person("worker"), large_photo()
    kept, tenant = plant.services.media, principal(plant.row)
    await begin(worker, content)
    await chunk(worker, content, 0)
    assert len(chunks_of(plant, content)) == 1
    office.move(timedelta(days=6))
    assert await sweep_stale(kept, tenant) == 0
    office.move(timedelta(days=2))
    assert await sweep_stale(kept, tenant) >= 1
    assert chunks_of(plant, content) == []
    # A phone that was in a drawer for a week begins again, and nothing is lost.
    worker = await office.person("worker")
    assert (await begin(worker, content)).json()["offset"] == 0
    await send_all(worker, content)
    assert (await end(worker, content)).status_code == 200
    assert chunks_of(plant, content) == []


async def test_the_capture_time_of_a_photo_is_corrected_by_the_phones_own_words(
    office: Office,
) -> None:
    worker, content = await office.person("worker"), photo()
    hour = timedelta(hours=1)
    wrong = office.now + hour
    await begin(worker, content, captured_at=wrong.isoformat(), clock_offset_seconds=-3600)
    await send_all(worker, content)
    done = (await end(worker, content)).json()
    assert abs(datetime.fromisoformat(done["captured_at"]) - (wrong - hour)) < SECOND
    assert done["warnings"] == []


async def test_a_report_keeps_how_it_was_entered(office: Office, plant: Plant) -> None:
    worker = await office.person("worker")
    hour = timedelta(hours=1)
    ahead = office.now + hour
    body = {
        "id": str(uuid4()), "captured_at": ahead.isoformat(),
        # The clock was set right before sending: only what was noted at capture can tell.
        "sent_at": office.now.isoformat(), "clock_offset_seconds": -3600,
        "entry_seconds": 41, "waited_offline": True,
        "data": {
            "description": "3号反应釜密封渗漏", "area": str(plant.area), "position": PLACE,
            "photos": [await office.upload("worker")],
        },
    }  # fmt: skip
    made = await worker.post("records/hazard", json=body)
    assert made.status_code == 201, made.text
    captured = datetime.fromisoformat(made.json()["captured_at"])
    assert abs(captured - (ahead - hour)) < SECOND
    async with plant.services.store.begin(principal(plant.row), purpose="test") as tx:
        row = await tx.fetchrow(
            "select convert_from(normal, 'UTF8')::jsonb as said from event"
            " where stream = $1 and version = 1", f"hazard-{body['id']}",
        )  # fmt: skip
    assert row is not None
    for said in (
        '"@entry_seconds": 41',
        '"@clock_offset_seconds": -3600',
        '"@waited_offline": true',
    ):
        assert said in row["said"]


async def test_a_clock_that_cannot_be_corrected_is_named_and_cured_by_another_time(
    office: Office, plant: Plant
) -> None:
    worker = await office.person("worker")
    ahead = office.now + timedelta(hours=1, seconds=30)
    body = {
        "id": str(uuid4()), "captured_at": ahead.isoformat(),
        "sent_at": office.now.isoformat(),
        "data": {
            "description": "3号反应釜密封渗漏", "area": str(plant.area), "position": PLACE,
            "photos": [await office.upload("worker")],
        },
    }  # fmt: skip
    refused = await worker.post("records/hazard", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "captured_in_the_future")
    assert "60 分钟" in refused.json()["title"]
    body["captured_at"] = office.now.isoformat()
    assert (await worker.post("records/hazard", json=body)).status_code == 201
