"""Verdicts: highest severity, union of obligations, explicit otherwise and missing, replayed."""

from datetime import timedelta
from itertools import permutations

import msgspec
import pytest

from anshu.definitions.rule_language import Binding, Obligation, Otherwise, Severity
from anshu.definitions.words import Text
from anshu.rules.explain import explanation
from anshu.rules.judge import judge, replay, result_fields
from anshu.rules.reading import Given, Reading
from anshu.rules.verdict import MISSING, OTHERWISE, Verdict
from tests.rules.tables import FIELDS, NOW, OXYGEN, TOXIC, given, put, row, table

HERE = Binding(form="form")
TABLES = {"oxygen": OXYGEN, "toxic": TOXIC}
SOON = (NOW - timedelta(minutes=5)).isoformat()


def asked(**data: object) -> Verdict:
    return judge([(OXYGEN, HERE), (TOXIC, HERE)], given(**data))


def bad() -> Verdict:
    return asked(oxygen="18", value="20", unit="mg/m3", at=SOON)


def test_the_most_severe_row_of_all_tables_decides_and_all_obligations_stand() -> None:
    verdict = bad()
    assert verdict.severity == "block"
    assert [(d.obligation.kind, d.obligation.role) for d in verdict.obligations] == [
        ("approver", "boss"), ("notify", "safety"),
    ]  # fmt: skip


def test_what_nobody_verified_warns_and_is_not_insisted_on() -> None:
    verdict = asked(oxygen="20.9", value="20", unit="mg/m3", at=SOON)
    (toxic,) = [each for each in verdict.tables if each.table == "toxic"]
    assert (verdict.severity, toxic.severity) == ("warn", "warn")
    assert [due.advisory for due in verdict.obligations] == [True]


def test_the_order_of_tables_does_not_matter() -> None:
    bound = [(OXYGEN, HERE), (TOXIC, HERE)]
    values = given(oxygen="18", value="20", unit="mg/m3", at=SOON)
    verdicts = [judge(order, values) for order in permutations(bound)]
    assert verdicts[0] == verdicts[1] == bad()


def test_another_table_can_only_add_to_a_verdict() -> None:
    values = given(oxygen="22", value="20", unit="mg/m3", at=SOON)
    fewer, more = judge([(OXYGEN, HERE)], values), judge([(OXYGEN, HERE), (TOXIC, HERE)], values)
    order: list[Severity] = ["allow", "notice", "warn", "escalate", "block"]
    assert order.index(more.severity) >= order.index(fewer.severity)
    assert set(fewer.obligations) <= set(more.obligations)


def test_no_row_that_holds_is_an_outcome_of_its_own() -> None:
    verdict = asked(oxygen="20.9", value="1", unit="mg/m3", at=SOON)
    assert verdict.severity == "allow"
    assert {found.row for each in verdict.tables for found in each.found} == {OTHERWISE}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({}, ""),
        ({"value": "abc", "unit": "mg/m3", "at": SOON}, "wrong_type"),
        ({"value": ["20"], "unit": "mg/m3", "at": SOON}, "wrong_type"),
        ({"value": "20", "at": SOON}, "no_unit"),
        ({"value": "20", "unit": "furlong", "at": SOON}, "not_convertible"),
        ({"value": "20", "unit": "mg/m3"}, "too_old"),
        ({"value": "20", "unit": "mg/m3", "at": "2026-11-20T03:29:59Z"}, "too_old"),
        ({"value": "20", "unit": "mg/m3", "at": "2026-11-20T05:00:00Z"}, "time_ahead"),
        ({"value": "20", "unit": "mg/m3", "at": "not a time"}, "too_old"),
    ],
)
def test_a_value_that_cannot_be_judged_blocks_and_is_named(
    data: dict[str, object], problem: str
) -> None:
    verdict = judge([(TOXIC, HERE)], given(**data))
    (said,) = verdict.tables
    assert verdict.severity == "block"
    assert [(f.row, f.inputs) for f in said.found] == [(MISSING, ("value",))]
    assert said.taken[0].problem == problem


def test_thirty_minutes_are_not_yet_too_old() -> None:
    at = (NOW - timedelta(minutes=30)).isoformat()
    verdict = judge([(TOXIC, HERE)], given(value="1", unit="mg/m3", at=at))
    assert (verdict.severity, verdict.tables[0].taken[0].age_seconds) == ("allow", 1800)


