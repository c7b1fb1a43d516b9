"""Whether a text tells what its reader needs: which thing, what is wrong, what was done.

Words are data (the lexicon `telling`). In doubt a text passes: to refuse a good report is worse
than to let an empty one through.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Literal

from msgspec import Struct

from anshu.definitions.field_language import Telling
from anshu.definitions.lexicon import Lexicon

# What is missing: the thing, what is wrong with it, both, what was done, what was found.
Lacking = Literal["", "what", "wrong", "both", "done", "finding", "repeats"]
NO_WORD = re.compile(r"[\W_]+")
FIGURES = re.compile(r"[0-9]+")
SOMETHING_THERE = re.compile(r"(?:有|存在?)\w{2,}|\w{2,}有\w")
# A name of a thing in Chinese is rarely longer; what is longer says more than a name.
LONGEST_NAME = 6
LONGEST_TALK = 30
SHORTEST_REPEAT = 6
NEARLY_ALL = 0.9


class Context(Struct, frozen=True):
    """Texts that are no news when they are only repeated: clauses, labels, titles."""

    phrases: tuple[str, ...] = ()


NO_CONTEXT = Context()


def missing_fact(
    text: str, telling: Telling, lexicon: Lexicon, context: Context = NO_CONTEXT
) -> Lacking:
    """What the text lacks for this purpose; nothing if it tells enough.

    `thing_and_defect`: a thing and what is wrong with it, or what had to be done to it.
    `action_taken`: what was done; the thing is the record's. `finding`: what was seen.
    """
    words = _Words(lexicon)
    plain = normalised(text)
    match telling:
        case "thing_and_defect":
            return _thing_and_defect(plain, words, context)
        case "action_taken":
            return _action_taken(plain, words, context)
        case "finding":
            said = words.without(plain, "nothing", "outcome", "in_order", "filler")
            return "" if len(said) > 1 else "finding"
        case _:
            return ""


def normalised(text: str) -> str:
    """The text's letters and characters alone, as they are compared here."""
    return NO_WORD.sub("", unicodedata.normalize("NFKC", text)).lower()


def _thing_and_defect(plain: str, words: "_Words", context: Context) -> Lacking:
    said = words.without(plain, "nothing", "outcome")
    if not words.without(said, "filler"):
        return "both"
    if _repeats(plain, words, context):
        return "repeats"
    if words.has(said, "object"):
        return ""
    if words.has(said, "defect"):
        return "" if words.without(said, "defect", "filler") else "what"
    if words.acts(said):
        return "" if words.without(said, "remedy", "filler") else "what"
    if SOMETHING_THERE.search(said):
        return ""
    talk = any(words.has(said, section) for section in ("in_order", "slogan", "routine"))
    if talk and len(said) <= LONGEST_TALK:
        return "wrong"
    name = words.without(said, "filler")
    return "wrong" if len(name) <= LONGEST_NAME else ""


def _action_taken(plain: str, words: "_Words", context: Context) -> Lacking:
    said = words.without(plain, "nothing", "outcome")
    if words.has(said, "remedy"):
        return ""
    if _repeats(plain, words, context):
        return "repeats"
    left = words.without(said, "filler", "in_order", "slogan")
    return "done" if len(left) <= LONGEST_NAME else ""


def _repeats(plain: str, words: "_Words", context: Context) -> bool:
    """Whether the text is only words of one of the phrases, with no defect put in."""
    if len(plain) < SHORTEST_REPEAT:
        return False
    for phrase in context.phrases:
        known = normalised(phrase)
        if plain in known or (known in plain and len(known) >= NEARLY_ALL * len(plain)):
            return True
        if len(known) < SHORTEST_REPEAT:
            continue
        pairs = [plain[i : i + 2] for i in range(len(plain) - 1)]
        new = [pair for pair in pairs if pair not in known]
        if len(new) <= (1 - NEARLY_ALL) * len(pairs) and not words.has("".join(new), "defect"):
            return True
    return False


class _Words:
    """A lexicon's sections as patterns, longest word first."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def has(self, text: str, section: str) -> bool:
        return bool(self._pattern(section).search(text))

    def acts(self, text: str) -> bool:
        """Whether something was done that shows a defect, not what is done anyway."""
        return self.has(self.without(text, "routine"), "remedy")

    def without(self, text: str, *sections: str) -> str:
        """The text without the words of these sections, nor figures."""
        for section in sections:
            text = self._pattern(section).sub("", text)
        return FIGURES.sub("", text)

    def _pattern(self, section: str) -> re.Pattern[str]:
        return _compiled(self._lexicon.words.get(section, ()))


@cache
def _compiled(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted((normalised(word) for word in words), key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in ordered if word) or r"(?!)")
