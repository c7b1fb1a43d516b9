"""AQ 3064.2 5.10.8, GB 30871 5.5: periods and fixed hot-work areas that a plant declares."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from httpx import Response

from tests.conformance.site import Site
from tests.conformance.verdicts import refused

Json = dict[str, Any]


async def declared(site: Site, kind: str, data: Json) -> Response:
    """The answer to the safety department's declaration."""
    body: Json = {"id": str(uuid4()), "data": data}
    return await (await site.person("safety")).post(f"records/{kind}", json=body)


async def test_aq_5_10_8_a_special_period_ends_after_it_begins(site: Site) -> None:
    period: Json = {"title": "重大活动", "kind": "special", "org": "/", "from": site.in_days(9000)}
    over = await declared(site, "special_period", period | {"to": site.in_days(8999)})
    refused(over, "AQ 3064.2 5.10.8")
    answer = await declared(site, "special_period", period | {"to": site.in_days(9000.5)})
    assert answer.status_code == 201, answer.text


async def test_gb_5_5_a_fixed_hot_work_area_is_far_away_and_reviewed_every_year(
    site: Site,
) -> None:
    area, middle = await site.place()
    fixed: Json = {
        "title": "机修车间固定动火区", "area": area, "org": "/w1/", "position": middle,
        "responsible": site.id("leader"), "in_fire_place": False, "distance": "30",
        "in_plant_area": False, "approved_by": site.id("boss"),
        "reviewed_at": site.now.isoformat(),
        "valid_until": (site.now + timedelta(days=365)).isoformat(),
        "photos": [await site.upload("safety")],
    }  # fmt: skip
    for wrong in (
        {"in_fire_place": True}, {"distance": "29.9"}, {"valid_until": site.in_days(368)},
        {"valid_until": site.in_days(-1)},
    ):  # fmt: skip
        refused(await declared(site, "hot_work_area", fixed | wrong), "GB 30871 5.5")
    answer = await declared(site, "hot_work_area", fixed)
    assert answer.status_code == 201, answer.text
