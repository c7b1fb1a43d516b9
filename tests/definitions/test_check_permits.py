"""Findings of variants, tables, entries, watches, alarms and neighbours name item and cure."""

from copy import deepcopy

import msgspec
import pytest

from anshu.compiler.compiled import Compiled
from anshu.definitions.check import pack_findings
from anshu.definitions.language import Pack
from tests.definitions.small import ITEMS, Path, Spoiling, pack, text


def field(key: str, kind: str, **more: object) -> dict[str, object]:
    return {"key": key, "kind": kind, "label": text(key), **more}


FIELDS: Path = ("type", "fields")
TABLE: Path = (*FIELDS, 7)
FIX: Path = ("flow", "nodes", 0)
ENTRY = {
    "key": "reading",
    "label": text("检测"),
    "form": "reading",
    "at": ["fix"],
    "appends": "readings",
}
# The small pack grown by every word that permits need; each is spoiled in its turn below.
GROWN: tuple[Spoiling, ...] = (
    ((*FIELDS, "+"), field("begins", "datetime")),
    ((*FIELDS, "+"), field("readings", "table", columns=[
        field("sampled_at", "datetime"), field("value", "number", unit="%"),
        field("tester", "person"), field("result", "choice", code_list="grade"),
    ])),
    ((*FIELDS, "+"), field("place", "location", promoted="position")),
    ((*FIELDS, "+"), field("urgent", "boolean")),
    (("type", "varies_by"), "level"),
    (("type", "vicinity"), {
        "radius_m": 30, "states": ["open"], "begins": "begins", "ends": "due", "settles": ["look"],
    }),
    (("type", "exclusive"), [["what", "open"]]),
    (("type", "alarms"), {
        "type": "bell", "about": "leak", "code": "code", "since": "since", "said": "said",
        "subject": "subject",
    }),
    (("flow", "entries"), [ENTRY]),
    ((*FIX, "watches"), [
        {"key": "stale", "title": text("超时"), "minutes": 120, "since": "readings.sampled_at"},
    ]),
    ((*FIX, "assignees", 1, "field"), "readings.tester"),
    ((*FIX, "outcomes", 0, "sets"), [["begins", "@now"], ["owner", "@actor"], ["urgent", "true"]]),
    (("report", "fields", "+"), {
        "field": "readings", "row_form": "reading", "when": ["level", "major"],
    }),
)  # fmt: skip
ROW_FORM = {
    "kind": "Form", "key": "reading", "title": text("检测"), "of_table": "readings",
    "fields": [{"field": "sampled_at", "required": True}, {"field": "value"},
               {"field": "tester", "when": ["level", "major"]}],
}  # fmt: skip
BELL = {
    "kind": "RecordType", "key": "bell", "module": "leak", "title": text("报警"), "prefix": "BJ",
    "start_form": "bell",
    "fields": [
        field("leak", "record", of="leak"), field("code", "choice", code_list="bells"),
        field("since", "datetime"), field("said", "text"), field("subject", "text"),
        field("heard", "table", columns=[field("value", "number", unit="%")]),
    ],
}  # fmt: skip
VARIANT = {
    "kind": "Variant", "key": "major_leak", "title": text("重大"), "of": "leak", "value": "major",
    "fields": [field("cause", "text")],
    "forms": [{"form": "report", "fields": [{"field": "cause", "required": True}]}],
    "blocks": [{"key": "causes", "title": text("原因"), "fields": ["cause"]}],
}  # fmt: skip
LIMIT = {
    "kind": "Limit", "key": "age", "title": text("时效"), "direction": "at_most", "value": "30",
    "unit": "min",
}  # fmt: skip
RULES = {
    "kind": "RuleTable", "key": "old", "title": text("过期"),
    "bound_to": [{"form": "reading"}, {"watch": "stale"}], "missing": "notice",
    "inputs": [{"key": "age", "kind": "number", "label": text("时长"), "fact": "age", "unit": "s"}],
    "rows": [{"reason": "too_old", "severity": "warn", "message": text("过期"), "alarm": "02",
              "when": {"age": "> {limit:age}"}, "limit": "{limit:age}"}],
    "otherwise": {"severity": "allow", "message": text("有效")},
}  # fmt: skip
MORE: dict[str, dict[str, object]] = {
    "bells": {"kind": "CodeList", "key": "bells", "title": text("报警"),
              "items": [{"code": "02", "label": text("过期")}]},
    "bell_form": {"kind": "Form", "key": "bell", "title": text("报警"),
                  "fields": [{"field": "heard", "copies": ["leak", "readings"]}]},
    "bell": BELL, "reading": ROW_FORM, "variant": VARIANT, "limit": LIMIT, "rules": RULES,
    "grants": {"kind": "RoleGrants", "key": "leak_fitter", "role": "fitter",
               "grants": [{"permission": "leak:record:read"}]},
}  # fmt: skip


