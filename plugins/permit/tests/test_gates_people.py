"""Gates of people: certificates, suspension, guardians in place, briefing, analysis, measures."""

from uuid import UUID

import pytest

from anshu.sdk.facts import Known, KnownRecord, Observation
from plugins.permit.tests.situations import (
    FOREMAN,
    GUARDIAN,
    GUARDIANS_CARD,
    HERE,
    NOW,
    PERMIT,
    WELDER,
    WELDERS_CARD,
    Said,
    ago,
    ahead,
    asked,
    people,
    permit,
    record,
)

FAR = HERE | {"lat": "32.10300"}


def changed(form: str, **records: object) -> Said:
    """What the gates say when somebody's record says otherwise."""
    return asked(form, permit(), known=Known(records=people(**records)))


def workers(**row: object) -> list[dict[str, object]]:
    whole = {"person": str(WELDER), "duty": "welder", "certificate": str(WELDERS_CARD)} | row
    return [{key: value for key, value in whole.items() if value is not None}]


def test_a_permit_in_order_passes_every_gate() -> None:
    for form in ("permit_application", "permit_sign", "permit_shift_check", "permit_start"):
        said = asked(form, permit())
        assert (said.blocking, said.codes) == (set(), set()), (form, said.messages)


@pytest.mark.parametrize("form", ["permit_application", "permit_sign", "permit_start"])
@pytest.mark.parametrize(
    ("card", "code"),
    [({"valid_until": ago(hours=1)}, "51"), ({"review_until": ago(days=1)}, "51"),
     ({"valid_from": ahead(days=1)}, "50"), ({"person": str(FOREMAN)}, "52")],
    ids=["expired", "not reviewed", "not yet", "of another"],
)  # fmt: skip
def test_a_certificate_that_does_not_hold_stops_the_work(
    form: str, card: dict[str, object], code: str
) -> None:
    said = changed(form, welders_card=card)
    assert said.codes == {code} and said.blocking
    assert said.alarms[0].label == "焦焊工"


def test_a_certificated_duty_needs_a_certificate_and_a_plain_one_does_not() -> None:
    without = asked("permit_sign", permit(workers=workers(certificate=None)))
    assert (without.blocking, without.codes) == ({"certificate_none"}, {"50"})
    plain = permit(workers=workers(certificate=None, duty="worker"))
    assert not asked("permit_sign", plain).blocking


def test_a_persons_own_certificate_is_found_when_none_is_named() -> None:
    records = people()
    known = Known(records=records, referring=(records[WELDERS_CARD],))
    said = asked("permit_sign", permit(workers=workers(certificate=None)), known=known)
    assert not said.blocking


def test_a_certificate_of_another_trade_warns_because_the_mapping_is_unverified() -> None:
    said = changed("permit_sign", welders_card={"trade": "electrical"})
    assert (said.reasons["trade_welder"], said.blocking) == ("warn", set())
    assert said.codes == {"50"}


def test_who_is_suspended_neither_works_nor_guards_nor_signs() -> None:
    until = {"frozen_until": ahead(days=3), "frozen_reason": "考试未通过"}
    assert "worker_suspended" in changed("permit_start", welder=until).blocking
    assert "guardian_suspended" in changed("permit_start", guardian=until).blocking
    for form in ("permit_sign", "permit_shift_check", "permit_start", "permit_resume"):
        assert "actor_suspended" in changed(form, foreman=until).blocking
    over = {"frozen_until": ago(minutes=1)}
    assert not changed("permit_sign", foreman=over, welder=over).blocking


def test_a_guardian_is_trained_and_does_nothing_else() -> None:
    bare = permit(guardians=[{"person": str(GUARDIAN)}])
    assert asked("permit_sign", bare).codes == {"50"}
    trade = changed("permit_sign", guardians_card={"family": "trade"})
    assert "guardian_other_certificate" in trade.blocking
    both = permit(workers=[*workers(), {"person": str(GUARDIAN), "duty": "worker"}])
    assert {"guardian_works", "worker_guards"} <= asked("permit_sign", both).blocking


