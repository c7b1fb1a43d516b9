"""The rows of an entry judged one by one: tables bound to the row's form, texts, duties."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.compiler.form import CompiledForm
from anshu.flow.commands import Facts
from anshu.flow.judging import Judged, Submission, judge_submission
from anshu.flow.rows import Row
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Refusal
from anshu.rules.judge import replay
from anshu.rules.verdict import Verdict


class JudgedRows(Struct, frozen=True):
    """The rows with the levels they were given, what each was judged, and what the event keeps."""

    rows: tuple[Row, ...]
    judged: tuple[Judged, ...]
    head: dict[str, object] = {}
    refusal: Refusal | None = None


def judged_rows(
    kind: CompiledType,
    form: CompiledForm,
    rows: Sequence[Row],
    insisted: Mapping[str, str],
    state: RecordState,
    facts: Facts,
) -> JudgedRows:
    """Every row judged over what the record holds; the first that is refused refuses all."""
    judged = tuple(
        judge_submission(
            kind, form, Submission(row, known=state.data, insisted=insisted), _for_row(facts, no)
        )
        for no, row in enumerate(rows)
    )
    for no, each in enumerate(judged, start=1):
        if each.refusal is not None:
            return JudgedRows((), judged, refusal=_of_row(each.refusal, no, len(rows)))
    filled = tuple(
        {**row, **_found(form, row, _for_row(facts, no)), **each.result}
        for no, (row, each) in enumerate(zip(rows, judged, strict=True))
    )
    return JudgedRows(filled, judged, head=_head(kind, judged))


def _for_row(facts: Facts, no: int) -> Facts:
    """The facts as providers gave them for this row."""
    if no >= len(facts.rows):
        return facts
    of_row = facts.rows[no]
    return msgspec.structs.replace(facts, readings=of_row.readings, lists=of_row.lists)


def _found(form: CompiledForm, row: Row, facts: Facts) -> Row:
    """What the facts found for the row's only item of a list, where nothing was filled in."""
    kept: Row = {}
    for key, use in form.uses.items():
        items, _, name = use.found.partition(".")
        item = facts.lists.get(items, ())
        if name and row.get(key) is None and len(item) == 1 and name in item[0].values:
            kept[key] = item[0].values[name].value
    return kept


def _head(kind: CompiledType, judged: Sequence[Judged]) -> dict[str, object]:
    """One verdict over all rows, each table's word under the number of its row."""
    if len(judged) == 1:
        return judged[0].head
    said = tuple(
        msgspec.structs.replace(
            each, item=f"{no}/{each.item}" if each.item else str(no),
            item_label=each.item_label or str(no),
        )
        for no, one in enumerate(judged, start=1)
        for each in one.verdict.tables
    )  # fmt: skip
    merged = replay(kind.judgement.tables, Verdict(tables=said))
    alarms = [alarm for one in judged for alarm in _listed(one.head.get("@alarms"))]
    head: dict[str, object] = {"@judged": msgspec.to_builtins(merged)} if said else {}
    insisted = next((one.head["@insisted"] for one in judged if "@insisted" in one.head), None)
    if insisted is not None:
        head["@insisted"] = insisted
    return head | ({"@alarms": alarms} if alarms else {})


def _of_row(refusal: Refusal, no: int, rows: int) -> Refusal:
    if rows == 1:
        return refusal
    fields = tuple(msgspec.structs.replace(each, row=no) for each in refusal.fields)
    return msgspec.structs.replace(refusal, fields=fields)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
