"""Gases that can be chosen are those whose figures may be loaded, and each has one."""

from anshu.definitions.rule_cells import read_cell
from tests.records.people import compiled

# Their figures could not be read in the source: whoever chose them would be told a wrong limit.
UNREADABLE = {"formaldehyde", "ethylene_oxide"}


def test_every_toxic_gas_that_can_be_chosen_is_judged_by_a_figure_that_was_read() -> None:
    offered = {code.code for code in compiled().lists["toxic_gas"].items}
    judged = {
        code
        for table in compiled().judgement.tables.values()
        for row in table.item.rows
        if "toxic_gas" in row.when
        for code in read_cell(row.when["toxic_gas"], "choice").codes
    }
    assert offered <= judged
    assert not (offered | judged) & UNREADABLE
