"""Notifications: one's own wishes; the tenant's defaults and mail server."""

from datetime import datetime
from typing import Annotated

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import UNSET, Meta, Struct, UnsetType

from anshu.kernel.refusal import Refusal
from anshu.notify.channel import (
    NewServer,
    Server,
    keep_defaults,
    keep_server,
    keep_wishes,
    own,
    settings_of,
)
from anshu.notify.groups import GROUPS
from anshu.notify.groups import TITLES as GROUP_TITLES
from anshu.notify.wishes import Defaults, Wishes
from anshu.records.notifying.dispatching import channel_of
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says

OWN = {"member": "one's own wishes"}
MANAGE = {"permission": "notification:channel:manage"}
Moment = Annotated[datetime, Meta(tz=True)]


class NoticeGroup(Struct, frozen=True):
    """A group of notices that can be switched on and off."""

    key: str
    title: str


class Preferences(Struct, frozen=True):
    """A person's choices, what they rest on, and whether mail can reach the person at all."""

    wishes: Wishes
    defaults: Defaults
    groups: tuple[NoticeGroup, ...]
    mail: str
    mail_offered: bool
    timezone: str


class ServerShown(Struct, frozen=True):
    """A mail server without its password."""

    host: str
    port: int
    security: str
    sender: str
    user: str
    by_tenant: bool


class ChannelSettings(Struct, frozen=True):
    """The tenant's defaults, the mail server that holds, and where links lead."""

    defaults: Defaults
    groups: tuple[NoticeGroup, ...]
    public_url: str
    timezone: str
    server: ServerShown | UnsetType = UNSET


@get("/notifications/preferences", opt=OWN, responses=says(Preferences))
async def show_preferences(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """What the asker wishes, and what the tenant starts from."""
    return answer(request, await _preferences(services, subject))


@put("/notifications/preferences", opt=OWN, responses=says(Preferences))
async def change_preferences(
    request: Asked,
    data: JSONBody[Wishes],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Keeps the asker's wishes; they hold for what is told from now on."""
    channel = channel_of(services)
    refused = await keep_wishes(channel, subject.principal, subject.person, data)
    return answer(request, refused or await _preferences(services, subject))


@get("/notifications/settings", opt=MANAGE, responses=says(ChannelSettings))
async def show_settings(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """The tenant's defaults and its mail server, without the password."""
    return answer(request, await _settings(services, subject))


@put("/notifications/settings", opt=MANAGE, responses=says(ChannelSettings))
async def change_settings(
    request: Asked,
    data: JSONBody[Defaults],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Keeps the tenant's defaults for people who chose nothing else."""
    channel = channel_of(services)
    refused = await keep_defaults(channel, subject.principal, data, by=subject.person)
    return answer(request, refused or await _settings(services, subject))


@put("/notifications/server", opt=MANAGE, responses=says(ChannelSettings))
async def set_server(
    request: Asked,
    data: JSONBody[NewServer],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Names the tenant's own mail server; the password is sealed and never shown again."""
    channel = channel_of(services)
    refused = await keep_server(channel, subject.principal, data, by=subject.person)
    return answer(request, refused or await _settings(services, subject))


@delete("/notifications/server", opt=MANAGE, status_code=200, responses=says(ChannelSettings))
async def drop_server(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """Goes back to the installation's mail server."""
    channel = channel_of(services)
    await keep_server(channel, subject.principal, None, by=subject.person)
    return answer(request, await _settings(services, subject))


async def _preferences(services: Services, subject: Subject) -> Preferences | Refusal:
    channel = channel_of(services)
    person = await own(channel, subject.principal, subject.person)
    if person is None:
        return Refusal("no_person", kind="forbidden")
    _, server = await settings_of(channel, subject.principal)
    return Preferences(
        person.wishes, person.defaults, _groups(subject), person.mail, server is not None,
        subject.timezone,
    )  # fmt: skip


async def _settings(services: Services, subject: Subject) -> ChannelSettings:
    defaults, server = await settings_of(channel_of(services), subject.principal)
    shown = _server(server) if server else UNSET
    url = services.settings.public_url
    return ChannelSettings(defaults, _groups(subject), url, subject.timezone, shown)


def _server(server: Server) -> ServerShown:
    known = server.server
    # The installation's account is the operator's own business.
    user = known.user if server.by_tenant else ""
    return ServerShown(known.host, known.port, known.security, known.sender, user, server.by_tenant)


def _groups(subject: Subject) -> tuple[NoticeGroup, ...]:
    return tuple(NoticeGroup(key, GROUP_TITLES[key].said(subject.language)) for key in GROUPS)


ROUTES = [
    show_preferences, change_preferences, show_settings, change_settings, set_server, drop_server,
]  # fmt: skip
