"""A link shows what its type names, to anybody, for a while; and nothing when it should not."""

from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest
from httpx import AsyncClient

from anshu.definitions.check import pack_findings
from anshu.definitions.language import Pack, RecordType
from anshu.definitions.sharing_language import Shared
from anshu.records.adoption import adopt
from anshu.records.sharing.link import Link, link_of, token_of
from anshu_tenants.registry import principal
from tests.records.people import Plant, hazard_packs
from tests.web.client import anybody
from tests.web.office import Office

MINUTES = 60
SHOWN = Shared(
    valid_for_minutes=MINUTES, fields=("description", "area"), contacts="equipment",
    contact_columns=("name", "code"),
)  # fmt: skip


def sharing(shared: Shared) -> tuple[Pack, ...]:
    """The shipped packs, with links to hazards."""
    return tuple(
        msgspec.structs.replace(
            pack,
            version=pack.version + "1",
            items=tuple(
                msgspec.structs.replace(item, shared=shared)
                if isinstance(item, RecordType) and item.key == "hazard"
                else item
                for item in pack.items
            ),
        )
        for pack in hazard_packs()
    )


async def opened(office: Office) -> tuple[dict[str, str], str]:
    """A link to a new hazard, made by its reporter; and the hazard."""
    services, tenant = office.plant.services, principal(office.plant.row)
    await adopt(services.store, tenant, sharing(SHOWN), services.clock)
    services.books.forget(tenant.schema)
    page = await office.report()
    made = await (await office.person("worker")).post(f"records/hazard/{page['id']}/links")
    assert made.status_code == 200, made.text
    return dict(made.json()), str(page["id"])


async def test_a_link_shows_strangers_what_the_type_names_and_nothing_else(
    office: Office,
) -> None:
    link, record = await opened(office)
    assert link["address"].endswith(f"/m/#/s/{link['token']}")
    async with anybody(office.plant, app=office.app) as stranger:
        answer = await stranger.get(f"shared/{link['token']}")
        picture = await stranger.get(f"shared/{link['token']}/code")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    shown = answer.json()
    assert [fact["key"] for fact in shown["facts"]] == ["description", "area"]
    assert shown["contacts"]["rows"] == [["3号反应釜", "R-103"]]
    assert not shown["ended"] and shown["number"] and shown["state_label"]
    hidden = (record, str(office.plant.ids["worker"]), "王工", "assignees", "version")
    assert not [text for text in hidden if text in answer.text]
    assert b"<svg" in picture.content


async def test_a_link_is_seen_and_revoked_by_its_maker_and_by_who_manages_the_place(
    office: Office,
) -> None:
    link, record = await opened(office)
    path = f"records/hazard/{record}/links/{link['id']}/revoke"
    for who, revocable in (("worker", True), ("ehs", True), ("auditor", False)):
        (shown,) = (await (await office.person(who)).get(f"records/hazard/{record}")).json()[
            "open_links"
        ]
        assert (shown["by"]["id"], shown["until"][:19], shown["revocable"]) == (
            str(office.plant.ids["worker"]), link["until"][:19], revocable,
        ), who  # fmt: skip
    refused = await (await office.person("auditor")).post(path, json={"command_id": str(uuid4())})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    asked = {"command_id": str(uuid4())}
    answers = [await (await office.person("ehs")).post(path, json=asked) for _ in range(2)]
    assert [(each.status_code, each.json()["open_links"]) for each in answers] == [(200, [])] * 2
    async with anybody(office.plant, app=office.app) as stranger:
        assert await code_of(stranger, f"shared/{link['token']}") == "link_revoked"
    lines = (await (await office.person("ehs")).get(f"records/hazard/{record}/timeline")).json()
    assert [line["kind"] for line in lines["items"]][-2:] == ["LinkMade", "LinkRevoked"]


async def test_a_link_ends_with_its_time_and_with_its_makers_permission(office: Office) -> None:
    link, record = await opened(office)
    path = f"shared/{link['token']}"
    plant = office.plant
    async with anybody(office.plant, app=office.app) as stranger:
        stranger_link = Link(
            uuid4(), plant.row.id, "hazard", plant.equipment, plant.ids["admin"],
            plant.services.clock.now() + timedelta(hours=1),
        )  # fmt: skip
        forged = token_of(stranger_link, secret=plant.services.settings.secret)
        assert await code_of(stranger, f"shared/{forged}") == "link_unknown"
        assert await code_of(stranger, f"{path}x") == "link_unknown"
        office.move(timedelta(minutes=MINUTES + 1))
        assert await code_of(stranger, path) == "link_expired"
        assert await code_of(stranger, f"{path}/code") == "link_expired"
    assert record


async def test_types_without_a_page_for_strangers_have_no_links(office: Office) -> None:
    page = await office.report()
    answer = await (await office.person("worker")).post(f"records/hazard/{page['id']}/links")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_shared")


def test_a_token_of_another_installation_or_cut_short_is_unknown(plant: Plant) -> None:
    now = plant.services.clock.now()
    ids = (uuid4(), plant.row.id)
    link = Link(*ids, "hazard", plant.equipment, plant.ids["ehs"], now + timedelta(days=1))
    token = token_of(link, secret=b"a" * 32)
    whole = link_of(token, secret=b"a" * 32, now=now)
    assert isinstance(whole, Link) and whole.record == link.record and whole.kind == "hazard"
    for wrong in (token[:-3], "", "é", token + "A"):
        assert not isinstance(link_of(wrong, secret=b"a" * 32, now=now), Link)
    assert not isinstance(link_of(token, secret=b"b" * 32, now=now), Link)


@pytest.mark.parametrize(
    ("shared", "said"),
    [
        (Shared(MINUTES, ("absent",)), "absent is unknown"),
        (Shared(MINUTES, ("photos",)), "is a photo"),
        (Shared(0, ("area",)), "valid_for_minutes"),
        (Shared(MINUTES, ("area",), contacts="nothing"), "RecordType nothing"),
        (Shared(MINUTES, (), contacts="person", contact_columns=("mobile",)), "is personal"),
    ],
)
def test_a_pack_cannot_show_strangers_what_is_not_for_them(shared: Shared, said: str) -> None:
    assert any(said in finding for finding in pack_findings(sharing(shared)))


async def code_of(client: AsyncClient, path: str) -> str:
    answer = await client.get(path)
    assert answer.status_code in (404, 409), answer.text
    return str(answer.json()["code"])
