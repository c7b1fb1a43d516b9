"""Who is added when a signature is late is the level's: asked of the packs as they are shipped."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from anshu.compiler.compiled import Compiled
from anshu.flow.commands import Facts
from anshu.flow.state import RecordState
from anshu.flow.way_in import way_in
from anshu.records.places.setup import of_one_person, signing_together
from tests.permits.people import permit_packs

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
KIND = Compiled(permit_packs()).types["permit"]
LEVELS = [code.code for code in KIND.lists["permit_level"].items]


@pytest.mark.parametrize("colour", ["yellow", "orange", "red"])
@pytest.mark.parametrize("level", LEVELS)
def test_the_general_manager_is_added_to_level_one_hot_work_only(level: str, colour: str) -> None:
    node = KIND.nodes["sign_approval"]
    data: dict[str, object] = {"level": level, "risk_colour": colour}
    state = RecordState(version=1, type="permit", data=data)
    way = way_in(KIND, node, state, Facts(now=NOW))
    assert way.approvers
    if level == "hot_1":
        assert (way.late.roles, way.late.minutes) == (("general_manager",), 120)
        assert {"deputy_gm", "ehs_director"} <= set(way.approvers)
    else:
        assert way.late.roles == ()
    assert node.timer is not None
    assert (node.timer.escalate_to, node.timer.adds) == ("ehs_manager", "signature")


def test_the_set_up_names_posts_that_sign_together_and_are_one_persons() -> None:
    together = signing_together([KIND])
    assert frozenset({"ehs_manager", "deputy_gm", "ehs_director", "general_manager"}) in together
    one, other = UUID(int=1), UUID(int=2)
    holders = {"deputy_gm": (one, "傅"), "ehs_director": (one, "傅"), "ehs_manager": (other, "周")}
    assert list(of_one_person(together, holders)) == [("deputy_gm", "ehs_director")]
    # Posts that never meet in one step may well be one person's.
    apart = {"unit_head": (one, "傅"), "chief_engineer": (one, "傅")}
    assert list(of_one_person(together, apart)) == []


@pytest.mark.parametrize("node", ["sign_cosign", "sign_approval"])
def test_two_seats_of_a_permit_are_two_people(node: str) -> None:
    assert KIND.nodes[node].each_by_another
    assert KIND.nodes[node].own_right
