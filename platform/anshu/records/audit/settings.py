"""A changed setting as an auditor reads it."""

from collections.abc import Iterator, Mapping

from anshu.definitions.words import Text
from anshu.ledger.settings_changed import STREAM
from anshu.records.names import NO, YES

NAMES = {
    "notifications": Text(zh="设置 · 通知默认值", en="Settings · notification defaults"),
    "mail-server": Text(zh="设置 · 邮件服务器", en="Settings · mail server"),
    "mail-template": Text(zh="设置 · 邮件模板", en="Settings · mail template"),
    "webhook": Text(zh="设置 · 消息推送", en="Settings · webhook"),
}
LABELS = {
    "mail": Text(zh="邮件通知", en="Mail"), "quiet_from": Text(zh="免打扰开始", en="Quiet from"),
    "quiet_to": Text(zh="免打扰结束", en="Quiet until"),
    "digest_at": Text(zh="每日汇总时间", en="Digest at"),
    "unread_minutes": Text(zh="未读再提醒（分钟）", en="Asked again after (minutes)"),
    "urgent_levels": Text(zh="紧急等级", en="Urgent levels"),
    "language": Text(zh="语言", en="Language"), "host": Text(zh="主机", en="Host"),
    "port": Text(zh="端口", en="Port"), "security": Text(zh="加密方式", en="Security"),
    "sender": Text(zh="发件人", en="Sender"), "password": Text(zh="密码", en="Password"),
    "subject": Text(zh="主题", en="Subject"), "body": Text(zh="正文", en="Body"),
    "title": Text(zh="名称", en="Title"), "url": Text(zh="地址", en="Address"),
    "events": Text(zh="事件", en="Events"), "types": Text(zh="记录类型", en="Types of records"),
    "active": Text(zh="启用", en="Active"), "secret": Text(zh="密钥", en="Secret"),
}  # fmt: skip
NONE = Text(zh="（无）", en="(none)")


def setting_text(stream: str, payload: Mapping[str, object], language: str) -> str:
    """Which setting, and which one of several."""
    name = NAMES.get(stream.removeprefix(STREAM))
    said = name.said(language) if name else stream
    what = str(payload.get("@what") or "")
    return f"{said} · {what}" if what else said


def setting_changes(payload: Mapping[str, object], language: str) -> Iterator[tuple[str, str]]:
    """Each value that changed: its label, and before → after."""
    old, new = payload.get("@old"), payload.get("@new")
    before = old if isinstance(old, dict) else {}
    after = new if isinstance(new, dict) else {}
    for key in dict.fromkeys((*before, *after)):
        known = LABELS.get(key)
        sides = (_said(side.get(key), language) for side in (before, after))
        yield known.said(language) if known else key, " → ".join(sides)


def _said(value: object, language: str) -> str:
    if isinstance(value, bool):
        return (YES if value else NO).said(language)
    if isinstance(value, dict):
        value = [key for key, on in sorted(value.items()) if on is True]
    if isinstance(value, list):
        return "、".join(str(each) for each in value) or NONE.said(language)
    return NONE.said(language) if value in (None, "") else str(value)
