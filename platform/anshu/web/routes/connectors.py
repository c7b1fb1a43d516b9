"""Connectors: what is installed and connected, a new one, a probe, and a run at once."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Struct, UnsetType

from anshu.extensions.registry import DriverType
from anshu.kernel.refusal import Refusal
from anshu.records.connectors.asking import ask_for_run
from anshu.records.connectors.desk import ConnectorUnknown, connect, list_instances, probe
from anshu.records.connectors.instance import ConnectorInstance, NewConnector
from anshu.records.connectors.reconfiguring import reconfigure
from anshu.records.connectors.removing import remove
from anshu.records.connectors.room import connectors_of, installed_drivers
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.sdk.config import config_schema
from anshu.sdk.errors import ConfigRefused, ConnectorError
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says
from anshu.web.problem import MEDIA_TYPE, ProblemField, problem_of

MANAGE = {"permission": "connector:instance:manage"}
UNKNOWN = Refusal("connector_unknown", kind="unknown")


class Wanted(Struct, frozen=True, forbid_unknown_fields=True):
    """A source to be connected."""

    driver: str
    title: str
    config: dict[str, object]
    interval_minutes: int = 120


class Changed(Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of a configuration that get other values."""

    config: dict[str, object]


class DriverShown(Struct, frozen=True):
    """An installed driver with the JSON Schema of its form."""

    key: str
    title: str
    config_schema: dict[str, object]


class ProblemShown(Struct, frozen=True):
    """A row of the source that was left out."""

    place: str
    row: int
    column: str
    message: str
    cure: str


class InstanceShown(Struct, frozen=True, kw_only=True):
    """A connected source: counts over all its streams, and what it could not use."""

    id: UUID
    driver: str
    title: str
    state: str
    counts: dict[str, int]
    unmatched_codes: tuple[str, ...]
    problems: tuple[ProblemShown, ...]
    interval_minutes: int
    error: str | UnsetType = UNSET
    last_run: datetime | UnsetType = UNSET
    last_ok: datetime | UnsetType = UNSET
    next_run: datetime | UnsetType = UNSET


class ConnectorList(Struct, frozen=True):
    """What can be connected, and what is."""

    drivers: tuple[DriverShown, ...]
    instances: tuple[InstanceShown, ...]


class Answered(Struct, frozen=True):
    """What the source said."""

    text: str


class Removed(Struct, frozen=True):
    """The connection that reads and tells nothing more."""

    id: UUID


class Asking(Struct, frozen=True):
    """The run has been asked for; the instance tells how it went."""

    queued: bool


