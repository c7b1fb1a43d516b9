"""Draws the demonstration's photos; each says in the picture that it is simulated."""

import functools
import io
import secrets

from PIL import Image, ImageDraw

from anshu.media.fonts import chinese_font_file, font

FULL = (1280, 960)
SMALL = (400, 300)


def picture(title: str, *, shade: int, size: tuple[int, int] = FULL) -> bytes:
    """A JPEG with the title; `shade` (0 to 5) varies its colours.

    No two are the same file: as with real photos, one taken again has another hash.
    """
    out = io.BytesIO()
    _drawn(title, shade, size).save(out, "JPEG", quality=80, comment=secrets.token_bytes(8))
    return out.getvalue()


@functools.lru_cache(maxsize=256)
def _drawn(title: str, shade: int, size: tuple[int, int]) -> Image.Image:
    base = (60 + shade * 18, 78 + shade * 11, 92 + shade * 9)
    image = Image.new("RGB", FULL, base)
    pen = ImageDraw.Draw(image)
    for step in range(0, FULL[0], 80):
        tint = tuple(min(255, part + (step // 80 % 3) * 10) for part in base)
        pen.rectangle((step, 300, step + 60, 960), fill=tint)
    pen.ellipse((420, 260, 860, 800), fill=(150, 158, 165), outline=(90, 96, 100), width=8)
    pen.rectangle((600, 120, 680, 300), fill=(120, 128, 134))
    letters = font(44, file=chinese_font_file())
    pen.text((40, 40), f"模拟照片 SIMULATED\n{title}", font=letters, fill=(255, 240, 200))
    return image if size == FULL else image.resize(size)
