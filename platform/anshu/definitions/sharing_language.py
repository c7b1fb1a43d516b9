"""What a link to a record shows to whoever has it, without a log-in."""

from msgspec import Struct

from anshu.definitions.field_language import Condition


class SharedRows(Struct, frozen=True, forbid_unknown_fields=True):
    """Columns of a table's rows: of those in which a column has one of the values of `where`."""

    table: str
    columns: tuple[str, ...]
    where: Condition | None = None


class Shared(Struct, frozen=True, forbid_unknown_fields=True):
    """The record's number, state and level, these `fields` and `tables`, and nothing else.

    The first field is the heading. A link holds for `valid_for_minutes`. `contacts`: a plain type
    whose records are listed under it by `contact_columns`, for whoever needs help on the spot.
    What is personal or restricted is never shown.
    """

    valid_for_minutes: int
    fields: tuple[str, ...]
    tables: tuple[SharedRows, ...] = ()
    contacts: str = ""
    contact_columns: tuple[str, ...] = ()
