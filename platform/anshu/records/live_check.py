"""What judgement says of a form while it is being filled: nothing is written, nothing refused."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from msgspec import Struct, structs

from anshu.access.loading import Stale
from anshu.compiler.compiled import CompiledType
from anshu.definitions.field_language import Field
from anshu.definitions.words import Text
from anshu.flow.judging import Submission, telling_errors, verdict_at_form
from anshu.flow.references import references_of
from anshu.flow.rows import without_own_keys
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Clause, Fact, FieldError, Refusal
from anshu.records.books import stream_of
from anshu.records.loading import Versions, gather, load
from anshu.records.met_gates import limits_kept
from anshu.records.permission import can_read
from anshu.records.readings.asking import Sources, asking_at
from anshu.records.readings.occasion import Asker, at_form
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.rules.explain import clause_of, facts_of, sentence_of
from anshu.rules.verdict import MISSING, OTHERWISE, Due, Found, TableVerdict, Verdict, highest

# A record that is not made yet refers to nothing and nothing to it.
NOBODY = UUID(int=0)


class CheckWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """The form as it is now; `record` is the one whose task it belongs to, if there is one."""

    data: dict[str, object]
    record: UUID | None = None


class JudgedRow(Struct, frozen=True):
    """One row that holds: at which field, how severe, its level, sentence, facts and clause.

    `item` names whom or what of a list it is said of.
    """

    table: str
    reason: str
    field: str
    severity: str
    title: Text
    message: Text
    level: str = ""
    level_label: Text | None = None
    colour: str = ""
    limit_kind: str = ""
    unverified: bool = False
    facts: tuple[Fact, ...] = ()
    entered: str = ""
    clause: Clause | None = None
    item: str = ""


class FormChecked(Struct, frozen=True):
    """The verdict on what has been filled in so far, and texts that say too little."""

    severity: str
    rows: tuple[JudgedRow, ...]
    duties: tuple[Due, ...]
    errors: tuple[FieldError, ...]


async def check_form(
    services: Services, subject: Subject, kind_key: str, form_key: str, wanted: CheckWanted
) -> FormChecked | Refusal:
    """The verdict of the form's tables; three round trips, four with a record."""
    book = await services.books.current(subject.principal)
    kind = book.kind(kind_key)
    if kind is None:
        return Refusal("unknown_type", kind="unknown")
    versions = Versions(subject.access.policy_version, book.definition_version)
    async with services.store.begin(subject.principal, purpose="form.check") as tx:
        known = RecordState()
        if wanted.record is not None:
            try:
                loaded = await load(tx, stream_of(kind.key, wanted.record), "", versions)
            except Stale:
                services.books.forget(subject.principal.schema)
                return Refusal("busy", kind="busy")
            known = loaded.state
            if not known.version or not can_read(kind, known, subject):
                return Refusal("unknown_record", kind="unknown")
            if loaded.definition not in (None, book.compiled.hash):
                pinned = services.books.pinned(book, loaded.definition or b"", kind.key)
                kind = pinned.judged_by(kind.judgement)
        if form_key not in kind.form_keys():
            return Refusal("unknown_form", kind="unknown")
        form = kind.form(form_key)
        plain = without_own_keys(form.fields, wanted.data)
        brought = Submission(form.sound(plain, known=known.data), known=known.data)
        spoken = kind.spoken_of(form.form)
        referred = references_of(spoken, {**known.data, **brought.data})
        asker = Asker(subject.actor(), services.clock.now(), subject.timezone)
        asking = asking_at(
            Sources(services.providers, book.compiled.types), kind,
            (wanted.record or NOBODY, known), at_form(kind, form_key, known, plain), asker,
        )  # fmt: skip
        facts = await gather(tx, referred, now=asker.now, sequence="", calendar=None, asking=asking)
    verdict = _without_untouched(kind, verdict_at_form(kind, form, brought, facts))
    return FormChecked(
        severity=verdict.severity,
        rows=tuple(rows_of(kind, verdict, fields=kind.spoken_of(form.form))),
        duties=verdict.obligations,
        errors=telling_errors(kind, form, brought),
    )


def rows_of(
    kind: CompiledType, verdict: Verdict, *, fields: Mapping[str, Field] | None = None
) -> Iterator[JudgedRow]:
    """Every row that holds, tables in order, for people; `fields` if not those of the record."""
    for said in verdict.tables:
        for found in said.found:
            yield _row(kind, said, found, fields or kind.fields)


def _without_untouched(kind: CompiledType, verdict: Verdict) -> Verdict:
    """Without what is only not filled in yet: the form marks that itself, in calm.

    A fact that is not known is nothing that anybody could fill in.
    """
    tables = []
    for said in verdict.tables:
        inputs = kind.judgement.tables[said.table].inputs
        stands = {t.key for t in said.taken if t.problem or inputs[t.key].fact}
        found = tuple(
            each for each in said.found if each.row != MISSING or not stands.isdisjoint(each.inputs)
        )
        if found:
            severity = highest(each.severity for each in found)
            tables.append(structs.replace(said, found=found, severity=severity))
    severity = highest(said.severity for said in tables)
    return structs.replace(verdict, tables=tuple(tables), severity=severity)


def _row(
    kind: CompiledType, said: TableVerdict, found: Found, fields: Mapping[str, Field]
) -> JudgedRow:
    table = kind.judgement.tables[said.table]
    row = table.item.rows[found.row] if found.row >= 0 else None
    key = (row.of_input if row else "") or next(
        iter(found.inputs), next(iter(table.item.needs_any), next(iter(table.inputs)))
    )
    label, colour = _level(kind, fields.get(table.item.result_field), found.level)
    taken = next(each for each in said.taken if each.key == key)
    same = taken.value is None or taken.entered_unit in ("", taken.unit)
    facts, clause = facts_of(table, said, found), clause_of(table, found)
    if found.row == OTHERWISE:
        facts, clause = limits_kept(table, said, facts)
    return JudgedRow(
        table=said.table, reason=found.reason, field=table.inputs[key].field,
        severity=found.severity, title=table.item.title, message=sentence_of(table, said, found),
        level=found.level, level_label=label, colour=colour,
        limit_kind=row.limit_kind if row else "", unverified=bool(row and row.unverified),
        facts=facts, clause=clause, item=said.item_label,
        entered="" if same else f"{taken.entered} {taken.entered_unit}",
    )  # fmt: skip


def _level(kind: CompiledType, field: Field | None, level: str) -> tuple[Text | None, str]:
    codes = kind.lists.get(field.code_list) if field is not None else None
    found = next((code for code in codes.items if code.code == level), None) if codes else None
    return (found.label, found.colour) if found else (None, "")
