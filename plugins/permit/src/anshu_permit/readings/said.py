"""Readings in the words that rule tables take: numbers with their unit, yes and no, codes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from anshu.sdk.facts import Reading


def truth(value: bool) -> Reading:
    """Yes or no."""
    return Reading("true" if value else "false")


def code(value: str) -> Reading:
    """One code of a list."""
    return Reading(value)


def several(values: Iterable[str], *, at: datetime | None = None) -> Reading:
    """Several codes of a list."""
    return Reading(",".join(values), "", at)


def count(value: int) -> Reading:
    """How many."""
    return Reading(str(value))


def metres(value: float) -> Reading:
    """A distance, to the decimetre."""
    return Reading(f"{value:.1f}", "m")


def minutes(span: timedelta, *, at: datetime | None = None) -> Reading:
    """A span in minutes; whole ones are not rounded up."""
    return Reading(_figure(span.total_seconds() / 60), "min", at)


def hours(span: timedelta) -> Reading:
    """A span in hours."""
    return Reading(_figure(span.total_seconds() / 3600), "h")


def days(span: timedelta) -> Reading:
    """A span in days."""
    return Reading(_figure(span.total_seconds() / 86400), "d")


def _figure(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
