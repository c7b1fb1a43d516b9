"""Printable labels of equipment and areas, chosen by the filters of their lists."""

import re

from asyncpg import Record
from msgspec import Struct

from anshu.kernel.refusal import Fact, FieldError, Refusal
from anshu.records.columns import readable_classes
from anshu.records.filters import ListFilters, check
from anshu.records.heavy import heavy
from anshu.records.listing import refuse_hidden
from anshu.records.places.fragments import LABELS
from anshu.records.places.label_sheet import Label, Layout, label_sheet
from anshu.records.predicates import predicates
from anshu.records.reading import Arguments, Reader, Statement, malformed, read, readable_kind
from anshu.records.services import Services
from anshu.records.subject import Subject

MOST_LABELS = 300
# The phone's routes for what a code names.
ROUTES = {"equipment": "e", "area": "a"}
LAYOUTS = ("60x40", "a4")
BASE = re.compile(
    r"https?://[A-Za-z0-9.\-]+(:\d{1,5})?(/[A-Za-z0-9._~/\-]*)?|https?://\[[0-9a-fA-F:]+\](:\d{1,5})?"
)


class Wish(Struct, frozen=True):
    """Labels of which type, how laid out, and the address that phones know the product by."""

    kind: str
    layout: Layout
    base: str
    tenant: str = ""


class Printed(Struct, frozen=True):
    """The labels' file."""

    body: bytes
    filename: str


async def print_labels(
    services: Services, subject: Subject, wish: Wish, filters: ListFilters
) -> Printed | Refusal:
    """The labels of the records that the subject may read and the filters choose.

    Refuses types that have no labels, an address that is none, more than 300 at once, none at
    all, and what lists refuse.
    """
    refusal = _wish_refused(wish) or check(filters)
    if refusal is not None:
        return refusal
    found = await read(
        services, subject, lambda reader: _compose(reader, wish.kind, filters), purpose="labels"
    )
    if isinstance(found, Refusal):
        return found
    rows = [row for row in found.rows[0] if row["id"] is not None]
    if not rows:
        return Refusal("labels_none", kind="malformed")
    if len(rows) > MOST_LABELS:
        fact = Fact("labels", f"> {MOST_LABELS}", limit=str(MOST_LABELS))
        return Refusal("labels_too_many", kind="too_large", facts=(fact,))
    sheet = await heavy(label_sheet, [_label(wish, row) for row in rows], wish.layout)
    if isinstance(sheet, Refusal):
        return sheet
    return Printed(sheet, f"{'设备' if wish.kind == 'equipment' else '区域'}标签_{len(rows)}.pdf")


def _wish_refused(wish: Wish) -> Refusal | None:
    errors = []
    if wish.kind not in ROUTES:
        return Refusal("unknown_type", kind="unknown")
    if wish.layout not in LAYOUTS:
        limit = ", ".join(LAYOUTS)
        errors.append(FieldError("layout", "unknown_choice", value=wish.layout[:20], limit=limit))
    if len(wish.base) > 120 or not BASE.fullmatch(wish.base):
        errors.append(FieldError("base", "not_an_address", value=wish.base[:80]))
    return malformed(*errors) if errors else None


def _compose(reader: Reader, name: str, filters: ListFilters) -> tuple[Statement, ...] | Refusal:
    kind = readable_kind(reader, name)
    if isinstance(kind, Refusal):
        return kind
    classes = readable_classes(reader, kind)
    refusal = refuse_hidden(kind, filters, classes)
    if refusal is not None:
        return refusal
    arguments = Arguments()
    where = predicates(reader, kind, filters, classes=classes, arguments=arguments)
    reach = reader.subject.allowed.reach(kind.permission("read"))
    where.append(arguments.scope(reach, reader.subject))
    limit = arguments.add(MOST_LABELS + 1, "int")
    sql = LABELS.format(where=" and ".join(where), limit=limit)
    return (Statement(sql, tuple(arguments.values)),)


def _label(wish: Wish, row: Record) -> Label:
    is_equipment = wish.kind == "equipment"
    place = " ".join(part for part in (row["area_name"], row["floor"]) if part)
    lines = (place, row["place"] or "") if is_equipment else (row["floor"] or "",)
    return Label(
        address=f"{wish.base.rstrip('/')}/m/#/{ROUTES[wish.kind]}/{row['id']}",
        code=(row["code"] or "") if is_equipment else "",
        name=row["title"],
        lines=(*lines, row["org_name"] or ""),
        number=row["number"],
        tenant=wish.tenant,
    )
