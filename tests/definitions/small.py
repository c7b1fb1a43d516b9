"""A small sound pack as plain data, and copies of it with one thing spoiled."""

from copy import deepcopy

import msgspec

from anshu.definitions.language import Pack

Path = tuple[str | int, ...]
Spoiling = tuple[Path, object]
GONE = object()


def text(zh: str) -> dict[str, object]:
    return {"zh": zh}


ITEMS: dict[str, dict[str, object]] = {
    "list": {
        "kind": "CodeList", "key": "grade", "title": text("等级"),
        "items": [
            {"code": "general", "label": text("一般")}, {"code": "major", "label": text("重大")},
        ],
    },
    "role": {"kind": "Role", "key": "fitter", "title": text("维修"), "grants": []},
    "calendar": {"kind": "Calendar", "key": "plant", "hours": {"1": "08:00-17:00"}},
    "type": {
        "kind": "RecordType", "key": "leak", "module": "leak", "title": text("泄漏"),
        "prefix": "XL", "start_form": "report", "flow": "repair", "level_list": "grade",
        "states": [
            {"code": "open", "label": text("整改中")}, {"code": "shut", "label": text("已销号")},
        ],
        "fields": [
            {"key": "what", "kind": "text", "label": text("描述"), "promoted": "title"},
            {"key": "level", "kind": "choice", "label": text("等级"), "code_list": "grade",
             "promoted": "level"},
            {"key": "owner", "kind": "person", "label": text("责任人"), "promoted": "owner"},
            {"key": "due", "kind": "datetime", "label": text("期限"), "promoted": "due"},
            {"key": "photos", "kind": "photo", "label": text("照片")},
            {"key": "cost", "kind": "number", "label": text("费用"), "minimum": "0",
             "maximum": "9", "promoted": "n1"},
        ],
    },
    "report": {
        "kind": "Form", "key": "report", "title": text("上报"),
        "fields": [
            {"field": "what", "required": True}, {"field": "level"}, {"field": "owner"},
            {"field": "due", "required_when": ["level", "major"]},
        ],
    },
    "repaired": {
        "kind": "Form", "key": "repaired", "title": text("整改"),
        "fields": [{"field": "photos", "min_items": 1}, {"field": "cost"}],
    },
    "flow": {
        "kind": "Flow", "key": "repair", "start": "fix",
        "nodes": [
            {"key": "fix", "title": text("整改"), "record_state": "open",
             "assignees": [{"role": "fitter"}, {"field": "owner"}],
             "timer": {"minutes": 120, "remind_before": [30], "escalate_to": "fitter"},
             "outcomes": [
                 {"key": "done", "label": text("完成"), "to": "look", "form": "repaired"}]},
            {"key": "look", "title": text("复查"), "record_state": "open",
             "assignees": [{"role": "fitter"}], "not_by_actor_of": ["fix"],
             "timer": {"limit_field": "due"},
             "outcomes": [{"key": "pass", "label": text("合格"), "to": "shut"},
                          {"key": "fail", "label": text("不合格"), "to": "fix"}]},
            {"key": "shut", "kind": "end", "title": text("销号"), "closed": True,
             "needs": [{"key": "after", "kind": "photo", "label": text("照片"), "node": "fix",
                        "field": "photos", "since_node": "fix", "by_owner": True}]},
        ],
    },
    "ledger": {
        "kind": "Ledger", "key": "leaks", "title": text("台账"), "type": "leak",
        "columns": [
            {"key": "number", "label": text("编号")}, {"key": "cost", "label": text("费用")},
        ],
        "where": [["overdue", "1"], ["level", "major"], ["what", "x"]],
    },
}  # fmt: skip


def pack(*spoilings: Spoiling, name: str = "small") -> Pack:
    """The pack with values replaced (or GONE) at paths that begin with an item's short name."""
    items = deepcopy(ITEMS)
    for path, value in spoilings:
        _set(items, path, value)
    raw = {
        "layer": "group", "publisher": "test", "name": name, "version": "1",
        "effective_from": "2026-01-01", "items": list(items.values()),
    }  # fmt: skip
    return msgspec.convert(raw, Pack)


def _set(place: object, path: Path, value: object) -> None:
    *way, last = path
    for step in way:
        place = place[step]  # type: ignore[index]
    if value is GONE:
        del place[last]  # type: ignore[attr-defined]
    elif last == "+":
        place.append(value)  # type: ignore[attr-defined]
    else:
        place[last] = value  # type: ignore[index]