@pytest.fixture(autouse=True)
def more_items(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small pack's items with those of this file."""
    for key, item in MORE.items():
        monkeypatch.setitem(ITEMS, key, item)


def grown(*spoilings: Spoiling) -> Pack:
    return pack(*deepcopy(GROWN), *spoilings)


def test_the_grown_pack_is_sound_and_its_parts_are_merged() -> None:
    assert pack_findings([grown()]) == []
    compiled = Compiled([grown()])
    kind = compiled.types["leak"]
    assert [grant.permission for grant in compiled.roles["fitter"].grants] == ["leak:record:read"]
    assert "cause" in kind.fields
    assert kind.form_keys() == ("report", "repaired", "reading")
    assert set(kind.form("reading").fields) == {"sampled_at", "value", "tester"}
    assert kind.item.blocks[0].key == "causes"
    (bound,) = compiled.judgement.at_watch("stale")
    assert bound[0].item.rows[0].when == {"age": "> 1800"}


def test_the_question_of_a_variant_is_asked_of_its_records_only() -> None:
    form = Compiled([grown()]).types["leak"].form("report")
    base = {"what": "x", "due": "2026-11-20T12:00:00Z"}
    assert {e.field: e.code for e in form.errors({**base, "level": "major"})} == {
        "cause": "field_missing"
    }
    assert form.errors({**base, "level": "general"}) == ()
    found = form.errors({**base, "level": "general", "cause": "age"})
    assert {e.field: e.code for e in found} == {"cause": "not_asked"}


def test_what_two_variants_ask_alike_stands_once_and_is_asked_of_both() -> None:
    other = {**VARIANT, "key": "general_leak", "value": "general", "blocks": []}
    both = msgspec.structs.replace(
        grown(), items=(*grown().items, msgspec.convert(other, type(grown().items[-4])))
    )
    assert pack_findings([both]) == []
    form = Compiled([both]).types["leak"].form("report")
    for level in ("general", "major"):
        data = {"what": "x", "level": level, "due": "2026-11-20T12:00:00Z"}
        assert {e.field: e.code for e in form.errors(data)} == {"cause": "field_missing"}


SPOILED: list[tuple[Path, object, str]] = [
    (("variant", "of"), "none", "Variant major_leak is one of RecordType none, which no pack"),
    (("variant", "value"), "none", "Variant major_leak is for none, which is no code of grade"),
    (("variant", "forms", 0, "form"), "none", "adds to Form none, which leak does not ask"),
    (("type", "varies_by"), "what", "Variant major_leak: leak does not vary"),
    (("type", "varies_by"), "none", "RecordType leak varies by none, which is no choice"),
    (("variant", "fields"), [], "Form report asks field cause, which leak lacks"),
    (("grants", "role"), "none", "RoleGrants leak_fitter is for Role none, which no pack"),
    ((*TABLE, "columns"), [], "field leak.readings is a table without columns"),
    ((*TABLE, "promoted"), "t1", "field leak.readings is a table and cannot be promoted"),
    ((*TABLE, "columns", 0, "promoted"), "d1", "the column sampled_at is promoted"),
    ((*TABLE, "columns", 0, "kind"), "table", "the column sampled_at is a table, which no row"),
    ((*TABLE, "columns", 0, "key"), "value", "has the column value twice"),
    ((*TABLE, "columns", 0, "classed"), "personal", "sampled_at is personal, the table normal"),
    ((*TABLE, "columns", 3, "code_list"), "none", "leak.readings.result uses CodeList none"),
    ((*FIELDS, 0, "columns"), [field("x", "text")], "field leak.what is a text and has columns"),
    ((*FIELDS, 1, "parent_field"), "what", "field leak.level depends on what, which is no choice"),
    ((*FIELDS, 0, "parent_field"), "level", "leak.what is a text: only choices can depend"),
    ((*TABLE, "columns", 3, "parent_field"), "level", "has the parent (none), which level does"),
    (("report", "fields", 1, "when"), ["none", "1"], "is asked when none, which is no field here"),
    (("report", "fields", 1, "when"), ["cost", "1"], "is asked when cost, a number: only choice"),
    (("report", "fields", 0, "when"), ["level", "x"], "when level is x, which is no code of grade"),
    (("report", "fields", 0, "when"), ["level"], "when level has none of no values"),
    (("report", "fields", 4, "row_form"), "none", "asks its rows by Form none, which no pack"),
    (("report", "fields", 4, "row_form"), "repaired", "Form repaired, which is not of that table"),
    (("report", "fields", 0, "row_form"), "reading", "field what is a text: only rows of tables"),
    (("report", "fields", 0, "copies"), ["owner", "x"], "field what copies x of owner, but is no"),
    (("report", "fields", 4, "copies"), ["owner", "x"], "of owner, which is no field for a record"),
    (
        ("bell_form", "fields", 0),
        {"field": "heard", "copies": ["leak", "photos"]},
        "which is no table with a column of the same key",
    ),
    (("reading", "of_table"), "what", "Form reading is of what, which is no table of leak"),
    (("reading", "fields", 0, "field"), "what", "asks field what, which table readings lacks"),
    ((*FIX, "outcomes", 0, "form"), "reading", "cannot begin or end a task"),
    (("flow", "entries", 0, "at"), ["shut"], "entry reading is offered at shut, which is no task"),
    (("flow", "entries", 0, "at"), [], "entry reading is offered at no node"),
    (("flow", "entries", 0, "by"), [{"role": "none"}], "reading is for Role none, which no pack"),
    (("flow", "entries", 0, "by"), [{"field": "what"}], "the person in what, which is no field"),
    (("flow", "entries", 0, "appends"), "what", "appends to what, which is no table of the type"),
    (("flow", "entries", 0, "form"), "repaired", "asks Form repaired, which is not of readings"),
    (("flow", "entries", 0, "ends"), "result", "ends a row by result, which its form does not ask"),
    (("flow", "entries", "+"), ENTRY, "Flow repair has the entry reading twice"),
    ((*FIX, "watches", 0, "since"), "readings.value", "since readings.value, which is no datetime"),
    ((*FIX, "watches", 0, "every"), -1, "watch stale has minutes or every below 0"),
    ((*FIX, "watches"), [{"key": "w", "title": text("看")}], "watch w never comes"),
    (
        (*FIX, "assignees", 1, "field"),
        "readings.value",
        "the person in readings.value, which is no",
    ),
    ((*FIX, "assignees", 0, "when"), ["level", "x"], "asks somebody when level is x, which is no"),
    ((*FIX, "outcomes", 0, "sets", 0), ["none", "x"], "done sets none, which is no field"),
    ((*FIX, "outcomes", 0, "sets", 0), ["what", "@now"], "sets what to @now, but it is a text"),
    ((*FIX, "outcomes", 0, "sets", 0), ["cost", "1"], "sets cost, a number: only text, choice"),
    ((*FIX, "outcomes", 0, "sets", 0), ["urgent", "1"], "which is neither true nor false"),
    ((*FIX, "optional"), True, "is passed when nobody is asked: it needs exactly one primary"),
    (("flow", "nodes", 2, "optional"), True, "is an end: optional and watches are for tasks"),
    ((*FIX, "each_by_another"), True, "is signed once: each_by_another is for several seats"),
    ((*FIX, "assignees", 1, "aside"), True, "has somebody aside who must sign or is named"),
    ((*FIX, "assignees"), [{"role": "fitter", "aside": True}], "is nobody's work, since all its"),
    ((*FIX, "timer", "vacant_to"), "none", "names Role none, which no pack defines"),
    (
        (*FIX, "timer"),
        {"minutes": 9, "vacant_to": "fitter"},
        "names vacant_to without escalate_to",
    ),
    (
        ("rules", "rows", 0, "obligations"),
        [{"kind": "escalate", "role": "fitter"}],
        "says who is added when 'reading' is late: bind it to a node",
    ),
    (
        ("rules", "rows", 0, "obligations"),
        [{"kind": "escalate", "role": "fitter", "minutes": -1}],
        "escalate has minutes below 0",
    ),
    (("type", "alarms", "type"), "none", "alarms: RecordType none is defined by no pack"),
    (("type", "alarms", "said"), "code", "said is code, which is no text or long_text field"),
    (("type", "alarms"), None, "raises alarms, but leak has no alarms"),
    (("rules", "rows", 0, "alarm"), "99", "raises the alarm 99, which leak has no code for"),
    (("rules", "rows", 0, "limit"), "{limit:none}", "names the limit none, which no pack sets"),
    (("rules", "inputs", 0, "unit"), "m", "the limit age bounds age"),
    (("rules", "inputs", 0, "fact"), "item.age", "input age is an item's: name the list in each"),
    (("rules", "rows", 0, "message"), text("{item}"), "row too_old names an item: name the list"),
    (("rules", "bound_to", 1, "watch"), "none", "is bound to 'none', which no type asks"),
    (("rules", "bound_to", 1, "form"), "report", "to a form, a node or a watch: name one"),
    (("type", "vicinity", "states"), ["gone"], "vicinity: gone is no state of the type"),
    (("type", "vicinity", "going_on"), ["gone"], "vicinity: gone is no state of the type"),
    (("type", "vicinity", "begins"), "what", "vicinity: what is no datetime field"),
    (("type", "vicinity", "settles"), ["gone"], "vicinity: gone is no node of the flow"),
    (("type", "vicinity", "radius_m"), 0, "vicinity: radius_m must be 1 or more"),
    ((*FIELDS, 8, "promoted"), None, "vicinity: no field is promoted to position or area"),
    (("type", "exclusive"), [["none", "open"]], "exclusive none: is no field of the type"),
    (("type", "exclusive"), [["what"]], "exclusive what: holds in no state"),
    (("type", "exclusive"), [["what", "gone"]], "exclusive what: gone is no state of the type"),
    (("type", "exclusive"), [["photos", "open"]], "is a normal photo, which is not compared"),
]


@pytest.mark.parametrize(("path", "value", "finding"), SPOILED, ids=lambda each: str(each)[:40])
def test_a_word_that_leads_nowhere_is_found(path: Path, value: object, finding: str) -> None:
    findings = pack_findings([grown((path, value))])
    assert any(finding in each for each in findings), findings
