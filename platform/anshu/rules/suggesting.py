"""Which clauses a text may fall under: suggested by key words of the clauses, never a verdict."""

import unicodedata
from collections.abc import Iterable

from msgspec import Struct

from anshu.definitions.field_language import Code

MOST = 3


class Suggested(Struct, frozen=True):
    """A clause and the words of the text that point to it."""

    code: Code
    words: tuple[str, ...]
    score: int


def suggested(text: str, codes: Iterable[Code]) -> tuple[Suggested, ...]:
    """At most three clauses, the likeliest first; none when no key word occurs.

    A word counts by its length, once, and not inside a longer one that counts already. `a+b`
    asks for both parts anywhere in the text.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    found = []
    for place, code in enumerate(codes):
        words: list[str] = []
        for word in sorted(code.keywords, key=len, reverse=True):
            parts = word.lower().split("+")
            inside = any(word.lower() in known for known in words)
            if all(part in plain for part in parts) and not inside:
                words.append(word)
        if words:
            score = sum(len(word.replace("+", "")) for word in words)
            found.append((-score, place, Suggested(code, tuple(words), score)))
    return tuple(each for _, _, each in sorted(found, key=lambda one: one[:2])[:MOST])
