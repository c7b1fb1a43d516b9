"""What an entry writes: new rows with their numbers, the end of a row, or values of the record."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import LogEntry
from anshu.flow.rows import Row, highest, is_running, merged, number_of, numbered, rows_of
from anshu.flow.state import RecordState, person_of
from anshu.kernel.refusal import FieldError, Refusal


class Written(Struct, frozen=True):
    """`values`: what the event keeps; `after`: the fields as they become; numbers of the rows."""

    values: dict[str, object]
    after: dict[str, object]
    numbers: tuple[int, ...] = ()


def written_rows(
    kind: CompiledType,
    state: RecordState,
    entry: LogEntry,
    rows: Sequence[Row],
    by: str,
    now: datetime,
) -> Written | Refusal:
    """The rows with what the product keeps in them; refused when there is nothing to be ended."""
    if not entry.appends:
        values = numbered(kind.fields, rows[0], state.data)
        return Written(values, values)
    before = rows_of(state.data, entry.appends)
    person = person_of(by)
    said: Row = {"@at": now.isoformat(), "@by": str(person) if person is not None else ""}
    if entry.ends:
        ended = _ended(kind, entry, before, rows[0], said)
        if isinstance(ended, Refusal):
            return ended
        new = [ended]
    else:
        first = highest(before) + 1
        new = [{**row, "@no": first + place, **said} for place, row in enumerate(rows)]
    table = kind.fields[entry.appends]
    if len(before) + len(new) > table.max_items and not entry.ends:
        wrong = FieldError(
            table.key, "too_many", label=table.label.zh, label_en=table.label.en,
            limit=str(table.max_items),
        )  # fmt: skip
        return Refusal("form_incomplete", kind="malformed", fields=(wrong,))
    after = merged(before, new)
    numbers = tuple(number_of(row) for row in new)
    return Written({entry.appends: new}, {entry.appends: after}, numbers)


def _ended(
    kind: CompiledType, entry: LogEntry, before: Sequence[Row], row: Row, said: Row
) -> Row | Refusal:
    """The newest running row with the same value, ended with what the form gave."""
    wanted = row.get(entry.ends)
    for each in reversed(before):
        if is_running(each) and each.get(entry.ends) == wanted and wanted is not None:
            return {**each, **row, "@ended": said["@at"], "@ended_by": said["@by"]}
    columns = {column.key: column for column in kind.fields[entry.appends].columns}
    label = columns[entry.ends].label
    wrong = FieldError(entry.ends, "nothing_to_end", label=label.zh, label_en=label.en)
    return Refusal("form_incomplete", kind="malformed", fields=(wrong,))
