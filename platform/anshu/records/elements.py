"""The elements that closing asks for, with the very verdict that the gate would give now."""

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Evidence
from anshu.definitions.words import Text
from anshu.flow.commands import Facts
from anshu.flow.gate import check_evidence
from anshu.flow.references import References, references_of
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Explanation
from anshu.records.page import Element
from anshu.records.wanted import evidence_references

REASONS = {
    "absent": Text(zh="尚未提交", en="not given yet"),
    "file_unknown": Text(
        zh="文件没有上传成功，请重新上传", en="the file has not arrived: upload again"
    ),
    "original_not_arrived": Text(
        zh="原图还没有传到，联网后会继续",
        en="the original has not arrived yet; it goes on with signal",
    ),
    "captured_too_early": Text(
        zh="照片拍摄于 {value}，早于整改开始（{limit}），请整改后重拍",
        en="taken {value}, before rectification began ({limit}): take a new one",
    ),
    "not_by_responsible": Text(
        zh="签名的不是整改责任人本人", en="not signed by the responsible person"
    ),
    "by_responsible": Text(
        zh="复查人与整改责任人是同一人，须由他人复查", en="re-checked by the responsible person"
    ),
    "not_measured": Text(
        zh="位置不是现场测得的，请用手机在现场定位", en="not measured on the spot: use the phone"
    ),
    "inaccurate": Text(
        zh="定位精度 {value} 米，要求 {limit} 米以内", en="accuracy {value} m, {limit} m needed"
    ),
    "no_fence": Text(
        zh="区域和上报都没有位置，无法核对复查地点",
        en="no position of area or report to compare with",
    ),
    "outside": Text(
        zh="距现场 {value} 米，应在 {limit} 米以内", en="{value} m away, within {limit} m needed"
    ),
}
OTHER = Text(zh="不符合要求", en="not as required")


def elements_of(
    kind: CompiledType, state: RecordState, facts: Facts, language: str
) -> tuple[Element, ...]:
    """Every element with the gate's verdict on it; after the closing, the verdict kept then."""
    needs = needs_of(kind)
    if state.evidence_valid:
        return tuple(Element(each.key, each.label.said(language), True) for each in needs)
    gate = check_evidence(state, needs, facts, promoted=kind.promoted)
    pairs = zip(needs, gate.children, strict=True)
    return tuple(_element(need, child, language) for need, child in pairs)


def needs_of(kind: CompiledType) -> tuple[Evidence, ...]:
    """All elements that any end of the flow asks for."""
    return tuple(need for node in kind.nodes.values() for need in node.needs)


def rests_on(kind: CompiledType, state: RecordState) -> References:
    """What the elements' verdict rests on: the files given last, and the area's fence."""
    needs = needs_of(kind)
    wanted = evidence_references(kind, state, needs)
    media = set(wanted.media)
    for need in needs:
        task = state.last_of(need.node)
        given = task.data if task is not None else state.data
        media.update(references_of({need.field: kind.fields[need.field]}, given).media)
    return References(records=wanted.records, media=tuple(sorted(media)))


def _element(need: Evidence, child: Explanation, language: str) -> Element:
    label = need.label.said(language)
    if child.passed:
        return Element(need.key, label, True)
    _, _, rule = child.rule.partition(":")
    fact = child.facts[0] if child.facts else None
    said = REASONS.get(rule, OTHER)
    if fact is not None:
        said = said.filled(value=fact.value, limit=fact.limit)
    return Element(need.key, label, False, said.said(language), rule)
