"""Why a structured value is not what its field asks for."""

from msgspec import Struct


class ValueFault(Struct, frozen=True):
    """A code of the catalogue, the value that is wrong and the limit that it breaks."""

    code: str
    value: str = ""
    limit: str = ""