@get("/connectors", opt={"permission": "connector:instance:read"}, responses=says(ConnectorList))
async def list_connectors(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """Installed drivers and connected sources; configurations are never shown."""
    language = subject.language
    drivers = tuple(
        _driver(key, loaded.value, language) for key, loaded in sorted(installed_drivers().items())
    )
    found = await list_instances(connectors_of(services), subject.principal)
    shown = tuple(_shown(instance, language) for instance in found)
    return answer(request, ConnectorList(drivers, shown))


@post("/connectors", opt=MANAGE, responses=says(InstanceShown, status=201))
async def connect_source(
    request: Asked,
    data: JSONBody[Wanted],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Connects a source, which is due at once; a wrong configuration is refused by field."""
    new = NewConnector(data.driver, data.title, data.config, data.interval_minutes)
    try:
        made = await connect(connectors_of(services), subject.principal, new)
    except ConnectorError as error:
        return _refused(error, subject.language)
    return answer(request, _shown(made, subject.language), status=201)


@put("/connectors/{instance:uuid}/config", opt=MANAGE, responses=says(InstanceShown))
async def reconfigure_source(
    request: Asked,
    instance: FromPath[UUID],
    data: JSONBody[Changed],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Other values for some fields; a stopped connection is due again at once."""
    room = connectors_of(services)
    try:
        await reconfigure(room, subject.principal, instance, data.config)
    except ConnectorUnknown:
        return answer(request, UNKNOWN)
    except ConnectorError as error:
        return _refused(error, subject.language)
    await ask_for_run(services, subject.principal, instance)
    (made,) = [i for i in await list_instances(room, subject.principal) if i.id == instance]
    return answer(request, _shown(made, subject.language))


@delete("/connectors/{instance:uuid}", opt=MANAGE, status_code=200, responses=says(Removed))
async def remove_source(
    request: Asked,
    instance: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Ends the connection for good: its secrets are gone at once, what it brought stays."""
    try:
        await remove(connectors_of(services), subject, instance)
    except ConnectorUnknown:
        return answer(request, UNKNOWN)
    return answer(request, Removed(instance))


@post("/connectors/{instance:uuid}/probe", opt=MANAGE, status_code=200, responses=says(Answered))
async def probe_source(
    request: Asked,
    instance: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Asks the source now and answers with what it said."""
    try:
        result = await probe(connectors_of(services), subject.principal, instance)
    except ConnectorUnknown:
        return answer(request, UNKNOWN)
    except ConnectorError as error:
        return _refused(error, subject.language)
    return answer(request, Answered(result.text.said(subject.language)))


@post(
    "/connectors/{instance:uuid}/run",
    opt=MANAGE,
    status_code=202,
    responses=says(Asking, status=202),
)
async def run_source(
    request: Asked,
    instance: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Lets a worker read the source soon."""
    if not await ask_for_run(services, subject.principal, instance):
        return answer(request, UNKNOWN)
    return answer(request, Asking(queued=True), status=202)


def _driver(key: str, driver: DriverType, language: str) -> DriverShown:
    return DriverShown(key, driver.title.said(language), config_schema(driver.config_type))


def _shown(instance: ConnectorInstance, language: str) -> InstanceShown:
    streams = instance.counts.values()
    return InstanceShown(
        id=instance.id,
        driver=instance.driver,
        title=instance.title,
        state=instance.state,
        counts=_counts(instance),
        unmatched_codes=tuple(code for stream in streams for code in stream.unmatched_codes),
        problems=tuple(
            ProblemShown(p.place, p.row, p.column, p.message.said(language), p.cure.said(language))
            for stream in streams
            for p in stream.first_problems
        ),
        interval_minutes=instance.interval_minutes,
        error=instance.error.said(language) if instance.error else UNSET,
        last_run=instance.last_run or UNSET,
        last_ok=instance.last_ok or UNSET,
        next_run=instance.next_run or UNSET,
    )


def _counts(instance: ConnectorInstance) -> dict[str, int]:
    """What a source brought, and what waits to go out or was not taken."""
    told = instance.told
    loaded = installed_drivers().get(instance.driver)
    going = {"waiting": told.get("waiting", 0) + told.get("held", 0),
             "failed": told.get("failed", 0)}  # fmt: skip
    out = going if loaded is not None and loaded.value.outbound else {}
    if out and not instance.counts:
        return out
    names = ("entities", "values", "unmatched", "problems")
    streams = instance.counts.values()
    return {name: sum(getattr(stream, name) for stream in streams) for name in names} | out


def _refused(error: ConnectorError, language: str) -> Response[bytes]:
    """What a driver says itself: the field at fault, or that the source does not answer."""
    text = error.text.said(language)
    if isinstance(error, ConfigRefused):
        problem = problem_of(Refusal("connector_config_refused", kind="malformed"), language)
        field = ProblemField(error.field, "connector_config_refused", text, problem.cure)
        problem = msgspec.structs.replace(problem, detail=text, errors=(field,))
    else:
        problem = problem_of(Refusal("connector_failed"), language)
        problem = msgspec.structs.replace(problem, detail=text)
    body = msgspec.json.encode(problem)
    return Response(body, status_code=problem.status, media_type=MEDIA_TYPE)


ROUTES = [
    list_connectors,
    connect_source,
    reconfigure_source,
    remove_source,
    probe_source,
    run_source,
]
