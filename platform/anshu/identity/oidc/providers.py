"""Identity providers as the operator set them up: of the installation, or of one tenant."""

from uuid import UUID

from asyncpg import Record
from msgspec import Struct

from anshu.identity.door import ControlDoor
from anshu.identity.oidc.queries import ADD_PROVIDER, PROVIDER, PROVIDERS, REMOVE_PROVIDER
from anshu.kernel.ids import new_id
from anshu.kernel.vault import Vault


class NewProvider(Struct, frozen=True):
    """What the operator says of a provider.

    `claim`: accounts are also found by this claim (`preferred_username`, `email`); empty: only
    accounts that their owners linked. `tenant`: it opens this tenant only. `strong`: it asks for
    a second factor itself. `private_hosts`: it may live in the operator's own network, or
    without TLS.
    """

    key: str
    title: str
    issuer: str
    client_id: str
    secret: str = ""
    claim: str = ""
    tenant: UUID | None = None
    strong: bool = False
    private_hosts: bool = False


class Provider(Struct, frozen=True):
    """A provider in use; `secret` is for its token endpoint only."""

    id: UUID
    key: str
    title: str
    issuer: str
    client_id: str
    secret: str
    claim: str
    tenant: UUID | None
    strong: bool
    private_hosts: bool

    def __repr__(self) -> str:
        """Without the secret: what is logged by accident must not hold it."""
        return f"Provider(key={self.key!r}, issuer={self.issuer!r})"

    def __rich_repr__(self) -> list[tuple[str, str]]:
        """As __repr__, for tracebacks that show local values."""
        return [("key", self.key), ("issuer", self.issuer)]


class Providers:
    """Adds, lists and removes providers."""

    def __init__(self, door: ControlDoor, *, vault: Vault) -> None:
        self._door = door
        self._vault = vault

    async def add(self, new: NewProvider) -> bool:
        """Adds a provider; False when its key is taken."""
        id_ = new_id()
        sealed = None
        if new.secret:
            sealed = self._vault.seal(new.secret.encode(), place=_place(id_))
        async with self._door.begin("identity.provider.add") as transaction:
            row = await transaction.fetchrow(
                ADD_PROVIDER, id_, new.key, new.title, new.issuer, new.client_id, sealed,
                new.claim, new.tenant, new.strong, new.private_hosts, self._door.clock.now(),
            )  # fmt: skip
        return row is not None

    async def remove(self, key: str) -> bool:
        """Removes it and ends the sessions that it opened; False when there is no such one."""
        async with self._door.begin("identity.provider.remove") as transaction:
            row = await transaction.fetchrow(REMOVE_PROVIDER, key, self._door.clock.now())
        return row is not None

    async def all(self) -> tuple[Provider, ...]:
        """The providers in use, by title."""
        async with self._door.begin("identity.provider.list") as transaction:
            rows = await transaction.fetch(PROVIDERS)
        return tuple(self._provider(row) for row in rows)

    async def find(self, key: str) -> Provider | None:
        """The provider of this key, if it is in use."""
        async with self._door.begin("identity.provider.find") as transaction:
            row = await transaction.fetchrow(PROVIDER, key)
        return None if row is None else self._provider(row)

    def _provider(self, row: Record) -> Provider:
        sealed = row["sealed_secret"]
        opened = self._vault.open(sealed, place=_place(row["id"])).decode() if sealed else ""
        return Provider(
            id=row["id"], key=row["key"], title=row["title"], issuer=row["issuer"],
            client_id=row["client_id"], secret=opened, claim=row["claim"], tenant=row["tenant"],
            strong=row["strong"], private_hosts=row["private_hosts"],
        )  # fmt: skip


def _place(provider: UUID) -> str:
    return f"oidc:{provider}"
