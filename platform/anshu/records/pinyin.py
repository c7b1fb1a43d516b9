"""Chinese by sound: keys to sort by (the database has no ICU), and what is typed to find a name."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

LONGEST_KEY = 200
_NUMBER = re.compile(r"[0-9]+")
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
# As surnames these are read otherwise than in words.
SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "曾": "zeng", "区": "ou", "任": "ren",
    "朴": "piao", "翟": "zhai", "盖": "ge", "尉迟": "yuchi", "万俟": "moqi", "缪": "miao",
    "华": "hua", "乐": "yue", "覃": "qin", "冼": "xian", "员": "yun", "长孙": "zhangsun",
}  # fmt: skip


def sort_key(text: str, *, is_name: bool = False) -> str:
    """What the text is ordered by: its sounds, then itself; numbers by value, not by digits.

    `is_name`: the text is a person's name, whose surname may be read its own way.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    sounds = " ".join(_sounds(plain, is_name=is_name))
    padded = _NUMBER.sub(lambda found: found.group().zfill(8), sounds)
    # Of the same sounds (王 and 汪), the same signs stand together.
    return f"{padded} {plain}"[:LONGEST_KEY]


def spoken_lexemes(text: str, *, is_name: bool = False) -> list[str]:
    """What is typed for a Chinese name: its sounds as one word, and their first letters."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if not _CHINESE.search(plain):
        return []
    sounds = [sound for sound in _sounds(plain, is_name=is_name) if sound.isalnum()]
    if not sounds:
        return []
    letters = "".join(sound if sound.isdecimal() else sound[0] for sound in sounds)
    return sorted({"".join(sounds)[:60], letters[:60]})


def _sounds(plain: str, *, is_name: bool) -> Sequence[str]:
    if not is_name:
        return _read_aloud(plain)
    first = next((name for name in (plain[:2], plain[:1]) if name in SURNAMES), "")
    rest = _reader()(plain[len(first) :])
    found = [SURNAMES[first], *rest] if first else rest
    return [word for sound in found for word in sound.split()]


@lru_cache(maxsize=1024)
def _read_aloud(plain: str) -> tuple[str, ...]:
    """Alarms of a kind say the same; people's names are not kept."""
    return tuple(word for sound in _reader()(plain) for word in sound.split())


@cache
def _reader() -> Callable[[str], list[str]]:
    # The dictionary takes a third of a second to load: not when the process starts.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return lambda text: lazy_pinyin(text) if text else []
