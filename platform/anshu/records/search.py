"""Search without extensions: words, and pairs of neighbouring characters for Chinese."""

import re
import unicodedata

LONGEST_LEXEME = 60
MOST_LEXEMES = 4000
_WORD = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_JOINT = re.compile(r"[-_.]")
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")


def lexemes(text: str) -> list[str]:
    """The lexemes a text is found by: words (from each part on), Chinese pairs and single signs.

    Words are asked for by prefix, so what begins at a part of a word is found too.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    found: set[str] = set()
    for word in _WORD.findall(plain):
        # From every part to the end: "R-103-A" is found by "103-A" and, by prefix, by "103".
        starts = [0, *(sign.end() for sign in _JOINT.finditer(word))]
        found.update(word[start : start + LONGEST_LEXEME] for start in starts)
    for run in _CJK.findall(plain):
        found.update(run)
        found.update(run[i : i + 2] for i in range(len(run) - 1))
    return sorted(found)[:MOST_LEXEMES]


def query_lexemes(text: str) -> list[str]:
    """The lexemes that all must be there for a match; empty for a text without any."""
    plain = unicodedata.normalize("NFKC", text).lower()
    wanted: list[str] = [word[:LONGEST_LEXEME] for word in _WORD.findall(plain)]
    for run in _CJK.findall(plain):
        wanted += [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]
    return sorted(set(wanted))


def media_lexeme(digest: str) -> str:
    """The lexeme under which a record is found by one of its files (SHA-256 in hex)."""
    return f"media:{digest}"
