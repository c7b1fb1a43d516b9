"""Permits under load: what the full gate costs, fifty applicants at once."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

import pytest
import pytest_asyncio

from anshu.compiler.judgement import Judgement
from anshu.flow.decide import decide
from anshu.kernel.clock import MovedClock
from anshu.kernel.refusal import Refusal
from anshu.records import run
from anshu.records.readings.asking import Asking, asking_of
from anshu.settings import Settings
from anshu.store.unit_of_work import Store
from anshu_tenants.estate import Estate
from anshu_tenants.provision import NewTenant, create_tenant
from tests.bench.table import table
from tests.permits.jobs import JOBS
from tests.permits.life import Site
from tests.permits.people import settle
from tests.records.people import PLACE, services_over

ROUNDS = 200
MOST_TIMES = 60
APPLICANTS = 50
APART_DEGREES = 0.002


@dataclass
class Command:
    """What one command's gate was given: the arguments of its three pure parts."""

    asking: tuple[Any, ...] = ()
    rows: list[Any] = field(default_factory=list)
    facts: Any = None
    deciding: tuple[Any, ...] = ()


class Listening:
    """Keeps the arguments of the gate's parts while a real command runs."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.command = Command()
        answered = Asking.answered

        def asked(*arguments: Any) -> Any:
            self.command.asking = arguments
            return asking_of(*arguments)

        def read(asking: Asking, facts: Any, rows: Any) -> Any:
            self.command.facts, self.command.rows = facts, list(rows)
            return answered(asking, facts, rows)

        def decided(*arguments: Any) -> Any:
            self.command.deciding = arguments
            return decide(*arguments)

        patch.setattr(run, "asking_of", asked)
        patch.setattr(run, "decide", decided)
        patch.setattr(Asking, "answered", read)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def site(store: Store, settings: Settings, estate: Estate) -> AsyncIterator[Site]:
    """A plant whose day begins at ten in the morning of a working day."""
    services = services_over(store, MovedClock(), settings)
    row = await create_tenant(estate, NewTenant("company", "作业票"))
    async with Site(await settle(services, row)) as opened:
        yield opened


async def test_the_full_gate_of_hot_work_against_an_empty_one(site: Site) -> None:
    shown = table(
        f"Gate of hot work without I/O: µs, median of {ROUNDS} (facts asked, read, tables judged)",
        "command", "empty gate", "full gate", "ratio", "tables", "facts",
    )  # fmt: skip
    job = JOBS["hot_1"]
    record = str((await site.prepare(job))["id"])
    assert (await site.submit(record, job)).status_code == 200
    for name in ("foreman", "unit", "ehs", "deputy"):
        assert (await site.sign(record, name)).status_code == 200
    await _measure(shown, "last approval", lambda: site.sign(record, "director"))
    await _measure(shown, "shift check", lambda: site.sign(record, "shift", "check"))
    await site.check_in(record)
    started = {"sign_position": PLACE}
    await _measure(shown, "start", lambda: site.complete(record, "foreman", "start", started))


async def _measure(shown: Any, said: str, act: Callable[[], Awaitable[Any]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        listening = Listening(patch)
        answer = await act()
    assert answer.status_code == 200, answer.text
    full = listening.command
    sources, kind, *others = full.asking
    bare_kind = kind.judged_by(Judgement())
    empty = Command((sources, bare_kind, *others), full.rows, full.facts,
                    (bare_kind, *full.deciding[1:]))  # fmt: skip
    times = {"empty": _each_us(empty), "full": _each_us(full)}
    # Tables are judged once a command; a second time would show here.
    assert times["full"] / times["empty"] < MOST_TIMES
    judged = full.deciding[3].readings, full.deciding[3].lists
    tables = _tables(kind, full)
    shown.add(said, times["empty"], times["full"], times["full"] / times["empty"], tables,
              len(judged[0]) + len(judged[1]))  # fmt: skip


def _each_us(command: Command) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        asking = asking_of(*command.asking)
        if asking is not None and command.rows:
            asking.answered(command.facts, command.rows)
        decision = decide(*command.deciding)
        taken.append(time.perf_counter() - begun)
        assert not isinstance(decision, Refusal), decision
    return median(taken) * 1e6


def _tables(kind: Any, command: Command) -> int:
    """How many tables are asked at the form of the outcome."""
    done = command.deciding[2]
    task = command.deciding[1].task(done.task)
    form = next(o.form for o in kind.nodes[task.node].outcomes if o.key == done.outcome)
    return len(kind.judgement.at_form(form))


@pytest.mark.timeout(900)
async def test_fifty_applicants_at_once(site: Site) -> None:
    """In one process over HTTP: everybody books, then everybody submits a prepared permit."""
    shown = table(
        f"{APPLICANTS} applicants at once, one process, ms", "request", "p50", "p95", "all in s"
    )
    job = JOBS["height_1"]
    places = [_place(number) for number in range(APPLICANTS)]
    answers = await _at_once(
        shown, "booking", [lambda p=p: site.send_booking(job, position=p) for p in places]
    )
    records = []
    for answer in answers:
        assert answer.status_code == 201, answer.text
        record = str(answer.json()["id"])
        await site.must(record, "unit", "approve")
        await site.confirm_measures(record, job)
        await site.brief(record, [person for person, _, _ in job.workers])
        records.append(record)
    answers = await _at_once(
        shown, "application", [lambda r=r: site.submit(r, job) for r in records]
    )
    refused = [answer.text for answer in answers if answer.status_code != 200]
    assert not refused, refused[0]


async def _at_once(shown: Any, said: str, acts: list[Callable[[], Awaitable[Any]]]) -> list[Any]:
    async def one(act: Callable[[], Awaitable[Any]]) -> tuple[Any, float]:
        begun = time.perf_counter()
        answer = await act()
        return answer, (time.perf_counter() - begun) * 1e3

    begun = time.perf_counter()
    done = await asyncio.gather(*(one(act) for act in acts))
    whole = time.perf_counter() - begun
    walls = sorted(wall for _, wall in done)
    shown.add(said, median(walls), quantiles(walls, n=20)[-1], whole)
    return [answer for answer, _ in done]


def _place(number: int) -> dict[str, str]:
    """Two hundred metres from the one before, so that nobody is in another's way."""
    lat = 31.985 + number % 7 * APART_DEGREES
    lon = 120.905 + number // 7 * APART_DEGREES
    return {**PLACE, "lat": f"{lat:.6f}", "lon": f"{lon:.6f}"}
