"""What requirements ask of permits beyond the norms: times, rates, one kind, what came before."""

from typing import Any

from anshu.definitions.field_language import Form
from anshu.definitions.flow_language import Flow
from anshu.definitions.language import RecordType
from tests.conformance.life import permit_of, run, submitted
from tests.conformance.packs import shipped
from tests.conformance.site import Site
from tests.conformance.verdicts import carried_out

HOT = ("hot_work", "hot_2")
Json = dict[str, Any]


async def figures(site: Site) -> dict[str, float]:
    """The figures of the plant's board by their indicators."""
    answer = await (await site.person("safety")).get("boards/permit_plant")
    assert answer.status_code == 200, answer.text
    found = [figure for widget in answer.json()["widgets"] for figure in widget["figures"]]
    return {figure["indicator"]: float(figure["value"]) for figure in found if "value" in figure}


async def test_how_long_a_permit_took_is_told_by_step_and_on_the_board(own_site: Site) -> None:
    permit = await permit_of(own_site, *HOT)
    carried_out(await submitted(permit))
    for minutes in (5, 7, 4):
        own_site.wait(minutes=minutes)
        carried_out(await run(permit, "next"))
    chain = (await permit.page())["chain"]
    took = {step["node"]: step["elapsed_minutes"] for step in chain if "elapsed_minutes" in step}
    steps = ("sign_responsible", "sign_approval", "shift_check")
    assert [took[step] for step in steps] == [5, 7, 4]
    carried_out(await run(permit, "accepted"))
    board = await figures(own_site)
    assert 12 <= board["permit_approval_time"] / 60 < 13
    assert 4 <= board["permit_onsite_delay"] / 60 < 5
    assert board["permit_closure_rate"] == 100


async def test_nobody_works_while_the_permit_waits_for_an_approval(own_site: Site) -> None:
    permit = await permit_of(own_site, *HOT)
    carried_out(await run(permit, "sign_approval"))
    assert (await permit.state(), await permit.may("responsible", "start")) == ("signing", False)
    task = (await permit.waiting())["task"]
    answer = await permit.complete("responsible", task, "start", permit.there)
    assert answer.status_code in {403, 409}, answer.text


async def test_the_kind_of_job_is_one_of_eight(own_site: Site) -> None:
    permit = await permit_of(own_site, *HOT)
    for wrong in (["hot_work", "height"], "digging a well"):
        answer = await permit.another().book(job=wrong)
        assert answer.status_code == 422, answer.text
        assert "job" in {error["field"] for error in answer.json()["errors"]}


async def test_who_applies_again_soon_has_looked_at_what_was_there(own_site: Site) -> None:
    first = await permit_of(own_site, *HOT)
    carried_out(await run(first, "accepted"))
    again = await permit_of(own_site, *HOT, same_day=True, similar_seen=False, **first.whereabouts)
    answer = await submitted(again)
    assert answer.status_code == 409, answer.text
    assert (await first.page())["number"] in answer.text
    again.values["similar_seen"] = True
    carried_out(await submitted(again))


# Changes of state that are made at a place; others carry who and when.
PLACED = {
    ("sign_responsible", "sign"), ("sign_unit", "sign"), ("sign_cosign", "sign"),
    ("sign_approval", "sign"), ("shift_check", "check"), ("ready", "start"),
    ("working", "finish"), ("paused", "resume"), ("tidying", "finish"), ("acceptance", "accept"),
}  # fmt: skip
SIGNED = {step for step in PLACED if step[1] in {"sign", "check", "accept"}}
PICTURED = {("acceptance", "accept")}


def test_which_changes_of_state_carry_a_place_a_signature_and_a_picture() -> None:
    items = [item for pack in shipped() for item in pack.items]
    (flow,) = [item for item in items if isinstance(item, Flow) and item.key == "permit_flow"]
    (permit,) = [item for item in items if isinstance(item, RecordType) and item.key == "permit"]
    forms = {item.key: item for item in items if isinstance(item, Form)}
    kinds = {field.key: field.kind for field in permit.fields}
    carried: dict[str, set[tuple[str, str]]] = {
        kind: set() for kind in ("location", "signature", "photo")
    }
    for node in flow.nodes:
        for outcome in (each for each in node.outcomes if each.form):
            for use in (u for u in forms[outcome.form].fields if u.required or u.min_items):
                carried.get(kinds.get(use.field, ""), set()).add((node.key, outcome.key))
    assert carried == {"location": PLACED, "signature": SIGNED, "photo": PICTURED}
