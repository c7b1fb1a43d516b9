"""A signature's proof: a small file that says who signed which sheet by which method, and when.

It is kept by its hash like every file, the record's event names the hash, and so it travels in
the evidence package. The row binds it to method, task and sheet, which the decision checks.
"""

import secrets
from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.flow.signatures import binding
from anshu.records.services import Services
from anshu.records.signers.queries import ADD_PROOF
from anshu.records.subject import Subject

FORMAT = 1


class ToSign(Struct, frozen=True):
    """What is to be signed: a task and the hash of the sheet that was shown."""

    task: UUID
    sheet: str


class KeyProof(Struct, frozen=True):
    """What an authenticator answered, with the key that checks it (base 64 for URLs, COSE)."""

    nonce: str
    site: str
    credential: str
    public_key: str
    authenticator_data: str
    client_data: str
    signature: str


class Signed(Struct, frozen=True):
    """A field's value for a signature that a proof stands behind."""

    method: str
    shown: str
    proof: str


class _Proof(Struct, frozen=True, omit_defaults=True):
    kind: str
    format: int
    method: str
    person: UUID
    signer: str
    task: UUID
    sheet: str
    at: str
    nonce: str
    webauthn: KeyProof | None = None


async def keep_proof(
    services: Services,
    subject: Subject,
    what: ToSign,
    *,
    method: str,
    key: KeyProof | None = None,
) -> Signed:
    """Writes the proof down; the value to send with the task."""
    now = services.clock.now()
    proof = _Proof(
        kind="anshu-signature", format=FORMAT, method=method, person=subject.person,
        signer=subject.access.name, task=what.task, sheet=what.sheet, at=now.isoformat(),
        nonce=secrets.token_hex(32), webauthn=key,
    )  # fmt: skip
    content = msgspec.json.encode(proof, order="sorted")
    digest = await services.media.files.put(subject.principal, content)
    bound = binding(method, what.task, what.sheet)
    async with services.store.begin(subject.principal, purpose="signing.proof") as tx:
        await tx.execute(ADD_PROOF, digest, len(content), now, subject.person, bound)
    return Signed(method=method, shown=what.sheet, proof=digest)
