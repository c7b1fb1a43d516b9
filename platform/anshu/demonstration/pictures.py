"""Draws the demonstration's photos; each says in the picture that it is simulated."""

import functools
import io
import secrets

from PIL import Image, ImageDraw

from anshu.media.fonts import chinese_font_file, font

FULL = (1280, 960)
SMALL = (400, 300)
SIGNATURE = (400, 170)


def picture(title: str, *, shade: int, size: tuple[int, int] = FULL) -> bytes:
    """A JPEG with the title; `shade` (0 to 5) varies its colours.

    No two are the same file: as with real photos, one taken again has another hash.
    """
    out = io.BytesIO()
    _drawn(title, shade, size).save(out, "JPEG", quality=80, comment=secrets.token_bytes(8))
    return out.getvalue()


def handwriting(name: str) -> bytes:
    """A JPEG of the name as its holder might sign it; it says that it is simulated."""
    out = io.BytesIO()
    _signed(name).save(out, "JPEG", quality=80, comment=secrets.token_bytes(8))
    return out.getvalue()


@functools.lru_cache(maxsize=256)
def _signed(name: str) -> Image.Image:
    ink = Image.new("RGB", SIGNATURE, "white")
    pen = ImageDraw.Draw(ink)
    size = 84
    pen.text((26, 22), name, font=font(size, file=chinese_font_file()), fill=(24, 34, 92))
    right = 26 + size * len(name)
    pen.line([(30, 128), (right - 40, 118), (right + 34, 104)], fill=(24, 34, 92), width=5)
    # Nobody writes upright.
    turned = ink.rotate(5, resample=Image.Resampling.BICUBIC, fillcolor="white")
    mark = font(18, file=chinese_font_file())
    ImageDraw.Draw(turned).text((8, 138), "模拟签名", font=mark, fill=(120, 120, 120))
    return turned


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
