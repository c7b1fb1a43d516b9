"""What can be ticked in a booking is what the analysis has words for."""

from anshu.definitions.language import CodeList, RecordType
from tests.permits.people import permit_packs


def test_every_danger_of_a_kind_has_its_words_and_its_measure_in_the_analysis() -> None:
    items = [item for pack in permit_packs() for item in pack.items]
    dangers = next(i for i in items if isinstance(i, CodeList) and i.key == "permit_danger")
    permit = next(i for i in items if isinstance(i, RecordType) and i.key == "permit")
    jha = next(field for field in permit.fields if field.key == "jha")
    ticked = sorted((d.parent, d.label.zh, d.label.en) for d in dangers.items)
    for key in ("danger", "measure"):
        column = next(column for column in jha.columns if column.key == key)
        worded = [(t.when[1], t.title.zh, t.title.en) for t in column.templates]
        assert sorted(worded) == ticked
    # Told apart by their titles, in both languages.
    assert len({title for _, title, _ in ticked}) == len({t for *_, t in ticked}) == len(ticked)
