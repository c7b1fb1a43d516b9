"""The newest observations of a quantity, with source and age."""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from anshu.kernel.quantity import shown
from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.observing import queries
from anshu.records.observing.about import unknown
from anshu.records.observing.quantity import observable
from anshu.records.services import Services
from anshu.records.subject import Subject

SHOWN_FOR = timedelta(hours=24)


class Observed(Struct, frozen=True):
    """One source's newest value; old ones are shown with their age, never as being so now."""

    source: str
    value: str
    unit: str
    at: datetime
    received_at: datetime
    age_seconds: int
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None


class ObservedList(Struct, frozen=True):
    """By source, the newest first; none older than a day."""

    quantity: str
    items: tuple[Observed, ...]


async def newest(
    services: Services, subject: Subject, quantity: str, about: UUID | None
) -> ObservedList | Refusal:
    """Every source's newest value of a quantity of the plant, or of the record `about`."""
    if observable(quantity) is None:
        wrong = FieldError("quantity", "not_in_list", value=quantity[:40])
        return Refusal("form_incomplete", kind="malformed", fields=(wrong,))
    now = services.clock.now()
    async with services.store.begin(subject.principal, purpose="observations.newest") as tx:
        refusal = await unknown(services, subject, tx, about) if about is not None else None
        if refusal is not None:
            return refusal
        rows = await tx.fetch(queries.NEWEST, quantity, about, now - SHOWN_FOR)
    items = (
        Observed(
            source=r["source"], value=shown(r["value"]), unit=r["unit"], at=r["at"],
            received_at=r["received_at"], age_seconds=int((now - r["at"]).total_seconds()),
            lat=r["lat"], lon=r["lon"], accuracy_m=r["accuracy_m"],
        )
        for r in rows
    )  # fmt: skip
    return ObservedList(quantity, tuple(sorted(items, key=lambda one: one.at, reverse=True)))
