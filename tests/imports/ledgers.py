"""A record type and a ledger of our own for the import tests."""

from collections.abc import Callable, Sequence
from io import BytesIO

import xlsxwriter

from anshu.compiler.compiled import Compiled
from anshu.definitions.pack import parse_pack
from anshu.records.imports.targets import Shape, shape_of

PACK = """
layer: group
publisher: test
name: leaks
version: "1"
effective_from: "2026-01-01"
items:
  - kind: CodeList
    key: grade
    title: {zh: 等级, en: Grade}
    items:
      - {code: general, label: {zh: 一般隐患, en: General}}
      - {code: major, label: {zh: 重大隐患, en: Major}}
  - kind: RecordType
    key: leak
    module: leak
    title: {zh: 泄漏, en: Leak}
    prefix: XL
    start_form: leak_report
    flow: leak_flow
    level_list: grade
    states:
      - {code: open, label: {zh: 整改中, en: Open}}
      - {code: closed, label: {zh: 已销号, en: Closed}}
    fields:
      - {key: description, kind: long_text, label: {zh: 隐患描述, en: Description},
         promoted: title, max_length: 40}
      - {key: level, kind: choice, label: {zh: 隐患等级, en: Level}, code_list: grade,
         promoted: level}
      - {key: responsible, kind: person, label: {zh: 整改责任人, en: Responsible},
         promoted: owner}
      - {key: area, kind: area, label: {zh: 区域, en: Area}, promoted: area}
      - {key: equipment, kind: equipment, label: {zh: 设备, en: Equipment}, promoted: equipment}
      - {key: team, kind: org, label: {zh: 责任班组, en: Team}, promoted: org_path}
      - {key: deadline, kind: datetime, label: {zh: 整改期限, en: Deadline}, promoted: due}
      - {key: cost, kind: number, label: {zh: 整改费用, en: Cost}, unit: 万元, minimum: "0",
         maximum: "1000"}
      - {key: media, kind: multi_choice, label: {zh: 涉及等级, en: Grades}, code_list: grade}
      - {key: stopped, kind: boolean, label: {zh: 是否停产, en: Stopped}}
      - {key: spot, kind: location, label: {zh: 坐标, en: Spot}}
      - {key: photos, kind: photo, label: {zh: 照片, en: Photos}}
  - kind: Form
    key: leak_report
    title: {zh: 上报, en: Report}
    fields:
      - {field: description, required: true}
      - {field: level}
      - {field: responsible}
      - {field: area}
      - {field: equipment}
      - {field: team}
      - {field: deadline}
      - {field: cost}
      - {field: media}
      - {field: stopped}
      - {field: spot}
  - kind: Flow
    key: leak_flow
    start: fix
    nodes:
      - key: fix
        title: {zh: 整改, en: Fix}
        record_state: open
        assignees: [{field: responsible}]
        outcomes: [{key: done, label: {zh: 完成, en: Done}, to: closed}]
      - {key: closed, title: {zh: 销号, en: Closed}, kind: end, record_state: closed, closed: true}
"""

COMPILED = Compiled([parse_pack(PACK, name="leaks")])
SHAPE: Shape = shape_of(COMPILED.types["leak"])

HEADER = "序号,隐患描述,等级,发现时间,整改责任人,整改期限,状态,销号时间"
ROWS = (
    "1,法兰渗漏,一般,2026/3/5,张三,2026年3月8日,已闭环,2026-03-07",
    "2,阀门内漏,重大隐患,２０２６．３．６　１４：３０,张三,46091,整改中,",
    "3,压力表失效,一般隐患,20260307,,,,",
)


def csv_bytes(lines: Sequence[str] = (HEADER, *ROWS), *, encoding: str = "utf-8") -> bytes:
    """A ledger as CSV."""
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """A workbook written by `fill`."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        fill(book)
    return out.getvalue()
