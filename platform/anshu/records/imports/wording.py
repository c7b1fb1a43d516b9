"""Brings labels and cell texts to one spelling, so that the same word is found the same."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Only forms that people type by accident; NFKC of whole texts would change ㎡ and ①.
_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_BRACKETS: Final = re.compile(r"[(\[{【〔<][^)\]}】〕>]*[)\]}】〕>]")
_NO_WORD: Final = re.compile(r"[\W_]+")


def half_width(text: str) -> str:
    """Full-width digits, letters, punctuation and spaces as half-width, trimmed."""
    return text.translate(_HALF_WIDTH).strip()


@lru_cache(maxsize=4096)
def label_key(text: str) -> str:
    """A label for comparing: no brackets with remarks, no punctuation, no case."""
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", text))
    return _NO_WORD.sub("", plain).casefold() or _NO_WORD.sub("", half_width(text)).casefold()


def name_key(text: str) -> str:
    """A name or code for comparing: half-width, no spaces, no case; brackets count."""
    return re.sub(r"\s+", "", half_width(text)).casefold()
