"""What an upload is, told from its content."""

import struct
import zlib
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from anshu.kernel.refusal import Refusal
from anshu.media.fingerprint import distance
from anshu.media.inspection import MAX_BYTES, Inspected, inspect
from tests.media.pictures import camera_exif, picture

WHOLE = [picture(120, 90, kind=kind) for kind in ("JPEG", "PNG", "WEBP")] + [
    picture(120, 90, exif=camera_exif())
]
DAMAGE = st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=9)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def accepted(content: bytes) -> Inspected:
    seen = inspect(content)
    assert isinstance(seen, Inspected), seen
    return seen


def refused(content: bytes) -> Refusal:
    seen = inspect(content)
    assert isinstance(seen, Refusal), seen
    return seen


def png_header(width: int, height: int) -> bytes:
    """A PNG that says it is huge and holds next to nothing: a pixel bomb's head."""
    body = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    out = b"\x89PNG\r\n\x1a\n"
    for name, data in ((b"IHDR", body), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")):
        crc = zlib.crc32(name + data)
        out += struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc)
    return out


@pytest.mark.parametrize(
    ("kind", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_picture_is_told_by_its_bytes_and_gets_a_small_preview(kind: str, mime: str) -> None:
    seen = accepted(picture(1200, 900, kind=kind))
    assert (seen.mime, seen.width, seen.height) == (mime, 1200, 900)
    with Image.open(BytesIO(seen.preview)) as preview:
        assert (preview.format, preview.size) == ("JPEG", (480, 360))
        assert not preview.getexif()


def test_pdf_is_accepted_without_a_preview() -> None:
    seen = accepted(b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n")
    assert (seen.mime, seen.width, seen.preview) == ("application/pdf", None, b"")


@pytest.mark.parametrize(
    ("content", "code", "kind"),
    [
        (b"", "media_empty", "malformed"),
        (b"\xff\xd8\xff" + b"\0" * MAX_BYTES, "media_too_large", "too_large"),
        (b"MZ\x90\0 program", "media_wrong_type", "wrong_type"),
        (b"<html><script>alert(1)</script>", "media_wrong_type", "wrong_type"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "media_heic", "wrong_type"),
        (b"%PDF-1.7 cut off", "media_damaged", "malformed"),
        (b"\x89PNG\r\n\x1a\njunk", "media_damaged", "malformed"),
        (b"\xff\xd8\xff\xe0" + b"junk" * 50, "media_damaged", "malformed"),
        (png_header(6000, 5000), "media_too_many_pixels", "malformed"),
        (png_header(60000, 50000), "media_too_many_pixels", "malformed"),
        (png_header(20000, 10), "media_too_many_pixels", "malformed"),
        (png_header(2000, 2000), "media_damaged", "malformed"),
    ],
)
def test_unsound_upload_is_refused_by_name(content: bytes, code: str, kind: str) -> None:
    refusal = refused(content)
    assert (refusal.code, refusal.kind, refusal.fields[0].field) == (code, kind, "file")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_cut_short_is_refused(kind: str) -> None:
    whole = picture(1600, 1200, kind=kind)
    assert refused(whole[: len(whole) * 2 // 3]).code == "media_damaged"


def test_picture_cut_short_is_refused_after_a_document_was_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What importing WeasyPrint does to the process.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    whole = picture(1600, 1200, kind="JPEG")
    assert refused(whole[: len(whole) * 2 // 3]).code == "media_damaged"


def test_refusal_names_value_and_limit() -> None:
    field = refused(png_header(6000, 5000)).fields[0]
    assert (field.value, field.limit) == ("6000 x 5000", "25 MP, 16384 px")


def test_camera_time_and_place_are_read() -> None:
    exif = accepted(picture(exif=camera_exif())).exif
    assert exif is not None
    assert (exif.lat, exif.lon, exif.camera) == ("31.230417", "121.473750", "Test X1")
    taken = exif.taken_at(SHANGHAI)
    assert taken is not None
    assert taken.isoformat() == "2026-03-05T06:30:00+00:00"


def test_camera_that_writes_its_zone_is_believed() -> None:
    exif = accepted(picture(exif=camera_exif(offset="+09:00"))).exif
    assert exif is not None
    taken = exif.taken_at(SHANGHAI)
    assert taken is not None
    assert taken.isoformat() == "2026-03-05T05:30:00+00:00"


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "yesterday", "2026:13:40 25:00:00"])
def test_senseless_camera_time_is_left_out(taken: str) -> None:
    exif = accepted(picture(exif=camera_exif(taken=taken))).exif
    assert exif is not None
    assert exif.taken_at(SHANGHAI) is None


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_picture_with_a_broken_metadata_block_is_accepted() -> None:
    whole = picture(exif=camera_exif())
    at = whole.index(b"Exif\0\0") + 14
    assert accepted(whole[:at] + b"\xff" * 40 + whole[at + 40 :]).width == 640


def test_rotated_picture_has_the_size_that_people_see() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    seen = accepted(picture(800, 600, exif=exif))
    assert (seen.width, seen.height) == (600, 800)


def test_fingerprint_survives_recompression_and_tells_other_pictures() -> None:
    one = accepted(picture(800, 600))
    with Image.open(BytesIO(picture(800, 600))) as image:
        out = BytesIO()
        image.resize((500, 375)).save(out, "JPEG", quality=35)
    other = BytesIO()
    Image.radial_gradient("L").resize((800, 600)).convert("RGB").save(other, "JPEG")
    assert distance(one.fingerprint, accepted(out.getvalue()).fingerprint) <= 6
    assert distance(one.fingerprint, accepted(other.getvalue()).fingerprint) > 6


@given(
    st.integers(0, 3), st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=9)
)
@settings(max_examples=60, deadline=None)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_any_damage_is_survived(which: int, damage: list[tuple[int, int]]) -> None:
    content = bytearray(WHOLE[which])
    for place, value in damage:
        content[place % len(content)] = value
    assert isinstance(inspect(bytes(content)), Inspected | Refusal)
