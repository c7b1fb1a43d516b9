"""What judgement makes of a submission: rule tables asked, empty talk sent back, both kept.

Pure like the decider. A verdict goes into the event with the values it rests on; who insists on
a text that says too little gives a reason, which goes into the event too.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.compiler.form import CompiledForm
from anshu.definitions.field_language import Field
from anshu.flow.commands import Actor, Facts
from anshu.flow.happened import moment
from anshu.kernel.refusal import FieldError, Refusal
from anshu.ledger.leaf import NewEvent
from anshu.rules.explain import clause_of, explanation, facts_of, message_of
from anshu.rules.judge import judge, result_fields
from anshu.rules.reading import Given
from anshu.rules.telling import Context, missing_fact
from anshu.rules.verdict import Due, Found, TableVerdict, Verdict

SHORTEST_REASON = 4


class Submission(Struct, frozen=True):
    """What a form brings: its data, what the record holds from before, and what is insisted on.

    `insisted`: field to the reason why its text stays as it is. `unread`: fields whose texts
    are not read, because they stay what they were.
    """

    data: dict[str, object]
    known: Mapping[str, object] = {}
    insisted: Mapping[str, str] = {}
    unread: frozenset[str] = frozenset()


class Judged(Struct, frozen=True):
    """The verdict, a refusal if there is one, what the event's head keeps, fields it sets."""

    verdict: Verdict
    refusal: Refusal | None = None
    head: dict[str, object] = {}
    result: dict[str, object] = {}


def judge_submission(
    kind: CompiledType, form: CompiledForm, brought: Submission, facts: Facts
) -> Judged:
    """Asks every table of the form, and reads its texts; every fault of the form at once."""
    verdict = verdict_at_form(kind, form, brought, facts)
    errors = (
        *telling_errors(kind, form, brought),
        *_obliged(kind, form, brought, verdict, facts),
    )
    if verdict.blocks:
        return Judged(verdict, refusal=_blocked(kind, verdict, errors))
    if errors:
        refusal = Refusal("form_incomplete", kind="malformed", fields=errors)
        return Judged(verdict, refusal=refusal)
    head = _head(verdict)
    reasons = {
        key: reason.strip()
        for key, reason in brought.insisted.items()
        if key in form.fields and _says_something(reason)
    }
    if reasons:
        head["@insisted"] = reasons
    tables = kind.judgement.tables.values()
    return Judged(verdict, head=head, result=dict(result_fields(tables, verdict)))


def judge_entering(
    kind: CompiledType, nodes: Iterable[str], data: Mapping[str, object], facts: Facts
) -> Judged:
    """Asks the tables of every node on the way in, of the record as it would be."""
    flow = kind.flow.key if kind.flow else ""
    tables = [bound for node in nodes for bound in kind.judgement.at_node(flow, node)]
    verdict = judge(tables, given_of(kind, data, facts))
    if verdict.blocks:
        return Judged(verdict, refusal=_blocked(kind, verdict, ()))
    return Judged(verdict, head=_head(verdict, "@gate_judged"))


def raised(kind: CompiledType, judged: Judged, facts: Facts, actor: Actor) -> tuple[NewEvent, ...]:
    """The event that tells people because a row obliges to it; none when no row does."""
    told = [due for due in judged.verdict.obligations if due.obligation.kind == "notify"]
    if not told:
        return ()
    said = [
        message_of(kind.judgement.tables[each.table], each, found)
        for each in judged.verdict.tables
        for found in each.found
        if any((due.table, due.reason) == (each.table, found.reason) for due in told)
    ]
    payload: dict[str, object] = {
        "@roles": sorted({due.obligation.role for due in told}),
        "@severity": judged.verdict.severity,
        "@said": [text.zh for text in said],
        "@said_en": [text.said("en") for text in said],
    }
    event = NewEvent(
        kind="RuleRaised", at=facts.now, received_at=facts.now, actor=actor.name, normal=payload
    )
    return (event,)


def verdict_at_form(
    kind: CompiledType, form: CompiledForm, brought: Submission, facts: Facts
) -> Verdict:
    """What the tables of the form say; nothing is refused here."""
    tables = kind.judgement.at_form(form.form.key)
    return judge(tables, given_of(kind, {**brought.known, **brought.data}, facts))


def telling_errors(
    kind: CompiledType, form: CompiledForm, brought: Submission
) -> tuple[FieldError, ...]:
    """Texts that say too little, each with the fact it lacks; not those insisted on."""
    lexicon = kind.judgement.lexicons.get("telling")
    if lexicon is None:
        return ()
    found = []
    context = Context(_phrases(kind, form, brought))
    for key, field in form.fields.items():
        text = brought.data.get(key)
        if not field.telling or key in brought.unread or not isinstance(text, str):
            continue
        if not text.strip():
            continue
        if _says_something(brought.insisted.get(key, "")):
            continue
        lacking = missing_fact(text, field.telling, lexicon, context)
        if lacking:
            found.append(_error(field, f"telling_{lacking}", value=text.strip()[:40]))
    return tuple(found)


