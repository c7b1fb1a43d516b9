"""Neighbours that work although their planned time has not come or is over; places elsewhere."""

from datetime import timedelta

from httpx import Response

from tests.permits.jobs import JOBS
from tests.permits.life import Site
from tests.records.people import PLACE


async def signed_beside(site: Site) -> Response:
    """The first signature of a blind plate planned from now on, where hot work is."""
    job = JOBS["blind_plate"]
    record = str((await site.prepare(job))["id"])
    assert (await site.submit(record, job)).status_code == 200
    return await site.sign(record, "foreman")


def forbidden_by(answer: Response, number: str) -> bool:
    return (
        answer.json()["code"] == "rule_blocks" and number in answer.text and "动火" in answer.text
    )


async def test_hot_work_that_goes_on_past_its_end_is_still_next_door(site: Site) -> None:
    hot = await site.start("hot_2")
    site.move(timedelta(hours=6, minutes=20))
    assert forbidden_by(await signed_beside(site), hot["number"])


async def test_hot_work_that_began_early_is_next_door_already(site: Site) -> None:
    begins, ends = site.now + timedelta(hours=7), site.now + timedelta(hours=9)
    planned = {"planned_start": begins.isoformat(), "planned_end": ends.isoformat()}
    hot = await site.start("hot_2", **planned)
    assert forbidden_by(await signed_beside(site), hot["number"])


async def test_a_place_far_from_its_area_is_no_way_past_the_neighbours(site: Site) -> None:
    far = PLACE | {"lat": "32.5"}
    refused = await site.send_booking(JOBS["hot_2"], position=far)
    assert (refused.status_code, refused.json()["code"]) == (409, "rule_blocks")
    job = JOBS["hot_2"]
    record = str((await site.prepare(job))["id"])
    refused = await site.submit(record, job, position=far)
    assert (refused.status_code, refused.json()["code"]) == (409, "rule_blocks")
