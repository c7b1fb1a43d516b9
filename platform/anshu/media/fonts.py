"""Finds a font that can write Chinese on pictures; without one the writing falls back to ASCII."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

FONT_FOLDERS: Final = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
# In the order of preference; the first two are what Debian and its kin package.
_NAMES: Final = (
    "NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "SourceHanSansCN-Regular.otf",
    "wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf",
)  # fmt: skip
# Collections hold a face per region; the first of Noto's is the Japanese one.
_SIMPLIFIED_FACE: Final = {"NotoSansCJK-Regular.ttc": 2}
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@lru_cache(maxsize=4)
def chinese_font_file(folders: tuple[Path, ...] = FONT_FOLDERS) -> Path | None:
    """The file of the preferred installed Chinese font; None when there is none."""
    found = {path.name: path for folder in folders for path in sorted(folder.rglob("*.[to]t[cf]"))}
    return next((found[name] for name in _NAMES if name in found), None)


def font(size: int, *, file: Path | None) -> Font:
    """The font of this file in pixels, or the built-in one, which knows ASCII only."""
    if file is None:
        return ImageFont.load_default(size)
    return ImageFont.truetype(str(file), size, index=_SIMPLIFIED_FACE.get(file.name, 0))


def writable(text: str, *, file: Path | None) -> str:
    """The text as the font can write it: whole with a Chinese font, else ASCII with "?"."""
    return text if file is not None else text.encode("ascii", "replace").decode("ascii")
