"""Roles that can be given to people, and what each of them allows in words."""

from litestar import Response, get
from litestar.di import NamedDependency
from msgspec import Struct

from anshu.access.catalogue import PLATFORM, Catalogue
from anshu.definitions.language import Role
from anshu.definitions.words import Text
from anshu.records.books import Book
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says

# How far a grant reaches, as people say it.
SCOPES = {
    "own": Text(zh="本人的", en="one's own"),
    "team": Text(zh="所在班组", en="one's team"),
    "org": Text(zh="所辖组织", en="one's unit and below"),
    "tenant": Text(zh="全单位", en="the whole organisation"),
}


class GrantSaid(Struct, frozen=True):
    """One thing a role allows, and on which records."""

    title: str
    scope: str


class RoleShape(Struct, frozen=True):
    """A role as it is chosen for a person."""

    key: str
    title: str
    grants: tuple[GrantSaid, ...]


class Roles(Struct, frozen=True):
    """All roles of the tenant's definitions."""

    items: tuple[RoleShape, ...]


@get("/roles", opt={"permission": "person:record:read"}, responses=says(Roles))
async def list_roles(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """The roles that exist here, in the reader's language."""
    book = await services.books.current(subject.principal)
    return answer(request, describe_roles(book, subject.language))


def describe_roles(book: Book, language: str) -> Roles:
    """Every role with its grants in words."""
    types = book.compiled.types.values()
    catalogue = PLATFORM.with_types(kind.item for kind in types)
    roles = book.compiled.roles.values()
    return Roles(tuple(_role(role, catalogue, language) for role in roles))


def _role(role: Role, catalogue: Catalogue, language: str) -> RoleShape:
    grants = tuple(
        GrantSaid(
            catalogue.permissions[grant.permission].title.said(language),
            SCOPES[grant.scope].said(language),
        )
        for grant in role.grants
        # A grant of a module that is not adopted here opens nothing.
        if grant.permission in catalogue
    )
    return RoleShape(role.key, role.title.said(language), grants)


ROUTES = [list_roles]
