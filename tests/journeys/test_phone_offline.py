"""What a phone keeps and sends: without a signal, over a killed tab, from two tabs, once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.journeys.live import Live
from tests.journeys.people import Json, Plant, until
from tests.journeys.phones import (
    SHIFTED,
    fill_report,
    hash_of,
    large_photo,
    phone,
    shift_clock,
)
from tests.journeys.screens import photo_file

NO_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', {get: () => undefined});"


def described(plant: Plant, text: str) -> list[Json]:
    """The hazards of this description."""
    rows = plant["ehs"].get("records/hazard", q=text)["items"]
    return [row for row in rows if row["title"] == text]


def words() -> str:
    """A description that nothing else has."""
    return f"密封渗漏 {uuid4().hex[:12]}"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_report_survives_a_dead_signal_and_killed_tabs_and_arrives_once_with_its_originals(
    browser: Browser, live: Live, plant: Plant, tmp_path: Path
) -> None:
    text, photos = words(), [large_photo(tmp_path), photo_file(tmp_path)]
    with phone(browser, live) as worker:
        tab = worker.entered(kept=True)
        worker.offline()
        began = datetime.now(UTC)
        fill_report(tab, text, photos)
        tab.page.close()

        tab = worker.tab("#/start")
        expect(tab["draft"]).to_have_count(1)
        tab["draft"].get_by_text(text).click()
        expect(tab["photo-tile"]).to_have_count(2)
        expect(tab["field-description"].locator("textarea")).to_have_value(text)
        expect(tab["field-area"]).to_contain_text("反应釜区")
        tab["report-send"].click()
        expect(tab["queue-item"]).to_have_attribute("data-state", "waiting")
        tab.shot("queue")
        written = datetime.now(UTC)
        tab.page.close()

        tab = worker.tab("#/todo")
        expect(tab["offline-bar"]).to_contain_text("1 件")
        assert described(plant, text) == []
        worker.online()
        expect(tab["offline-bar"]).to_have_count(0)
        assert until(lambda: len(described(plant, text)) == 1)
        (row,) = described(plant, text)
        page = plant["ehs"].page(row["id"])
        assert page["data"]["photos"] == [hash_of(photo) for photo in photos]
        for photo in photos:
            path = f"media/{hash_of(photo)}"
            assert until(lambda path=path: plant["ehs"].client.get(path).status_code == 200)
            assert plant["ehs"].client.get(path).content == photo.read_bytes()
        second = timedelta(seconds=2)
        assert began - second <= moment(page["captured_at"]) <= written + second
        assert len(worker.sent("POST", "/records/hazard")) == 1
        tab.page.goto(f"{live.url}/m/#/queue")
        expect(tab["empty"]).to_be_visible()


@pytest.mark.parametrize("script", ["", NO_LOCKS], ids=["locks", "lease"])
def test_two_tabs_drain_one_queue_into_one_record(
    browser: Browser, live: Live, plant: Plant, tmp_path: Path, script: str
) -> None:
    text = words()
    with phone(browser, live, script=script) as worker:
        tab = worker.entered()
        other = worker.tab("#/todo")
        expect(other["tab-start"]).to_be_visible()
        worker.offline()
        fill_report(tab, text, [photo_file(tmp_path)])
        tab["report-send"].click()
        expect(tab["queue-item"]).to_be_visible()
        expect(other["offline-bar"]).to_contain_text("1 件")
        worker.online()
        expect(tab["queue-item"]).to_have_count(0)
        assert until(lambda: len(described(plant, text)) == 1)
        assert len(worker.sent("POST", "/records/hazard")) == 1


def test_a_refusal_is_named_on_its_item_and_mended_there(
    browser: Browser, live: Live, plant: Plant, tmp_path: Path
) -> None:
    """The clock runs an hour ahead while the report is written and is right when it is sent."""
    text = words()
    with phone(browser, live, script=SHIFTED) as worker:
        tab = worker.entered()
        worker.offline()
        # The phone has not heard of the server's clock for long.
        tab.page.evaluate("localStorage.removeItem('anshu.clock')")
        shift_clock(tab.page, 3_600_000)
        fill_report(tab, text, [photo_file(tmp_path)])
        tab["report-send"].click()
        expect(tab["queue-item"]).to_have_attribute("data-state", "waiting")
        shift_clock(tab.page, 0)
        worker.online()
        expect(tab["queue-item"]).to_have_attribute("data-state", "refused")
        expect(tab["block-card"]).to_contain_text("手机时间比服务器快")
        tab.shot("refused")
        # Everything entered comes back to be changed, and goes into the queue's place again.
        tab["queue-edit"].click()
        expect(tab["field-description"].locator("textarea")).to_have_value(text)
        expect(tab["photo-tile"]).to_have_count(1)
        tab.fill("description", f"{text} 改")
        tab["report-send"].click()
        expect(tab["block-card"]).to_contain_text("手机时间比服务器快")
        tab["report-servers-clock"].click()
        tab.page.wait_for_url("**/record/hazard/*")
        (row,) = described(plant, f"{text} 改")
        captured = moment(plant["ehs"].page(row["id"])["captured_at"])
        assert abs(captured - datetime.now(UTC)) < timedelta(minutes=1)
        assert described(plant, text) == []


def test_a_wrong_clock_that_the_phone_knows_of_is_put_right_by_itself(
    browser: Browser, live: Live, plant: Plant, tmp_path: Path
) -> None:
    text, hour = words(), 3_600_000
    with phone(browser, live, script=SHIFTED) as worker:
        tab = worker.tab("#/todo")
        shift_clock(tab.page, hour)
        tab.page.reload()
        tab = worker.entered()
        worker.offline()
        fill_report(tab, text, [photo_file(tmp_path)])
        tab["report-send"].click()
        expect(tab["queue-item"]).to_be_visible()
        worker.online()
        expect(tab["queue-item"]).to_have_count(0)
        (row,) = described(plant, text)
        captured = moment(plant["ehs"].page(row["id"])["captured_at"])
        assert abs(captured - datetime.now(UTC)) < timedelta(minutes=1)


def test_an_interrupted_upload_sends_no_byte_twice_that_had_arrived(
    browser: Browser, live: Live, plant: Plant, tmp_path: Path
) -> None:
    photo, cuts = large_photo(tmp_path, side=1000), [2, 3]
    size, seen = photo.stat().st_size, [0]
    assert size > 2 * 256 * 1024

    def cut(route: Route) -> None:
        seen[0] += 1
        if seen[0] in cuts:
            route.abort()
        else:
            route.continue_()

    with phone(browser, live) as worker:
        tab = worker.entered()
        worker.context.route("**/uploads/*?offset=*", cut)
        tab["report-camera"].set_input_files(photo)
        expect(tab.page.locator('[data-testid="photo-tile"][data-state="waiting"]')).to_be_visible()
        expect(tab["photo-tile"]).to_be_visible()
        tab.page.evaluate("window.dispatchEvent(new Event('online'))")
        expect(tab.page.locator('[data-testid="photo-tile"][data-state="waiting"]')).to_be_visible()
        tab.page.evaluate("window.dispatchEvent(new Event('online'))")
        expect(tab.page.locator('[data-testid="photo-tile"][data-state="sent"]')).to_be_visible()
        arrived = [len(one.post_data_buffer or b"") for one in worker.sent("PATCH", "/uploads/")]
        assert sum(arrived) == size
        assert plant["worker"].client.get(f"media/{hash_of(photo)}").content == photo.read_bytes()


def test_photos_that_cannot_be_evidence_are_refused_on_the_phone(
    browser: Browser, live: Live, tmp_path: Path
) -> None:
    huge, fake = tmp_path / "huge.jpg", tmp_path / "fake.jpg"
    with huge.open("wb") as file:
        file.write(b"\xff\xd8\xff\xe0")
        file.truncate(50 * 1024 * 1024)
    fake.write_bytes(b"MZ" + b"\0" * 4000)
    with phone(browser, live) as worker:
        tab = worker.entered()
        before = len(worker.asked)
        for file, said in ((huge, "50.0 MB"), (fake, "不是照片")):
            tab["report-camera"].set_input_files(file)
            expect(tab["photo-fault"]).to_contain_text(said)
        assert not [one for one in worker.asked[before:] if one.method != "GET"]
