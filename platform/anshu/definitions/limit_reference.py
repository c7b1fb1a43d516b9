"""How a text of a rule table names a limit of the set: `{limit:gas_age}`."""

import re
from collections.abc import Mapping

NAMED = re.compile(r"\{limit:([a-z][a-z0-9_]*)\}")


def named_limits(text: str) -> tuple[str, ...]:
    """The keys of the limits that the text names, in order."""
    return tuple(NAMED.findall(text))


def with_limits(text: str, values: Mapping[str, str]) -> str:
    """The text with every named limit's value in its place; KeyError for one without a value."""
    return NAMED.sub(lambda found: values[found[1]], text)