def test_a_record_whose_form_never_asked_is_warned_of_and_not_shut_in() -> None:
    old = Given(now=NOW, fields={"at": FIELDS["at"]}, data={})
    assert judge([(TOXIC, HERE)], old).severity == "warn"


def test_a_binding_caps_how_severe_a_table_can_be_there() -> None:
    recorded = Binding(form="form", at_most="escalate")
    verdict = judge([(OXYGEN, recorded)], given(oxygen="18"))
    assert (verdict.severity, verdict.tables[0].level) == ("escalate", "red")


def test_a_table_with_nothing_to_judge_says_nothing() -> None:
    quiet = table(row("r", "warn", when={"oxygen": "< 5"}), inputs=(put("oxygen", unit="%vol"),),
                  needs_any=("oxygen",))  # fmt: skip
    assert judge([(quiet, HERE)], given()) == Verdict()
    assert judge([(quiet, HERE)], given(oxygen="4")).severity == "warn"


def test_the_record_keeps_the_level_of_the_row_its_table_thinks_worst() -> None:
    one = table(
        row("near", "warn", when={"oxygen": "< 20"}, level="yellow"),
        row("over", "block", when={"oxygen": "< 19"}, level="red", unverified=True),
        inputs=(put("oxygen", unit="%vol"),), result_field="result",
        otherwise=Otherwise("allow", Text("好"), level="blue"),
    )  # fmt: skip
    levels = [
        result_fields([one], judge([(one, HERE)], given(oxygen=value)))
        for value in ("18", "19.5", "20.9")
    ]
    assert levels == [{"result": "red"}, {"result": "yellow"}, {"result": "blue"}]


def test_a_field_of_what_is_referred_to_and_a_declared_fact_can_be_judged() -> None:
    risky = table(
        row("red", "escalate", when={"risk": "red", "wind": ">= 8"}),
        inputs=(
            put("risk", "choice", field="area", of="risk"),
            put("wind", field="", fact="wind", unit="m/s", max_age_minutes=60),
        ),
    )
    values = Given(
        now=NOW, fields=FIELDS, data={"area": "a1"}, referred={"a1": {"risk": "red"}},
        readings={"wind": Reading("36", "km/h", NOW - timedelta(minutes=10))},
    )  # fmt: skip
    verdict = judge([(risky, HERE)], values)
    assert verdict.severity == "escalate"
    assert [taken.value for taken in verdict.tables[0].taken] == ["red", "10"]


def test_a_kept_verdict_replays_to_the_same_verdict_and_tree() -> None:
    kept = msgspec.json.decode(msgspec.json.encode(bad()), type=Verdict)
    again = replay(TABLES, kept)
    assert again == bad() == kept
    assert explanation(TABLES, again) == explanation(TABLES, bad())


def test_a_forged_value_does_not_replay_to_the_kept_verdict() -> None:
    text = msgspec.json.encode(bad()).decode().replace('"value":"18"', '"value":"20"')
    forged = msgspec.json.decode(text, type=Verdict)
    assert replay(TABLES, forged) != forged


def test_the_tree_names_value_limit_unit_age_and_clause() -> None:
    leaf = explanation(TABLES, bad()).children[1].children[0]
    fact = leaf.facts[0]
    assert (fact.value, fact.unit, fact.limit, fact.age_seconds) == ("20", "mg/m³", "10", 300)
    assert leaf.clause is not None and leaf.clause.clause == "1.1"
    assert leaf.said == "20 mg/m³ 与 10 mg/m³（未核实）"


def test_an_obligation_of_several_rows_stands_once_and_binds_if_one_binds() -> None:
    twice = table(
        row("a", "warn", when={"oxygen": "< 20"}, unverified=True,
            obligations=(Obligation("retest", minutes=30),)),
        row("b", "warn", when={"oxygen": "< 19"}, obligations=(Obligation("retest", minutes=30),)),
        inputs=(put("oxygen", unit="%vol"),),
    )  # fmt: skip
    (due,) = judge([(twice, HERE)], given(oxygen="18")).obligations
    assert not due.advisory
