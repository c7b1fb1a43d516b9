"""Checks limits over all packs: figures, one direction and unit, none looser than above it."""

from collections.abc import Iterator, Sequence

from anshu.definitions.limits import SetLimit, is_number, looser_ones
from anshu.kernel.quantity import known_unit


def strictness_findings(limits: Sequence[SetLimit]) -> Iterator[str]:
    """Everything that keeps limits from being joined, with the packs that set them."""
    by_key: dict[str, list[SetLimit]] = {}
    for each in limits:
        by_key.setdefault(each.limit.key, []).append(each)
        limit = each.limit
        if not is_number(limit.value):
            yield f"{each.pack}: Limit {limit.key} is {limit.value!r}: write a decimal number"
        if not known_unit(limit.unit):
            yield f"{each.pack}: Limit {limit.key}: the unit {limit.unit!r} is not known"
    for found in by_key.values():
        yield from _together(found)


def _together(found: Sequence[SetLimit]) -> Iterator[str]:
    first, *others = found
    key = first.limit.key
    odd = [
        each
        for each in others
        if (each.limit.direction, each.limit.unit) != (first.limit.direction, first.limit.unit)
    ]
    for each in odd:
        yield (
            f"Limit {key} has another direction or unit in {each.pack} than in {first.pack}: "
            "write them alike"
        )
    if odd or not all(is_number(each.limit.value) for each in found):
        return
    for low, high in looser_ones(found):
        yield (
            f"Limit {key} is {low.limit.value} in {low.pack} ({low.layer}), which is less strict "
            f"than {high.limit.value} in {high.pack} ({high.layer}): tighten it or leave it out"
        )
