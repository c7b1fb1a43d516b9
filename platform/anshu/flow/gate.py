"""The evidence gate: which elements a closing asks for, which are there, and why not."""

from collections.abc import Callable, Mapping
from uuid import UUID

from anshu.definitions.flow_language import Evidence
from anshu.flow.commands import Facts, KnownRecord
from anshu.flow.signatures import evidence_of
from anshu.flow.state import RecordState, TaskState, person_of
from anshu.kernel.boundary import distance_to_m, read_boundary
from anshu.kernel.position import Position, distance_m, read_position
from anshu.kernel.refusal import Explanation, Fact

# A check's verdict, the catalogue code of its reason, and the facts it rests on.
Check = tuple[bool, str, tuple[Fact, ...]]


MEASURED = ("browser", "wecom")


def check_evidence(
    state: RecordState,
    needs: tuple[Evidence, ...],
    facts: Facts,
    *,
    promoted: Mapping[str, str],
) -> Explanation:
    """Every needed element with its verdict; the same state and facts give the same tree.

    Rules named in the leaves are catalogue codes. `promoted` names the fields that
    hold the record's owner, area and position; the area's boundary is the fence, else its
    own position and radius, else the reported place. The accuracy of the position is allowed for.
    """
    checks = tuple(_check(state, need, facts, promoted) for need in needs)
    return Explanation(
        rule="closure_evidence", passed=all(c.passed for c in checks), children=checks
    )


def _check(
    state: RecordState, need: Evidence, facts: Facts, promoted: Mapping[str, str]
) -> Explanation:
    task = state.last_of(need.node)
    value = task.data.get(need.field) if task is not None else None
    if task is None:
        value = state.data.get(need.field) if need.node == "start" else None
    kinds: dict[str, Callable[[], Check]] = {
        "photo": lambda: _photos(state, need, facts, value),
        "signature": lambda: _signature(state, need, facts, task, promoted),
        "position": lambda: _position(state, need, facts, task, promoted),
    }
    passed, rule, found = kinds[need.kind]()
    return Explanation(
        rule=f"{need.key}:{rule}",
        passed=passed,
        label=need.label.zh,
        label_en=need.label.en,
        facts=found,
    )


def _photos(state: RecordState, need: Evidence, facts: Facts, value: object) -> Check:
    hashes = [str(item) for item in value] if isinstance(value, list) else []
    if not hashes:
        return False, "absent", ()
    for digest in hashes:
        media = facts.media.get(digest)
        if media is None:
            return False, "file_unknown", (Fact("hash", digest[:12]),)
        if not media.arrived:
            return False, "original_not_arrived", (Fact("hash", digest[:12]),)
        since = _begun(state, need.since_node)
        taken = media.captured_at or media.received_at
        if since is not None and taken < since.opened_at:
            begun = since.opened_at.isoformat(timespec="minutes")
            shot = taken.isoformat(timespec="minutes")
            return (
                False,
                "captured_too_early",
                (Fact("captured_at", shot, limit=begun),),
            )
    return True, "present", (Fact("photos", str(len(hashes))),)


def _begun(state: RecordState, node: str) -> TaskState | None:
    """The node's activation with which the work began that ended in its newest one.

    An extension or a return for another decision interrupts the work, it does not begin anew;
    only what had been declared done before in the same way was other work.
    """
    newest = state.last_of(node) if node else None
    begun = newest
    for task in reversed(state.tasks):
        if newest is None or task.node != node or task.cancelled or task is newest:
            continue
        if newest.closed_at is None or task.outcome == newest.outcome:
            break
        begun = task
    return begun


def _signature(
    state: RecordState,
    need: Evidence,
    facts: Facts,
    task: TaskState | None,
    promoted: Mapping[str, str],
) -> Check:
    value = task.data.get(need.field) if task is not None else None
    if not isinstance(value, dict) or task is None:
        return False, "absent", ()
    proof = facts.media.get(evidence_of(value))
    if proof is None or not proof.arrived:
        return False, "file_unknown" if proof is None else "original_not_arrived", ()
    signer, on_behalf = task.given_by(need.field)
    owner = _owner(state, promoted)
    if need.by_owner and (person_of(signer) != owner or on_behalf is not None):
        return False, "not_by_responsible", ()
    return True, "present", ()


def _position(
    state: RecordState,
    need: Evidence,
    facts: Facts,
    task: TaskState | None,
    promoted: Mapping[str, str],
) -> Check:
    value = task.data.get(need.field) if task is not None else None
    place = read_position(value)
    if place is None or task is None:
        return False, "absent", ()
    # Only what a device measured on the spot shows that somebody stood there.
    source = str(value.get("source", "")) if isinstance(value, dict) else ""
    if source not in MEASURED:
        return False, "not_measured", (Fact("source", source, limit=", ".join(MEASURED)),)
    giver, on_behalf = task.given_by(need.field)
    if need.not_by_owner and _owner(state, promoted) in (person_of(giver), on_behalf):
        return False, "by_responsible", ()
    if place.accuracy_m is None or place.accuracy_m > need.max_accuracy_m:
        shown = "" if place.accuracy_m is None else f"{place.accuracy_m:.0f}"
        return (
            False,
            "inaccurate",
            (Fact("accuracy", shown, "m", str(need.max_accuracy_m)),),
        )
    area = _area(state, facts, promoted)
    boundary = read_boundary(area.data.get("boundary")) if area is not None else None
    if boundary is not None:
        outside = distance_to_m(boundary, place)
        fact = Fact("outside_boundary", f"{outside:.0f}", "m", f"{place.accuracy_m:.0f}")
        inside = outside <= place.accuracy_m
        return inside, "present" if inside else "outside_boundary", (fact,)
    fence = _fence(state, need, area, promoted)
    if fence is None:
        return False, "no_fence", ()
    centre, radius = fence
    distance = distance_m(place, centre)
    fact = Fact("distance", f"{distance:.0f}", "m", f"{radius:.0f}")
    inside = distance - place.accuracy_m <= radius
    return inside, "present" if inside else "outside", (fact,)


def _area(state: RecordState, facts: Facts, promoted: Mapping[str, str]) -> KnownRecord | None:
    area = state.data.get(promoted.get("area", ""))
    return facts.records.get(UUID(str(area))) if area else None


def _fence(
    state: RecordState, need: Evidence, area: KnownRecord | None, promoted: Mapping[str, str]
) -> tuple[Position, float] | None:
    """Of an area without a boundary: its centre and radius, else the reported place."""
    if area is not None:
        centre = read_position(area.data.get("position"))
        if centre is not None:
            return centre, float(str(area.data.get("radius_m") or need.radius_m))
    reported = read_position(state.data.get(promoted.get("position", "")))
    return (reported, float(need.radius_m)) if reported is not None else None


def _owner(state: RecordState, promoted: Mapping[str, str]) -> UUID | None:
    value = state.data.get(promoted.get("owner", ""))
    return UUID(str(value)) if value else None
