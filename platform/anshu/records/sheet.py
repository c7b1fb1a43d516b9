"""The signing sheet: the exact lines a person sees above the signature, and their hash.

The server renders the sheet from what will be stored; the signature names the sheet's hash,
and the runner renders it again when the task is completed. If anything differs, it is refused.
Lines are for people and leave things out (a position's accuracy, which of two namesakes); the
fingerprint line binds the data to the last character.
"""

import hashlib
from collections.abc import Mapping

import msgspec

from anshu.compiler.compiled import CompiledType
from anshu.compiler.form import CompiledForm
from anshu.definitions.field_language import Field
from anshu.flow.commands import Actor, Complete, Facts
from anshu.flow.references import REFERENCE_KINDS
from anshu.flow.state import RecordState

DECLARATION = "本人确认：以上内容由本人填写，真实无误。"


def sheet_hash(
    kind: CompiledType, state: RecordState, command: Complete, facts: Facts, actor: Actor
) -> str:
    """The SHA-256 (hex) of the sheet; empty when the outcome's form asks for no signature."""
    lines = sheet_lines(kind, state, command, facts, actor)
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
    if not any(field.kind == "signature" for field in form.fields.values()):
        return ()
    title = str(state.data.get(kind.promoted.get("title", ""), ""))
    lines = [
        f"{kind.item.title.zh} {state.number}",
        f"{node.title.zh}：{outcome.label.zh}",
        *([title] if title else []),
    ]
    for key, field in form.fields.items():
        if field.kind != "signature" and command.data.get(key) not in (None, "", []):
            lines.append(f"{field.label.zh}：{_said(kind, field, command.data[key], facts)}")
    signer = facts.records.get(actor.person) if actor.person else None
    lines.append(f"数据指纹：{_fingerprint(form, command.data)}")
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


def _said(kind: CompiledType, field: Field, value: object, facts: Facts) -> str:
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