@pytest.mark.parametrize(
    ("presence", "reason"),
    [([], "guardian_not_checked_in"),
     ([{"act": "check_in", "@at": ago(minutes=31)}], "guardian_seen_long_ago"),
     ([{"act": "check_in", "@at": ago(minutes=9)}, {"act": "leave", "@at": ago(minutes=1)}],
      "guardian_has_left"),
     ([{"act": "check_in", "@at": ago(minutes=3), "position": FAR}], "guardian_outside")],
    ids=["never", "long ago", "left", "elsewhere"],
)  # fmt: skip
def test_nothing_starts_before_the_guardian_is_in_place(
    presence: list[dict[str, object]], reason: str
) -> None:
    rows = [{"@by": str(GUARDIAN), "position": HERE} | row for row in presence]
    said = asked("permit_start", permit(presence=rows))
    assert (said.blocking, said.codes) == ({reason}, {"31"})


def test_a_permit_without_guardian_never_starts() -> None:
    assert asked("permit_start", permit(guardians=[])).codes == {"31"}


def test_a_silent_guardian_is_noticed_and_a_heartbeat_is_a_sign_of_life() -> None:
    rows = [{"act": "check_in", "@at": ago(minutes=11), "@by": str(GUARDIAN), "position": HERE}]
    silent = asked("watch:presence", permit(presence=rows), state="working")
    assert silent.codes == {"31"}
    beat = Observation(
        quantity="presence", subject=PERMIT, source=f"person:{GUARDIAN}", value="1", unit="",
        at=NOW, lat=32.1, lon=120.9, accuracy_m=10,
    )  # fmt: skip
    known = Known(records=people(), observations=(beat,))
    assert not asked("watch:presence", permit(presence=rows), known=known).codes


def test_who_has_left_is_not_back_because_the_phone_still_sends() -> None:
    rows = [{"act": "leave", "@at": ago(minutes=3), "@by": str(GUARDIAN), "position": HERE}]
    beat = Observation(
        quantity="presence", subject=PERMIT, source=f"person:{GUARDIAN}", value="1", unit="",
        at=NOW, lat=32.1, lon=120.9, accuracy_m=10,
    )  # fmt: skip
    known = Known(records=people(), observations=(beat,))
    said = asked("watch:presence", permit(presence=rows), known=known, state="working")
    assert "guardian_gone" in said.reasons


def test_who_was_relieved_is_watched_no_more() -> None:
    gone = {"person": str(FOREMAN), "@ended": ago(minutes=5)}
    data = permit(guardians=[gone, {"person": str(GUARDIAN), "certificate": str(GUARDIANS_CARD)}])
    assert not asked("watch:presence", data, state="working").codes


@pytest.mark.parametrize(
    ("row", "severity"),
    [({"act": "check_in", "position": HERE}, ""), ({"act": "check_in", "position": FAR}, "block"),
     ({"act": "seen", "position": FAR}, "escalate"),
     ({"act": "leave", "position": FAR}, "escalate"),
     ({"act": "check_in", "position": HERE | {"accuracy_m": "500"}}, "block"),
     ({"act": "check_in", "position": HERE | {"accuracy_m": "0"}}, "block"),
     ({"act": "check_in", "position": HERE | {"at": ago(minutes=11)}}, "block"),
     ({"act": "check_in", "position": HERE | {"source": "manual"}}, "block")],
)  # fmt: skip
def test_a_check_in_is_measured_on_site(row: dict[str, object], severity: str) -> None:
    said = asked("guardian_presence", permit(), change=row, actor=GUARDIAN, state="working")
    worst = next((s for s in ("block", "escalate") if s in said.reasons.values()), "")
    assert worst == severity, said.messages
    assert said.codes == ({"31"} if severity == "escalate" else set())


def test_everybody_is_briefed_before_the_start() -> None:
    rows = permit()["briefings"]
    assert isinstance(rows, list)
    assert asked("permit_start", permit(briefings=rows[1:])).blocking == {"briefing_missing"}
    unsigned = asked("permit_start", permit(briefings=rows[:1]))
    assert (unsigned.blocking, unsigned.codes) == ({"worker_not_briefed"}, {"70"})


