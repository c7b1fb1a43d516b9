"""The evidence gate of closing: each element, why it does not count, and what is said."""

from datetime import timedelta

import msgspec
import pytest

from anshu.flow.commands import Facts, KnownMedia
from anshu.kernel.refusal import Explanation, Refusal
from tests.flow.hazards import (
    AFTER,
    AREA,
    BEFORE,
    NOON,
    SIGNED,
    Course,
    actor,
    at_node,
    beside,
    closed,
    facts_at,
    person,
    refused,
)
from tests.records.people import PLACE


def asked(course: Course, facts: Facts | None = None, **data: object) -> Refusal | None:
    """The refusal to close with this re-inspection, or None."""
    decision = course.ask(course.completing("pass", **data), actor("safety"), facts)
    return decision if isinstance(decision, Refusal) else None


def reasons(refusal: Refusal | None) -> dict[str, str]:
    """Element to the reason why it does not count."""
    assert refusal is not None
    assert refusal.code == "closure_evidence_missing"
    assert isinstance(refusal.explanation, Explanation)
    leaves = refusal.explanation.children
    return dict(leaf.rule.split(":") for leaf in leaves if not leaf.passed)


def without(facts: Facts, *digests: str) -> Facts:
    kept = {key: media for key, media in facts.media.items() if key not in digests}
    return msgspec.structs.replace(facts, media=kept)


def rectified_with(**changes: object) -> Course:
    """Waiting for re-inspection, with the newest rectification's own data changed."""
    course = at_node("reinspection")
    tasks = [
        msgspec.structs.replace(task, data={**task.data, **changes})
        if task.node == "rectification"
        else task
        for task in course.state.tasks
    ]
    course.state = msgspec.structs.replace(course.state, tasks=tuple(tasks))
    return course


def test_with_everything_there_it_closes_and_the_verdict_is_kept() -> None:
    event = closed().events[-1]
    assert event.kind == "RecordClosed"
    verdict = msgspec.convert(event.payload["@verdict"], Explanation)
    assert verdict.passed
    assert [leaf.rule for leaf in verdict.children] == [
        "before_photo:present", "after_photo:present", "signature:present", "watermark:present",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "element"),
    [
        ("before_photos", "before_photo"), ("after_photos", "after_photo"),
        ("responsible_signature", "signature"),
    ],
)  # fmt: skip
def test_an_element_that_was_never_given_is_absent(field: str, element: str) -> None:
    assert reasons(asked(rectified_with(**{field: None}))) == {element: "absent"}


@pytest.mark.parametrize(
    ("digest", "element"),
    [(BEFORE, "before_photo"), (AFTER, "after_photo"), (SIGNED, "signature")],
)
def test_an_element_whose_file_is_not_there_does_not_count(digest: str, element: str) -> None:
    course = at_node("reinspection")
    facts = without(facts_at(course.now), digest)
    assert reasons(asked(course, facts)) == {element: "file_unknown"}


@pytest.mark.parametrize(("seconds", "passed"), [(0, True), (-1, False)])
@pytest.mark.parametrize("captured", [True, False])
def test_the_photo_after_is_taken_after_the_task_was_opened(
    seconds: int, passed: bool, captured: bool
) -> None:
    """By the time of capture; by the time of receipt when the camera said none."""
    course = at_node("reinspection")
    opened = next(t for t in course.state.tasks if t.node == "rectification").opened_at
    moment = opened + timedelta(seconds=seconds)
    times = (moment, course.now) if captured else (None, moment)
    facts = facts_at(course.now)
    early = KnownMedia(AFTER, "photo", *times, None)
    refusal = asked(course, msgspec.structs.replace(facts, media={**facts.media, AFTER: early}))
    if passed:
        assert refusal is None
    else:
        assert reasons(refusal) == {"after_photo": "captured_too_early"}
        (fact,) = refused_facts(refusal)
        assert (fact.value, fact.limit) == (
            moment.isoformat(timespec="minutes"), opened.isoformat(timespec="minutes"),
        )  # fmt: skip


def refused_facts(refusal: Refusal | None) -> tuple[object, ...]:
    assert refusal is not None
    return refusal.facts


def test_the_photo_before_may_be_as_old_as_the_report() -> None:
    course = at_node("reinspection")
    facts = facts_at(course.now)
    old = KnownMedia(BEFORE, "photo", NOON - timedelta(days=1), NOON, None)
    assert asked(course, msgspec.structs.replace(facts, media={**facts.media, BEFORE: old})) is None


def test_a_photo_of_an_earlier_rectification_does_not_count_for_the_new_one() -> None:
    course = at_node("reinspection")
    taken = course.now
    course.later(hours=1)
    course.complete("fail")
    course.later(hours=1)
    course.complete("submit")
    facts = facts_at(course.now)
    media = {key: KnownMedia(key, m.purpose, taken, taken, None) for key, m in facts.media.items()}
    refusal = asked(course, msgspec.structs.replace(facts, media=media))
    assert reasons(refusal) == {"after_photo": "captured_too_early"}


def test_only_the_responsible_persons_signature_counts() -> None:
    course = at_node("rectification")
    course.take(course.firing("escalate"), actor("worker"))
    course.complete("submit", who="ehs")
    assert reasons(asked(course)) == {"signature": "not_by_responsible"}


