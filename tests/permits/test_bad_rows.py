"""Rows that cannot be right are refused with their address, never by an error of the server."""

from uuid import uuid4

from tests.permits.jobs import JOBS
from tests.permits.life import Site
from tests.web.office import Json

STRANGER = str(uuid4())
BAD: list[tuple[Json, str]] = [
    ({"workers": "x"}, "workers"),
    ({"workers": [5]}, "workers"),
    ({"workers": [{}]}, "workers[0].person"),
    ({"workers": [{"person": 5, "duty": ["x"]}]}, "workers[0].person"),
    ({"workers": [{"person": STRANGER, "duty": "welder"}]}, "workers[0].person"),
    ({"workers": [{"duty": "welder"}] * 1000}, "workers"),
    ({"guardians": [{"person": {"id": "x"}, "@at": "2026-01-01"}]}, "guardians[0].person"),
    ({"jha": [{"step": 5, "danger": None}]}, "jha[0].step"),
    ({"jha": [[]]}, "jha"),
    ({"related": [{"permit": "ZY-1"}]}, "related[0].permit"),
]  # fmt: skip
ROWS: list[Json] = [
    {"sampled_at": "yesterday"}, {"oxygen": 20.9}, {"oxygen": "twenty"}, {"point": None},
    {"photos": "x"}, {"calibrated_until": 5}, {"@by": "somebody", "oxygen": {}},
]  # fmt: skip


async def test_bad_rows_of_an_application_are_named_and_nothing_is_kept(site: Site) -> None:
    job = JOBS["hot_2"]
    page = await site.booked(job)
    for data, address in BAD:
        answer = await site.submit(page["id"], job, **data)
        assert answer.status_code == 422, (data, answer.text)
        assert address in {error["field"] for error in answer.json()["errors"]}, answer.text
    assert (await site.permit(page["id"]))["version"] == page["version"]


async def test_bad_rows_of_an_entry_are_refused_and_so_while_typing(site: Site) -> None:
    page = await site.booked(JOBS["hot_2"])
    client = await site.person("gas")
    for part in ROWS:
        row = site.gas() | part
        answer = await site.enter(page["id"], "gas", "gas_test", row)
        assert answer.status_code == 422, (part, answer.text)
        asked = {"data": row, "record": page["id"]}
        typed = await client.post("forms/permit/gas_test/check", json=asked)
        assert typed.status_code == 200, (part, typed.text)
    assert (await site.permit(page["id"]))["version"] == page["version"]
