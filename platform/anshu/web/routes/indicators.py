"""Indicators for the board."""

from datetime import date
from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from anshu.boards.closure_rate import ClosureRate, closure_rate
from anshu.boards.comparison import Comparison, Windows, compare
from anshu.boards.elapsed import MeanElapsed, mean_elapsed
from anshu.boards.period import PERMISSION
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says


@get("/indicators/closure-rate", opt={"permission": PERMISSION}, responses=says(ClosureRate))
async def show_closure_rate(
    request: Asked,
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    *,
    first: Annotated[date, QueryParameter(name="from")],
    last: Annotated[date, QueryParameter(name="to")],
) -> Response[bytes]:
    """The closure rate of a period of days, by both formulas."""
    return answer(request, await closure_rate(services, subject, first=first, last=last))


@get("/indicators/elapsed", opt={"permission": PERMISSION}, responses=says(MeanElapsed))
async def show_elapsed(
    request: Asked,
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    *,
    first: Annotated[date, QueryParameter(name="from")],
    last: Annotated[date, QueryParameter(name="to")],
) -> Response[bytes]:
    """The mean time from discovery to archive of what was archived in a period of days."""
    return answer(request, await mean_elapsed(services, subject, first=first, last=last))


@get("/indicators/{key:str}/comparison", opt={"permission": PERMISSION}, responses=says(Comparison))
async def show_comparison(
    request: Asked,
    key: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    *,
    old_from: FromQuery[date],
    old_to: FromQuery[date],
    new_from: FromQuery[date],
    new_to: FromQuery[date],
) -> Response[bytes]:
    """An indicator in a baseline and in another window, which must not overlap."""
    windows = Windows(old_from, old_to, new_from, new_to)
    return answer(request, await compare(services, subject, key, windows))


ROUTES = [show_closure_rate, show_elapsed, show_comparison]
