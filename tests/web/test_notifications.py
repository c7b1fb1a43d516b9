"""Notices, wishes, channels and webhooks over HTTP: who may, what is kept, what is refused."""

from uuid import uuid4

import msgspec
import pytest

from anshu.records.notifying.unread import Told, tell
from anshu.settings import Settings
from anshu_tenants.registry import principal
from tests.records.conftest import settings as plain_settings  # noqa: F401
from tests.records.people import Plant
from tests.web.client import logged_in
from tests.web.office import Json, Office

HOOK = {"title": "调度", "url": "http://127.0.0.1:9/x", "events": ["record.created"], "types": []}


@pytest.fixture
def settings(plain_settings: Settings) -> Settings:  # noqa: F811
    return msgspec.structs.replace(
        plain_settings, smtp_url="smtp://127.0.0.1:9?security=none", mail_sender="a@plant.example",
        webhook_hosts=frozenset({"127.0.0.1:9"}),
    )  # fmt: skip


async def told(office: Office, name: str, **query: object) -> Json:
    answer = await (await office.person(name)).get("notices", params=query)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_the_badge_counts_what_waits_and_answers_304_while_nothing_changed(
    office: Office,
) -> None:
    leader = await office.person("leader")
    for _ in range(2):
        await office.report()
    await office.notices("leader")
    first = await leader.get("notices/unread")
    assert first.json()["unread"] == 2
    same = await leader.get("notices/unread", headers={"if-none-match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    record = (await told(office, "leader"))["items"][0]["record"]["id"]
    assert (await leader.post("notices/read", json={"record": record})).status_code == 204
    fewer = await leader.get("notices/unread", headers={"if-none-match": first.headers["etag"]})
    assert (fewer.status_code, fewer.json()["unread"]) == (200, 1)
    assert (await leader.post("notices/read", json={})).status_code == 204
    assert (await leader.get("notices/unread")).json() == {"unread": 0, "latest": None}


async def test_the_inbox_is_filtered_by_group_and_by_what_is_unread_and_pages_on(
    office: Office, plant: Plant
) -> None:
    leader = plant.ids["leader"]
    many = [Told(uuid4(), leader, "opened", {"task": str(uuid4())}) for _ in range(52)]
    async with plant.services.store.begin(principal(plant.row), purpose="test.tell") as tx:
        await tell(tx, many, office.now)
    first = await told(office, "leader", group="task", fresh=True)
    assert (len(first["items"]), first["more"]) == (50, True)
    last = first["items"][-1]
    rest = await told(office, "leader", before_at=last["at"], before_id=last["id"])
    assert (len(rest["items"]), rest["more"]) == (2, False)
    everything = [item["id"] for item in (*first["items"], *rest["items"])]
    assert len(set(everything)) == 52
    assert (await told(office, "leader", group="warning"))["items"] == []


async def test_nobody_marks_or_reads_somebody_elses_notices(office: Office) -> None:
    await office.report()
    await office.notices("leader")
    notice = (await told(office, "leader"))["items"][0]["id"]
    other = await office.person("worker")
    await other.post("notices/read", json={"ids": [notice]})
    assert (await told(office, "leader"))["items"][0]["read"] is None
    assert notice not in [item["id"] for item in (await told(office, "worker"))["items"]]


async def test_a_person_chooses_and_wrong_choices_are_named(office: Office) -> None:
    client = await office.person("worker")
    shown = (await client.get("notifications/preferences")).json()
    assert (shown["mail"], shown["mail_offered"], shown["timezone"]) == ("", True, "Asia/Shanghai")
    wishes = {"mail": {"task": True}, "quiet": "own", "quiet_from": "21:00", "quiet_to": "05:00"}
    kept = await client.put("notifications/preferences", json=wishes)
    assert kept.json()["wishes"] | wishes == kept.json()["wishes"]
    wrong = await client.put("notifications/preferences", json=wishes | {"quiet_to": "5"})
    assert wrong.status_code == 422
    assert [(e["field"], e["message"]) for e in wrong.json()["errors"]] == [
        ("quiet_to", "时间“5”不是“时:分”")
    ]
    again = await client.get("notifications/preferences")
    assert again.json()["wishes"]["quiet_to"] == "05:00"


async def test_the_password_of_the_tenants_mail_server_is_never_shown_and_not_sent_elsewhere(
    office: Office,
) -> None:
    admin = await office.person("admin")
    server = {
        "host": "smtp.plant.example", "port": 465, "security": "tls", "sender": "ehs@plant.example",
        "user": "ehs", "password": "sehr geheim",
    }  # fmt: skip
    kept = await admin.put("notifications/server", json=server)
    assert kept.status_code == 200, kept.text
    assert kept.json()["server"]["by_tenant"] is True
    assert "geheim" not in kept.text
    assert "geheim" not in (await admin.get("notifications/settings")).text
    back = await admin.delete("notifications/server")
    assert (back.json()["server"]["host"], back.json()["server"]["user"]) == ("127.0.0.1", "")
    wrong = await admin.put("notifications/server", json=server | {"port": 0, "sender": "ehs"})
    assert [e["field"] for e in wrong.json()["errors"]] == ["port", "sender"]


async def test_a_template_with_an_unknown_place_is_refused_with_those_there_are(
    office: Office,
) -> None:
    admin = await office.person("admin")
    words = {"subject": "{number}", "body": "{phone}"}
    refused = await admin.put("notifications/templates/task/zh-CN", json=words)
    assert refused.status_code == 422
    assert "{number}" in refused.json()["errors"][0]["cure"]
    kept = await admin.put(
        "notifications/templates/task/zh-CN", json={"subject": "{number}", "body": "{link}"}
    )
    (own,) = [item for item in kept.json()["items"] if item["own"]]
    assert (own["kind"], own["language"], own["subject"]) == ("task", "zh-CN", "{number}")
    absent = await admin.put("notifications/templates/task/fr", json=words)
    assert absent.status_code == 404


async def test_a_webhooks_secret_is_shown_when_made_and_never_again(office: Office) -> None:
    admin = await office.person("admin")
    made = await admin.post("webhooks", json=HOOK)
    assert made.status_code == 201, made.text
    secret, webhook = made.json()["secret"], made.json()["webhook"]["id"]
    assert secret.startswith("whsec_")
    assert secret not in (await admin.get("webhooks")).text
    changed = await admin.put(f"webhooks/{webhook}", json=HOOK | {"title": "调度二"})
    assert (changed.json()["title"], secret in changed.text) == ("调度二", False)
    fresh = await admin.post(f"webhooks/{webhook}/secret")
    assert fresh.json()["secret"] != secret
    assert (await admin.post(f"webhooks/{webhook}/ping")).status_code == 202
    log = (await admin.get("notifications/deliveries", params={"webhook": webhook})).json()
    assert [(line["kind"], line["state"]) for line in log["items"]] == [("ping", "waiting")]
    assert "payload" not in log["items"][0]
    assert (await admin.delete(f"webhooks/{webhook}")).status_code == 200
    assert (await admin.get("webhooks")).json()["items"] == []


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://10.0.0.8/x", "webhook_url_private"),
        ("http://example.com/x", "webhook_url_plain"),
        ("javascript:alert(1)", "webhook_url_malformed"),
    ],
)
async def test_a_webhook_that_would_reach_inside_is_refused_by_field(
    office: Office, url: str, code: str
) -> None:
    admin = await office.person("admin")
    refused = await admin.post("webhooks", json=HOOK | {"url": url, "events": ["x"]})
    assert refused.status_code == 422
    assert {e["code"] for e in refused.json()["errors"]} == {code, "webhook_event_unknown"}


