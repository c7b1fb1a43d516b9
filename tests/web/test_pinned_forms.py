"""After new definitions a record on its way is offered the forms that it began under."""

import msgspec

from anshu.definitions.field_language import Form, FormField
from anshu.definitions.language import Item, Pack
from anshu.records.adoption import adopt
from anshu_tenants.registry import principal
from tests.records.people import hazard_packs
from tests.web.office import Office

REVIEW = "hazard_review"


def asking_more() -> tuple[Pack, ...]:
    """The shipped packs, whose first review also asks for a suggestion."""
    return tuple(
        msgspec.structs.replace(pack, items=tuple(_asking(item) for item in pack.items))
        for pack in hazard_packs()
    )


def _asking(item: Item) -> Item:
    if not isinstance(item, Form) or item.key != REVIEW:
        return item
    return msgspec.structs.replace(item, fields=(*item.fields, FormField("advice", required=True)))


async def fields(office: Office, who: str, record: str = "") -> list[str]:
    client = await office.person(who)
    asked = {"record": record} if record else {}
    shown = await client.get("definitions/hazard", params=asked)
    assert shown.status_code == 200, shown.text
    return [field["key"] for field in shown.json()["forms"][REVIEW]["fields"]]


async def test_a_record_on_its_way_goes_on_with_the_forms_it_began_under(office: Office) -> None:
    page = await office.report()
    assert "definition" not in page
    services = office.plant.services
    await adopt(services.store, principal(office.plant.row), asking_more(), services.clock)
    services.books.forget(office.plant.row.schema)
    newer = await office.report()
    assert "advice" in await fields(office, "leader")
    assert "advice" in await fields(office, "leader", newer["id"])
    assert "advice" not in await fields(office, "leader", page["id"])
    assert "definition" in await office.page("leader", page["id"])
    assert "definition" not in await office.page("leader", newer["id"])
    after = await office.done("leader", page["id"], "pass", {"review_opinion": "属实"})
    assert after["state"] == "rechecking"


async def test_the_forms_of_a_record_that_one_may_not_read_are_not_told(office: Office) -> None:
    page = await office.report()
    client = await office.person("other_leader")
    hidden = await client.get("definitions/hazard", params={"record": page["id"]})
    assert (hidden.status_code, hidden.json()["code"]) == (404, "unknown_record")