def _phrases(kind: CompiledType, form: CompiledForm, brought: Submission) -> tuple[str, ...]:
    """Texts that are no news when repeated: labels, helps, titles and chosen clauses."""
    phrases = [form.form.title.zh, kind.item.title.zh]
    for key, field in kind.fields.items():
        phrases.append(field.label.zh)
        if field.help is not None and key in form.fields:
            phrases.append(field.help.zh)
        chosen = {**brought.known, **brought.data}.get(key)
        if field.code_list and chosen:
            codes = chosen if isinstance(chosen, list) else [chosen]
            items = kind.lists[field.code_list].items
            phrases += [code.label.zh for code in items if code.code in codes]
    return tuple(phrases)


def given_of(kind: CompiledType, data: Mapping[str, object], facts: Facts) -> Given:
    """What the tables can read: the data, what it refers to, and the facts."""
    referred = {str(key): known.data for key, known in facts.records.items()}
    return Given(
        now=facts.now, fields=kind.fields, data=data, referred=referred,
        readings=facts.readings, lists=facts.lists,
    )  # fmt: skip


def _head(verdict: Verdict, name: str = "@judged") -> dict[str, object]:
    return {name: msgspec.to_builtins(verdict)} if verdict.tables else {}


def _blocked(kind: CompiledType, verdict: Verdict, errors: tuple[FieldError, ...]) -> Refusal:
    tables = kind.judgement.tables
    blocking = list(_blocking(verdict))
    first, found = blocking[0]
    return Refusal(
        "rule_blocks",
        facts=tuple(f for s, each in blocking for f in facts_of(tables[s.table], s, each)),
        fields=(*errors, *(_blamed(kind, s, each) for s, each in blocking)),
        clause=clause_of(tables[first.table], found),
        explanation=explanation(tables, verdict),
    )


def _blocking(verdict: Verdict) -> Iterator[tuple[TableVerdict, Found]]:
    for said in verdict.tables:
        for found in said.found:
            if found.severity == "block":
                yield said, found


def _blamed(kind: CompiledType, said: TableVerdict, found: Found) -> FieldError:
    """The row's own sentence at the field it speaks of."""
    table = kind.judgement.tables[said.table]
    key = (table.item.rows[found.row].of_input if found.row >= 0 else "") or next(
        iter(found.inputs), ""
    )
    field = kind.fields.get(table.inputs[key].field) if key else None
    text = message_of(table, said, found)
    if field is None:
        return FieldError(table.key, "rule", said=text.zh, said_en=text.said("en"))
    return msgspec.structs.replace(_error(field, "rule"), said=text.zh, said_en=text.said("en"))


def _obliged(
    kind: CompiledType,
    form: CompiledForm,
    brought: Submission,
    verdict: Verdict,
    facts: Facts,
) -> Iterator[FieldError]:
    """What a row requires of this form and it lacks; the unverified is not insisted on."""
    whole = {**brought.known, **brought.data}
    for due in verdict.obligations:
        if due.advisory:
            continue
        field = form.fields.get(due.obligation.field)
        needed = due.obligation.kind == "require" and field is not None
        if needed and field is not None and whole.get(field.key) in (None, "", []):
            yield _error(field, "required_by_rule", limit=_reason(kind, due))
        if due.obligation.kind == "deadline":
            yield from _too_late(kind, form, brought, due, facts)


def _too_late(
    kind: CompiledType, form: CompiledForm, brought: Submission, due: Due, facts: Facts
) -> Iterator[FieldError]:
    key = kind.promoted.get("due", "")
    limit = moment(brought.data.get(key)) if key in form.fields else None
    latest = facts.now + timedelta(minutes=due.obligation.minutes)
    if limit is not None and limit > latest:
        yield _error(
            form.fields[key], "later_than_rule", value=str(brought.data[key]),
            limit=latest.isoformat(timespec="minutes"),
        )  # fmt: skip


def _reason(kind: CompiledType, due: Due) -> str:
    table = kind.judgement.tables[due.table]
    return table.item.title.zh


def _error(field: Field, code: str, *, value: str = "", limit: str = "") -> FieldError:
    return FieldError(
        field.key, code, label=field.label.zh, label_en=field.label.en, value=value, limit=limit
    )


def _says_something(reason: str) -> bool:
    return len(reason.strip()) >= SHORTEST_REASON
