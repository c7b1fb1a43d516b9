"""Which roles of the tenant must show a second factor: read and set by its administrators."""

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Struct

from anshu.identity.subject import SessionSubject
from anshu.identity.wiring import Identity
from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says

GUARD = {"permission": "tenant:settings:manage"}


class Policy(Struct, frozen=True, forbid_unknown_fields=True):
    """Keys of the roles whose holders must show a second factor."""

    second_factor_roles: tuple[str, ...]


@get("/sign-in-policy", opt=GUARD, responses=says(Policy))
async def show_policy(
    request: Asked, subject: NamedDependency[Subject], identity: NamedDependency[Identity]
) -> Response[bytes]:
    """The roles that must show a second factor; none until somebody sets them."""
    return answer(request, Policy(await identity.policies.roles(subject.tenant)))


@put("/sign-in-policy", opt=GUARD, responses=says(Policy))
async def set_policy(
    request: Asked,
    data: JSONBody[Policy],
    session: NamedDependency[SessionSubject],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Sets the roles; who sets a role of one's own must have a second factor already."""
    book = await services.books.current(subject.principal)
    unknown = sorted(set(data.second_factor_roles) - set(book.compiled.roles))
    if unknown:
        wrong = tuple(FieldError("second_factor_roles", "not_in_list", value=u) for u in unknown)
        return answer(request, Refusal("form_incomplete", kind="malformed", fields=wrong))
    own = {post.role for post in subject.allowed.posts}
    if own & set(data.second_factor_roles) and not session.second_factor:
        return answer(request, Refusal("second_factor_first", kind="state"))
    roles = frozenset(data.second_factor_roles)
    await identity.policies.set_roles(subject.tenant, roles, by=session.account)
    return answer(request, Policy(tuple(sorted(roles))))


ROUTES = [show_policy, set_policy]
