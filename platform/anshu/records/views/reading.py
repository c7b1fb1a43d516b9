"""A list's shape with the saved views that the reader may open."""

from collections.abc import Mapping

from asyncpg import Record
from msgspec import UNSET, Struct, UnsetType

from anshu.compiler.compiled import CompiledType
from anshu.kernel.refusal import Refusal
from anshu.records.columns import readable_classes
from anshu.records.reading import Found, Reader, Statement, read, readable_kind
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.records.views.queries import VIEWS
from anshu.records.views.shape import ColumnShape, columns_of
from anshu.records.views.view import ViewShape, missing_of, usable_query, view_of

SHARE = "list:view:share"


class ListMay(Struct, frozen=True):
    """What the reader may do with this list."""

    create: bool
    export: bool
    share: bool


class RoleName(Struct, frozen=True):
    """A role for which a shared view can open first."""

    key: str
    label: str


class ListOptions(Struct, frozen=True, kw_only=True):
    """What a list can show, and its views; `opens` is the view to begin with."""

    type: str
    title: str
    columns: tuple[ColumnShape, ...]
    views: tuple[ViewShape, ...]
    may: ListMay
    roles: tuple[RoleName, ...]
    opens: str | UnsetType = UNSET


async def list_shape(services: Services, subject: Subject, kind: str) -> ListOptions | Refusal:
    """The list as this reader may arrange it; three round trips.

    Refuses an unknown type and a permission not held.
    """
    found = await read_views(services, subject, kind)
    if isinstance(found, Refusal):
        return found
    reader = found.reader
    compiled = reader.book.compiled.types[kind]
    views = tuple(_view(reader, compiled, row) for row in found.rows[0] if row["id"] is not None)
    allowed, language = reader.subject.allowed, reader.language
    share = allowed.has(SHARE)
    roles = reader.book.compiled.roles.values() if share else ()
    return ListOptions(
        type=kind,
        title=compiled.item.title.said(language),
        columns=columns_of(compiled, readable_classes(reader, compiled), language),
        views=views,
        may=ListMay(
            create=allowed.has(compiled.permission("create")),
            export=allowed.has(compiled.permission("export")),
            share=share,
        ),
        roles=tuple(RoleName(role.key, role.title.said(language)) for role in roles),
        opens=_opens(reader, views),
    )


async def read_views(services: Services, subject: Subject, kind: str) -> Found | Refusal:
    """The rows of the views that the subject may open, under the definitions in force."""

    def compose(reader: Reader) -> tuple[Statement, ...] | Refusal:
        known = readable_kind(reader, kind)
        if isinstance(known, Refusal):
            return known
        return (Statement(VIEWS, (kind, reader.subject.person)),)

    return await read(services, subject, compose, purpose="list.views")


def _view(reader: Reader, kind: CompiledType, row: Record | Mapping[str, object]) -> ViewShape:
    query = usable_query(str(row["query"]))
    classes = readable_classes(reader, kind)
    missing = missing_of(kind, query, classes, reader.language)
    mine = row["owner"] == reader.subject.person
    may = bool(row["shared"]) and reader.subject.allowed.has(SHARE)
    return view_of(row, query, missing, mine=mine, may=may)


def _opens(reader: Reader, views: tuple[ViewShape, ...]) -> str | UnsetType:
    """One's own choice, else the first that is shared for a role one holds."""
    own = next((view for view in views if view.opens_first), None)
    held = {post.role for post in reader.subject.allowed.posts}
    given = next((view for view in views if view.shared and held & set(view.roles)), None)
    chosen = own or given
    return str(chosen.id) if chosen else UNSET
