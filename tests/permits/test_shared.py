"""The page behind a permit's code: what people at the place need, and nobody's secrets."""

from uuid import uuid4

from tests.permits.life import Site
from tests.web.client import anybody


async def test_strangers_see_state_dangers_and_whom_to_call_but_no_phone_of_a_person(
    site: Site,
) -> None:
    number = "0513-8000119"
    contact = {"name": "消防值班室", "phone": number, "duty": "火灾", "org": "/"}
    added = await (await site.person("ehs")).post(
        "records/emergency_contact", json={"id": str(uuid4()), "data": contact}
    )
    assert added.status_code == 201, added.text
    page = await site.start("confined")
    link = await (await site.person("guardian")).post(f"records/permit/{page['id']}/links")
    assert link.status_code == 200, link.text
    async with anybody(site.plant, app=site.app) as stranger:
        answer = await stranger.get(f"shared/{link.json()['token']}")
    shown = answer.json()
    assert (shown["number"], shown["state"], shown["ended"]) == (page["number"], "working", False)
    assert shown["facts"][0]["key"] == "job"
    tables = {table["key"]: table for table in shown["tables"]}
    involved = [row for row in page["data"]["measures"] if row["involved"]]
    assert len(tables["measures"]["rows"]) == len(involved) > 0
    assert tables["jha"]["rows"] and len(tables["guardians"]["rows"]) == 1
    assert shown["contacts"]["rows"] == [["消防值班室", number, "火灾"]]
    secrets = [str(site.plant.ids["guardian"]), "13900001234", "signature", page["id"]]
    assert not [text for text in secrets if text in answer.text]
