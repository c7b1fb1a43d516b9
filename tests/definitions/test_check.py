"""Every finding of a pack names the item and what is wrong with it."""

import msgspec
import pytest

from anshu.definitions.check import pack_findings
from anshu.definitions.check_ledger import FILTER_WORDS, PROMOTED_COLUMNS, RECORD_COLUMNS
from anshu.definitions.pack import PackError, check_packs
from anshu.records.filters import EXACT
from anshu.records.ledger_rows import WRITTEN
from tests.definitions.small import GONE, Path, pack, text
from tests.records.people import hazard_packs

FIELDS: Path = ("type", "fields")
FIX: Path = ("flow", "nodes", 0)
LOOK: Path = ("flow", "nodes", 1)
SHUT: Path = ("flow", "nodes", 2)
NEED: Path = (*SHUT, "needs", 0)
TASK = {
    "key": "more", "title": text("再次"), "record_state": "open",
    "assignees": [{"role": "fitter"}],
    "outcomes": [{"key": "again", "label": text("再"), "to": "more"}],
}  # fmt: skip
WAY_TO_MORE = {"key": "more", "label": text("再"), "to": "more"}


def field(key: str, kind: str, **more: object) -> dict[str, object]:
    return {"key": key, "kind": kind, "label": text(key), **more}


def test_the_small_pack_and_the_shipped_packs_are_sound() -> None:
    assert pack_findings([pack()]) == []
    assert pack_findings(hazard_packs()) == []


