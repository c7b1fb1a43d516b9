"""What people are told when something is refused or doubtful: a sentence and its cure."""

from msgspec import Struct

from anshu.definitions.words import Text


class Said(Struct, frozen=True):
    """A sentence and what to do about it; both may have places such as `{value}` and `{limit}`."""

    text: Text
    cure: Text = Text("")
