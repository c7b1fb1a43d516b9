"""References of data: what they are, and that the form and the facts agree on them."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from anshu.definitions.field_language import FieldKind, FormField
from anshu.flow.commands import Facts, KnownMedia, KnownRecord
from anshu.flow.references import reference_errors, references_of
from tests.compiler.forms import codes, field, form_of

NOW = datetime(2026, 11, 20, tzinfo=UTC)
KINDS: tuple[FieldKind, ...] = ("person", "area", "equipment", "photo", "signature", "text")
FORM = form_of(*((field(kind, kind), FormField(kind)) for kind in KINDS))
DIGESTS = st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}")
IDS = st.uuids().map(str)
RAGS: st.SearchStrategy[object] = st.one_of(
    st.none(), st.integers(), st.text(max_size=5), st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["image", "shown"]), st.integers(), max_size=2),
)  # fmt: skip
SIGNATURES = st.fixed_dictionaries(
    {"image": DIGESTS, "shown": DIGESTS, "method": st.just("handwriting")}
)
DATA = st.fixed_dictionaries(
    {},
    optional={
        "person": IDS | RAGS, "area": IDS | RAGS, "equipment": IDS | RAGS,
        "photo": st.lists(DIGESTS, max_size=3) | RAGS, "signature": SIGNATURES | RAGS,
        "text": st.text(max_size=5),
    },
)  # fmt: skip


def knowing(data: dict[str, object]) -> Facts:
    """Facts in which every reference of the data is there and of the right kind."""
    wanted = references_of(FORM.fields, data)
    records = {
        UUID(str(data[kind])): KnownRecord(UUID(str(data[kind])), kind, "", "/", {})
        for kind in ("person", "area", "equipment")
        if references_of({kind: FORM.fields[kind]}, data).records
    }
    media = {d: KnownMedia(d, "photo", NOW, NOW, None) for d in wanted.media}
    return Facts(now=NOW, records=records, media=media)


@given(DATA)
def test_what_passes_the_form_has_no_reference_error_when_everything_is_known(
    data: dict[str, object],
) -> None:
    facts = knowing(data)
    ids = [data[kind] for kind in ("person", "area", "equipment") if kind in data]
    if not codes(FORM, data) and len(facts.records) == len(ids):
        assert reference_errors(FORM, data, facts) == ()


@given(DATA)
def test_what_passes_the_form_has_an_error_for_each_field_whose_reference_is_unknown(
    data: dict[str, object],
) -> None:
    """Data of a wrong shape must not break it either: the form says what is wrong."""
    errors = reference_errors(FORM, data, Facts(now=NOW))
    if not codes(FORM, data):
        referring = {key for key in data if key != "text" and data[key] != []}
        assert {error.field for error in errors} == referring
