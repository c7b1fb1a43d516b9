"""Facts of several commands: what they only refer to is read in one statement for all."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from anshu.flow.commands import Facts
from anshu.flow.references import References
from anshu.records.loading import gather
from anshu.records.readings.asking import Asking
from anshu.sdk.facts import Asked
from anshu.store.unit_of_work import Transaction

Need = tuple[References, Asking | None]


async def gather_together(tx: Transaction, needs: Sequence[Need], *, now: datetime) -> list[Facts]:
    """The facts of each; one whose providers must see something is read by itself."""
    union = _united(wanted for wanted, asking in needs if _only_refers(wanted, asking))
    shared = await gather(tx, union, now=now, sequence="", calendar=None)
    facts = []
    for wanted, asking in needs:
        if not _only_refers(wanted, asking):
            own = await gather(tx, wanted, now=now, sequence="", calendar=None, asking=asking)
        else:
            own = _own(shared, wanted)
            own = asking.answered(own, ()) if asking is not None else own
        facts.append(own)
    return facts


def _only_refers(wanted: References, asking: Asking | None) -> bool:
    refers = References(records=wanted.records, units=wanted.units, claims=wanted.claims)
    sees = asking is not None and (asking.asked != Asked() or asking.settles)
    return wanted == refers and not sees


def _united(several: Iterable[References]) -> References:
    each = tuple(several)
    return References(
        records=tuple(sorted({id for one in each for id in one.records})),
        units=tuple(sorted({path for one in each for path in one.units})),
        claims=tuple(sorted({key for one in each for key in one.claims})),
    )


def _own(shared: Facts, wanted: References) -> Facts:
    """Only what this command asked for, as if it had been read for it alone."""
    records = {id: shared.records[id] for id in wanted.records if id in shared.records}
    claims = {key: shared.claims[key] for key in wanted.claims if key in shared.claims}
    units = (shared.units or frozenset()).intersection(wanted.units) if wanted.units else None
    return msgspec.structs.replace(shared, records=records, claims=claims, units=units)
