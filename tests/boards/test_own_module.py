"""A record type that a tenant wrote itself gets a board by definitions alone."""

from uuid import uuid4

from anshu.boards.answers import BoardAnswer
from anshu.boards.board import Period, list_boards, read_board
from anshu.definitions.pack import parse_pack
from anshu.kernel.refusal import Refusal
from anshu.records.adoption import adopt
from anshu_tenants.registry import principal
from tests.records.people import Plant, hazard_packs

PACK = """
layer: company
publisher: somebody
name: forklift
version: "1"
effective_from: "2026-01-01"
requires: [anshu-foundation]
items:
  - kind: CodeList
    key: forklift_result
    title: {zh: 点检结果, en: Result}
    items: [{code: good, label: {zh: 合格}}, {code: bad, label: {zh: 不合格}}]
  - kind: RecordType
    key: forklift_check
    module: forklift
    title: {zh: 叉车点检, en: Forklift check}
    prefix: CC
    start_form: forklift_check
    fields:
      - {key: note, kind: text, label: {zh: 说明}, promoted: title}
      - {key: team, kind: org, label: {zh: 班组}, promoted: org_path}
      - {key: result, kind: choice, label: {zh: 结果}, code_list: forklift_result, promoted: t1}
      - {key: minutes, kind: number, unit: min, label: {zh: 用时}}
  - kind: Form
    key: forklift_check
    title: {zh: 叉车点检}
    fields: [{field: note}, {field: team}, {field: result, required: true}, {field: minutes}]
  - kind: Indicator
    key: forklift_passed
    title: {zh: 合格率}
    type: forklift_check
    at: created
    measure: {of: ratio, where: [[result, good]]}
  - kind: Indicator
    key: forklift_minutes
    title: {zh: 点检用时}
    type: forklift_check
    at: created
    measure: {of: value, field: minutes}
  - kind: Indicator
    key: forklift_by_result
    title: {zh: 次数}
    type: forklift_check
    at: created
    measure: {of: count}
    by: [result]
  - kind: Board
    key: forklift
    title: {zh: 叉车看板, en: Forklifts}
    days: 7
    widgets:
      - {key: passed, kind: number, title: {zh: 合格率}, indicators: [forklift_passed]}
      - {key: minutes, kind: table, title: {zh: 用时}, indicators: [forklift_minutes]}
      - {key: results, kind: bars, indicators: [forklift_by_result], by: [result],
         title: {zh: 结果}}
"""


async def test_a_board_over_a_type_of_the_tenant_s_own(plant: Plant) -> None:
    own = parse_pack(PACK, name="forklift.yaml")
    tenant = principal(plant.row)
    await adopt(plant.services.store, tenant, (*hazard_packs(), own), plant.services.clock)
    plant.services.books.forget(tenant.schema)
    for team, result, minutes in (
        ("/w1/t1/", "good", "4"), ("/w1/t1/", "bad", "10"), ("/w2/t1/", "good", None),
    ):  # fmt: skip
        data = {"note": "早班", "team": team, "result": result, "minutes": minutes}
        await plant.add(
            "forklift_check", uuid4(), {key: value for key, value in data.items() if value}
        )
    subject = await plant.subject("ehs")
    listed = await list_boards(plant.services, subject)
    assert not isinstance(listed, Refusal)
    assert {item.key for item in listed.items} == {"hazard_plant", "forklift"}
    answer = await read_board(plant.services, subject, "forklift", Period())
    assert isinstance(answer, BoardAnswer), answer
    passed, minutes_, results = answer.widgets
    assert (passed.figures[0].text, passed.figures[0].n) == ("66.7%", 3)
    assert (minutes_.figures[0].text, minutes_.figures[0].n) == ("7.0 min", 2)
    assert [(e.keys[0].name, e.figures[0].n) for e in results.entries] == [
        ("合格", 2), ("不合格", 1),
    ]  # fmt: skip
    narrow = await read_board(plant.services, await plant.subject("safety"), "forklift", Period())
    assert isinstance(narrow, BoardAnswer)
    assert narrow.widgets[0].figures[0].n == 2
