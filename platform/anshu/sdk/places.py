"""Places on the ground for fact providers: positions, boundaries and the metres between them."""

from anshu.kernel.boundary import Boundary as Boundary
from anshu.kernel.boundary import distance_to_m as distance_to_m
from anshu.kernel.boundary import read_boundary as read_boundary
from anshu.kernel.position import Position as Position
from anshu.kernel.position import distance_m as distance_m
from anshu.kernel.position import read_position as read_position
