"""Whether a signature covers what is being sent: the sheet, and the proof behind it."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from anshu.compiler.form import CompiledForm
from anshu.flow.commands import Actor, Complete, Create, Facts
from anshu.kernel.refusal import Fact, Refusal

HANDWRITING = "handwriting"
# Long enough to look over the form once more; a signature is for now, not for a stock.
SIGNED_WITHIN = timedelta(minutes=30)


def binding(method: str, task: UUID, sheet: str) -> str:
    """What a proof is bound to, as its row says it."""
    return f"{method}:{task}:{sheet}"


def signature_refusal(
    form: CompiledForm, command: Complete, facts: Facts, actor: Actor
) -> Refusal | None:
    """The refusal of the first signature that is over another sheet or that nothing proves."""
    return _refusal(form, command.data, command.task, facts, actor)


def report_signature_refusal(
    form: CompiledForm, command: Create, facts: Facts, actor: Actor
) -> Refusal | None:
    """As above, for a report: it has no task yet, so its own id stands in the task's place."""
    return _refusal(form, command.data, command.id, facts, actor)


def row_signature_refusal(
    form: CompiledForm, row: Mapping[str, object], task: UUID, facts: Facts, actor: Actor
) -> Refusal | None:
    """As above, for a row: whoever it names may draw on another person's phone, and only draw.

    A PIN or a key would prove that phone's holder, not the person named.
    """
    named = signer_named(form, row)
    if named is not None and named != actor.person:
        for key, field in form.fields.items():
            value = row.get(key) if field.kind == "signature" else None
            if isinstance(value, dict) and value["method"] != HANDWRITING:
                return Refusal("signature_of_another", facts=(Fact("field", key),))
    return _refusal(form, row, task, facts, actor)


def signer_named(form: CompiledForm, row: Mapping[str, object]) -> UUID | None:
    """The person that a row names, who then signs it; None where it names nobody."""
    for key, field in form.fields.items():
        if field.kind == "person" and row.get(key):
            return UUID(str(row[key]))
    return None


def _refusal(
    form: CompiledForm, data: Mapping[str, object], task: UUID, facts: Facts, actor: Actor
) -> Refusal | None:
    for key, field in form.fields.items():
        value = data.get(key)
        if field.kind != "signature" or not isinstance(value, dict):
            continue
        if value["shown"] != facts.sheet:
            return Refusal("signed_something_else", facts=(Fact("field", key),))
        if value["method"] == HANDWRITING and _drawn_by_others(value, facts, actor):
            return Refusal("signature_of_another", facts=(Fact("field", key),))
        if value["method"] != HANDWRITING and not _proved(value, task, facts, actor):
            return Refusal("signature_unproven", facts=(Fact("field", key),))
    return None


def evidence_of(value: Mapping[str, object]) -> str:
    """The hash of the file that shows the signature: the picture, or the proof."""
    return str(value.get("image") or value.get("proof"))


def _drawn_by_others(value: Mapping[str, object], facts: Facts, actor: Actor) -> bool:
    """Whether only others ever sent the picture: who may see a signature cannot give it again."""
    image = facts.media.get(str(value.get("image")))
    return image is not None and image.foreign and actor.person is not None


def _proved(value: Mapping[str, object], task: UUID, facts: Facts, actor: Actor) -> bool:
    proof = facts.media.get(str(value.get("proof")))
    if proof is None or proof.purpose != "proof" or actor.person is None:
        return False
    if proof.uploaded_by != actor.person:
        return False
    bound = binding(str(value["method"]), task, facts.sheet)
    return proof.bound == bound and facts.now - proof.received_at <= SIGNED_WITHIN
