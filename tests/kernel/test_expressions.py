"""Conditions hold here as they do on the device: one list of vectors, two languages."""

from pathlib import Path

import msgspec
import pytest

from anshu.kernel.expressions import Expression, holds

VECTORS = Path(__file__).parents[2] / "admin_console" / "tests" / "expressions.json"


class Vector(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    why: str
    expression: Expression
    data: dict[str, object]
    known: dict[str, object]
    holds: bool


READ = msgspec.json.decode(VECTORS.read_bytes(), type=list[Vector])


@pytest.mark.parametrize("vector", READ, ids=lambda vector: vector.why)
def test_the_condition_holds_as_the_vector_says(vector: Vector) -> None:
    assert holds(vector.expression, vector.data, vector.known) is vector.holds


def test_the_vectors_hold_for_every_operator_and_fail_for_all_but_one() -> None:
    seen = {(vector.expression.__struct_config__.tag, vector.holds) for vector in READ}
    assert {op for op, held in seen if held} == {"is", "set", "all", "any", "not"}
    assert {op for op, held in seen if not held} >= {"is", "set", "all", "any"}
