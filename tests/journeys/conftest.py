"""Journeys run against the real application; both of its brokers, one setting apart."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.live import Launch, Live
from tests.journeys.live import launch as launch
from tests.journeys.live import live as live
from tests.journeys.live import seeded as seeded
from tests.journeys.people import Plant, plant_at
from tests.journeys.screens import Stage, chromium
from tests.outbox.rabbitmq import rabbitmq as rabbitmq
from tests.outbox.rabbitmq import rabbitmq_url as rabbitmq_url


@pytest.fixture(scope="session")
def live_rabbitmq(launch: Launch, rabbitmq_url: str) -> Live:
    """The same application with the broker set to RabbitMQ."""
    return launch(broker="rabbitmq", rabbitmq_url=rabbitmq_url)


@pytest.fixture(scope="session")
def plant(live: Live) -> Iterator[Plant]:
    """People before the shared application."""
    with plant_at(live.url, live.password) as opened:
        yield opened


@pytest.fixture(scope="session")
def plant_rabbitmq(live_rabbitmq: Live) -> Iterator[Plant]:
    """People before the application on RabbitMQ."""
    with plant_at(live_rabbitmq.url, live_rabbitmq.password) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser; it holds the thread's event loop, so it ends before anybody's async test."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def stage(live: Live, browser: Browser) -> Iterator[Stage]:
    """Screens of people; what failed behind them fails the test."""
    opened = Stage(browser, live.url, live.https_url, live.password)
    yield opened
    opened.close()
