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
from anshu.flow.commands import Actor, Facts
from anshu.flow.happened import moment
from anshu.flow.refusing import alarms_raised, blocked, field_error
from anshu.kernel.refusal import FieldError, Refusal
from anshu.ledger.leaf import NewEvent
from anshu.rules.explain import message_of
from anshu.rules.judge import judge, result_fields
from anshu.rules.reading import Given
from anshu.rules.telling import Context, missing_fact
from anshu.rules.verdict import Due, Verdict

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
    brought = _apart(kind, form, brought)
    verdict = verdict_at_form(kind, form, brought, facts)
    errors = (
        *telling_errors(kind, form, brought),
        *_obliged(kind, form, brought, verdict, facts),
    )
    if verdict.blocks:
        return Judged(verdict, refusal=blocked(kind, verdict, errors, kind.spoken_of(form.form)))
    if errors:
        refusal = Refusal("form_incomplete", kind="malformed", fields=errors)
        return Judged(verdict, refusal=refusal)
    head = _head(kind, verdict)
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
        return Judged(verdict, refusal=blocked(kind, verdict, (), kind.fields))
    return Judged(verdict, head=_head(kind, verdict, "@gate_judged"))


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
    brought = _apart(kind, form, brought)
    tables = kind.judgement.at_form(form.form.key)
    given = given_of(kind, {**brought.known, **brought.data}, facts)
    fields = kind.spoken_of(form.form)
    return judge(tables, msgspec.structs.replace(given, fields=fields))


def _apart(kind: CompiledType, form: CompiledForm, brought: Submission) -> Submission:
    """What a row brings, over the record without fields that are called like the row's columns."""
    if not form.form.of_table:
        return brought
    columns = {column.key for column in kind.fields[form.form.of_table].columns}
    known = {key: value for key, value in brought.known.items() if key not in columns}
    return msgspec.structs.replace(brought, known=known)


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
            found.append(field_error(field, f"telling_{lacking}", value=text.strip()[:40]))
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


def _head(kind: CompiledType, verdict: Verdict, name: str = "@judged") -> dict[str, object]:
    if not verdict.tables:
        return {}
    alarms = alarms_raised(kind, verdict)
    return {name: msgspec.to_builtins(verdict)} | (
        {"@alarms": msgspec.to_builtins(alarms)} if alarms else {}
    )


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
            yield field_error(field, "required_by_rule", limit=_reason(kind, due))
        if due.obligation.kind == "deadline":
            yield from _too_late(kind, form, brought, due, facts)


def _too_late(
    kind: CompiledType, form: CompiledForm, brought: Submission, due: Due, facts: Facts
) -> Iterator[FieldError]:
    key = kind.promoted.get("due", "")
    limit = moment(brought.data.get(key)) if key in form.fields else None
    latest = facts.now + timedelta(minutes=due.obligation.minutes)
    if limit is not None and limit > latest:
        yield field_error(
            form.fields[key], "later_than_rule", value=str(brought.data[key]),
            limit=latest.isoformat(timespec="minutes"),
        )  # fmt: skip


def _reason(kind: CompiledType, due: Due) -> str:
    table = kind.judgement.tables[due.table]
    return table.item.title.zh


def _says_something(reason: str) -> bool:
    return len(reason.strip()) >= SHORTEST_REASON
