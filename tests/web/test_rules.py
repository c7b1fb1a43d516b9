"""Rule tables over HTTP: checked while typing, judged at submission, kept, told, blocked."""

from uuid import UUID, uuid4

import msgspec
from msgspec import structs

from anshu.definitions.language import Pack
from anshu.definitions.pack import parse_pack
from anshu.records.adoption import adopt
from anshu.rules.judge import replay
from anshu.rules.verdict import Verdict
from anshu_tenants.registry import principal
from tests.records.people import Plant, compiled, hazard_packs
from tests.web.office import Json, Office

SAMPLED = "2026-11-20T03:50:00Z"
BLOCKING = """
layer: company
publisher: test
name: test-rules
version: "1"
effective_from: "2026-01-01"
items:
  - kind: RuleTable
    key: cost_limit
    title: {zh: 整改费用, en: Cost}
    bound_to: [{form: hazard_report}]
    needs_any: [source]
    inputs:
      - {key: source, kind: choice, label: {zh: 隐患来源, en: Source}, field: source}
      - {key: risk, kind: choice, label: {zh: 区域风险, en: Area risk}, field: area, of: risk, optional: true}
    rows:
      - reason: not_here
        when: {source: expert}
        severity: block
        message: {zh: 外聘专家的隐患不在这里上报, en: Not to be reported here}
        clause: {norm: 企业制度, clause: 第1条, edition: "2026"}
      - reason: needs_equipment
        when: {source: professional}
        severity: notice
        message: {zh: 专业性排查要写设备, en: Name the equipment}
        obligations: [{kind: require, field: equipment}]
    otherwise: {severity: allow, message: {zh: 无, en: None}}
"""  # noqa: E501


async def rows_of(plant: Plant, sql: str, *args: object) -> list[Json]:
    """Rows as the tenant's own role reads them."""
    async with plant.services.store.begin(principal(plant.row), purpose="test.look") as tx:
        return [dict(row) for row in await tx.fetch(sql, *args)]


def gas(**more: str) -> Json:
    return {"place": "R-101 人孔", "sampled_at": SAMPLED, "oxygen": "20.9"} | more


async def record_gas(office: Office, name: str = "worker", **more: str) -> Json:
    client = await office.person(name)
    answer = await client.post("records/gas_check", json={"id": str(uuid4()), "data": gas(**more)})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def checked(office: Office, path: str, data: Json, **more: object) -> Json:
    client = await office.person("worker")
    answer = await client.post(f"forms/{path}/check", json={"data": data} | more)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


JUDGED: list[tuple[dict[str, str], str]] = [
    ({}, "within_limit"), ({"oxygen": "19.5"}, "within_limit"),
    ({"oxygen": "19.4"}, "over_limit"), ({"oxygen": "22"}, "near_limit"),
    ({"flammable": "6", "flammable_unit": "%LEL", "flammable_gas": "methane"}, "near_limit"),
    ({"flammable": "0.3", "flammable_unit": "%vol", "flammable_gas": "propane"}, "over_limit"),
    ({"h2s": "8", "toxic_unit": "ppm"}, "over_unproven"),
    ({"h2s": "8", "toxic_unit": "mg/m3"}, "near_limit"),
    ({"toxic": "7", "toxic_unit": "mg/m3", "toxic_gas": "benzene"}, "over_unproven"),
]  # fmt: skip


async def test_a_gas_check_keeps_its_result_and_a_bad_value_is_recorded_too(
    office: Office,
) -> None:
    kept = [(await record_gas(office, **values))["data"]["result"] for values, _ in JUDGED]
    assert kept == [level for _, level in JUDGED]


async def test_the_kept_verdict_replays_and_names_its_values(office: Office, plant: Plant) -> None:
    page = await record_gas(office, oxygen="18.6")
    events = await rows_of(plant, "select normal from event where stream = $1 order by version",
                           f"gas_check-{page['id']}")  # fmt: skip
    body = msgspec.json.decode(events[0]["normal"])
    kept = msgspec.convert(body["@judged"], Verdict)
    assert (kept.severity, kept.tables[0].taken[0].value) == ("escalate", "18.6")
    assert replay(compiled().judgement.tables, kept) == kept


async def test_who_must_know_is_told_of_a_bad_value_only(office: Office) -> None:
    await record_gas(office)
    assert "rule_raised" not in await office.notices("safety")
    await record_gas(office, oxygen="18.6")
    assert (await office.notices("safety")).count("rule_raised") == 1
    assert "rule_raised" not in await office.notices("boss")


async def test_while_typing_the_verdict_comes_with_limit_clause_and_colour(office: Office) -> None:
    found = await checked(office, "gas_check/gas_check", gas(h2s="8", toxic_unit="ppm"))
    (row,) = [row for row in found["rows"] if row["field"] == "h2s" and row["severity"] == "warn"]
    assert (row["level_label"], row["colour"], row["unverified"]) == (
        "超限（限值未核实），禁止进入和作业",
        "red",
        True,
    )
    assert (row["entered"], row["limit_kind"]) == ("8 ppm", "MAC")
    fact = row["facts"][0]
    assert (fact["value"], fact["unit"], fact["limit"]) == ("11.33", "mg/m³", "10")
    assert row["clause"]["norm"] == "GBZ 2.1"