async def test_only_who_may_manage_channels_sees_them_and_another_tenant_never(
    office: Office, neighbour: Plant
) -> None:
    admin = await office.person("admin")
    webhook = (await admin.post("webhooks", json=HOOK)).json()["webhook"]["id"]
    for path in ("webhooks", "notifications/settings", "notifications/deliveries"):
        assert (await (await office.person("ehs")).get(path)).status_code == 403
    async with logged_in(neighbour, "admin") as stranger:
        assert (await stranger.get("webhooks")).json()["items"] == []
        for path in ("ping", "secret"):
            assert (await stranger.post(f"webhooks/{webhook}/{path}")).status_code == 404
        assert (await stranger.delete(f"webhooks/{webhook}")).status_code == 404
        assert (await stranger.get("notifications/deliveries")).json()["items"] == []
        retry = await stranger.post(f"notifications/deliveries/{uuid4()}/retry")
        assert (retry.status_code, retry.json()["code"]) == (404, "delivery_unknown")


async def test_a_test_mail_needs_an_address_and_then_stands_in_the_log(
    office: Office, plant: Plant
) -> None:
    admin = await office.person("admin")
    refused = await admin.post("notifications/test-mail")
    assert (refused.status_code, refused.json()["code"]) == (409, "notify_address_absent")
    page = (await admin.get(f"records/person/{plant.ids['admin']}")).json()
    change = {"command_id": str(uuid4()), "version": page["version"]}
    done = await admin.put(
        f"records/person/{plant.ids['admin']}", json=change | {"data": {"mail": "f@plant.example"}}
    )
    assert done.status_code == 200, done.text
    queued = await admin.post("notifications/test-mail")
    assert queued.status_code == 202
    log = (await admin.get("notifications/deliveries", params={"channel": "mail"})).json()
    assert [line["address"] for line in log["items"]] == ["f***@plant.example"]
