"""Structured answers at rectification, and answers that contradict each other, over HTTP."""

import pytest

from anshu.compiler.form import compile_form
from anshu.definitions.field_language import Conflict, Field, Form, FormField
from anshu.definitions.words import Text
from anshu.kernel.refusal import Refusal
from anshu.web.problem import problem_of
from tests.web.office import ADVICE, HANDLED, Office


@pytest.mark.parametrize("answer", ["machine_stopped", "repair_order_raised", "retest_value"])
async def test_a_hazard_of_equipment_is_not_handled_without_every_answer(
    office: Office, answer: str
) -> None:
    record = (await office.to_rectification())["id"]
    form = await office.rectification(record)
    refused = await office.act("fixer", record, "submit", _without(form, answer))
    assert refused.status_code == 422, refused.text
    named = {error["field"]: error for error in refused.json()["errors"]}
    assert named[answer]["code"] == "field_missing"
    assert named[answer]["label"] in named[answer]["cure"]
    assert (await office.page("ehs", record))["state"] == "rectifying"


async def test_a_repair_order_needs_its_number_and_a_value_its_unit(office: Office) -> None:
    record = (await office.to_rectification())["id"]
    form = await office.rectification(record)
    short = _without(_without(form, "repair_order_number"), "retest_unit")
    refused = await office.act("fixer", record, "submit", short)
    assert {error["field"] for error in refused.json()["errors"]} == {
        "repair_order_number", "retest_unit",
    }  # fmt: skip


async def test_the_answers_are_kept_with_the_rectification(office: Office) -> None:
    page = await office.to_reinspection()
    (step,) = [step for step in page["chain"] if step["node"] == "rectification"]
    assert {key: step["data"][key] for key in HANDLED} == HANDLED
    assert step["labels"]["machine_stopped"] == "是否停机处理"


async def test_a_hazard_without_equipment_asks_none_of_them(office: Office) -> None:
    record = (await office.to_rectification(equipment=None))["id"]
    form = await office.rectification(record)
    for key in HANDLED:
        form = _without(form, key)
    form.pop("responsible_signature")
    form["responsible_signature"] = await office.signature("fixer", record, form)
    page = await office.done("fixer", record, "submit", form)
    assert page["state"] == "reinspecting"


async def test_a_major_hazard_that_is_cured_at_once_contradicts_itself(office: Office) -> None:
    record = (await office.report())["id"]
    await office.done("leader", record, "pass", {"review_opinion": "属实"})
    await office.done("safety", record, "pass", {**ADVICE, "handling": "at_once"})
    decision = {**office.decision(), "level": "major"}
    refused = await office.act("ehs", record, "approve", decision)
    assert refused.status_code == 422, refused.text
    (error,) = [e for e in refused.json()["errors"] if e["field"] == "level"]
    assert error["code"] == "conflict_with_before"
    assert "隐患等级" in error["message"]
    assert "治理类型" in error["message"]
    assert "退回" in error["cure"]
    assert (await office.page("ehs", record))["state"] == "deciding"


async def test_a_client_learns_what_a_form_requires_and_excludes(office: Office) -> None:
    client = await office.person("ehs")
    forms = (await client.get("definitions/hazard")).json()["forms"]
    uses = {field["key"]: field for field in forms["hazard_rectification"]["fields"]}
    assert uses["retest_value"]["required_with"] == "equipment"
    assert uses["repair_order_number"]["required_when"] == ["repair_order_raised", "true"]
    (conflict,) = forms["hazard_decision"]["conflicts"]
    assert (conflict["first"], conflict["second"]) == (["level", "major"], ["handling", "at_once"])


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_work_at_height_without_an_arrester_cannot_claim_complete_protection(
    language: str,
) -> None:
    labels = {
        "arrester": Text("高处作业已配备防坠器", "Fall arrester at work at height"),
        "complete": Text("防护措施完备", "Protective measures complete"),
    }
    fields = {key: Field(key, "boolean", label) for key, label in labels.items()}
    form = Form(
        key="height",
        title=Text("高处作业检查"),
        fields=(FormField("arrester"), FormField("complete")),
        conflicts=(Conflict(("arrester", "false"), ("complete", "true")),),
    )
    errors = compile_form(form, fields, {}).errors({"arrester": False, "complete": True})
    problem = problem_of(Refusal("form_incomplete", kind="malformed", fields=errors), language)
    assert [error.field for error in problem.errors] == ["arrester", "complete"]
    for error in problem.errors:
        for label in labels.values():
            assert label.said(language) in error.message
            assert label.said(language) in error.cure
    assert problem.status == 422


def _without(form: dict[str, object], key: str) -> dict[str, object]:
    return {name: value for name, value in form.items() if name != key}
