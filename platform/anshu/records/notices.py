"""What a person was told, in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct, UnsetType

from anshu.definitions.words import Text
from anshu.notify.groups import group_of
from anshu.records.reading import Reader

TEXTS = {
    "opened": Text(zh="有新任务等你办理", en="A task waits for you"),
    "reminded": Text(zh="任务即将到期", en="A task is due soon"),
    "escalated": Text(zh="任务逾期，已升级", en="A late task was escalated"),
    "closed": Text(zh="记录已办结", en="A record was closed"),
    "assigned": Text(zh="有任务转交给你", en="A task was passed on to you"),
    "added": Text(zh="请你加签", en="You are asked to sign too"),
    "turn": Text(zh="轮到你签署", en="It is your turn to sign"),
    "urged": Text(zh="有人催办", en="You are urged to act"),
    "copied": Text(zh="抄送给你", en="A copy for you"),
    "withdrawn": Text(zh="上一步已撤回，无需办理", en="Taken back: nothing to do for you"),
    "reopened": Text(
        zh="已销号的问题复发，请重新评估整改有效性", en="A closed record recurred: was it cured"
    ),
    "merged": Text(zh="你上报的是重复隐患，已并入", en="Your report was one that is known already"),
    "repeated": Text(zh="设备可靠性衰减预警", en="Equipment reliability warning"),
    "rule_raised": Text(zh="按规则预警", en="A rule raised a warning"),
    "unread": Text(zh="任务一直无人查看，请督促", en="Nobody has looked at a task"),
    "webhook_paused": Text(
        zh="Webhook 多次投递失败，已自动停用", en="A webhook failed too often and was paused"
    ),
    "connector_failed": Text(
        zh="向外部系统的上报出现问题，请到“连接”和“投递记录”处理",
        en="Another system does not take what is sent: see connectors and deliveries",
    ),
}
OTHER = Text(zh="有新消息", en="Something happened")


class NoticeRecord(Struct, frozen=True):
    """The record that a notice is about, if the reader may still read it."""

    type: str
    id: UUID
    number: str


class Notice(Struct, frozen=True):
    """One notice; `read` is when it was read, `done` that its task needs nobody any more."""

    id: UUID
    kind: str
    text: str
    at: datetime
    read: datetime | None
    record: NoticeRecord | UnsetType = UNSET
    group: str = "progress"
    done: bool = False


class Parts(Struct, frozen=True):
    """A notice taken apart, for those who lay it out otherwise; empty where nothing is known."""

    what: str
    number: str = ""
    title: str = ""
    step: str = ""
    linked: tuple[str, ...] = ()


def notice_of(reader: Reader, row: Mapping[str, object]) -> Notice:
    """A row of NOTICES in words; a node or state is called as the current definitions call it."""
    record: NoticeRecord | UnsetType = UNSET
    if row["record"] is not None:
        identity = UUID(str(row["record"]))
        record = NoticeRecord(str(row["record_type"]), identity, str(row["number"]))
    said = parts_of(reader, row)
    rest = [said.number, said.title, said.step, "、".join(said.linked)]
    what = " · ".join(part for part in rest if part)
    data = _data(row)
    return Notice(
        id=UUID(str(row["id"])),
        kind=str(row["kind"]),
        text=f"{said.what}：{what}" if what else said.what,
        at=row["at"],  # type: ignore[arg-type]
        read=row["read_at"],  # type: ignore[arg-type]
        record=record,
        group=group_of(str(row["kind"]), has_task="task" in data),
        done=row.get("task_closed") is not None,
    )


def parts_of(reader: Reader, row: Mapping[str, object]) -> Parts:
    """What happened, number, title and step; nothing of a record that may not be read any more."""
    what = TEXTS.get(str(row["kind"]), OTHER).said(reader.language)
    data = _data(row)
    kind = reader.book.kind(str(row["record_type"]))
    if kind is None:
        return Parts(what, title=str(data.get("name", "")))
    node = kind.nodes.get(str(data.get("node", "")))
    states = {code.code: code.label.said(reader.language) for code in kind.item.states}
    linked = data.get("linked")
    return Parts(
        what,
        number=str(row["number"]),
        title=str(row["title"]),
        step=node.title.said(reader.language) if node else states.get(str(data.get("state")), ""),
        linked=tuple(str(number) for number in linked) if isinstance(linked, list) else (),
    )


def _data(row: Mapping[str, object]) -> dict[str, object]:
    return msgspec.json.decode(str(row["data"]), type=dict[str, object])