def test_no_signature_without_analysis_and_measures() -> None:
    assert asked("permit_sign", permit(jha=[])).codes == {"80"}
    half = [{"step": "焊接", "danger": "火灾", "measure": " "}]
    assert asked("permit_application", permit(jha=half)).blocking == {"jha_incomplete"}
    rows = permit()["measures"]
    assert isinstance(rows, list)
    assert asked("permit_sign", permit(measures=rows[:-1])).codes == {"90"}
    none = [{**row, "involved": False} for row in rows]
    assert asked("permit_sign", permit(measures=none)).blocking == {"measures_none_apply"}
    nobody = [{**rows[0], "@by": ""}, *rows[1:]]
    assert asked("permit_sign", permit(measures=nobody)).blocking == {"measures_unconfirmed"}


def test_who_joins_without_a_briefing_is_noticed_while_work_goes_on() -> None:
    joined = {"@no": 2, "person": str(FOREMAN), "duty": "worker"}
    data = permit(workers=[*workers(), joined])
    assert asked("watch:certificates", data, state="working").codes == {"70"}
    assert not asked("watch:certificates", permit(), state="working").codes


def guarding(state: str, *, lat: str = "32.10000", **data: object) -> KnownRecord:
    """Another permit with the same guardian, a degree of latitude being 111 km."""
    whole: dict[str, object] = {
        "guardians": [{"@no": 1, "person": str(GUARDIAN)}], "position": HERE | {"lat": lat},
        "presence": [{"act": "check_in", "@at": ago(minutes=9), "@by": str(GUARDIAN)}],
        "planned_start": ago(hours=1), "planned_end": ahead(hours=5),
    } | data  # fmt: skip
    return record(UUID(int=31), "permit", "别处作业", state=state, **whole)


AWAY = {"lat": "32.10100"}


@pytest.mark.parametrize(
    ("other", "reason", "severity"),
    [
        (guarding("working", **AWAY), "guardian_guards_elsewhere", "block"),
        (guarding("working", lat="32.10089"), "guardian_guards_near", "warn"),
        (guarding("working", position=None), "guardian_place_unknown", "warn"),
        (guarding("issued", **AWAY), "guardian_booked_elsewhere", "warn"),
        (guarding("paused", **AWAY), "guardian_booked_elsewhere", "warn"),
        (guarding("issued", **AWAY, planned_end=ago(minutes=31)), "", ""),
        (guarding("working", **AWAY, planned_end=ago(minutes=31)), "", ""),
        (guarding("working", **AWAY, guardians=[{"person": str(GUARDIAN), "@ended": "x"}]), "", ""),
        (guarding("accepted", **AWAY), "", ""),
    ],
)
def test_a_guardian_who_guards_elsewhere_cannot_stay_here_too(
    other: KnownRecord, reason: str, severity: str
) -> None:
    known = Known(records=people(), similar=(other,))
    for form, most in (("permit_start", "block"), ("permit_sign", "warn")):
        reasons = asked(form, permit(), known=known).reasons
        found = {key: value for key, value in reasons.items() if "elsewhere" in key
                 or key in ("guardian_guards_near", "guardian_place_unknown")}  # fmt: skip
        assert found == ({reason: most if severity == "block" else severity} if reason else {}), (
            form
        )


def test_one_guardian_who_has_checked_in_at_two_far_places_raises_the_alarm() -> None:
    def watched(other: KnownRecord) -> set[str]:
        known = Known(records=people(), similar=(other,))
        return asked("watch:presence", permit(), known=known, state="working").codes

    assert watched(guarding("working", **AWAY)) == {"31"}
    gone = [{"act": "leave", "@at": ago(minutes=2), "@by": str(GUARDIAN)}]
    for other in (
        guarding("working", **AWAY, presence=gone), guarding("working", **AWAY, presence=[]),
        guarding("paused", **AWAY), guarding("working"),
    ):  # fmt: skip
        assert not watched(other)
