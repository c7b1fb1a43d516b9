"""Applications of the chaos tests' own: nobody shares what is killed."""

from collections.abc import Iterator

import pytest

from tests.chaos.production import Production, production_over_two_nodes
from tests.journeys.live import launch as launch
from tests.journeys.live import seeded as seeded


@pytest.fixture(scope="session")
def production() -> Iterator[Production]:
    """Web and worker apart from each other, over two PostgreSQL nodes."""
    with production_over_two_nodes() as running:
        yield running
