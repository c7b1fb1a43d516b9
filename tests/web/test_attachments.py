"""What is known of a file is told to who may see it, and the seal of a printed record."""

from anshu.ledger.sealer import seal_tenant
from anshu.ledger.signing import signing_key
from anshu_tenants.registry import principal
from tests.web.office import Office


async def test_a_photo_tells_who_sent_it_when_and_where(office: Office) -> None:
    photo = await office.upload("worker", lat="31.985", lon="120.905", accuracy_m="8")
    page = await office.report(photos=[photo])
    for name, status in (("leader", 200), ("other_leader", 404), ("fixer", 404), ("admin", 404)):
        answer = await (await office.person(name)).get(f"media/{photo}/facts")
        assert answer.status_code == status, (name, answer.text)
    facts = (await (await office.person("leader")).get(f"media/{photo}/facts")).json()
    assert (facts["hash"], facts["by"], facts["mime"]) == (photo, "王工", "image/jpeg")
    assert (facts["position"]["lat"], facts["position"]["accuracy_m"]) == ("31.985", "8")
    assert facts["captured_at"] <= facts["received_at"]
    assert page["id"]


async def test_the_code_on_paper_names_the_head_once_there_is_one(office: Office) -> None:
    page = await office.report()
    client = await office.person("ehs")
    path = f"records/hazard/{page['id']}/seal-code"
    before = await client.get(path)
    assert (before.status_code, before.json()["code"]) == (409, "not_sealed")
    plant, tenant = office.plant, principal(office.plant.row)
    key = signing_key(plant.services.settings.secret)
    await seal_tenant(plant.services.store, tenant.schema, tenant.node, key=key, now=office.now)
    code = await client.get(path)
    assert (code.status_code, code.headers["content-type"]) == (200, "image/svg+xml")
    assert b"<svg" in code.content
    assert (await (await office.person("other_leader")).get(path)).status_code == 404
