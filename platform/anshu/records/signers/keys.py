"""Signing by the phone's own authenticator (WebAuthn): fingerprint, face or the phone's PIN.

The key never leaves the phone. What it signs is a challenge made of a fresh nonce, the task and
the hash of the sheet that was shown, so an answer is good for that sheet only, once, for five
minutes. User verification is required: a phone that merely lies there signs nothing.
"""

import hashlib
from datetime import timedelta
from secrets import token_bytes
from uuid import UUID

from asyncpg import Record
from msgspec import Struct, field, to_builtins
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorAttachment,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Refusal
from anshu.records.services import Services
from anshu.records.signers.proofs import KeyProof, Signed, ToSign, keep_proof
from anshu.records.signers.queries import (
    ADD_KEY,
    END_KEY,
    KEY,
    KEYS,
    SET_CHALLENGE,
    USE_CHALLENGE,
    USE_KEY,
)
from anshu.records.subject import Subject

ANSWERED_WITHIN = timedelta(minutes=5)
MOST_KEYS = 10
NONCE_BYTES = 32
TAG = b"anshu/sign\0"
ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
# What a crafted answer can make the library's parsers raise, besides its own errors.
UNREADABLE = (WebAuthnException, ValueError, KeyError, TypeError, IndexError, EOFError)


class Site(Struct, frozen=True):
    """Where the browser is: a key belongs to one domain, an answer names its origin."""

    domain: str
    origin: str


class KeyAnswer(Struct, frozen=True):
    """What the browser's authenticator answered, as the standard's JSON has it."""

    id: str
    raw_id: str = field(name="rawId")
    type: str
    response: dict[str, str | list[str] | int | None]


class SigningKey(Struct, frozen=True):
    """A key that a person signs with; `site` is the domain that it works at."""

    id: UUID
    title: str
    site: str
    made_at: str
    used_at: str | None


def challenge_of(nonce: bytes, what: ToSign) -> bytes:
    """What the authenticator signs; anybody with the proof can compute it again."""
    return hashlib.sha256(TAG + nonce + what.task.bytes + bytes.fromhex(what.sheet)).digest()


