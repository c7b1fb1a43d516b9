"""An old phone on a bad line: a quarter of the processor, slow 3G, to a form that may be sent."""

import time
from statistics import median

import pytest
from playwright.sync_api import Browser, expect

from tests.bench.table import table
from tests.journeys.conftest import browser as browser
from tests.journeys.live import Live
from tests.journeys.live import launch as launch
from tests.journeys.live import live as live
from tests.journeys.live import seeded as seeded
from tests.journeys.phones import Phone, phone

RUNS = 3
# Chromium's own figures for "Slow 3G": 500 kbit/s each way at 80 %, 400 ms five times over.
SLOW_3G = {
    "offline": False, "latency": 2000,
    "downloadThroughput": 500 * 1000 / 8 * 0.8, "uploadThroughput": 500 * 1000 / 8 * 0.8,
}  # fmt: skip
LOG_IN_SECONDS = 180


@pytest.mark.timeout(900)
def test_time_to_a_submittable_form_on_an_old_phone(browser: Browser, live: Live) -> None:
    taken: dict[str, list[float]] = {"first visit, log-in page": [], "again, logged in": []}
    for _ in range(RUNS):
        with phone(browser, live) as worker:
            first = _timed(worker, live, "login-send", "")
            taken["first visit, log-in page"].append(first)
            worker.entered(kept=True)
            again = _timed(worker, live, "report-send", "#/report/hazard")
            taken["again, logged in"].append(again)
    shown = table(f"old phone: 4x CPU, slow 3G, median of {RUNS}", "what", "s")
    for name, runs in taken.items():
        shown.add(name, median(runs))
    assert median(taken["again, logged in"]) < median(taken["first visit, log-in page"])


def _timed(worker: Phone, live: Live, sign: str, path: str) -> float:
    """Seconds from the address to this sign, in a tab of a slow phone."""
    tab = worker.tab()
    slow = worker.context.new_cdp_session(tab.page)
    slow.send("Network.enable")
    slow.send("Network.emulateNetworkConditions", SLOW_3G)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    begun = time.perf_counter()
    tab.page.goto(f"{live.url}/m/{path}", wait_until="commit", timeout=LOG_IN_SECONDS * 1000)
    expect(tab[sign]).to_be_visible(timeout=LOG_IN_SECONDS * 1000)
    seconds = time.perf_counter() - begun
    tab.page.close()
    return seconds
