"""Draws the watermark for people: what the server knows, in a band at the foot of a copy.

The original is never touched; the copy is evidence for nobody, it only shows in the picture
what the ledger says.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct
from PIL import Image, ImageDraw

from anshu.kernel.clock import aware
from anshu.media.fonts import Font, chinese_font_file, font, writable
from anshu.media.inspection import decode, jpeg
from anshu.media.position import Position

COPY_SIDE: Final = 1600
MAX_LINES: Final = 8
_INK: Final = (255, 255, 255, 255)
_SHADE: Final = (0, 0, 0, 150)


class Drawn(Struct, frozen=True):
    """The watermarked JPEG; `ascii_only` when no Chinese font was found."""

    content: bytes
    ascii_only: bool


class Caption(Struct, frozen=True):
    """What the server knows about a picture; empty parts are left out."""

    at: datetime
    zone: str
    number: str = ""
    place: str = ""
    person: str = ""
    position: Position | None = None


def caption_lines(caption: Caption) -> list[str]:
    """The lines in reading order: server time in the plant's zone, place, coordinates, who, no."""
    local = aware(caption.at).astimezone(ZoneInfo(caption.zone))
    lines = [f"{local:%Y-%m-%d %H:%M:%S} (UTC{local:%z})"]
    if caption.place:
        lines.append(caption.place)
    if caption.position is not None:
        spot = caption.position
        accuracy = f" ±{spot.accuracy_m} m" if spot.accuracy_m else ""
        lines.append(f"{spot.lat}, {spot.lon}{accuracy} {spot.system}")
    who = " · ".join(part for part in (caption.person, caption.number) if part)
    return [*lines, who] if who else lines


def draw_watermark(
    content: bytes, *, mime: str, lines: Sequence[str], font_file: Path | None = None
) -> Drawn:
    """A copy of at most 1600 px with the lines in a band at its foot.

    Blocking: run it in the imaging pool. `font_file` overrides the search for a Chinese font.
    Raises inspection.Unsound when the picture cannot be decoded.
    """
    file = font_file or chinese_font_file()
    picture = decode(content, mime, side=COPY_SIDE)
    picture.thumbnail((COPY_SIDE, COPY_SIDE), Image.Resampling.LANCZOS)
    size = max(12, min(picture.size) // 32)
    letters = font(size, file=file)
    wrapped = [
        part
        for line in lines[:MAX_LINES]
        for part in _wrap(writable(line, file=file), letters, picture.width - 2 * size)
    ]
    return Drawn(content=jpeg(_banded(picture, wrapped, letters, size)), ascii_only=file is None)


def _banded(picture: Image.Image, lines: list[str], letters: Font, size: int) -> Image.Image:
    step = size * 3 // 2
    height = step * len(lines) + size
    # A band may cover the foot of a picture but not most of it: small ones grow downwards.
    grown = picture.height + max(0, height - picture.height // 3)
    canvas = Image.new("RGB", (picture.width, grown), "black")
    canvas.paste(picture)
    picture, top = canvas, grown - height
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    pen.rectangle((0, top, picture.width, picture.height), fill=_SHADE)
    for row, line in enumerate(lines):
        pen.text((size, top + size // 2 + row * step), line, font=letters, fill=_INK)
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _wrap(line: str, letters: Font, width: int) -> list[str]:
    """Breaks by character: Chinese has no spaces to break at."""
    parts, part = [], ""
    for character in "".join(c if c.isprintable() else " " for c in line):
        if part and letters.getlength(part + character) > width:
            parts.append(part)
            part = ""
        part += character
    return [*parts, part] if part else parts
