"""The limits that hold here, each with the layers that set it and the gates that use it."""

from litestar import Response, get
from litestar.di import NamedDependency
from msgspec import UNSET, Struct, UnsetType

from anshu.compiler.compiled import Compiled
from anshu.definitions.limits import SetLimit
from anshu.definitions.words import Text
from anshu.kernel.quantity import written
from anshu.kernel.refusal import Clause
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.rules.standards import Standard, standards_of
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says

LAYERS = {
    "law": Text("法规标准", "Law"),
    "group": Text("集团", "Group"),
    "region": Text("区域", "Region"),
    "company": Text("企业", "Company"),
}


class LimitLayer(Struct, frozen=True, omit_defaults=True):
    """What one layer sets; `holds`: it is the one that counts."""

    layer: str
    layer_label: str
    value: str
    pack: str
    holds: bool = False
    unverified: bool = False
    clause: Clause | UnsetType = UNSET


class GateUse(Struct, frozen=True):
    """A gate that compares with the limit, in its own words."""

    table: str
    title: str
    severity: str
    said: str


class LimitShown(Struct, frozen=True):
    """A limit: `direction` at_most or at_least; the layers from the highest down."""

    key: str
    title: str
    direction: str
    value: str
    unit: str
    layers: tuple[LimitLayer, ...]
    gates: tuple[GateUse, ...]


class PackShown(Struct, frozen=True):
    """A pack of the set that holds here; `since`: from which day it is in effect."""

    layer: str
    layer_label: str
    name: str
    version: str
    publisher: str
    since: str


class Standards(Struct, frozen=True):
    """The limits of the set that holds here, and the packs it is made of."""

    limits: tuple[LimitShown, ...]
    packs: tuple[PackShown, ...]


@get("/standards", opt={"member": True}, responses=says(Standards))
async def show_standards(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """What holds, who set it and where it is used; it is no secret to anybody who works here."""
    book = await services.books.current(subject.principal)
    return answer(request, describe_standards(book.compiled, subject.language))


def describe_standards(compiled: Compiled, language: str) -> Standards:
    """The standards of a set in words."""
    packs = sorted(compiled.packs, key=lambda pack: (list(LAYERS).index(pack.layer), pack.name))
    return Standards(
        limits=tuple(_limit(each, language) for each in standards_of(compiled)),
        packs=tuple(
            PackShown(
                pack.layer, LAYERS[pack.layer].said(language), pack.name, pack.version,
                pack.publisher, pack.effective_from,
            )
            for pack in packs
        ),
    )  # fmt: skip


def _limit(standard: Standard, language: str) -> LimitShown:
    holds = standard.limit.holds
    return LimitShown(
        key=standard.key,
        title=holds.limit.title.said(language),
        direction=holds.limit.direction,
        value=holds.limit.value,
        unit=written(holds.limit.unit),
        layers=tuple(_layer(each, each == holds, language) for each in standard.limit.set_by),
        gates=tuple(
            GateUse(gate.table, gate.title.said(language), gate.severity, gate.said.said(language))
            for gate in standard.gates
        ),
    )


def _layer(each: SetLimit, holds: bool, language: str) -> LimitLayer:
    anchor = each.limit.clause
    clause = Clause(anchor.norm, anchor.clause, anchor.edition) if anchor else UNSET
    return LimitLayer(
        each.layer, LAYERS[each.layer].said(language), each.limit.value, each.pack,
        holds, each.limit.unverified, clause,
    )  # fmt: skip


ROUTES = [show_standards]
