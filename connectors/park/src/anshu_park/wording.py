"""How values are written for the park: local times, 0 and 1, lists with commas, rows of tables."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from anshu.sdk.outbound import Outgoing
from anshu_park.config import ParkConfig, zone

Row = Mapping[str, object]


def local(value: object, config: ParkConfig) -> str:
    """`2026-11-20 14:05:00` in the agreed zone; empty without a time."""
    if not value:
        return ""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return f"{moment.astimezone(zone(config)):%Y-%m-%d %H:%M:%S}"


def flag(value: object) -> str:
    """1 for what holds, 0 for what does not or is not said."""
    return "1" if value is True or value == "true" else "0"


def text(outgoing: Outgoing, key: str) -> str:
    """The field's text; empty when nothing is said."""
    value = outgoing.data.get(key)
    return "" if value is None else str(value).strip()


def rows(outgoing: Outgoing, key: str) -> tuple[Row, ...]:
    """The rows of a table field that have not been ended."""
    value = outgoing.data.get(key)
    found = value if isinstance(value, list | tuple) else ()
    return tuple(row for row in found if isinstance(row, Mapping) and not row.get("@ended"))


def names(outgoing: Outgoing, key: str) -> str:
    """The names of the people in a table, each once, with commas between them."""
    return listed(outgoing.name(row.get("person")) for row in rows(outgoing, key))


def listed(parts: Iterable[str]) -> str:
    """What is said, each once in its order, with commas between; full-width ones become ours."""
    said = (part.replace("，", ",").replace("、", ",").strip() for part in parts)
    return ",".join(dict.fromkeys(part for part in said if part))
