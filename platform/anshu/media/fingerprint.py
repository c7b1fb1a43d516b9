"""A 64-bit fingerprint of how a picture looks, to find it again after recompression."""

from typing import Final

from PIL import Image

_COLUMNS: Final = 9
_ROWS: Final = 8


def fingerprint(image: Image.Image) -> str:
    """The difference hash as 16 hex digits: one bit per pair of neighbours in a 9 x 8 grey copy."""
    small = image.convert("L").resize((_COLUMNS, _ROWS), Image.Resampling.BILINEAR)
    grey = small.tobytes()
    bits = 0
    for row in range(_ROWS):
        for column in range(_COLUMNS - 1):
            at = row * _COLUMNS + column
            bits = bits << 1 | (grey[at] > grey[at + 1])
    return f"{bits:016x}"


def distance(one: str, other: str) -> int:
    """The number of differing bits of two fingerprints; up to about 6 the pictures look alike."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
