"""Tables asked of each of a list: one verdict per item, named, alarmed and replayed."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given as such
from hypothesis import settings
from hypothesis import strategies as st

from anshu.definitions.rule_language import Binding, Otherwise
from anshu.definitions.words import Text
from anshu.rules.alarms import alarms_of
from anshu.rules.explain import explanation
from anshu.rules.judge import judge, replay
from anshu.rules.reading import Given, Item, Reading
from anshu.rules.verdict import OTHERWISE, Verdict
from tests.rules.tables import FIELDS, NOW, put, row, table

HERE = Binding(form="form")
WORKERS = table(
    row("none", "block", when={"has": "false"}, alarm="50",
        message=Text("{item} 没有证", "{item} has no certificate")),
    row("ends", "warn", when={"days": "< 30", "shift": "> 8"}, limit="30", of_input="days",
        alarm="51", message=Text("{item} 的证还剩 {value}", "{item}: {value} left")),
    inputs=(
        put("has", "boolean", field="", fact="item.has"),
        put("days", field="", fact="item.days", unit="d", optional=True, max_age_minutes=60),
        put("shift", field="", fact="shift", unit="h", optional=True),
    ),
    key="workers", each="workers", otherwise=Otherwise("allow", Text("{item} 证件有效")),
)  # fmt: skip
TABLES = {"workers": WORKERS}


def worker(key: str, has: str = "true", hours: str = "") -> Item:
    values = {"has": Reading(has)}
    if hours:
        values["days"] = Reading(hours, "h", NOW - timedelta(minutes=5))
    return Item(key, f"工人{key}", values)


def asked(*workers: Item, shift: str = "10") -> Verdict:
    given = Given(
        now=NOW, fields=FIELDS, data={}, lists={"workers": workers},
        readings={"shift": Reading(shift, "h")},
    )  # fmt: skip
    return judge([(WORKERS, HERE)], given)


def test_every_item_is_judged_by_its_own_values_and_named_in_the_message() -> None:
    verdict = asked(worker("a"), worker("b", has="false"), worker("c", hours="48"))
    assert [(each.item, each.severity) for each in verdict.tables] == [
        ("a", "allow"), ("b", "block"), ("c", "warn"),
    ]  # fmt: skip
    leaves = [leaf for branch in explanation(TABLES, verdict).children for leaf in branch.children]
    assert [leaf.said for leaf in leaves] == [
        "工人a 证件有效",
        "工人b 没有证",
        "工人c 的证还剩 2 天",
    ]


def test_an_item_is_judged_by_the_facts_that_all_share_too() -> None:
    assert asked(worker("c", hours="48"), shift="8").severity == "allow"


def test_an_empty_list_says_nothing() -> None:
    assert asked() == Verdict()


def test_a_list_that_nobody_gives_blocks_even_where_every_input_may_be_missing() -> None:
    optional = table(
        row("low", "block", when={"n": "< 5"}),
        inputs=(put("n", field="", fact="item.n", optional=True),), each="things",
    )  # fmt: skip
    verdict = judge([(optional, HERE)], Given(now=NOW, fields=FIELDS, data={}))
    assert verdict.severity == "block"
    assert verdict.tables[0].taken[0].problem == "no_list"
    assert "没有数据来源" in explanation({"t": optional}, verdict).children[0].children[0].said


def test_what_an_item_lacks_is_said_with_its_name() -> None:
    verdict = asked(Item("d", "工人d"))
    leaf = explanation(TABLES, verdict).children[0].children[0]
    assert (verdict.severity, leaf.said) == ("block", "工人d：标签没有填写，无法判断")


def test_one_alarm_for_a_code_and_an_item() -> None:
    verdict = asked(worker("b", has="false"), worker("c", hours="48"), worker("e", has="false"))
    alarms = alarms_of(TABLES, verdict)
    assert [(each.code, each.item, each.label) for each in alarms] == [
        ("50", "b", "工人b"), ("50", "e", "工人e"), ("51", "c", "工人c"),
    ]  # fmt: skip
    assert alarms[0].said.zh == "工人b 没有证"
    assert alarms[0].clause is not None and alarms[0].clause.clause == "1.1"


def test_a_row_without_a_code_and_a_passed_table_raise_no_alarm() -> None:
    verdict = asked(worker("a"))
    assert verdict.tables[0].found[0].row == OTHERWISE
    assert alarms_of(TABLES, verdict) == ()


def test_an_old_value_of_an_item_counts_as_missing() -> None:
    old = Item("c", "c", {"has": Reading("true"),
                          "days": Reading("48", "h", NOW - timedelta(minutes=61))})  # fmt: skip
    assert [each.problem for each in asked(old).tables[0].taken] == ["", "too_old", ""]


@settings(max_examples=60, deadline=None)
@such(
    workers=st.lists(
        st.tuples(st.sampled_from(["true", "false", "?"]), st.sampled_from(["", "3", "9000"])),
        max_size=5,
    )
)
def test_a_kept_verdict_replays_from_what_was_kept_of_every_item(
    workers: list[tuple[str, str]],
) -> None:
    items = (worker(str(place), has, hours) for place, (has, hours) in enumerate(workers))
    verdict = asked(*items)
    kept = msgspec.convert(msgspec.json.decode(msgspec.json.encode(verdict)), Verdict)
    assert replay(TABLES, kept) == kept == verdict


@pytest.mark.parametrize("at_most", ["warn", "notice"])
def test_the_binding_caps_every_item(at_most: str) -> None:
    given = Given(now=NOW, fields=FIELDS, data={}, lists={"workers": (worker("b", has="false"),)})
    verdict = judge([(WORKERS, Binding(form="form", at_most=at_most))], given)  # type: ignore[arg-type]
    assert verdict.severity == at_most
    assert [each.code for each in alarms_of(TABLES, verdict)] == ["50"]
