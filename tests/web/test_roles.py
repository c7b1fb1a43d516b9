"""Roles to choose from over HTTP, with what they allow in words."""

from tests.records.people import Plant
from tests.web.client import logged_in


async def test_roles_are_listed_with_their_grants_in_words(plant: Plant) -> None:
    async with logged_in(plant, "admin") as client:
        answer = await client.get("roles")
    assert answer.status_code == 200, answer.text
    roles = {role["key"]: role for role in answer.json()["items"]}
    assert {"worker", "team_leader", "tenant_admin"} <= roles.keys()
    assert roles["team_leader"]["title"] == "班组长"
    assert {"title": "分配角色", "scope": "全单位"} in roles["tenant_admin"]["grants"]
    spoken = [grant["title"] for role in roles.values() for grant in role["grants"]]
    assert all(":" not in title for title in spoken)


async def test_roles_are_said_in_the_readers_language(plant: Plant) -> None:
    async with logged_in(plant, "admin", language="en") as client:
        roles = {role["key"]: role for role in (await client.get("roles")).json()["items"]}
    grants = roles["tenant_admin"]["grants"]
    assert {"title": "Assign roles", "scope": "the whole organisation"} in grants
