"""What a test says of an answer: refused for this clause, with this alarm; or carried out."""

from collections.abc import Iterator
from typing import Any

from httpx import Response

from tests.conformance.permit import Permit

Json = dict[str, Any]


def carried_out(answer: Response) -> Json:
    """The page after a step that must succeed."""
    assert answer.status_code in {200, 201}, answer.text
    return dict(answer.json())


def refused(answer: Response, *clauses: str, alarm: str = "") -> Json:
    """A refusal that names one of the clauses ("GB 30871 5.1.5") and raises the alarm."""
    assert answer.status_code == 409, (answer.status_code, answer.text)
    problem = dict(answer.json())
    named = set(clauses_of(problem))
    assert any(_names(clauses, norm, number) for norm, number in named), (clauses, named, problem)
    if alarm:
        assert alarm in problem.get("alarms", ()), problem
    return problem


def clauses_of(problem: Json) -> Iterator[tuple[str, str]]:
    """The clauses of the rules that failed, wherever the refusal names them."""
    clause = problem.get("clause")
    if clause:
        yield clause["norm"], clause["clause"]
    stack = [problem.get("explanation") or {}]
    while stack:
        reason = stack.pop()
        stack += reason.get("children", ())
        if reason.get("verdict") == "fail" and reason.get("clause"):
            yield reason["clause"]["norm"], reason["clause"]["clause"]


def _names(wanted: tuple[str, ...], norm: str, clause: str) -> bool:
    """Whether it is one of these clauses or a part of one ("5.3.1 c)" is a part of "5.3.1")."""
    numbers = [f"{norm} {part.strip()}" for part in clause.replace(",", "、").split("、")]
    return any(number == want or _within(number, want) for number in numbers for want in wanted)


def _within(number: str, clause: str) -> bool:
    return number.startswith(clause) and not number[len(clause)].isdigit()


async def raised(permit: Permit, *codes: str, only: bool = False) -> list[Json]:
    """The permit's alarms: these codes are among them, none is open twice for one subject."""
    alarms = await permit.site.alarms(permit.id)
    seen = [alarm["data"]["code"] for alarm in alarms]
    assert set(codes) <= set(seen), (codes, alarms)
    if only:
        assert set(seen) == set(codes), alarms
    opened = [
        (alarm["data"]["code"], alarm["data"].get("subject"))
        for alarm in alarms
        if alarm["state"] == "open"
    ]
    assert len(opened) == len(set(opened)), alarms
    return alarms
