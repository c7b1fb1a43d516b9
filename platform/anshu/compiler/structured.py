"""Fields whose values have a shape of their own: what is wrong with one is said by its kind."""

from collections.abc import Callable, Mapping

from anshu.kernel.boundary import boundary_fault
from anshu.kernel.georeference import georeference_fault
from anshu.kernel.plant_calendar import calendar_fault
from anshu.kernel.value_fault import ValueFault

# A schema would answer "wrong format" where people need to know which point, and why.
STRUCTURED: Mapping[str, Callable[[object], ValueFault | None]] = {
    "boundary": boundary_fault,
    "plan_points": georeference_fault,
    "working_calendar": calendar_fault,
}
