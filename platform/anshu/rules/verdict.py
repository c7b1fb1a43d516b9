"""What rule tables say: kept with the event, and equal whenever it is asked of the same values."""

from collections.abc import Iterable

from msgspec import Struct

from anshu.definitions.rule_language import SEVERITIES, Obligation, Severity

OTHERWISE, MISSING = -1, -2


class Taken(Struct, frozen=True, omit_defaults=True):
    """An input as the table saw it: `value` in the table's unit, and as it was entered.

    `problem` says why there is no value though something stood there: `wrong_type`, `no_unit`,
    `no_substance`, `not_convertible`, `too_old`, `time_ahead`, `no_such_field`, `no_list`.
    """

    key: str
    value: str | bool | tuple[str, ...] | None = None
    unit: str = ""
    entered: str = ""
    entered_unit: str = ""
    age_seconds: int | None = None
    problem: str = ""


class Found(Struct, frozen=True, omit_defaults=True):
    """A row that holds (or OTHERWISE, or MISSING), with how severe it is here and now.

    `declared` is how severe its table has it.
    """

    row: int
    reason: str
    severity: Severity
    level: str = ""
    inputs: tuple[str, ...] = ()
    declared: Severity = "allow"


class TableVerdict(Struct, frozen=True, omit_defaults=True):
    """What one table said of its inputs; `at_most` is its binding's.

    A table that is asked of each of a list says something of every item: `item` is its key and
    `item_label` its name.
    """

    table: str
    severity: Severity
    taken: tuple[Taken, ...]
    found: tuple[Found, ...]
    level: str = ""
    at_most: Severity = "block"
    item: str = ""
    item_label: str = ""


class Due(Struct, frozen=True, omit_defaults=True):
    """An obligation and the table it comes from; an `advisory` one is not insisted on."""

    obligation: Obligation
    table: str
    reason: str
    advisory: bool = False


class Verdict(Struct, frozen=True):
    """The highest severity and the union of obligations over all tables that were asked."""

    severity: Severity = "allow"
    tables: tuple[TableVerdict, ...] = ()
    obligations: tuple[Due, ...] = ()

    @property
    def blocks(self) -> bool:
        return self.severity == "block"


def together(first: Verdict, second: Verdict) -> Verdict:
    """Two verdicts of one command as one."""
    return Verdict(
        severity=highest((first.severity, second.severity)),
        tables=(*first.tables, *second.tables),
        obligations=united((*first.obligations, *second.obligations)),
    )


def highest(severities: Iterable[Severity]) -> Severity:
    """The most severe of them; nothing at all allows."""
    return max(severities, key=SEVERITIES.index, default="allow")


def capped(severity: Severity, at_most: Severity) -> Severity:
    """The severity, no higher than the cap."""
    return min(severity, at_most, key=SEVERITIES.index)


def united(dues: Iterable[Due]) -> tuple[Due, ...]:
    """Each obligation once, the insisted one before the advisory; in a stable order."""
    known: dict[tuple[str, str, str, int], Due] = {}
    for due in dues:
        one = due.obligation
        key = (one.kind, one.role, one.field, one.minutes)
        if key not in known or (known[key].advisory and not due.advisory):
            known[key] = due
    return tuple(known[key] for key in sorted(known))
