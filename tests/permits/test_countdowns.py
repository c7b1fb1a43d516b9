"""What the guardian's page counts down to, told with the definition."""

from anshu.compiler.compiled import Compiled
from anshu.web.countdowns import countdowns_of
from tests.permits.people import permit_packs


def test_a_countdown_is_of_the_kinds_that_its_tables_name_and_of_no_others() -> None:
    kind = Compiled(permit_packs()).types["permit"]
    (gas,) = countdowns_of(kind, kind.nodes["working"], "zh-CN")
    watch = next(each for each in kind.nodes["working"].watches if each.key == "gas_record")
    assert (gas.watch, gas.minutes, gas.title) == ("gas_record", watch.minutes, watch.title.zh)
    assert (gas.table, gas.column, gas.only) == ("gas_tests", "sampled_at", ("confined_space",))
    # Overtime counts from a field and the daily test from the start of work: no row puts them off.
    assert countdowns_of(kind, kind.nodes["paused"], "zh-CN") == ()
