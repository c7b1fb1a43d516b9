"""The fixtures of the outbox tests."""

import secrets
from collections.abc import Iterator

import pytest

from anshu.store.node import NodeSettings
from anshu.store.unit_of_work import Store
from tests.outbox.rabbitmq import rabbitmq, rabbitmq_url
from tests.outbox.workshop import Workshop

__all__ = ["rabbitmq", "rabbitmq_url", "workshop"]


@pytest.fixture
def workshop(store: Store, node_settings: NodeSettings) -> Iterator[Workshop]:
    """A queue of the test's own; its workers are stopped at the end."""
    made = Workshop(store, node_settings, queue=f"q{secrets.token_hex(4)}")
    yield made
    for worker in made.workers:
        worker.stop(grace_seconds=5)
