"""Texts for people and where a rule comes from: the words that all definitions share."""

import re

from msgspec import Struct

PLACE = re.compile(r"\{(\w+)\}")


class Text(Struct, frozen=True, forbid_unknown_fields=True):
    """A text for people; English falls back to Chinese."""

    zh: str
    en: str = ""

    def said(self, language: str) -> str:
        """The text in the reader's language ("zh-CN" or "en")."""
        return self.en if language.startswith("en") and self.en else self.zh

    def filled(self, **values: str) -> "Text":
        """The text with `{name}` replaced by the value of that name; other places stay.

        A value is put in as it is: what looks like a place in it is not filled.
        """

        def put(place: re.Match[str]) -> str:
            return values.get(place[1], place[0])

        return Text(PLACE.sub(put, self.zh), PLACE.sub(put, self.en))


class Anchor(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a rule comes from: norm, clause, edition."""

    norm: str
    clause: str
    edition: str = ""
