"""The strictest of the limits that several packs set, and which pack set each of them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from functools import reduce

from msgspec import Struct, json

from anshu.definitions.language import Limit, Pack
from anshu.definitions.words import Anchor

# From the highest: a lower one can only tighten.
LAYERS = ("law", "group", "region", "company")


class SetLimit(Struct, frozen=True):
    """A limit and the pack that sets it."""

    limit: Limit
    layer: str
    pack: str


class EffectiveLimit(Struct, frozen=True):
    """The limit that holds and everything that was set for it, the higher layers first."""

    holds: SetLimit
    set_by: tuple[SetLimit, ...]

    @property
    def tightened_by(self) -> Anchor | None:
        """Where the figure comes from, if a lower layer made it stricter; None if none did.

        The norm that a rule names does not say that figure, so this is named in its place.
        """
        first = self.set_by[0]
        if first.layer == self.holds.layer:
            return None
        if _strictness(first.limit) == _strictness(self.holds.limit):
            return None
        limit = self.holds.limit
        return limit.clause or Anchor(norm=self.holds.pack, clause=limit.title.zh)


def effective_limits(packs: Iterable[Pack]) -> dict[str, EffectiveLimit]:
    """The limits of a set of packs by key; the order of the packs does not matter.

    Of packs that passed the checks: values are numbers, directions and units agree.
    """
    by_key: dict[str, list[SetLimit]] = {}
    for each in limits_of(packs):
        by_key.setdefault(each.limit.key, []).append(each)
    return {
        key: EffectiveLimit(reduce(stricter, found), tuple(sorted(found, key=_place)))
        for key, found in sorted(by_key.items())
    }


def limits_of(packs: Iterable[Pack]) -> list[SetLimit]:
    """Every limit that a pack sets, with the pack."""
    return [
        SetLimit(item, pack.layer, pack.name)
        for pack in packs
        for item in pack.items
        if isinstance(item, Limit)
    ]


def stricter(one: SetLimit, other: SetLimit) -> SetLimit:
    """The join of two: the stricter one, of equally strict ones that of the higher layer."""
    return min(one, other, key=_rank)


def looser_ones(found: Sequence[SetLimit]) -> list[tuple[SetLimit, SetLimit]]:
    """Pairs of a limit and one of a higher layer that is stricter: the first would not hold."""
    return [
        (low, high)
        for low in sorted(found, key=_place)
        for high in sorted(found, key=_place)
        if LAYERS.index(high.layer) < LAYERS.index(low.layer)
        and _strictness(high.limit) < _strictness(low.limit)
    ]


def is_number(text: str) -> bool:
    """Whether a limit's value can be compared."""
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _strictness(limit: Limit) -> Decimal:
    """The smaller, the stricter."""
    value = Decimal(limit.value)
    return value if limit.direction == "at_most" else -value


def _rank(each: SetLimit) -> tuple[Decimal, int, str, bytes]:
    return (_strictness(each.limit), *_place(each))


def _place(each: SetLimit) -> tuple[int, str, bytes]:
    return LAYERS.index(each.layer), each.pack, json.encode(each.limit)