DATA = [
    (("list", "items"), [], "CodeList grade has no codes"),
    (("list", "items", 1, "code"), "general", "CodeList grade has the code general twice"),
    (("list", "items", 0, "code"), "", "CodeList grade has an empty code"),
    (("list", "includes"), ["none"], "CodeList grade includes CodeList none, which no pack"),
    (("list", "includes"), ["grade"], "CodeList grade includes grade, which includes others"),
    (("calendar", "hours"), {}, "Calendar plant has no working hours"),
    (("calendar", "hours"), {"8": "08:00-17:00"}, "Calendar plant has hours for weekday '8'"),
    (("calendar", "hours", "1"), "8-17", "Calendar plant, weekday 1: '8-17' is no time"),
    (("calendar", "hours", "1"), "08:00", "Calendar plant, weekday 1: '08:00' is no time"),
    (("calendar", "rest_days"), ["1 Oct"], "Calendar plant has the day '1 Oct'"),
    (("calendar", "working_days"), {"20261010": "08:00-12:00"}, "has the day '20261010'"),
    (("calendar", "working_days"), {"2026-10-10": "am"}, "2026-10-10: 'am' is no time"),
]  # fmt: skip
AGAIN: dict[str, object] = {
    "same": ["level"], "after_closing_days": 30, "reopening_tells": ["fitter"], "times": 3,
    "within_days": 30, "warning_tells": ["fitter"],
}  # fmt: skip
TYPES = [
    (("type", "key"), "Leak", "RecordType 'Leak': a key is lower-case"),
    (("type", "start_form"), "none", "RecordType leak starts with Form none, which no pack"),
    (("type", "flow"), "none", "RecordType leak uses Flow none, which no pack"),
    (("type", "level_list"), "none", "RecordType leak uses CodeList none, which no pack"),
    ((*FIELDS, "+"), field("what", "text"), "RecordType leak has the field what twice"),
    ((*FIELDS, "+"), field("b", "text", promoted="title"), "promotes two fields to title"),
    ((*FIELDS, "+"), field("@task", "text"), "field leak.@task: a key is lower-case"),
    (("type", "states", "+"), {"code": "open", "label": text("x")}, "has the state open twice"),
    ((*FIELDS, 1, "code_list"), "none", "field leak.level uses CodeList none, which no pack"),
    ((*FIELDS, 1, "code_list"), "", "field leak.level is a choice without a code_list"),
    ((*FIELDS, 2, "promoted"), "area", "leak.owner is a person and cannot be promoted to area"),
    ((*FIELDS, 5, "promoted"), "d1", "leak.cost is a number and cannot be promoted to d1"),
    ((*FIELDS, 4, "promoted"), "t1", "leak.photos is a photo and cannot be promoted to t1"),
    ((*FIELDS, 0, "minimum"), "1", "field leak.what has a minimum but is no number"),
    ((*FIELDS, 5, "maximum"), "ten", "field leak.cost has the maximum 'ten'"),
    ((*FIELDS, 5, "minimum"), "10", "field leak.cost has a minimum above its maximum"),
    (("type", "recurrence"), {**AGAIN, "same": ["level"]}, "one of the fields must be promoted"),
    (("type", "recurrence"), {**AGAIN, "same": ["none"]}, "none is no field of the type"),
    (("type", "recurrence"), {**AGAIN, "same": ["what"]}, "what is a text, whose values are not"),
    (("type", "recurrence"), {**AGAIN, "times": 1}, "times must be 2 or more, the days 1 or more"),
    (("type", "recurrence"), {**AGAIN, "warning_tells": ["none"]}, "names Role none, which no"),
    ((*FIELDS, 4, "max_items"), 0, "field leak.photos has a max_items or max_length below 1"),
]  # fmt: skip
CLASH = {"first": ["level", "major"], "second": ["what", "x"]}
ODD = {"first": ["level", "major"], "second": ["level", "x"]}
NEITHER = {"first": ["none", "1"], "second": ["cost", "1"]}
NEVER = {"title": text("甲"), "text": text("乙"), "when": ["level", "x"]}
FORMS = [
    (("report", "fields", 0, "field"), "none", "Form report asks field none, which leak lacks"),
    (("report", "fields", "+"), {"field": "what"}, "Form report asks field what twice"),
    (("report", "fields", 0, "min_items"), 1, "field what: min_items is for photo"),
    (("repaired", "fields", 0, "min_items"), 13, "min_items 13 is above max_items 12"),
    (("report", "fields", 3, "required_when"), ["cost", "1"], "the form does not ask cost"),
    (("report", "fields", 3, "required_when"), ["level", "x"], "is x, which is no code of grade"),
    (("report", "fields", 3, "required_when"), ["owner", "x"], "depends on owner, a person"),
    ((*FIX, "outcomes", 0, "form"), "none", "Flow repair asks Form none, which no pack defines"),
    (("report", "fields", 3, "required_with"), "none", "required with none, which is no field of"),
    (("report", "fields", 2, "prefill"), "due", "prefilled with due, which is no field of its"),
    (("type", "fields", 0, "templates"), [NEVER], "the text 甲 is offered when level is x, which"),
    (("report", "conflicts"), [CLASH], "conflict of level and what: what is a text, only choices"),
    (("report", "conflicts"), [ODD], "conflict of level and level: the two are one field"),
    (("report", "conflicts"), [ODD], "x is given for level, which is no code of grade"),
    (("report", "conflicts"), [NEITHER], "the form asks neither of them"),
    (("report", "conflicts"), [NEITHER], "conflict of none and cost: none is no field of the type"),
]  # fmt: skip
FLOWS = [
    (("flow", "nodes", "+"), TASK, "Flow repair: no outcome leads to node more"),
    (("flow", "nodes", "+"), {**TASK, "key": "look"}, "Flow repair has the node look twice"),
    (("flow", "start"), "none", "Flow repair starts at none, which is not one of its nodes"),
    (("flow", "start"), "shut", "Flow repair starts at the end shut"),
    ((*FIX, "outcomes", 0, "to"), "none", "Flow repair: fix.done leads to none, nowhere"),
    ((*LOOK, "outcomes", 1, "key"), "pass", "node look has the outcome pass twice"),
    ((*FIX, "outcomes"), [], "node fix is a task and needs assignees and outcomes"),
    ((*LOOK, "assignees"), [], "node look is a task and needs assignees and outcomes"),
    ((*SHUT, "timer"), {"minutes": 5}, "node shut is an end: assignees, outcomes and timer"),
    ((*FIX, "closed"), True, "node fix is a task and cannot be closed"),
    ((*FIX, "assignees", 0), {}, "node fix has an assignee with neither or both"),
    ((*FIX, "assignees", 0, "field"), "owner", "node fix has an assignee with neither or both"),
    ((*FIX, "assignees", 0, "role"), "none", "node fix names Role none, which no pack defines"),
    ((*FIX, "timer", "escalate_to"), "none", "node fix names Role none, which no pack defines"),
    ((*LOOK, "not_by_actor_of"), ["none"], "is not for the actor of none, which is not one"),
    ((*FIX, "timer", "minutes"), 0, "node fix has a timer with neither or both of minutes"),
    ((*FIX, "timer", "limit_field"), "due", "node fix has a timer with neither or both"),
    ((*FIX, "timer", "remind_before"), [120], "node fix reminds 120 minutes before its limit"),
    ((*FIX, "timer", "remind_before"), [0], "node fix reminds 0 minutes before its limit"),
    ((*LOOK, "outcomes", 0, "to"), "fix", "Flow repair has no way from fix to an end"),
]  # fmt: skip
STEPS = [
    ((*FIX, "assignees", 1, "field"), "none", "node fix is for the person in none, which is no"),
    ((*FIX, "assignees", 1, "field"), "due", "node fix is for the person in due, which is no"),
    ((*LOOK, "timer", "limit_field"), "none", "takes its limit from none, which is no datetime"),
    ((*LOOK, "timer", "limit_field"), "what", "takes its limit from what, which is no datetime"),
    ((*FIX, "record_state"), "x", "node fix brings the state x, which leak lacks"),
    ((*NEED, "node"), "none", "evidence after is from none, which is not one of the flow's"),
    ((*NEED, "field"), "none", "evidence after is in field none, which is no photo field"),
    ((*NEED, "kind"), "signature", "is in field photos, which is no signature field of leak"),
    ((*NEED, "node"), "look", "evidence after is never asked: no form of look has the field"),
    ((*NEED, "node"), "start", "evidence after is never asked: no form of start has the field"),
    ((*NEED, "since_node"), "none", "evidence after counts since none, which is not one"),
    ((*NEED, "radius_m"), 0, "evidence after has a radius or accuracy below 1 metre"),
    ((*NEED, "not_by_owner"), True, "must be by the owner and by somebody else"),
    ((*FIELDS, 2, "promoted"), GONE, "depends on the owner, but leak promotes no field"),
]  # fmt: skip
LEDGERS = [
    (("ledger", "type"), "none", "Ledger leaks shows RecordType none, which no pack defines"),
    (("ledger", "columns"), [], "Ledger leaks has no columns"),
    (("ledger", "columns", 1, "key"), "number", "Ledger leaks has the column number twice"),
    (("ledger", "columns", 1, "key"), "none", "Ledger leaks has the column none, which is"),
    (("ledger", "columns", 1, "key"), "position", "has the column position, which is neither"),
    (("ledger", "where", 0), ["none", "1"], "Ledger leaks is filtered by none, which is neither"),
    (("ledger", "where", 0), ["number", "1"], "is filtered by number, which is neither a field"),
    (("ledger", "where", 1), ["level", ""], "Ledger leaks is filtered by level without a value"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "said"), [*DATA, *TYPES, *FORMS, *FLOWS, *STEPS, *LEDGERS]
)
def test_one_fault_is_found_and_named(path: Path, value: object, said: str) -> None:
    found = pack_findings([pack((path, value))])
    assert any(said in finding for finding in found), found
    assert all(finding.startswith("small: ") for finding in found)


