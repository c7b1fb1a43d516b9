"""Spans by size, so that a median can be told from sums that grow and shrink by one record.

Slot k holds values of 1.05^(k-1) up to 1.05^k; a median told from slots is within 2.5 percent of
the true one.
"""

import math
from collections.abc import Mapping
from decimal import Decimal

STEP = math.log(1.05)
HIGHEST = 600


def slot_of(value: Decimal) -> int:
    """The slot of a value; 0 for everything below one."""
    if value < 1:
        return 0
    return min(HIGHEST, 1 + int(math.log(value) / STEP))


def median_of(slots: Mapping[int, int], total: Decimal) -> Decimal | None:
    """The median of the values counted in slots; exact for one or two, None for none."""
    count = sum(slots.values())
    if count <= 0:
        return None
    if count <= 2:
        return total / count
    return (_nth(slots, (count - 1) // 2) + _nth(slots, count // 2)) / 2


def _nth(slots: Mapping[int, int], place: int) -> Decimal:
    """About the value at a place of the ascending order, spread evenly within its slot."""
    before = 0
    for slot, count in sorted(slots.items()):
        if place < before + count:
            share = (place - before + 0.5) / count
            return Decimal(0) if slot == 0 else Decimal(math.exp(STEP * (slot - 1 + share)))
        before += count
    raise ValueError("the place lies beyond the values")
