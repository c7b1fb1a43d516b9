"""Fact providers of modules: found by the names they give, each name given once."""

import pytest

from anshu.extensions.providers import providers_of
from anshu.extensions.registry import Loaded
from anshu.sdk.facts import Asked, FactProvider, Known, Readings, Situation
from anshu.sdk.module import Module
from anshu.sdk.text import Text


def _asks(situation: Situation) -> Asked:
    return Asked()


def _read(situation: Situation, known: Known) -> Readings:
    return Readings()


def provider(*gives: str) -> FactProvider:
    return FactProvider(gives=gives, asks=_asks, read=_read)


def module(key: str, *facts: FactProvider) -> Loaded[Module]:
    made = Module(key=key, title=Text("模块"), package="anshu", packs=(), facts=facts)
    return Loaded(name=key, value=made, distribution=key, version="1")


def test_every_given_name_leads_to_its_provider() -> None:
    gas, wind = provider("gas_age", "gas_points"), provider("wind")
    found = providers_of({"one": module("one", gas), "two": module("two", wind)})
    assert dict(found) == {"gas_age": gas, "gas_points": gas, "wind": wind}


def test_two_modules_that_give_the_same_fact_are_both_named() -> None:
    with pytest.raises(ValueError, match="modules one and two both give the fact 'wind'"):
        providers_of(
            {"two": module("two", provider("wind")), "one": module("one", provider("wind"))}
        )


def test_a_module_that_gives_a_fact_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="gives the fact 'wind' twice"):
        module("one", provider("wind"), provider("rain", "wind"))
