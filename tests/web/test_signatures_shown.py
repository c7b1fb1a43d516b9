"""A record's page says of each signature who gave it and when, of a seat on whose behalf."""

from datetime import timedelta
from uuid import uuid4

from tests.web.office import Office
from tests.web.test_signing import by_pin, given_pin, prepared, shown


async def test_a_signature_without_a_picture_stands_with_its_signer(office: Office) -> None:
    await given_pin(office)
    record, form = await prepared(office)
    path, sheet = await shown(office, record, form)
    value = (await by_pin(office, path, sheet)).json()
    await office.done("fixer", record, "submit", form | {"responsible_signature": value})
    chain = (await office.page("ehs", record))["chain"]
    (step,) = [node for node in chain if node["node"] == "rectification"]
    (given,) = step["signatures"]
    assert given["field"] == "responsible_signature"
    assert given["by"] == {"id": str(office.plant.ids["fixer"]), "name": "郑维修"}
    assert given["at"] == step["done_at"]
    assert "on_behalf" not in given
    assert all(not node["signatures"] for node in chain if node is not step)


async def test_a_seat_signed_for_somebody_names_both(office: Office) -> None:
    leader = await office.person("leader")
    given = {
        "id": str(uuid4()), "to": str(office.plant.ids["other_leader"]), "reason": "出差一周",
        "starts": office.now.isoformat(), "ends": (office.now + timedelta(days=7)).isoformat(),
    }  # fmt: skip
    assert (await leader.post("delegations", json=given)).status_code == 201
    record = (await office.report())["id"]
    await office.done("other_leader", record, "pass", {"review_opinion": "属实"})
    (_, review, *_) = (await office.page("ehs", record))["chain"]
    assert (review["by"]["name"], review["on_behalf"]["name"]) == ("赵班长", "李班长")
    (seat,) = review["seats"]
    assert (seat["by"]["name"], seat["on_behalf"]["name"]) == ("赵班长", "李班长")
