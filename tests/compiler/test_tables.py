"""Tables: rows of columns, each wrong one named by its row and column."""

from anshu.compiler.form import compile_form, over_columns
from anshu.definitions.field_language import Field, Form, FormField
from anshu.definitions.words import Text
from tests.compiler.forms import LABEL, LISTS, codes, field, form_of

PERSON = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
HASH = "0a" * 32
COLUMNS = (
    Field("person", "person", Text("人员", "Person")),
    Field("duty", "choice", Text("职责", "Duty"), code_list="ab"),
    Field("mass", "number", Text("质量", "Mass"), minimum="1", maximum="9"),
    Field("photos", "photo", Text("照片", "Photos"), max_items=2),
)
WORKERS = Field("workers", "table", Text("作业人员", "Workers"), columns=COLUMNS, max_items=3)
PLAIN = form_of((WORKERS, FormField("workers")))
ROW = Form(
    key="worker", title=LABEL, of_table="workers",
    fields=(
        FormField("person", required=True),
        FormField("duty", required_when=("mass", "5")),
        FormField("mass", when=("job", "hot", "cold")),
    ),
)  # fmt: skip

FIELDS = {"workers": WORKERS, "job": field("choice", "job", code_list="ab")}
ROW_FORM = compile_form(ROW, over_columns(WORKERS, FIELDS), LISTS)
STRICT = compile_form(
    Form(
        key="whole", title=LABEL, fields=(FormField("workers", required=True, row_form="worker"),)
    ),
    FIELDS,
    LISTS,
    rows={"workers": ROW_FORM},
)


def test_without_a_form_of_its_own_every_column_may_be_filled_and_none_must() -> None:
    rows = [{"person": PERSON}, {"duty": "a", "mass": "1.5"}, {"photos": [HASH]}]
    assert PLAIN.errors({"workers": rows}) == ()


def test_a_wrong_value_is_named_by_row_and_column() -> None:
    rows = [{"person": PERSON}, {"person": "somebody", "mass": "10"}]
    errors = PLAIN.errors({"workers": rows})
    assert [(e.field, e.code, e.row) for e in errors] == [
        ("workers[1].person", "wrong_format", 2), ("workers[1].mass", "too_large", 2),
    ]  # fmt: skip
    assert errors[0].label == "作业人员第 2 行人员"
    assert errors[0].label_en == "Workers, row 2 Person"
    assert errors[1].limit == "9"


def test_what_is_no_table_no_row_or_an_empty_row_is_refused() -> None:
    assert codes(PLAIN, {"workers": {"person": PERSON}}) == {"workers": "wrong_format"}
    assert codes(PLAIN, {"workers": ["x"]}) == {"workers": "wrong_format"}
    assert codes(PLAIN, {"workers": [{}]}) == {"workers[0]": "row_empty"}


def test_keys_that_are_no_columns_are_refused_also_those_of_the_product() -> None:
    found = codes(PLAIN, {"workers": [{"person": PERSON, "@no": 1, "role": "x"}]})
    assert found == {"workers[0].@no": "unknown_field", "workers[0].role": "unknown_field"}


def test_more_rows_than_the_table_takes_are_refused_once() -> None:
    assert codes(PLAIN, {"workers": [{"duty": "a"}] * 4}) == {"workers": "too_many"}


def test_a_row_form_requires_columns_and_a_required_table_a_row() -> None:
    assert codes(STRICT, {}) == {"workers": "field_missing"}
    assert codes(STRICT, {"workers": []}) == {"workers": "too_few"}
    assert codes(STRICT, {"workers": [{"duty": "a"}]}) == {"workers[0].person": "field_missing"}


def test_a_column_can_depend_on_the_record_that_the_row_belongs_to() -> None:
    rows = {"workers": [{"person": PERSON, "mass": "5", "duty": "a"}]}
    assert STRICT.errors(rows, known={"job": "hot"}) == ()
    found = {e.field: e.code for e in STRICT.errors(rows, known={"job": "wet"})}
    assert found == {"workers[0].mass": "not_asked"}


def test_a_column_can_be_required_by_another_of_its_row() -> None:
    found = STRICT.errors({"workers": [{"person": PERSON, "mass": "5"}]}, known={"job": "cold"})
    assert [(e.field, e.code) for e in found] == [("workers[0].duty", "field_missing")]


def test_what_is_right_so_far_is_the_form_without_wrong_cells() -> None:
    rows: list[object] = [{"person": PERSON, "mass": "10", "@no": 1}, {"person": "x"}, {}]
    data = {"workers": rows, "other": 1}
    assert PLAIN.sound(data) == {"workers": [{"person": PERSON}, {}, {}]}
    assert PLAIN.sound({"workers": ["x"]}) == {}
    assert STRICT.sound({"workers": [{"duty": "a"}]}) == {"workers": [{"duty": "a"}]}
