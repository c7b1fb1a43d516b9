"""Fields that are required once another is set, and answers that exclude each other."""

import pytest

from anshu.compiler.conditions import asked_if
from anshu.compiler.form import CompiledForm, compile_form
from anshu.definitions.field_language import Code, CodeList, Conflict, Field, Form, FormField
from anshu.definitions.merging import VariantQuestion
from anshu.definitions.words import Text
from anshu.kernel.expressions import holds
from tests.compiler.forms import codes, field, form_of

ANSWERS = form_of(
    (field("boolean", "raised"), FormField("raised", required_with="machine")),
    (field("text", "order"), FormField("order", required_when=("raised", "true"))),
    (field("number", "value"), FormField("value", required_with="machine")),
    (field("text", "unit"), FormField("unit", required_with="value")),
    before=(field("equipment", "machine"),),
)
HARNESS = Field("arrester", "boolean", Text("配备防坠器", "Fall arrester"))
COMPLETE = Field("measures", "multi_choice", Text("防护措施", "Measures"), code_list="ab")
EXCLUDED = Conflict(first=("arrester", "false"), second=("measures", "a"))


def height_form(*, both: bool) -> CompiledForm:
    """Work at height: without a fall arrester the measures cannot be complete (code a)."""
    uses = [(COMPLETE, FormField("measures"))] + (
        [(HARNESS, FormField("arrester"))] if both else []
    )
    return form_of(*uses, conflicts=(EXCLUDED,), before=() if both else (HARNESS,))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({}, {"raised", "value"}),
        ({"raised": False, "value": "1"}, {"unit"}),
        ({"raised": False, "value": "1", "unit": " "}, {"unit"}),
        ({"raised": False, "value": "1", "unit": "mm/s"}, set()),
        ({"raised": True, "value": "1", "unit": "mm/s"}, {"order"}),
        ({"raised": True, "order": "WO-1", "value": "1", "unit": "mm/s"}, set()),
    ],
)
def test_answers_are_required_once_the_record_has_a_machine(
    data: dict[str, object], found: set[str]
) -> None:
    errors = ANSWERS.errors(data, known={"machine": "some"})
    assert {error.field: error.code for error in errors} == dict.fromkeys(found, "field_missing")


@pytest.mark.parametrize("nothing", [{}, {"machine": None}, {"machine": ""}])
def test_without_a_machine_no_answer_is_required(nothing: dict[str, object]) -> None:
    assert ANSWERS.errors({}, known=nothing) == ()


def test_an_answer_given_before_does_not_count_for_this_time() -> None:
    before = {"machine": "some", "raised": False, "value": "1", "unit": "mm/s"}
    errors = ANSWERS.errors({}, known=before)
    assert [error.field for error in errors] == ["raised", "value", "unit"]


def test_answers_that_exclude_each_other_are_refused_at_both_fields() -> None:
    form = height_form(both=True)
    data: dict[str, object] = {"arrester": False, "measures": ["b", "a"]}
    assert codes(form, data) == {"arrester": "conflict", "measures": "conflict"}
    first, second = form.errors(data)
    assert {(e.label, e.other, e.other_en) for e in (first, second)} == {
        ("配备防坠器", "防护措施", "Measures"), ("防护措施", "配备防坠器", "Fall arrester"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        {"arrester": True, "measures": ["a"]}, {"arrester": False, "measures": ["b"]},
        {"measures": ["a"]}, {"arrester": False}, {},
    ],
)  # fmt: skip
def test_one_of_the_two_alone_is_no_conflict(data: dict[str, object]) -> None:
    assert height_form(both=True).errors(data) == ()


def test_an_answer_may_contradict_one_given_in_an_earlier_form() -> None:
    form = height_form(both=False)
    (error,) = form.errors({"measures": ["a"]}, known={"arrester": False})
    assert (error.field, error.code) == ("measures", "conflict_with_before")
    assert form.errors({"measures": ["a"]}, known={"arrester": True}) == ()


LEVELS = CodeList(
    key="levels", title=Text("级别"),
    items=(
        Code("hot_1", Text("一级"), parent="hot"), Code("hot_2", Text("二级"), parent="hot"),
        Code("height_1", Text("一级高处"), parent="height"),
    ),
)  # fmt: skip
JOB = Field("job", "text", Text("作业", "Job"))
LEVEL = Field("level", "choice", Text("级别", "Level"), code_list="levels", parent_field="job")
OF_HOT = FormField("level", required=True, when=("job", "hot", "height"))


def level_form() -> CompiledForm:
    form = Form(key="levelled", title=Text("定级"), fields=(FormField("job"), OF_HOT))
    return compile_form(form, {"job": JOB, "level": LEVEL}, {"levels": LEVELS})


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"job": "hot", "level": "hot_1"}, {}),
        ({"job": "height", "level": "height_1"}, {}),
        ({"job": "hot"}, {"level": "field_missing"}),
        ({"job": "digging"}, {}),
        ({}, {}),
        ({"job": "digging", "level": "hot_1"}, {"level": "not_asked"}),
        ({"job": "hot", "level": "height_1"}, {"level": "not_under_parent"}),
    ],
)
def test_a_question_is_asked_of_some_records_only_and_offers_what_belongs_to_them(
    data: dict[str, object], found: dict[str, str]
) -> None:
    assert codes(level_form(), data) == found
    known = {"job": data["job"]} if "job" in data else {}
    rest = {key: value for key, value in data.items() if key != "job"}
    assert {e.field: e.code for e in level_form().errors(rest, known=known)} == found


def test_a_question_of_a_variant_is_asked_when_its_own_condition_holds_too() -> None:
    use = VariantQuestion("level", when=("area", "open"), of=("job", "hot"))
    condition = asked_if(use)
    assert condition is not None
    assert holds(condition, {"job": "hot", "area": "open"}, {})
    assert not holds(condition, {"job": "hot"}, {})
    assert not holds(condition, {"area": "open"}, {"job": "digging"})
