"""Effective sets of packs, compiled."""

from datetime import date, time

from anshu.compiler.compiled import Compiled, set_hash
from tests.definitions.small import pack
from tests.records.people import compiled, hazard_packs


def test_the_order_of_packs_does_not_change_the_identity_of_a_set() -> None:
    packs = hazard_packs()
    assert Compiled(packs).hash == Compiled(reversed(packs)).hash


def test_a_pack_more_or_less_is_another_set() -> None:
    one, two = b"1" * 32, b"2" * 32
    assert len({set_hash([]), set_hash([one]), set_hash([one, two])}) == 3
    assert set_hash([one, two]) == set_hash([two, one])


def test_an_adopted_set_keeps_the_identity_that_it_was_adopted_under() -> None:
    assert Compiled(hazard_packs(), adopted=b"1" * 32).hash == b"1" * 32


def test_a_list_offers_its_own_codes_and_then_those_it_includes() -> None:
    lists = compiled().lists
    both = (*lists["order10_clauses"].items, *lists["chemical20_clauses"].items)
    assert lists["hazard_major_clauses"].items == both
    assert len(both) == 34


def test_a_type_knows_its_forms_its_promoted_fields_and_its_permissions() -> None:
    kind = compiled().types["hazard"]
    assert kind.form_keys()[0] == "hazard_report"
    assert set(kind.form_keys()) == {
        "hazard_report", "hazard_review", "hazard_void", "hazard_return", "hazard_recheck",
        "hazard_decision", "hazard_rectification", "hazard_reinspection", "hazard_duplicate",
        "hazard_extension", "hazard_extension_grant", "hazard_extension_refusal",
    }  # fmt: skip
    assert (kind.promoted["owner"], kind.promoted["due"]) == ("responsible", "deadline")
    assert kind.permission("read") == "hazard:record:read"
    assert kind.form("hazard_report") is kind.form("hazard_report")


def test_a_plain_type_has_one_form_and_no_nodes() -> None:
    person = compiled().types["person"]
    assert (person.form_keys(), person.nodes) == (("person",), {})


def test_a_calendar_counts_weekdays_from_monday_as_one() -> None:
    spoiling = (
        (("calendar", "hours"), {"1": "08:00-17:00", "7": "22:00-06:00"}),
        (("calendar", "rest_days"), ["2026-10-01"]),
        (("calendar", "working_days"), {"2026-10-10": "09:00-12:00"}),
    )
    plant = Compiled([pack(*spoiling)]).calendars["plant"]
    assert plant.hours == {0: (time(8), time(17)), 6: (time(22), time(6))}
    assert plant.rest_days == {date(2026, 10, 1)}
    assert plant.working_days == {date(2026, 10, 10): (time(9), time(12))}
