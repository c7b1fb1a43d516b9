"""States in a ledger's own words: rectified waits for its re-inspection and closes nothing."""

import pytest

from anshu.records.imports.targets import shape_of
from tests.records.people import compiled


@pytest.mark.parametrize(
    ("word", "state"),
    [("已整改", "reinspecting"), ("未整改", "rectifying"), ("已闭环", "closed")],
)
def test_a_word_for_a_state_means_one_state(word: str, state: str) -> None:
    shape = shape_of(compiled().types["hazard"])
    (target,) = [each for each in shape.targets if each.key == "state"]
    meant = [choice.code for choice in target.choices if word in choice.aliases]
    assert meant == [state]
