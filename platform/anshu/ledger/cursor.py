"""Which event numbers the sealer has dealt with, and which may still appear.

Numbers are drawn in order, but become visible when their transaction commits, or never. A
number that is missing below a visible one is a gap. Whoever drew it had its transaction id
before the number (the table's first default), hence before the snapshot that showed the gap;
`bound` is an id assigned after that snapshot. Once every transaction below `bound` has ended,
nobody can fill the gap any more.

The snapshot's own upper end would not do as a bound: it is one past the highest *completed*
id, and a running transaction may have that very id.
"""

from collections.abc import Collection

from msgspec import Struct


class Gap(Struct, frozen=True, array_like=True):
    """Numbers first..last, not yet visible when an id below `bound` could still bring them."""

    first: int
    last: int
    bound: int


class Cursor(Struct, frozen=True):
    """All numbers up to `high` are sealed, or lie in a gap, or will never exist.

    `log` holds the peaks (hex) of the Merkle log of all heads so far, this seal's included.
    """

    high: int = 0
    gaps: tuple[Gap, ...] = ()
    log: tuple[str, ...] = ()

    def sealed(self, numbers: Collection[int]) -> int:
        """How many of these numbers, all of them visible events, are sealed."""
        return sum(
            number <= self.high and not any(gap.first <= number <= gap.last for gap in self.gaps)
            for number in numbers
        )


def advanced(cursor: Cursor, *, seen: Collection[int], xmin: int, bound: int) -> Cursor:
    """The cursor after sealing the numbers `seen`, all that a snapshot showed.

    `xmin` is the snapshot's oldest running id, `bound` an id assigned after the snapshot. A
    gap whose bound lies in the future comes from another cluster (restored, moved), whose
    transactions cannot return; it is counted anew from `bound` to be on the safe side.
    """
    known = set(seen)
    high = max([cursor.high, *known])
    gaps: list[Gap] = []
    for gap in cursor.gaps:
        gaps += _holes(gap.first, gap.last, known, min(gap.bound, bound))
    gaps += _holes(cursor.high + 1, high, known, bound)
    alive = tuple(gap for gap in gaps if xmin < gap.bound)
    return Cursor(high=high, gaps=alive, log=cursor.log)


def _holes(first: int, last: int, known: set[int], bound: int) -> list[Gap]:
    holes, start = [], first
    for number in sorted(n for n in known if first <= n <= last):
        if start < number:
            holes.append(Gap(start, number - 1, bound))
        start = number + 1
    if start <= last:
        holes.append(Gap(start, last, bound))
    return holes
