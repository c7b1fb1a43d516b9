"""A lexicon: lists of words by section, for checks that read what people write."""

from msgspec import Struct

from anshu.definitions.words import Text


class Lexicon(Struct, frozen=True, forbid_unknown_fields=True, tag="Lexicon", tag_field="kind"):
    """Words by section; what the sections mean is said by the check that reads them."""

    key: str
    title: Text
    words: dict[str, tuple[str, ...]]
