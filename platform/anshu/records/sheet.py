"""The signing sheet: the exact lines a person sees above the signature, and their hash.

The server renders the sheet from what will be stored; the signature names the sheet's hash,
and the runner renders it again when the task is completed. If anything differs, it is refused.
Lines are for people and leave things out (a position's accuracy, which of two namesakes); the
fingerprint line binds the data to the last character.
"""

import hashlib
from collections.abc import Mapping
from uuid import UUID

import msgspec

from anshu.compiler.compiled import CompiledType
from anshu.compiler.form import CompiledForm
from anshu.definitions.field_language import Field
from anshu.definitions.flow_language import LogEntry
from anshu.flow.commands import Actor, AddEntry, Command, Complete, Create, Facts, KnownRecord
from anshu.flow.entries import MOST_ROWS
from anshu.flow.references import REFERENCE_KINDS, rows_of
from anshu.flow.rows import plain
from anshu.flow.signatures import signer_named
from anshu.flow.state import RecordState

DECLARATION = "本人确认：以上内容已由本人核对，真实无误。"
# What a record is, in words of its own: references are ids here, long texts are no facts.
IDENTIFYING = ("choice", "datetime", "text", "boolean")


def with_sheets(
    kind: CompiledType, state: RecordState, command: Command, facts: Facts, actor: Actor
) -> Facts:
    """The facts with the sheet, or those of an entry's rows, that a signature must name."""
    if isinstance(command, Create):
        lines = report_sheet_lines(kind, command, facts, actor)
        return msgspec.structs.replace(facts, sheet=_hash(lines))
    if isinstance(command, Complete):
        sheet = sheet_hash(kind, state, command, facts, actor)
        return msgspec.structs.replace(facts, sheet=sheet)
    if isinstance(command, AddEntry):
        sheets = row_sheets(kind, state, command, facts, actor)
        return msgspec.structs.replace(facts, sheets=sheets)
    return facts


def sheet_hash(
    kind: CompiledType, state: RecordState, command: Complete, facts: Facts, actor: Actor
) -> str:
    """The SHA-256 (hex) of the sheet; empty when the outcome's form asks for no signature."""
    return _hash(sheet_lines(kind, state, command, facts, actor))


def _hash(lines: tuple[str, ...]) -> str:
    return hashlib.sha256(sheet_text(lines)).hexdigest() if lines else ""


def sheet_text(lines: tuple[str, ...]) -> bytes:
    """The bytes that are hashed and kept."""
    return "\n".join(lines).encode()


def sheet_lines(
    kind: CompiledType, state: RecordState, command: Complete, facts: Facts, actor: Actor
) -> tuple[str, ...]:
    """What is signed, line by line; empty when nothing is to be signed."""
    task = state.task(command.task)
    if task is None or task.node not in kind.nodes:
        return ()
    node = kind.nodes[task.node]
    outcome = next((o for o in node.outcomes if o.key == command.outcome), None)
    if outcome is None or not outcome.form:
        return ()
    form = kind.form(outcome.form)
    if not _is_signed(form):
        return ()
    heading = _heading(kind, state, f"{node.title.zh}：{outcome.label.zh}")
    heading += _about(kind, form, state, facts)
    signer = facts.records.get(actor.person) if actor.person else None
    return _lines(heading, kind, form, command.data, facts, signer)


def report_sheet_lines(
    kind: CompiledType, command: Create, facts: Facts, actor: Actor
) -> tuple[str, ...]:
    """What is signed when a record is reported; it has no number yet. Empty when nothing is."""
    form = kind.form(kind.item.start_form)
    if not _is_signed(form):
        return ()
    signer = facts.records.get(actor.person) if actor.person else None
    heading = (kind.item.title.zh, form.form.title.zh)
    return _lines(heading, kind, form, command.data, facts, signer)


def entry_sheet_lines(
    kind: CompiledType, state: RecordState, entry: LogEntry, row: Mapping[str, object],
    facts: Facts, actor: Actor,
) -> tuple[str, ...]:  # fmt: skip
    """What is signed in a row of an entry, by whom it names; empty when nothing is."""
    form = kind.form(entry.form)
    if not _is_signed(form):
        return ()
    person = _named(form, row) or actor.person
    signer = facts.records.get(person) if person else None
    return _lines(_heading(kind, state, entry.label.zh), kind, form, row, facts, signer)


