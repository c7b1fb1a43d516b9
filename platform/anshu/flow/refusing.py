"""What a verdict that blocks says to people: reasons at their fields, the clause, the alarms."""

from collections.abc import Iterator, Mapping

import msgspec

from anshu.compiler.compiled import CompiledType
from anshu.definitions.field_language import Field
from anshu.kernel.refusal import FieldError, Raised, Refusal
from anshu.rules.alarms import alarms_of
from anshu.rules.explain import clause_of, explanation, facts_of, message_of
from anshu.rules.verdict import Found, TableVerdict, Verdict


def blocked(
    kind: CompiledType,
    verdict: Verdict,
    errors: tuple[FieldError, ...],
    fields: Mapping[str, Field],
) -> Refusal:
    """The refusal of what a table blocks; `fields` are those that the tables speak of."""
    tables = kind.judgement.tables
    blocking = list(_blocking(verdict))
    first, found = blocking[0]
    return Refusal(
        "rule_blocks",
        facts=tuple(f for s, each in blocking for f in facts_of(tables[s.table], s, each)),
        fields=(*errors, *(_blamed(kind, s, each, fields) for s, each in blocking)),
        clause=clause_of(tables[first.table], found),
        explanation=explanation(tables, verdict),
        alarms=alarms_raised(kind, verdict),
    )


def alarms_raised(kind: CompiledType, verdict: Verdict) -> tuple[Raised, ...]:
    """The alarms of the rows that hold, whether or not they block; none of a type without any."""
    if kind.item.alarms is None:
        return ()
    return tuple(
        Raised(each.code, each.item, each.label, each.said.zh, each.said.said("en"))
        for each in alarms_of(kind.judgement.tables, verdict)
    )


def field_error(field: Field, code: str, *, value: str = "", limit: str = "") -> FieldError:
    """What is wrong with a field, under its label."""
    return FieldError(
        field.key, code, label=field.label.zh, label_en=field.label.en, value=value, limit=limit
    )


def _blocking(verdict: Verdict) -> Iterator[tuple[TableVerdict, Found]]:
    for said in verdict.tables:
        for found in said.found:
            if found.severity == "block":
                yield said, found


def _blamed(
    kind: CompiledType, said: TableVerdict, found: Found, fields: Mapping[str, Field]
) -> FieldError:
    """The row's own sentence at the field it speaks of."""
    table = kind.judgement.tables[said.table]
    key = (table.item.rows[found.row].of_input if found.row >= 0 else "") or next(
        iter(found.inputs), ""
    )
    field = fields.get(table.inputs[key].field) if key else None
    text = message_of(table, said, found)
    if field is None:
        title = table.item.title
        return FieldError(
            table.key, "rule", said=text.zh, said_en=text.said("en"),
            label=title.zh, label_en=title.said("en"),
        )  # fmt: skip
    return msgspec.structs.replace(
        field_error(field, "rule"), said=text.zh, said_en=text.said("en")
    )
