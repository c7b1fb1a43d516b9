"""What a report costs on the phone: bytes and requests to a form that may be sent, taps, typing."""

from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Browser, Response, expect

from tests.journeys.live import Live
from tests.journeys.people import Plant
from tests.journeys.phones import phone
from tests.journeys.screens import photo_file

MOST_BYTES = 300 * 1024
MOST_REQUESTS = 60
MOST_TAPS = 4
COUNTED = """
globalThis.taps = 0; globalThis.typed = 0;
addEventListener('click', event => { if (event.isTrusted && event.detail) taps += 1 }, true);
addEventListener('input', event => { if (event.target.matches('textarea, input[type=text]'))
  typed = event.target.value.length }, true);
"""

# Some seconds after a page stands the phone fetches what it may need without a signal; when that
# begins depends on the machine, and a form does not wait for it.
NOT_IN_THE_BACKGROUND = """
const later = globalThis.setTimeout;
globalThis.setTimeout = (work, wait, ...given) =>
  wait === 3000 || wait === 4000 ? 0 : later(work, wait, ...given);
"""


def test_the_report_form_costs_few_bytes_and_requests(browser: Browser, live: Live) -> None:
    """A first visit with an empty cache, log-in included, as sent: compressed."""
    answers: list[Response] = []
    with phone(browser, live, script=NOT_IN_THE_BACKGROUND) as worker:
        worker.context.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108
        tab = worker.tab().enter(live.url, live.password)
        tab["tab-start"].click()
        tab["report-without-photo"].click()
        expect(tab["report-send"]).to_be_enabled()
        tab.page.wait_for_load_state("networkidle")
        seen = [one for one in answers if one.url.startswith(live.url)]
        sizes = [one.request.sizes()["responseBodySize"] for one in seen]
        total = sum(sizes)
        print(f"bytes {total} ({total / 1024:.0f} KB) in {len(seen)} requests")
        assert 100 * 1024 < total <= MOST_BYTES
        assert len(seen) <= MOST_REQUESTS
        assert tab.failures == []


def test_a_report_takes_few_taps_and_little_typing(
    browser: Browser, live: Live, plant: Plant, tmp_path: Path
) -> None:
    """From the opened work list to the record: start, camera, text, send; the camera's apart."""
    text = f"法兰渗漏{uuid4().hex[:4]}"
    with phone(browser, live, script=COUNTED) as worker:
        tab = worker.tab().enter(live.url, live.password)
        tab.page.evaluate("taps = 0")
        tab["tab-start"].click()
        with tab.page.expect_file_chooser() as camera:
            tab["report-camera"].click()
        camera.value.set_files(photo_file(tmp_path))
        expect(tab["field-area"]).to_contain_text("反应釜区")
        field = tab["field-description"].locator("textarea")
        field.click()
        field.press_sequentially(text)
        required = tab["report-form"].locator(".an-required").count()
        tab["report-send"].click()
        tab.page.wait_for_url("**/record/hazard/*")
        taps, typed = tab.page.evaluate("[taps, typed]")
        print(f"taps {taps}, typed {typed}, required fields {required}")
        assert taps <= MOST_TAPS
        assert typed == len(text)
        assert required == 2
        record = plant["ehs"].page(tab.page.url.rpartition("/")[2])
        # Place, area and time filled themselves.
        assert record["area"]["name"] == "反应釜区"
        assert record["data"]["position"]["source"] == "browser"


def test_what_a_thumb_must_hit_is_large_enough(browser: Browser, live: Live) -> None:
    small = """() => [...document.querySelectorAll('button, a[href], select, summary,'
        + 'label.an-chip, input:not([type=radio]):not([type=checkbox])')].filter(one => {
        const box = one.getBoundingClientRect();
        return box.width && box.height && (box.height < 44 || box.width < 44);
      }).map(one => one.outerHTML.slice(0, 90))"""
    with phone(browser, live) as worker:
        tab = worker.tab().enter(live.url, live.password)
        for place, sign in (
            ("todo", "tab-todo"), ("start", "report-button"), ("scan", "scan-number"),
            ("mine", "logout"), ("report/hazard", "report-send"), ("queue", "empty"),
            ("people", "people-found"),
        ):  # fmt: skip
            tab.page.goto(f"{live.url}/m/#/{place}")
            expect(tab[sign]).to_be_visible()
            assert tab.page.evaluate(small) == [], place