def test_the_position_is_not_the_responsible_persons() -> None:
    course = rectified_with()
    data = {**course.state.data, "responsible": str(person("safety"))}
    course.state = msgspec.structs.replace(course.state, data=data)
    assert reasons(asked(course)) == {
        "signature": "not_by_responsible", "watermark": "by_responsible",
    }  # fmt: skip


@pytest.mark.parametrize(("accuracy", "passed"), [("200", True), ("200.5", False), (None, False)])
def test_a_position_is_as_accurate_as_asked(accuracy: str | None, passed: bool) -> None:
    place = {key: value for key, value in PLACE.items() if key != "accuracy_m"}
    if accuracy is not None:
        place["accuracy_m"] = accuracy
    refusal = asked(at_node("reinspection"), recheck_position=place)
    if passed:
        assert refusal is None
    else:
        assert reasons(refusal) == {"watermark": "inaccurate"}


@pytest.mark.parametrize(
    ("metres", "accuracy", "passed"),
    [(0, "8", True), (190, "8", True), (215, "8", False), (215, "20", True), (390, "200", True)],
)
@pytest.mark.parametrize("system", ["WGS-84", "GCJ-02"])
def test_a_position_is_within_the_fence_give_or_take_its_accuracy(
    metres: float, accuracy: str, passed: bool, system: str
) -> None:
    place = beside(metres, system=system, accuracy=accuracy)
    refusal = asked(at_node("reinspection"), recheck_position=place)
    if passed:
        assert refusal is None
    else:
        assert reasons(refusal) == {"watermark": "outside"}
        (error,) = refused_fields(refusal)
        assert (error.field, error.code) == ("recheck_position", "evidence_outside")
        assert (error.value, error.limit) == (str(metres), "200")


def refused_fields(refusal: Refusal | None) -> tuple[object, ...]:
    assert refusal is not None
    return refusal.fields


def test_a_position_of_one_system_named_as_the_other_is_far_outside() -> None:
    place = {**beside(0, system="GCJ-02"), "system": "WGS-84"}
    assert reasons(asked(at_node("reinspection"), recheck_position=place)) == {
        "watermark": "outside"
    }


def area_with(course: Course, data: dict[str, object]) -> Facts:
    facts = facts_at(course.now)
    area = msgspec.structs.replace(facts.records[AREA], data=data)
    return msgspec.structs.replace(facts, records={**facts.records, AREA: area})


@pytest.mark.parametrize(("radius", "passed"), [("300", True), ("100", False)])
def test_the_areas_own_radius_goes_before_the_definitions(radius: str, passed: bool) -> None:
    course = at_node("reinspection")
    facts = area_with(course, {"position": PLACE, "radius_m": radius})
    refusal = asked(course, facts, recheck_position=beside(220))
    assert (refusal is None) is passed


def test_without_the_areas_position_the_reported_place_is_the_fence() -> None:
    course = at_node("reinspection")
    course.state = msgspec.structs.replace(
        course.state, data={**course.state.data, "position": beside(5000)}
    )
    facts = area_with(course, {})
    assert reasons(asked(course, facts)) == {"watermark": "outside"}
    assert asked(course, facts, recheck_position=beside(5000)) is None


def test_without_any_place_there_is_no_fence_and_it_cannot_be_closed() -> None:
    course = at_node("reinspection")
    assert reasons(asked(course, area_with(course, {}))) == {"watermark": "no_fence"}


def test_everything_that_is_missing_is_said_at_once_with_labels() -> None:
    course = rectified_with(before_photos=[], responsible_signature=None)
    refusal = asked(course, recheck_position=beside(900))
    assert reasons(refusal) == {
        "before_photo": "absent", "signature": "absent", "watermark": "outside",
    }  # fmt: skip
    assert refusal is not None
    assert [(error.field, error.code, error.label) for error in refusal.fields] == [
        ("before_photos", "evidence_absent", "整改前照片"),
        ("responsible_signature", "evidence_absent", "责任人电子签名"),
        ("recheck_position", "evidence_outside", "复查人定位水印"),
    ]
    assert refusal.current_version == course.state.version


def test_a_refused_closing_can_be_repeated_when_the_evidence_is_there() -> None:
    course = at_node("reinspection")
    assert asked(course, without(facts_at(course.now), AFTER)) is not None
    course.complete("pass")
    assert course.state.state == "closed"


def test_a_signature_under_something_else_is_refused() -> None:
    course = at_node("rectification")
    command = course.completing("submit")
    sheet = "c" * 64
    signature = {"image": SIGNED, "shown": BEFORE, "method": "handwriting"}
    data = {**command.data, "responsible_signature": signature}
    facts = msgspec.structs.replace(facts_at(course.now), sheet=sheet)
    changed = msgspec.structs.replace(command, data=data)
    refusal = refused(course.ask(changed, actor("fixer"), facts))
    assert (refusal.code, refusal.facts[0].value) == (
        "signed_something_else", "responsible_signature",
    )  # fmt: skip


@pytest.mark.parametrize(("field", "purpose"), [("photos", "file"), ("photos", "sheet")])
def test_a_file_that_is_no_picture_is_no_photo(field: str, purpose: str) -> None:
    course = at_node("rectification")
    facts = facts_at(course.now)
    table = KnownMedia(BEFORE, purpose, course.now, course.now, None)
    known = msgspec.structs.replace(facts, media={**facts.media, BEFORE: table})
    refusal = refused(course.ask(course.completing("submit"), actor("fixer"), known))
    assert [(e.field, e.code) for e in refusal.fields] == [(f"before_{field}", "file_unknown")]
