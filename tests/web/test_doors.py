"""The edges of the application: wrong addresses, files asked for again."""

from tests.web.office import Office


async def test_a_wrong_api_address_is_a_problem_and_no_page(office: Office) -> None:
    client = await office.person("worker")
    answer = await client.get("no/such/thing")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_picture_seen_before_is_not_sent_again_and_is_asked_for_every_time(
    office: Office,
) -> None:
    digest = await office.upload("worker")
    client = await office.person("worker")
    first = await client.get(f"media/{digest}")
    assert first.headers["cache-control"] == "private, no-cache"
    again = await client.get(f"media/{digest}", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = await office.person("auditor")
    tried = await other.get(f"media/{digest}", headers={"if-none-match": first.headers["etag"]})
    assert tried.status_code == 404