async def test_checking_writes_nothing_and_survives_half_typed_values(
    office: Office, plant: Plant
) -> None:
    before = await rows_of(plant, "select count(*) as n from event")
    for data in (
        {}, {"oxygen": "1."}, {"oxygen": ["x"], "h2s": {}, "sampled_at": "soon"}, {"nothing": 1},
        {"oxygen": "18", "sampled_at": "2026-11-20T03:50:00"}, {"area": "no id"},
    ):  # fmt: skip
        await checked(office, "gas_check/gas_check", data)
    assert await rows_of(plant, "select count(*) as n from event") == before


async def test_what_is_only_not_filled_in_yet_is_no_warning(office: Office) -> None:
    empty = await checked(office, "gas_check/gas_check", {"place": "R-101"})
    assert (empty["severity"], empty["rows"]) == ("allow", [])
    half = await checked(office, "gas_check/gas_check", {"h2s": "8"})
    (row,) = half["rows"]
    assert (row["field"], row["message"]) == ("h2s", "硫化氢没有选单位，无法判断")


async def test_an_unknown_form_and_a_record_of_others_are_not_checked(office: Office) -> None:
    client = await office.person("other_leader")
    record = (await office.report())["id"]
    absent = await client.post("forms/hazard/no_form/check", json={"data": {}})
    hidden = await client.post(
        "forms/hazard/hazard_review/check", json={"data": {}, "record": record}
    )
    assert (absent.status_code, hidden.status_code) == (404, 404)


async def test_empty_talk_is_sent_back_with_what_is_missing(office: Office, plant: Plant) -> None:
    before = await rows_of(plant, "select count(*) as n from record where type = 'hazard'")
    answer = await office.send_report(description="已整改")
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == ("description", "telling_both")
    assert "哪个部位、什么问题" in error["cure"]
    assert await rows_of(plant, "select count(*) as n from record where type = 'hazard'") == before
    live = await checked(office, "hazard/hazard_report", {"description": "已整改"})
    assert [e["code"] for e in live["errors"]] == ["telling_both"]


async def test_who_insists_gives_a_reason_that_is_kept(office: Office, plant: Plant) -> None:
    client = await office.person("worker")
    photos = [await office.upload("worker")]
    body: Json = {"data": {"description": "无", "photos": photos, "area": str(plant.area)}}
    for reason in ("", "  好 "):
        refused = await client.post(
            "records/hazard",
            json=body | {"id": str(uuid4()), "insisted": {"description": reason}},
        )
        assert refused.status_code == 422, refused.text
    kept = await client.post(
        "records/hazard",
        json=body | {"id": str(uuid4()), "insisted": {"description": "照片里看得清楚"}},
    )
    assert kept.status_code == 201, kept.text
    stream = f"hazard-{kept.json()['id']}"
    events = await rows_of(
        plant, "select normal from event where stream = $1 and version = 1", stream
    )
    assert msgspec.json.decode(events[0]["normal"])["@insisted"] == {
        "description": "照片里看得清楚"
    }


async def test_a_rule_blocks_requires_and_leaves_the_neighbour_alone(
    office: Office, plant: Plant, neighbour: Plant
) -> None:
    own = parse_pack(BLOCKING, name="test")
    await _adopt(plant, own)
    blocked = await office.send_report(source="expert")
    problem = blocked.json()
    assert (blocked.status_code, problem["code"]) == (409, "rule_blocks")
    assert problem["clause"]["clause"] == "第1条"
    assert problem["errors"][0]["message"] == "外聘专家的隐患不在这里上报"
    assert problem["explanation"]["children"][0]["children"][0]["severity"] == "block"
    required = await office.send_report(source="professional", equipment=None)
    assert [(e["field"], e["code"]) for e in required.json()["errors"]] == [
        ("equipment", "required_by_rule"),
    ]  # fmt: skip
    assert (await office.send_report(source="professional")).status_code == 201
    async with Office(neighbour) as other:
        assert (await other.send_report(source="expert")).status_code == 201


async def test_a_record_is_judged_by_the_rules_in_force_now(office: Office, plant: Plant) -> None:
    page = await record_gas(office, "ehs", oxygen="20.9")
    pack = next(pack for pack in hazard_packs() if pack.name == "hazard-checks")
    strict = structs.replace(pack, version="2", items=tuple(_stricter(i) for i in pack.items))
    others = [each for each in hazard_packs() if each.name != "hazard-checks"]
    await adopt(plant.services.store, principal(plant.row), (*others, strict),
                plant.services.clock)  # fmt: skip
    again = await record_gas(office, oxygen="20.9")
    assert (page["data"]["result"], again["data"]["result"]) == ("within_limit", "over_limit")


def _stricter(item: object) -> object:
    if getattr(item, "key", "") != "gas_oxygen":
        return item
    rows = item.rows  # type: ignore[attr-defined]
    first = structs.replace(rows[0], when={"oxygen": "< 21"}, limit="21")
    return structs.replace(item, rows=(first, *rows[1:]))  # type: ignore[type-var]


async def _adopt(plant: Plant, pack: Pack) -> UUID:
    services = plant.services
    await adopt(services.store, principal(plant.row), (*hazard_packs(), pack), services.clock)
    return plant.row.id
