"""Restricted and personal fields reach only whoever may read them, on every way out."""

from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from httpx import AsyncClient

from tests.web.office import CONTACT, PENALTY, Office

# Who reads which class of a hazard, as the group's roles say.
READERS = {
    "worker": set(), "leader": set(), "fixer": set(), "auditor": set(), "safety": {CONTACT},
    "ehs": {CONTACT, PENALTY}, "boss": {CONTACT, PENALTY},
}  # fmt: skip
WAYS = (
    "records/hazard/{id}", "records/hazard/{id}/timeline", "records/hazard/{id}/evidence",
    "records/hazard", "records/hazard/export?format=csv", "records/hazard/export?format=xlsx",
    "ledgers/hazard_all", "records/hazard/ledgers/hazard_all/export?format=csv",
    "records/hazard/ledgers/hazard_all/export?format=xlsx", "search?q=密封", "worklist",
)  # fmt: skip
SHOWN = ("records/hazard/{id}", "records/hazard/{id}/timeline", "records/hazard/{id}/evidence")


@pytest.mark.parametrize("name", READERS)
async def test_a_class_is_on_every_way_out_only_for_who_may_read_it(
    office: Office, name: str
) -> None:
    record = (await office.to_rectification())["id"]
    client = await office.person(name)
    for way in WAYS:
        answer = await client.get(way.format(id=record))
        if answer.status_code == 403:
            continue
        assert answer.status_code == 200, f"{way}: {answer.text}"
        text = _text(answer.content)
        for secret in (CONTACT, PENALTY):
            may = secret in READERS[name]
            assert may or secret not in text, f"{name} reads {secret} on {way}"
            if may and way in SHOWN:
                assert secret in text, f"{name} misses {secret} on {way}"


@pytest.mark.parametrize("name", READERS)
async def test_a_class_that_may_not_be_read_is_not_searched(office: Office, name: str) -> None:
    await office.to_rectification()
    client = await office.person(name)
    for secret in (CONTACT, PENALTY):
        found = (await client.get("search", params={"q": secret})).json()["items"]
        listed = (await client.get("records/hazard", params={"q": secret})).json()
        expected = 1 if secret in READERS[name] else 0
        assert (len(found), listed["total"]) == (expected, expected), (name, secret)


async def test_the_page_says_which_classes_are_hidden(office: Office) -> None:
    record = (await office.to_rectification())["id"]
    hidden = {}
    for name in ("leader", "safety", "ehs"):
        hidden[name] = (await office.page(name, record))["hidden_classes"]
    assert hidden == {"leader": ["personal", "restricted"], "safety": ["restricted"], "ehs": []}


async def test_the_export_holds_exactly_the_classes_of_the_reader(office: Office) -> None:
    await office.to_rectification()
    seen = {name: await _exported(await office.person(name)) for name in ("safety", "ehs")}
    assert {n: {s for s in (CONTACT, PENALTY) if s in t} for n, t in seen.items()} == {
        "safety": {CONTACT}, "ehs": {CONTACT, PENALTY},
    }  # fmt: skip


async def _exported(client: AsyncClient) -> str:
    answer = await client.get("records/hazard/export", params={"format": "csv"})
    assert answer.status_code == 200, answer.text
    return answer.text


def _text(content: bytes) -> str:
    """The content as text, of an archive that of every member."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with ZipFile(BytesIO(content)) as archive:
        return "\n".join(_text(archive.read(name)) for name in archive.namelist())


async def test_a_class_held_over_one_workshop_is_not_read_in_another(office: Office) -> None:
    await _two_posts(office)
    ours = (await office.to_rectification())["id"]
    client = await office.person("mixed")
    for way in WAYS:
        answer = await client.get(way.format(id=ours))
        assert answer.status_code == 200, f"{way}: {answer.text}"
        assert CONTACT not in _text(answer.content), way
    for path in ("search", "records/hazard"):
        found = await client.get(path, params={"q": CONTACT})
        assert found.json()["items"] == [], path


async def _two_posts(office: Office) -> None:
    """Somebody who inspects the whole plant and is the safety officer of workshop two."""
    posts = [
        {"role": "inspector", "org_path": "/"}, {"role": "workshop_safety", "org_path": "/w2/"},
    ]  # fmt: skip
    person: dict[str, object] = {"name": "何两岗", "org": "/", "assignments": posts}
    office.plant.ids["mixed"] = uuid4()
    await office.plant.add("person", office.plant.ids["mixed"], person)
