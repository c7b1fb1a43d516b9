"""Keeping, ordering and removing saved views: settings of people, no events of the ledger."""

from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.columns import readable_classes
from anshu.records.reading import not_allowed
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.records.views.reading import SHARE, read_views
from anshu.records.views.view import LONGEST_TITLE, ViewQuery, query_errors
from anshu.records.views.writes import ORDER_VIEWS, OTHERS_OPEN_LATER, REMOVE_VIEW, SAVE_VIEW

MOST_VIEWS = 100


class SavedView(Struct, frozen=True, forbid_unknown_fields=True):
    """A view as its maker wants it kept."""

    title: str
    query: ViewQuery
    shared: bool = False
    opens_first: bool = False
    roles: tuple[str, ...] = ()


class ViewOrder(Struct, frozen=True, forbid_unknown_fields=True):
    """The views in the order in which they shall stand."""

    views: tuple[UUID, ...]


class Kept(Struct, frozen=True):
    """The view that was kept or removed."""

    id: UUID


async def save_view(
    services: Services, subject: Subject, kind: str, view: UUID, wanted: SavedView
) -> Kept | Refusal:
    """Makes the view of this id or changes it; the same again changes nothing.

    Refuses what the list does not have, naming each; sharing, and roles, without `list:view:share`;
    more than 100 views; and a view that is not the subject's to change (`view_unknown`).
    """
    found = await read_views(services, subject, kind)
    if isinstance(found, Refusal):
        return found
    reader = found.reader
    may_share = reader.subject.allowed.has(SHARE)
    if (wanted.shared or wanted.roles) and not may_share:
        return not_allowed(SHARE)
    compiled = reader.book.compiled.types[kind]
    classes = readable_classes(reader, compiled)
    errors = _title_errors(wanted.title)
    errors += query_errors(compiled, wanted.query, classes, reader.language)
    known = reader.book.compiled.roles
    errors += [
        FieldError("roles", "unknown_choice", value=r) for r in wanted.roles if r not in known
    ]
    if errors:
        return Refusal("form_incomplete", kind="malformed", fields=tuple(errors))
    rows = [row for row in found.rows[0] if row["id"] is not None]
    if len(rows) >= MOST_VIEWS and view not in [row["id"] for row in rows]:
        return Refusal("too_many_views")
    person = reader.subject.person
    async with services.store.begin(subject.principal, purpose="list.view.save") as tx:
        row = await tx.fetchrow(
            SAVE_VIEW, view, kind, person, wanted.shared, wanted.opens_first,
            list(wanted.roles) if wanted.shared else [], wanted.title.strip(),
            msgspec.json.encode(wanted.query).decode(), reader.now, may_share,
        )  # fmt: skip
        if row is not None and wanted.opens_first:
            await tx.execute(OTHERS_OPEN_LATER, kind, person, view)
    return Kept(view) if row is not None else Refusal("view_unknown", kind="unknown")


async def remove_view(
    services: Services, subject: Subject, kind: str, view: UUID
) -> Kept | Refusal:
    """The view is gone for everybody; refuses one that is not the subject's to change."""
    found = await read_views(services, subject, kind)
    if isinstance(found, Refusal):
        return found
    reader = found.reader
    async with services.store.begin(subject.principal, purpose="list.view.remove") as tx:
        row = await tx.fetchrow(
            REMOVE_VIEW, view, kind, reader.subject.person, reader.now,
            reader.subject.allowed.has(SHARE),
        )  # fmt: skip
    return Kept(view) if row is not None else Refusal("view_unknown", kind="unknown")


async def order_views(
    services: Services, subject: Subject, kind: str, order: ViewOrder
) -> ViewOrder | Refusal:
    """The views stand in this order; those that are not the subject's to change stay."""
    found = await read_views(services, subject, kind)
    if isinstance(found, Refusal):
        return found
    reader = found.reader
    async with services.store.begin(subject.principal, purpose="list.view.order") as tx:
        await tx.execute(
            ORDER_VIEWS, list(order.views)[:MOST_VIEWS], kind, reader.subject.person,
            reader.subject.allowed.has(SHARE),
        )  # fmt: skip
    return order


def _title_errors(title: str) -> list[FieldError]:
    if not title.strip():
        return [FieldError("title", "required")]
    if len(title.strip()) > LONGEST_TITLE:
        return [FieldError("title", "too_long", limit=str(LONGEST_TITLE))]
    return [] if "\0" not in title else [FieldError("title", "unreadable_text")]
