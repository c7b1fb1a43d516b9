"""Receiving, fetching and watermarking in a real tenant."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from anshu.kernel.clock import MovedClock
from anshu.kernel.ids import new_id
from anshu.kernel.position import Position as GroundPosition
from anshu.kernel.position import to_gcj02
from anshu.kernel.refusal import Refusal
from anshu.media.door import Fetched, MediaContext, Upload, fetch, receive, watermark
from anshu.media.files import MediaFiles
from anshu.media.imaging import ImagingPool
from anshu.media.inspection import MAX_BYTES
from anshu.media.position import Position
from anshu.media.rows import MediaRow
from anshu.media.texts import REFUSALS
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store, TransactionEnded
from anshu_tenants.registry import TenantRow, principal
from tests.media.pictures import camera_exif, picture, upload


@pytest.fixture
def tenants(tenant_pair: tuple[TenantRow, TenantRow]) -> tuple[Tenant, Tenant]:
    return principal(tenant_pair[0]), principal(tenant_pair[1])


@pytest.fixture
def context(store: Store, clock: MovedClock, tmp_path: Path) -> Iterator[MediaContext]:
    imaging = ImagingPool()
    yield MediaContext(store, MediaFiles(tmp_path), imaging, clock)
    imaging.close()


async def received(context: MediaContext, tenant: Tenant, wanted: Upload) -> MediaRow:
    row = await receive(context, tenant, wanted)
    assert isinstance(row, MediaRow), row
    return row


async def rows_of(context: MediaContext, tenant: Tenant) -> int:
    async with context.store.begin(tenant, purpose="test") as tx:
        row = await tx.fetchrow("select count(*) as n from media")
    assert row is not None
    return int(row["n"])


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_original_is_kept_byte_for_byte_with_a_preview(
    context: MediaContext, tenants: tuple[Tenant, Tenant]
) -> None:
    content = picture(1200, 900, exif=camera_exif())
    now = context.clock.now()
    row = await received(context, tenants[0], upload(content, captured_at=now, person=new_id()))
    assert (row.mime, row.width, row.height, row.size) == ("image/jpeg", 1200, 900, len(content))
    assert row.received_at >= now
    assert row.captured_at == now
    assert row.exif is not None
    assert (row.exif.lat, row.exif.zone_assumed) == ("31.230417", True)
    assert await fetch(context, tenants[0], row.hash) == Fetched(content, "image/jpeg")
    preview = await fetch(context, tenants[0], row.hash, variant="preview")
    assert preview is not None
    with Image.open(BytesIO(preview.content)) as image:
        assert max(image.size) == 480


async def test_file_of_another_tenant_is_never_readable(
    context: MediaContext, tenants: tuple[Tenant, Tenant]
) -> None:
    mine, theirs = tenants
    row = await received(context, mine, upload(picture()))
    for variant in ("original", "preview", "watermarked"):
        assert await fetch(context, theirs, row.hash, variant=variant) is None
    assert await watermark(context, theirs, row.hash, lines=["x"]) is None
    # Even a file in one's own folder needs a row of one's own.
    await context.files.put(theirs, picture())
    assert await fetch(context, theirs, row.hash) is None


async def test_watermarked_copy_leaves_the_original_alone(
    context: MediaContext, tenants: tuple[Tenant, Tenant]
) -> None:
    content = picture()
    row = await received(context, tenants[0], upload(content))
    assert await fetch(context, tenants[0], row.hash, variant="watermarked") is None
    made = await watermark(context, tenants[0], row.hash, lines=["2026-03-05", "张三"])
    assert made is not None
    copy = await fetch(context, tenants[0], row.hash, variant="watermarked")
    assert copy is not None
    assert copy.content != content
    assert await fetch(context, tenants[0], row.hash) == Fetched(content, "image/jpeg")


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (upload(picture(), claimed_sha256="0" * 64), "media_hash_mismatch"),
        (upload(b"GIF89a junk"), "media_wrong_type"),
        (upload(picture()[:2000]), "media_damaged"),
        (upload(b"\xff\xd8\xff" + b"\0" * MAX_BYTES), "media_too_large"),
        (upload(picture(), position=Position("91", "121")), "position_out_of_range"),
        (upload(picture(), position=Position("NaN", "121")), "position_out_of_range"),
    ],
)
async def test_refused_upload_leaves_nothing_behind(
    context: MediaContext, tenants: tuple[Tenant, Tenant], tmp_path: Path, wanted: Upload, code: str
) -> None:
    refusal = await receive(context, tenants[0], wanted)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    assert REFUSALS[code].cure.zh
    assert await rows_of(context, tenants[0]) == 0
    assert files_below(tmp_path) == []


async def test_phone_clock_ahead_is_told_and_receipt_is_the_servers(
    context: MediaContext, tenants: tuple[Tenant, Tenant]
) -> None:
    ahead = context.clock.now() + timedelta(minutes=47, seconds=30)
    row = await received(context, tenants[0], upload(picture(), captured_at=ahead))
    assert "快 47 分钟" in row.warnings[0].zh
    assert row.received_at < ahead


async def test_camera_that_contradicts_time_and_place_is_told(
    context: MediaContext, tenants: tuple[Tenant, Tenant]
) -> None:
    now = context.clock.now()
    content = picture(exif=camera_exif())
    far = Position("31.330417", "121.473750")
    row = await received(context, tenants[0], upload(content, captured_at=now, position=far))
    texts = " ".join(warning.zh for warning in row.warnings)
    assert "照片内记录的拍摄时间" in texts
    assert "相距 11119 米" in texts or "相距 11120 米" in texts


async def test_camera_place_is_compared_with_a_phone_that_tells_chinas_shifted_coordinates(
    context: MediaContext, tenants: tuple[Tenant, Tenant]
) -> None:
    there = to_gcj02(GroundPosition(31.230417, 121.47375))
    shifted = Position(f"{there.lat:.6f}", f"{there.lon:.6f}", system="GCJ-02")
    content = picture(exif=camera_exif())
    row = await received(context, tenants[0], upload(content, position=shifted))
    assert row.warnings == ()
    as_if = Position(shifted.lat, shifted.lon)
    wrong = await received(context, tenants[0], upload(content, position=as_if))
    assert "照片内记录的位置" in wrong.warnings[0].zh


async def test_retry_is_one_row_and_reuse_by_another_is_told(
    context: MediaContext, tenants: tuple[Tenant, Tenant]
) -> None:
    taken, person = context.clock.now(), new_id()
    wanted = upload(picture(), captured_at=taken, person=person)
    first = await received(context, tenants[0], wanted)
    again = await received(context, tenants[0], wanted)
    assert (again.received_at, again.warnings) == (first.received_at, ())
    other = await received(
        context, tenants[0], upload(picture(), captured_at=taken, person=new_id())
    )
    assert "重复使用" in other.warnings[0].zh
    assert other.uploaded_by == person
    assert await rows_of(context, tenants[0]) == 1


async def test_naive_capture_time_is_an_error(
    context: MediaContext, tenants: tuple[Tenant, Tenant]
) -> None:
    with pytest.raises(ValueError, match="zone"):
        await receive(context, tenants[0], upload(picture(), captured_at=datetime(2026, 3, 5)))


async def test_what_is_no_hash_is_not_asked_for(
    context: MediaContext, tenants: tuple[Tenant, Tenant]
) -> None:
    assert await fetch(context, tenants[0], "../" * 10) is None


async def test_files_are_written_and_read_outside_every_transaction(
    context: MediaContext, tenants: tuple[Tenant, Tenant], monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[TransactionEnded] = []
    context.store.observers.append(ended.append)
    put = MediaFiles.put

    async def watched(files: MediaFiles, tenant: Tenant, content: bytes) -> str:
        assert not ended
        return await put(files, tenant, content)

    monkeypatch.setattr(MediaFiles, "put", watched)
    try:
        await received(context, tenants[0], upload(picture()))
    finally:
        context.store.observers.remove(ended.append)
    assert [(one.purpose, one.round_trips) for one in ended] == [("media.receive", 4)]