def row_sheets(
    kind: CompiledType, state: RecordState, command: AddEntry, facts: Facts, actor: Actor
) -> tuple[str, ...]:
    """The SHA-256 (hex) of the sheet of each row of an entry; empty where nothing is signed."""
    entry = kind.entries.get(command.entry)
    if entry is None:
        return ()
    sheets = (
        entry_sheet_lines(kind, state, entry, plain(row), facts, actor)
        for row in command.rows[:MOST_ROWS]
    )
    return tuple(_hash(lines) for lines in sheets)


def _is_signed(form: CompiledForm) -> bool:
    return any(field.kind == "signature" for field in form.fields.values())


def _named(form: CompiledForm, row: Mapping[str, object]) -> UUID | None:
    try:
        return signer_named(form, row)
    except ValueError:
        return None  # its form refuses it


def _heading(kind: CompiledType, state: RecordState, said: str) -> tuple[str, ...]:
    title = str(state.data.get(kind.promoted.get("title", ""), ""))
    return (f"{kind.item.title.zh} {state.number}", said, *([title] if title else []))


def _about(
    kind: CompiledType, form: CompiledForm, state: RecordState, facts: Facts
) -> tuple[str, ...]:
    """What the record was reported as and what lists show of it: its kind, level, place, times.

    Who signs what others filled in signs for this, so it is bound too. What the form itself asks
    stands below with its new value.
    """
    reported = kind.form(kind.item.start_form).fields
    title = kind.promoted.get("title", "")
    told = (
        field
        for field in kind.item.fields
        if (field.listed or field.key in reported)
        and field.kind in IDENTIFYING
        and field.classed == "normal"
        and field.key != title
        and field.key not in form.fields
        and state.data.get(field.key) not in (None, "", [], False)
    )
    return tuple(
        f"{field.label.zh}：{_said(kind, field, state.data[field.key], facts)}" for field in told
    )


def _lines(
    heading: tuple[str, ...],
    kind: CompiledType,
    form: CompiledForm,
    data: Mapping[str, object],
    facts: Facts,
    signer: KnownRecord | None,
) -> tuple[str, ...]:
    lines = list(heading)
    for key, field in form.fields.items():
        if field.kind != "signature" and data.get(key) not in (None, "", []):
            lines.append(f"{field.label.zh}：{_said(kind, field, data[key], facts)}")
            lines += _row_lines(kind, field, data[key], facts)
    lines.append(f"数据指纹：{_fingerprint(form, data)}")
    lines.append(DECLARATION)
    lines.append(f"签名人：{signer.title if signer else ''}")
    return tuple(lines)


def _fingerprint(form: CompiledForm, data: Mapping[str, object]) -> str:
    signed = {
        key: value
        for key, value in data.items()
        if key not in form.fields or form.fields[key].kind != "signature"
    }
    # Not the canonical form: data is not checked yet, and this must never fail.
    return hashlib.sha256(msgspec.json.encode(signed, order="sorted")).hexdigest()


def _row_lines(kind: CompiledType, field: Field, value: object, facts: Facts) -> list[str]:
    """The rows of a table, each on a line of its own, as they stand in the form."""
    if field.kind != "table":
        return []
    lines = []
    for place, row in rows_of(field, value):
        filled = (c for c in field.columns if row.get(c.key) not in (None, "", []))
        said = (f"{c.label.zh} {_said(kind, c, row[c.key], facts)}" for c in filled)
        lines.append(f"　{place + 1}. {'，'.join(said)}")
    return lines


def _said(kind: CompiledType, field: Field, value: object, facts: Facts) -> str:
    if field.kind == "table" and isinstance(value, list):
        return f"{len(value)} 行"
    if field.kind == "signature":
        return "已签名"
    if field.kind == "photo" and isinstance(value, list):
        return f"{len(value)} 张（" + "，".join(str(item)[:8] for item in value) + "）"
    if field.code_list:
        codes = {code.code: code.label.zh for code in kind.lists[field.code_list].items}
        chosen = value if isinstance(value, list) else [value]
        return "、".join(codes.get(str(code), str(code)) for code in chosen)
    if field.kind in REFERENCE_KINDS:
        known = {str(record.id): record.title for record in facts.records.values()}
        return known.get(str(value).lower(), str(value))
    if field.kind == "location" and isinstance(value, dict):
        return f"{value.get('lat')}，{value.get('lon')}（{value.get('system')}）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.unit:
        return f"{value} {field.unit}"
    return str(value)