def test_evidence_from_the_start_can_only_be_photos() -> None:
    signed = pack(
        ((*FIELDS, "+"), field("sign", "signature")),
        (("report", "fields", "+"), {"field": "sign"}),
        ((*NEED, "kind"), "signature"), ((*NEED, "field"), "sign"), ((*NEED, "node"), "start"),
    )  # fmt: skip
    assert any("only photos count" in finding for finding in pack_findings([signed]))


def test_a_loop_without_a_way_out_is_found_even_when_another_way_ends() -> None:
    trapped = pack((("flow", "nodes", "+"), TASK), ((*FIX, "outcomes", "+"), WAY_TO_MORE))
    assert pack_findings([trapped]) == [
        "small: Flow repair has no way from more to an end: records would stay there"
    ]


def test_an_item_that_two_packs_have_is_found_once_for_every_item() -> None:
    found = pack_findings([pack(), pack(name="other")])
    assert "RecordType leak is in small and in other: rename one" in found
    assert len([finding for finding in found if "rename one" in finding]) == 8


def test_a_required_pack_must_be_in_the_set() -> None:
    needy = msgspec.structs.replace(pack(), requires=("law",))
    assert pack_findings([needy]) == [
        "pack small requires pack law, which is not in the set: add it first"
    ]


@pytest.mark.parametrize(
    ("start", "end", "faults"),
    [("2026-01-01", "", 0), ("", "", 1), ("2026-1-1", "", 1), ("2026-01-01", "soon", 1)],
)
def test_a_pack_says_from_when_to_when_it_holds(start: str, end: str, faults: int) -> None:
    dated = msgspec.structs.replace(pack(), effective_from=start, effective_to=end)
    assert len(pack_findings([dated])) == faults


def test_all_faults_are_found_at_once_and_refused_together() -> None:
    spoiled = pack((("list", "items"), []), (("ledger", "columns"), []))
    with pytest.raises(PackError) as raised:
        check_packs([spoiled])
    assert any("CodeList grade" in finding for finding in raised.value.findings)
    assert any("Ledger leaks" in finding for finding in raised.value.findings)


def test_the_words_of_ledgers_are_those_that_the_ledgers_are_read_by() -> None:
    assert {*RECORD_COLUMNS, *PROMOTED_COLUMNS} == set(WRITTEN)
    assert set(FILTER_WORDS) == {"overdue", "t4", *EXACT}
