"""One permit with what its people record on the way: measures, briefing, gas, presence."""

from datetime import datetime, timedelta
from typing import Any

from httpx import Response

from tests.conformance.driven import Driven
from tests.conformance.site import Site

Json = dict[str, Any]
# The log that a preparation is recorded in.
LOGS = {
    "measures": "measures", "briefing": "briefing", "gas": "gas_test",
    "check_in": "check_in",
}  # fmt: skip
FRESH = timedelta(minutes=25)
RETURNING = (
    "responsible", "unit", "dept", "power", "utility", "lead", "chief", "safety", "shift",
)  # fmt: skip


class Permit(Driven):
    """A permit of one kind at its own place; made by `draft.clean`."""

    def __init__(self, site: Site, job: str, values: Json, *, needs_gas: bool) -> None:
        super().__init__(site, job, values)
        self.needs_gas = needs_gas
        self.gas_row: Json = {}
        # What the injector leaves out, and the values that it changed.
        self.skipped: set[str] = set()
        self.kept: Json = {}
        self.linked: Permit | None = None
        self._left_out: set[str] = set()
        self._heard = 0
        self._done: set[str] = set()
        self._sampled = site.now - timedelta(days=1)
        self._checked_in = site.now - timedelta(days=1)

    @property
    def position(self) -> Json:
        """Where the work is."""
        return dict(self.values["position"])

    @property
    def there(self) -> Json:
        """What a form on site says of where the signer stands."""
        return {"sign_position": self.position}

    @property
    def whereabouts(self) -> Json:
        """The values that put another permit at the same place."""
        keys = ("area", "position", "sign_position", "finish_position")
        return {key: self.values[key] for key in keys}

    def workers(self, **row: object) -> None:
        """The first worker's row is changed so."""
        first = self.values["workers"][0] | row
        self.values["workers"] = [{k: v for k, v in first.items() if v is not None}]

    def leave_out(self, measure: str) -> None:
        """This measure is not answered."""
        self._left_out.add(measure)

    def another(self) -> "Permit":
        """A second one with the same values, not booked yet."""
        return Permit(self.site, self.job, dict(self.values), needs_gas=self.needs_gas)

    def planned(self, key: str) -> datetime:
        """The planned start or end."""
        return datetime.fromisoformat(self.values[key])

    async def act_prepared(
        self, name: str, outcome: str, *, without: tuple[str, ...] = ()
    ) -> Response:
        """End the task after what is due at its node was recorded."""
        await self.prepare(await self.waits_at(), without)
        return await self.act(name, outcome)

    async def back_to_preparation(self) -> None:
        """Whoever signs now returns it, so that values can be corrected; later it stays."""
        node = await self.waits_at()
        if node == "preparation" or not (node.startswith("sign_") or node == "shift_check"):
            return
        for name in RETURNING:
            if await self.may(name, "return"):
                answer = await self.act(name, "return")
                assert answer.status_code == 200, answer.text
                return
        raise AssertionError(f"nobody can return it at {node}")

    async def until_end(self, after: timedelta) -> None:
        """Time passes until so long after the planned end."""
        left = self.planned("planned_end") + after - self.site.now
        await self.elapse(seconds=left.total_seconds())

    def rebrief(self) -> None:
        """Somebody else works: the briefing is due again."""
        self._done.discard("briefing")

    async def prepare(self, node: str, without: tuple[str, ...]) -> None:
        """Record what is due at this node and not done yet."""
        now = self.site.now
        for key, record in (
            ("measures", self.confirm_measures), ("briefing", self.brief),
            ("check_in", self.check_in), ("gas", self.test_gas),
        ):  # fmt: skip
            entry = self._entries.get(LOGS[key])
            if key in without or entry is None or node not in entry.at:
                continue
            if key == "gas" and (not self.needs_gas or now - self._sampled < FRESH):
                continue
            if key == "check_in" and now - self._checked_in < FRESH:
                continue
            if key in self._done and key not in {"gas", "check_in"}:
                continue
            answer = await record()
            assert answer.status_code in {200, 201}, (key, answer.text)
            self._done.add(key)

    async def confirm_measures(self) -> Response:
        """Every measure of the kind answered and signed."""
        codes = [c for c in self.site.measures(self.job) if c not in self._left_out]
        rows = [{"measure": code, "involved": True} for code in codes]
        return await self.enter("responsible", "measures", *rows)

    async def brief(self) -> Response:
        """The briefer and everybody who works sign."""
        people = [("briefer", self.values["responsible"])]
        people += [("receiver", row["person"]) for row in self.values["workers"]]
        rows = [{"part": part, "person": person} for part, person in people]
        signed = [await self.signed_row("responsible", "briefing", row) for row in rows]
        return await self.enter("responsible", "briefing", *signed)

    async def test_gas(self) -> Response:
        """The gas test of the way: `gas_row` over the clean one."""
        return await self.gas(**self.gas_row)

    async def gas(self, name: str = "gas", **row: object) -> Response:
        """Record one gas test, clean unless told otherwise."""
        self._sampled = self.site.now
        return await self.enter(name, "gas_test", self.gas_values(**row))

    def gas_values(self, **row: object) -> Json:
        """The row of one gas test."""
        now = self.site.now
        clean: Json = {
            "sampled_at": now.isoformat(), "point": "动火点上部", "instrument": "GT-901",
            "calibrated_until": (now + timedelta(days=90)).isoformat(), "oxygen": "20.9",
            "flammable": "0.05", "flammable_unit": "%vol", "flammable_gas": "methane",
        }  # fmt: skip
        return clean | row

    async def check_in(self) -> Response:
        """The guardian arrives."""
        self._checked_in = self.site.now
        return await self.enter(
            "guardian", "check_in", {"act": "check_in", "position": self.position}
        )

    async def hand_over(self, to: str, certificate: str | None) -> Response:
        """Another guardian is named and checks in, then the first goes."""
        row: Json = {"person": self.site.id(to)}
        if certificate:
            row["certificate"] = certificate
        answer = await self.enter("guardian", "add_guardian", row)
        if answer.status_code >= 400:
            return answer
        there = {"act": "check_in", "position": self.position}
        answer = await self.enter(to, "check_in", there)
        if answer.status_code >= 400:
            return answer
        left = {"person": self.site.id("guardian"), "note": "已交接现场情况"}
        return await self.enter("guardian", "hand_over", left)

    async def elapse(self, *, guarded: bool = True, **spans: float) -> None:
        """Time passes with the guardian in place, then what is due happens."""
        self.site.wait(**spans)
        if guarded:
            answer = await self.check_in()
            assert answer.status_code == 200, answer.text
        await self.site.settle(self.id)
        self._seen = {}

    async def told(self) -> list[Json]:
        """What its watches told since this was last asked."""
        every = await self.site.told(self.id)
        heard, self._heard = self._heard, len(every)
        return every[heard:]

    async def passage(self, way: str, row: Json) -> Response:
        """Somebody goes in or comes out, with tools."""
        return await self.enter("guardian", f"passage_{way}", row)
