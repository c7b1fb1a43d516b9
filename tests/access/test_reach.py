"""The algebra of reach: union and containment agree with membership of rows."""

from hypothesis import given
from hypothesis import strategies as st

from anshu.access.reach import Reach, union

PATHS = ("/", "/a/", "/a/b/", "/a/bc/", "/a/b/c/", "/d/")
paths = st.lists(st.sampled_from(PATHS), max_size=3).map(tuple)
reaches = st.builds(
    Reach, everything=st.sampled_from((False, False, False, True)), org_paths=paths,
    team_paths=paths, own=st.booleans(),
)  # fmt: skip
ROWS = [(path, own) for path in (*PATHS, "/d/e/") for own in (False, True)]


def rows(reach: Reach) -> set[tuple[str, bool]]:
    return {(path, own) for path, own in ROWS if reach.has_row(org_path=path, own=own)}


def test_an_empty_reach_has_no_row() -> None:
    assert rows(Reach()) == set()


def test_a_subtree_does_not_reach_a_unit_whose_name_only_begins_alike() -> None:
    assert not Reach(org_paths=("/a/b/",)).has_row(org_path="/a/bc/", own=False)


def test_a_team_does_not_reach_what_lies_below_it() -> None:
    assert not Reach(team_paths=("/a/",)).has_row(org_path="/a/b/", own=False)


@given(st.lists(reaches, max_size=4))
def test_a_union_has_just_the_rows_of_its_parts(parts: list[Reach]) -> None:
    assert rows(union(parts)) == set().union(*(rows(part) for part in parts))


@given(st.lists(reaches, max_size=4))
def test_a_union_does_not_depend_on_order_or_repetition(parts: list[Reach]) -> None:
    assert union(parts) == union([*reversed(parts), *parts])


@given(reaches, reaches)
def test_containment_implies_all_rows(one: Reach, other: Reach) -> None:
    if one.contains(other):
        assert rows(other) <= rows(one)


@given(reaches, reaches)
def test_a_union_contains_its_parts(one: Reach, other: Reach) -> None:
    joined = union([one, other])
    assert joined.contains(one)
    assert joined.contains(other)
