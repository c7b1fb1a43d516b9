"""What a list of a record type can show, be sorted, grouped and narrowed by, for one reader."""

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.field_language import Code, Field
from anshu.definitions.words import Text
from anshu.records.columns import Classes, is_visible
from anshu.records.keyset import SORTS
from anshu.records.names import NO, ORIGINS, YES, levels_of

UNSHOWN = ("photo", "signature", "assignments", "location", "table")
SLOTS = ("t1", "t2", "t3", "t4", "n1", "n2", "n3", "d1", "d2", "d3")


class Choice(Struct, frozen=True):
    """A code and its label."""

    code: str
    label: str


class ColumnShape(Struct, frozen=True, omit_defaults=True):
    """A column of a list; `sort`, `filter` and `group` are empty where it cannot be used so.

    `kind` is a field's kind, or `number`, `photo`, `span`. `is_field`: it is asked for by name in
    `columns`, every row has the others anyway.
    """

    key: str
    label: str
    kind: str
    sort: str = ""
    filter: str = ""
    group: str = ""
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    is_field: bool = False


class _Fixed(Struct, frozen=True):
    key: str
    label: Text
    kind: str
    column: str = ""
    filter: str = ""
    needs_flow: bool = False
    promoted: bool = False
    groups: bool = False


FIXED = (
    _Fixed("number", Text(zh="编号", en="Number"), "code", "number"),
    _Fixed("photo", Text(zh="照片", en="Photo"), "photo"),
    _Fixed("title", Text(zh="名称", en="Title"), "text", "title"),
    _Fixed("level", Text(zh="等级", en="Level"), "choice", "level", "level",
           promoted=True, groups=True),
    _Fixed("state", Text(zh="状态", en="State"), "choice", "state", "state", groups=True),
    _Fixed("org", Text(zh="责任组织", en="Unit"), "org", "org_path", "org", groups=True),
    _Fixed("area", Text(zh="区域", en="Area"), "area", "area", "area",
           promoted=True, groups=True),
    _Fixed("equipment", Text(zh="设备", en="Equipment"), "equipment", "equipment", "equipment",
           promoted=True, groups=True),
    _Fixed("owner", Text(zh="责任人", en="Responsible"), "person", "owner", "owner",
           promoted=True, groups=True),
    _Fixed("reporter", Text(zh="登记人", en="Registered by"), "person", "reporter", "reporter",
           groups=True),
    _Fixed("created_at", Text(zh="登记时间", en="Registered"), "datetime", "created_at", "created"),
    _Fixed("due", Text(zh="期限", en="Due"), "datetime", "due", "due", promoted=True),
    _Fixed("done_at", Text(zh="完成时间", en="Done"), "datetime", "done_at", "done",
           needs_flow=True),
    _Fixed("closed_at", Text(zh="办结时间", en="Closed"), "datetime", "closed_at", "closed",
           needs_flow=True),
    _Fixed("elapsed", Text(zh="自发现用时", en="Time since discovery"), "span", needs_flow=True),
    _Fixed("origin", Text(zh="数据来源", en="Origin"), "choice", "origin", "origin", groups=True),
)  # fmt: skip
GROUPS = {each.key: each.column for each in FIXED if each.groups}


def columns_of(kind: CompiledType, classes: Classes, language: str) -> tuple[ColumnShape, ...]:
    """Every column that the reader may see, in the order in which a list offers them."""
    fixed = [
        _fixed(kind, each, language)
        for each in FIXED
        if _has(kind, each) and is_visible(kind, each.column, classes)
    ]
    fields = [
        _field(kind, field, language)
        for field in kind.fields.values()
        if field.classed in classes
        and field.kind not in UNSHOWN
        and (field.promoted is None or field.promoted in SLOTS)
    ]
    return (*fixed, *fields)


def group_column(kind: CompiledType, classes: Classes, key: str) -> str | None:
    """The table's column that a list is grouped by under this key; None when it cannot be."""
    shape = next((c for c in columns_of(kind, classes, "zh-CN") if c.key == key), None)
    if shape is None or not shape.group:
        return None
    return GROUPS.get(key, shape.group)


def _has(kind: CompiledType, each: _Fixed) -> bool:
    if each.key == "photo":
        return any(field.kind == "photo" for field in kind.fields.values())
    if each.key == "state":
        return bool(kind.item.states)
    if each.promoted and each.column not in kind.promoted:
        return False
    return not each.needs_flow or kind.flow is not None


def _fixed(kind: CompiledType, each: _Fixed, language: str) -> ColumnShape:
    key = kind.promoted.get(each.column)
    label = kind.fields[key].label if key else each.label
    return ColumnShape(
        key=each.key,
        label=label.said(language),
        kind=each.kind,
        sort=each.column if each.column in SORTS else "",
        filter=each.filter,
        group=each.key if each.groups else "",
        choices=_choices(kind, each.key, language),
    )


def _choices(kind: CompiledType, key: str, language: str) -> tuple[Choice, ...]:
    if key == "origin":
        return tuple(Choice(code, text.said(language)) for code, text in ORIGINS.items())
    if key == "state":
        return _said(kind.item.states, language)
    return _said(levels_of(kind), language) if key == "level" else ()


def _field(kind: CompiledType, field: Field, language: str) -> ColumnShape:
    slot = field.promoted or ""
    listed = field.code_list in kind.lists
    return ColumnShape(
        key=field.key,
        label=field.label.said(language),
        kind=field.kind,
        sort=slot,
        filter=slot,
        group=slot if listed and slot else "",
        choices=_choices_of(kind, field, language) if slot else (),
        unit=field.unit,
        is_field=True,
    )


def _choices_of(kind: CompiledType, field: Field, language: str) -> tuple[Choice, ...]:
    if field.kind == "boolean":
        return Choice("true", YES.said(language)), Choice("false", NO.said(language))
    return _said(kind.lists[field.code_list].items, language) if field.code_list else ()


def _said(codes: tuple[Code, ...], language: str) -> tuple[Choice, ...]:
    return tuple(Choice(code.code, code.label.said(language)) for code in codes)
