"""Erasing personal fields of stored events while every leaf and proof stays.

The tenant's role reads the event and computes what is left; the eraser's log-in, which can
change nothing else, writes it.
"""

from collections.abc import Collection

from msgspec import Struct

from anshu.kernel.canonical import canonical
from anshu.ledger import queries
from anshu.ledger.leaf import FieldClass, class_fields, read_salts, shown_fields
from anshu.store.principal import Eraser, Tenant
from anshu.store.unit_of_work import Store, Transaction

ERASE = "update event set personal = $2, salts = $3 where seq = $1 and salts = $4"


class Erasure(Struct, frozen=True):
    """What replaces an event's personal bytes and salts; `before` guards against a race."""

    seq: int
    personal: bytes | None
    salts: bytes
    before: bytes


def erased(
    classes: dict[FieldClass, bytes | None], *, salts: bytes, fields: Collection[str] | None = None
) -> tuple[bytes | None, bytes]:
    """The personal bytes and salts after erasing the named personal fields (None: all).

    The event's salt goes, as it would let a short value be guessed from its hash; the salts
    of the remaining fields and the hashes of the erased ones take its place.
    """
    known = read_salts(salts)
    personal = class_fields(classes.get("personal"))
    gone = set(personal) if fields is None else set(personal) & set(fields)
    if not gone:
        return classes.get("personal"), salts
    remaining: dict[str, str] = {}
    hashes = {name: value.hex() for name, value in known.erased.items()}
    for shown in shown_fields(classes, salts=known):
        name = f"{shown.field_class}/{shown.field}"
        if shown.field_class == "personal" and shown.field in gone:
            hashes[name] = shown.hash.hex()
        else:
            remaining[name] = shown.salt.hex()
    left = {field: value for field, value in personal.items() if field not in gone}
    return canonical(left) if left else None, canonical({"erased": hashes, "salts": remaining})


async def plan_erasure(
    tx: Transaction, stream: str, *, fields: Collection[str] | None = None
) -> list[Erasure]:
    """What the eraser has to write for a stream, computed under the tenant's role."""
    plan = []
    for stored in await queries.stream_events(tx, stream):
        personal, salts = erased(stored.classes(), salts=stored.salts, fields=fields)
        if salts != stored.salts:
            plan.append(Erasure(stored.seq, personal, salts, stored.salts))
    return plan


async def erase_personal(
    store: Store, tenant: Tenant, *, stream: str, fields: Collection[str] | None = None
) -> int:
    """Erases personal fields of a stream; returns how many events had some.

    Safe to repeat; an event that another eraser changed in between is left for the next run.
    """
    async with store.begin(tenant, purpose="ledger.erase.plan") as tx:
        plan = await plan_erasure(tx, stream, fields=fields)
    if plan:
        async with store.begin(Eraser(tenant.schema, tenant.node), purpose="ledger.erase") as tx:
            await tx.execute_many(
                ERASE, [(step.seq, step.personal, step.salts, step.before) for step in plan]
            )
    return len(plan)
