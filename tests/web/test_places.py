"""Areas and plans over HTTP: fences for everybody, pictures with a georeference."""

from uuid import uuid4

import pytest

from tests.records.people import Plant
from tests.web.client import logged_in
from tests.web.office import Office
from tests.web.test_plain_records import changed

SQUARE = [
    ["120.904", "31.984"], ["120.906", "31.984"], ["120.906", "31.986"], ["120.904", "31.986"],
]  # fmt: skip
POINTS = [
    {"x": "0", "y": "36", "lon": "120.904", "lat": "31.984"},
    {"x": "48", "y": "0", "lon": "120.906", "lat": "31.986"},
]  # fmt: skip


async def test_an_areas_boundary_is_a_geofence_for_every_member(
    plant: Plant, neighbour: Plant
) -> None:
    async with logged_in(plant, "admin") as admin:
        boundary = {"ring": SQUARE, "system": "WGS-84"}
        done = await changed(admin, f"records/area/{plant.area}", {"boundary": boundary}, version=1)
        assert done.status_code == 200, done.text
    async with logged_in(plant, "worker") as client:
        (fence,) = (await client.get("areas/geofences")).json()["items"]
    assert fence["id"] == str(plant.area)
    assert fence["boundary"] == [[float(lon), float(lat)] for lon, lat in SQUARE]
    assert (fence["centre"], fence["radius_m"]) == ([120.905, 31.985], 150.0)
    async with logged_in(neighbour, "worker") as client:
        (other,) = (await client.get("areas/geofences")).json()["items"]
    assert other["boundary"] is None
    assert other["id"] == str(neighbour.area)


@pytest.mark.parametrize(
    ("ring", "code"),
    [
        (SQUARE[:2], "boundary_too_few"),
        ([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]], "boundary_crosses"),
        ([*SQUARE[:3], ["190", "31"]], "boundary_corner"),
        ([*SQUARE, SQUARE[1]], "boundary_repeats"),
        ([["120", "31"], ["121", "31"], ["121", "32"]], "boundary_too_large"),
        (
            [["120.9", "31.9"], ["120.900001", "31.9"], ["120.900001", "31.900001"]],
            "boundary_too_small",
        ),
        (
            [[f"120.{place:06d}", f"31.{place * place:09d}"] for place in range(201)],
            "boundary_too_many",
        ),
        ("not a ring", "boundary_malformed"),
    ],
)
async def test_a_boundary_that_is_none_is_refused_by_name(
    plant: Plant, ring: object, code: str
) -> None:
    async with logged_in(plant, "admin") as admin:
        path = f"records/area/{plant.area}"
        refused = await changed(admin, path, {"boundary": {"ring": ring}}, version=1)
        assert refused.status_code == 422
        (error,) = refused.json()["errors"]
        assert (error["field"], error["code"]) == ("boundary", code)
        assert error["message"] and error["cure"]
        assert (await admin.get(path)).json()["version"] == 1


async def test_a_plan_is_a_picture_whose_pixels_lie_on_the_ground(office: Office) -> None:
    admin, worker = await office.person("admin"), await office.person("worker")
    image = await office.upload("admin")
    data = {"name": "总平面图", "org": "/", "image": [image], "points": {"points": POINTS}}
    identity = str(uuid4())
    made = await admin.post("records/plan", json={"id": identity, "data": data})
    assert made.status_code == 201, made.text
    answer = (await worker.get("plans")).json()
    (plan,) = answer["items"]
    assert (plan["title"], plan["width"], plan["height"], plan["floor"]) == ("总平面图", 48, 36, "")
    by = plan["georeference"]
    for point in POINTS:
        x, y = float(point["x"]), float(point["y"])
        assert by["lon_x"] * x + by["lon_y"] * y + by["lon_0"] == pytest.approx(float(point["lon"]))
        assert by["lat_x"] * x + by["lat_y"] * y + by["lat_0"] == pytest.approx(float(point["lat"]))
    picture = await worker.get(f"plans/{identity}/picture")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
    assert (await worker.get(f"plans/{uuid4()}/picture")).status_code == 404
    assert (await worker.get("records/plan")).status_code == 403


@pytest.mark.parametrize(
    ("points", "code"),
    [
        (POINTS[:1], "plan_points_count"),
        ([POINTS[0], {**POINTS[1], "x": "3", "y": "30"}], "plan_points_close"),
        ([POINTS[0], {**POINTS[1], "lon": "121.9"}], "plan_points_scale"),
        ([POINTS[0], {**POINTS[1], "lon": "east"}], "plan_point_wrong"),
        (
            [*POINTS, {"x": "24", "y": "18", "lon": "120.905", "lat": "31.985"}],
            "plan_points_line",
        ),
    ],
)
async def test_reference_points_that_do_not_fit_are_refused_by_name(
    office: Office, points: list[dict[str, str]], code: str
) -> None:
    admin = await office.person("admin")
    image = await office.upload("admin")
    data = {"name": "图", "org": "/", "image": [image], "points": {"points": points}}
    refused = await admin.post("records/plan", json={"id": str(uuid4()), "data": data})
    assert refused.status_code == 422
    assert [(e["field"], e["code"]) for e in refused.json()["errors"]] == [("points", code)]
