"""API tokens: a secret for machines, with a subset of its owner's permissions and an end."""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from anshu.identity.door import ControlDoor
from anshu.identity.queries import TOKENS
from anshu.identity.resolving import Resolver
from anshu.identity.secret import digest, new_token_secret
from anshu.identity.subject import SessionSubject
from anshu.identity.writes import ADD_TOKEN, REVOKE_TOKEN
from anshu.kernel.ids import new_id
from anshu.kernel.refusal import FieldError, Refusal

LONGEST_DAYS = 365
LONGEST_TITLE = 100
MOST_TOKENS = 20


class TokenRequest(Struct, frozen=True):
    """What a person asks for: a title, permissions, days of life."""

    title: str
    permissions: frozenset[str]
    days: int


class CreatedToken(Struct, frozen=True):
    """A token just made; `token` is told only once."""

    id: UUID
    token: str
    expires_at: datetime


class TokenRow(Struct, frozen=True):
    """A live token without its secret."""

    id: UUID
    title: str
    permissions: tuple[str, ...]
    created_at: datetime
    expires_at: datetime


class Tokens:
    """Makes, lists and revokes a person's own API tokens."""

    def __init__(self, door: ControlDoor, *, resolver: Resolver) -> None:
        self._door = door
        self._resolver = resolver

    async def create(
        self, owner: SessionSubject, request: TokenRequest, *, granted: frozenset[str]
    ) -> CreatedToken | Refusal:
        """A token of the owner in the owner's tenant.

        `granted` is what the asking session or token itself may do: no token has more.
        """
        title = request.title.strip()
        errors = _faults(title, request, granted)
        if errors:
            return Refusal("token_request_malformed", kind="malformed", fields=errors)
        token, id_, now = new_token_secret(), new_id(), self._door.clock.now()
        expires_at = now + timedelta(days=request.days)
        async with self._door.begin("identity.token.create") as transaction:
            row = await transaction.fetchrow(
                ADD_TOKEN, id_, digest(token), owner.account, owner.tenant, title,
                sorted(request.permissions), now, expires_at, MOST_TOKENS,
            )  # fmt: skip
        if row is None:
            return Refusal("too_many_tokens", kind="state")
        return CreatedToken(id_, token, expires_at)

    async def of_owner(self, owner: SessionSubject) -> tuple[TokenRow, ...]:
        """The owner's live tokens in this tenant, newest first."""
        async with self._door.begin("identity.token.list") as transaction:
            rows = await transaction.fetch(
                TOKENS, owner.account, owner.tenant, self._door.clock.now()
            )
        return tuple(
            TokenRow(r["id"], r["title"], tuple(r["permissions"]), r["created_at"], r["expires_at"])
            for r in rows
        )

    async def revoke(self, owner: SessionSubject, token: UUID) -> bool:
        """Ends one of the owner's tokens; False when the owner has no such live token here."""
        now = self._door.clock.now()
        async with self._door.begin("identity.token.revoke") as transaction:
            row = await transaction.fetchrow(REVOKE_TOKEN, token, owner.account, owner.tenant, now)
        if row is None:
            return False
        self._resolver.forget(row["secret_hash"])
        return True


def _faults(title: str, request: TokenRequest, granted: frozenset[str]) -> tuple[FieldError, ...]:
    errors = []
    if not 1 <= len(title) <= LONGEST_TITLE or not title.isprintable():
        errors.append(FieldError("title", "name_malformed"))
    if not 1 <= request.days <= LONGEST_DAYS:
        errors.append(
            FieldError(
                "days", "days_out_of_range", value=str(request.days), limit=str(LONGEST_DAYS)
            )
        )
    if not request.permissions:
        errors.append(FieldError("permissions", "permissions_empty"))
    for permission in sorted(request.permissions - granted):
        errors.append(FieldError("permissions", "permissions_not_held", value=permission))
    return tuple(errors)
