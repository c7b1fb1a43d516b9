"""Limits of several packs: the strictest holds, whoever sets it and in whatever order."""

from typing import get_args, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anshu.compiler.compiled import Compiled
from anshu.definitions.check import pack_findings
from anshu.definitions.language import Limit, Pack
from anshu.definitions.limits import LAYERS, SetLimit, effective_limits, looser_ones, stricter
from anshu.definitions.words import Anchor, Text

Values = tuple[tuple[str, str, str], ...]


def pack_of(layer: str, name: str, value: str, **more: str) -> Pack:
    limit = Limit(
        key="gas_age", title=Text("气体分析时效"), value=value,
        **{"direction": "at_most", "unit": "min", **more},  # type: ignore[arg-type]
    )  # fmt: skip
    return Pack(
        layer=layer,  # type: ignore[arg-type]
        publisher="test", name=name, version="1", effective_from="2026-01-01", items=(limit,),
    )  # fmt: skip


def set_limits(direction: str) -> st.SearchStrategy[SetLimit]:
    figures = st.decimals("-5", "5", places=1).map(str)
    return st.builds(
        lambda value, layer, pack: SetLimit(
            Limit("k", Text("限值"), direction, value),  # type: ignore[arg-type]
            layer,
            pack,
        ),
        figures, st.sampled_from(LAYERS), st.sampled_from(["a", "b"]),
    )  # fmt: skip


same_way = st.sampled_from(["at_most", "at_least"]).flatmap(
    lambda direction: st.tuples(*[set_limits(direction)] * 3)
)


@given(same_way)
def test_the_join_is_idempotent_commutative_associative_and_never_looser(
    three: tuple[SetLimit, SetLimit, SetLimit],
) -> None:
    a, b, c = three
    assert stricter(a, a) == a
    assert stricter(a, b) == stricter(b, a)
    assert stricter(stricter(a, b), c) == stricter(a, stricter(b, c))
    held = float(stricter(a, b).limit.value)
    tighten = min if a.limit.direction == "at_most" else max
    assert held == tighten(float(a.limit.value), float(b.limit.value))


def test_the_layers_are_those_of_packs_from_the_highest() -> None:
    assert get_args(get_type_hints(Pack)["layer"]) == LAYERS


@pytest.mark.parametrize(
    ("direction", "held", "by"), [("at_most", "20", "g"), ("at_least", "30", "l")]
)
def test_the_strictest_holds_and_says_who_set_it(direction: str, held: str, by: str) -> None:
    packs = [
        pack_of("group", "g", "20", direction=direction),
        pack_of("law", "l", "30", direction=direction),
    ]
    for order in (packs, packs[::-1]):
        found = effective_limits(order)["gas_age"]
        assert (found.holds.limit.value, found.holds.pack) == (held, by)
        assert [each.pack for each in found.set_by] == ["l", "g"]


def test_of_two_equally_strict_limits_the_higher_layer_is_named() -> None:
    packs = [pack_of("company", "c", "30"), pack_of("law", "l", "30.0")]
    assert effective_limits(packs)["gas_age"].holds.pack == "l"


def test_a_tighter_limit_of_a_lower_layer_reaches_what_judges() -> None:
    compiled = Compiled([pack_of("law", "l", "30"), pack_of("group", "g", "20")])
    assert compiled.judgement.limits["gas_age"].value == "20"
    assert compiled.limits["gas_age"].holds.pack == "g"


def test_a_looser_limit_in_a_lower_layer_is_refused_and_names_both_packs() -> None:
    findings = pack_findings([pack_of("law", "norms", "30"), pack_of("company", "plant", "60")])
    (finding,) = findings
    assert "Limit gas_age is 60 in plant (company)" in finding
    assert "30 in norms (law)" in finding


def test_a_looser_limit_is_found_against_every_stricter_one_above() -> None:
    three = [
        SetLimit(Limit("k", Text("限"), "at_least", value), layer, layer)
        for layer, value in (("law", "3"), ("group", "4"), ("company", "2"))
    ]
    assert [(low.layer, high.layer) for low, high in looser_ones(three)] == [
        ("company", "law"), ("company", "group"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("packs", "finding"),
    [
        ([pack_of("law", "l", "thirty")], "l: Limit gas_age is 'thirty': write a decimal"),
        ([pack_of("law", "l", "3", unit="moons")], "l: Limit gas_age: the unit 'moons' is not"),
        (
            [pack_of("law", "l", "30"), pack_of("group", "g", "1", unit="h")],
            "Limit gas_age has another direction or unit in g than in l",
        ),
    ],
)
def test_limits_that_cannot_be_compared_are_refused(packs: list[Pack], finding: str) -> None:
    assert any(text.startswith(finding) for text in pack_findings(packs)), pack_findings(packs)


def test_only_a_figure_of_a_lower_layer_is_named_after_it() -> None:
    law, group = pack_of("law", "norms", "30"), pack_of("group", "house", "20")
    assert effective_limits([law])["gas_age"].tightened_by is None
    same = effective_limits([law, pack_of("group", "house", "30.0")])["gas_age"]
    assert same.tightened_by is None
    tight = effective_limits([law, group])["gas_age"].tightened_by
    assert tight == Anchor(norm="house", clause="气体分析时效")
    limit = msgspec.structs.replace(group.items[0], clause=Anchor("集团规定", "3.2"))
    own = msgspec.structs.replace(group, items=(limit,))
    assert effective_limits([law, own])["gas_age"].tightened_by == Anchor("集团规定", "3.2")