async def offer_registration(services: Services, subject: Subject, site: Site) -> bytes:
    """The options for the browser to make a key; an earlier offer is void."""
    nonce = token_bytes(NONCE_BYTES)
    known = await _keys(services, subject)
    await _offer(services, subject, "register", nonce, None)
    options = generate_registration_options(
        rp_id=site.domain,
        rp_name="安枢",
        user_name=subject.access.name,
        user_id=hashlib.sha256(subject.tenant.bytes + subject.person.bytes).digest(),
        challenge=nonce,
        authenticator_selection=AuthenticatorSelectionCriteria(
            authenticator_attachment=AuthenticatorAttachment.PLATFORM,
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_named(known, site),
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json(options).encode()


async def add_key(
    services: Services, subject: Subject, site: Site, *, made: KeyAnswer, title: str
) -> Refusal | None:
    """Keeps the key that answers the offer; `key_refused` for anything that does not."""
    offered = await _take(services, subject, "register")
    if offered is None:
        return Refusal("challenge_over", kind="state")
    try:
        key = verify_registration_response(
            credential=to_builtins(made),
            expected_challenge=offered["nonce"],
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    except UNREADABLE:
        return Refusal("key_refused", kind="state")
    credential = bytes_to_base64url(key.credential_id)
    async with services.store.begin(subject.principal, purpose="signing.key.add") as tx:
        row = await tx.fetchrow(
            ADD_KEY, new_id(), subject.person, credential, key.credential_public_key,
            site.domain, key.sign_count, title.strip()[:60] or "-", services.clock.now(), MOST_KEYS,
        )  # fmt: skip
    return None if row is not None else Refusal("too_many_keys", kind="state")


async def end_key(services: Services, subject: Subject, key: UUID) -> bool:
    """Ends one of one's own keys; False when there is no such one."""
    async with services.store.begin(subject.principal, purpose="signing.key.end") as tx:
        row = await tx.fetchrow(END_KEY, key, subject.person, services.clock.now())
    return row is not None


async def keys_of(services: Services, subject: Subject) -> tuple[SigningKey, ...]:
    """The person's own keys, oldest first."""
    return tuple(
        SigningKey(
            id=row["id"], title=row["title"], site=row["site"],
            made_at=row["made_at"].isoformat(),
            used_at=None if row["used_at"] is None else row["used_at"].isoformat(),
        )
        for row in await _keys(services, subject)
    )  # fmt: skip


async def offer_signature(
    services: Services, subject: Subject, site: Site, what: ToSign
) -> bytes | Refusal:
    """The options for the browser to sign this sheet; `key_unset` without a key for the site."""
    named = _named(await _keys(services, subject), site)
    if not named:
        return Refusal("key_unset", kind="state")
    nonce = token_bytes(NONCE_BYTES)
    await _offer(services, subject, "sign", nonce, what)
    options = generate_authentication_options(
        rp_id=site.domain,
        challenge=challenge_of(nonce, what),
        allow_credentials=named,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options).encode()


async def sign_by_key(
    services: Services, subject: Subject, site: Site, what: ToSign, *, given: KeyAnswer
) -> Signed | Refusal:
    """The signature, if the answer is to the offer for this very sheet; an offer is used up."""
    offered = await _take(services, subject, "sign")
    if offered is None or (offered["task"], offered["sheet"]) != (what.task, what.sheet):
        return Refusal("challenge_over", kind="state")
    async with services.store.begin(subject.principal, purpose="signing.key.find") as tx:
        row = await tx.fetchrow(KEY, subject.person, given.id, site.domain)
    if row is None:
        return Refusal("key_refused", kind="forbidden")
    try:
        verified = verify_authentication_response(
            credential=to_builtins(given),
            expected_challenge=challenge_of(offered["nonce"], what),
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            credential_public_key=row["public_key"],
            credential_current_sign_count=row["sign_count"],
            require_user_verification=True,
        )
        proof = _proof(offered["nonce"], site, given, row)
    except UNREADABLE:
        return Refusal("key_refused", kind="forbidden")
    async with services.store.begin(subject.principal, purpose="signing.key.use") as tx:
        used = await tx.fetchrow(USE_KEY, row["id"], verified.new_sign_count, services.clock.now())
    if used is None:
        # A counter that falls back means that a copy of the key is about.
        return Refusal("key_refused", kind="forbidden")
    return await keep_proof(services, subject, what, method="webauthn", key=proof)


def _proof(nonce: bytes, site: Site, given: KeyAnswer, row: Record) -> KeyProof:
    part = {name: given.response[name] for name in _SIGNED}
    return KeyProof(
        nonce=nonce.hex(),
        site=site.domain,
        credential=given.id,
        public_key=bytes_to_base64url(row["public_key"]),
        authenticator_data=str(part["authenticatorData"]),
        client_data=str(part["clientDataJSON"]),
        signature=str(part["signature"]),
    )


_SIGNED = ("authenticatorData", "clientDataJSON", "signature")


def _named(rows: list[Record], site: Site) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(row["credential"]))
        for row in rows
        if row["site"] == site.domain
    ]


async def _keys(services: Services, subject: Subject) -> list[Record]:
    async with services.store.begin(subject.principal, purpose="signing.key.list") as tx:
        return await tx.fetch(KEYS, subject.person)


async def _offer(
    services: Services, subject: Subject, purpose: str, nonce: bytes, what: ToSign | None
) -> None:
    task, sheet = (what.task, what.sheet) if what else (None, "")
    until = services.clock.now() + ANSWERED_WITHIN
    async with services.store.begin(subject.principal, purpose="signing.challenge.set") as tx:
        await tx.execute(SET_CHALLENGE, subject.person, purpose, nonce, task, sheet, until)


async def _take(services: Services, subject: Subject, purpose: str) -> Record | None:
    async with services.store.begin(subject.principal, purpose="signing.challenge.use") as tx:
        return await tx.fetchrow(USE_CHALLENGE, subject.person, purpose, services.clock.now())
