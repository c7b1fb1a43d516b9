"""The words of mails: ours, and the tenant's own beside them."""

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from anshu.notify.channel import (
    OwnWords,
    keep_template,
    templates,
)
from anshu.notify.templates import LANGUAGES, PLACES, TITLES, shipped
from anshu.records.notifying.dispatching import channel_of
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says
from anshu.web.routes.notifications import MANAGE


class MailTemplate(Struct, frozen=True):
    """The words that hold for a kind and language, ours beside them, and the places there are."""

    kind: str
    title: str
    language: str
    subject: str
    body: str
    own: bool
    shipped_subject: str
    shipped_body: str
    places: tuple[str, ...]


class MailTemplates(Struct, frozen=True):
    """All kinds in all languages."""

    items: tuple[MailTemplate, ...]


class TemplateWords(Struct, frozen=True, forbid_unknown_fields=True):
    """A tenant's own words; both empty: ours again."""

    subject: str
    body: str


@get("/notifications/templates", opt=MANAGE, responses=says(MailTemplates))
async def list_templates(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """The words of every kind of mail in every language."""
    return answer(request, await _templates(services, subject))


@put(
    "/notifications/templates/{kind:str}/{words_language:str}",
    opt=MANAGE,
    responses=says(MailTemplates),
)
async def change_template(
    request: Asked,
    kind: FromPath[str],
    words_language: FromPath[str],
    data: JSONBody[TemplateWords],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Keeps the tenant's own words; a place that the kind does not have is refused."""
    words = OwnWords(kind, words_language, data.subject, data.body)
    channel = channel_of(services)
    refused = await keep_template(channel, subject.principal, words, by=subject.person)
    return answer(request, refused or await _templates(services, subject))


async def _templates(services: Services, subject: Subject) -> MailTemplates:
    kept = {
        (w.kind, w.language): w for w in await templates(channel_of(services), subject.principal)
    }
    return MailTemplates(
        tuple(
            _template(kind, language, kept.get((kind, language)), subject.language)
            for kind in PLACES
            for language in LANGUAGES
        )
    )


def _template(kind: str, language: str, words: OwnWords | None, reader: str) -> MailTemplate:
    ours = shipped(kind, language)
    return MailTemplate(
        kind=kind,
        title=TITLES[kind].said(reader),
        language=language,
        subject=words.subject if words else ours.subject,
        body=words.body if words else ours.body,
        own=words is not None,
        shipped_subject=ours.subject,
        shipped_body=ours.body,
        places=PLACES[kind],
    )


ROUTES = [list_templates, change_template]
