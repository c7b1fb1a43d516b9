"""What mails say: a subject and a body per kind and language, with {places}.

A tenant's own words go before ours. A place that its kind does not have is refused when the
words are kept, so that no mail goes out with a hole in it.
"""

from collections.abc import Mapping

from anshu.definitions.words import PLACE, Text
from anshu.kernel.refusal import FieldError
from anshu.notify.mail import Letter

LANGUAGES = ("zh-CN", "en")
LONGEST_SUBJECT, LONGEST_BODY = 120, 4000
ALWAYS = ("tenant", "person", "link", "preferences")
OF_RECORD = ("what", "number", "title", "step", "due")
PLACES: Mapping[str, tuple[str, ...]] = {
    "task": ALWAYS + OF_RECORD,
    "reminder": ALWAYS + OF_RECORD,
    "escalation": ALWAYS + OF_RECORD,
    "warning": (*ALWAYS, *OF_RECORD, "linked"),
    "progress": ALWAYS + OF_RECORD,
    "several": (*ALWAYS, "count", "list"),
    "digest": (*ALWAYS, "open", "overdue", "fresh", "list"),
    "test": ALWAYS,
}
TITLES: Mapping[str, Text] = {
    "task": Text(zh="新任务", en="New task"),
    "reminder": Text(zh="到期提醒", en="Due soon"),
    "escalation": Text(zh="逾期升级", en="Escalation"),
    "warning": Text(zh="预警", en="Warning"),
    "progress": Text(zh="进展", en="Progress"),
    "several": Text(zh="多条合并", en="Several in one"),
    "digest": Text(zh="每日摘要", en="Daily digest"),
    "test": Text(zh="测试邮件", en="Test mail"),
}
_FOOT = Text(
    zh="\n\n查看和办理：{link}\n调整通知方式：{preferences}\n此邮件由{tenant}安枢系统自动发出，请勿回复。",
    en="\n\nOpen it: {link}\nChange what is mailed: {preferences}\n"
    "Sent by Anshu for {tenant}; please do not reply.",
)
_RECORD = Text(
    zh="{person}，您好：\n\n{what}\n编号：{number}\n内容：{title}\n环节：{step}\n期限：{due}",
    en="Hello {person},\n\n{what}\nNumber: {number}\nWhat: {title}\nStep: {step}\nDue: {due}",
)
_SUBJECTS: Mapping[str, Text] = {
    "task": Text(zh="待办：{number} {what}", en="To do: {number} {what}"),
    "reminder": Text(zh="即将到期：{number}", en="Due soon: {number}"),
    "escalation": Text(zh="逾期升级：{number}", en="Escalated: {number}"),
    "warning": Text(zh="{what}：{number}", en="{what}: {number}"),
    "progress": Text(zh="{what}：{number}", en="{what}: {number}"),
    "several": Text(zh="{count} 条通知", en="{count} notices"),
    "digest": Text(
        zh="今日待办 {open} 项，逾期 {overdue} 项", en="{open} open tasks, {overdue} of them late"
    ),
    "test": Text(zh="测试邮件", en="Test mail"),
}
_BODIES: Mapping[str, Text] = {
    "warning": Text(
        zh=_RECORD.zh + "\n相关记录：\n{linked}", en=_RECORD.en + "\nRelated records:\n{linked}"
    ),
    "several": Text(
        zh="{person}，您好：\n\n以下是您的 {count} 条通知：\n{list}",
        en="Hello {person},\n\nyour {count} notices:\n{list}",
    ),
    "digest": Text(
        zh="{person}，您好：\n\n待办 {open} 项，其中逾期 {overdue} 项，"
        "一天内新到 {fresh} 项。\n{list}",
        en="Hello {person},\n\n{open} open tasks, {overdue} late, "
        "{fresh} new since yesterday.\n{list}",
    ),
    "test": Text(
        zh="{person}，您好：\n\n收到这封邮件，说明{tenant}的通知邮件可以正常送达。",
        en="Hello {person},\n\nthis mail shows that mail from {tenant} arrives.",
    ),
}


def shipped(kind: str, language: str) -> Letter:
    """Our own words for a kind, with their places."""
    body = _BODIES.get(kind, _RECORD)
    whole = body.said(language) + _FOOT.said(language)
    return Letter(f"[{{tenant}}] {_SUBJECTS[kind].said(language)}", whole, language)


def filled(letter: Letter, values: Mapping[str, str]) -> Letter:
    """The letter with its places filled; a line is left out when all of its places are empty."""
    subject = Text(letter.subject).filled(**values).zh
    lines = [_line(line, values) for line in letter.body.splitlines()]
    body = "\n".join(line for line in lines if line is not None)
    return Letter(" ".join(subject.split()), body.strip() + "\n", letter.language)


def faults(kind: str, subject: str, body: str) -> tuple[FieldError, ...]:
    """What keeps a tenant's own words from being kept: unknown places, emptiness, length."""
    found = []
    for name, text, longest in (
        ("subject", subject, LONGEST_SUBJECT),
        ("body", body, LONGEST_BODY),
    ):
        if not text.strip():
            found.append(FieldError(name, "required"))
        if "\0" in text:
            found.append(FieldError(name, "unreadable_text"))
        if len(text) > longest:
            found.append(FieldError(name, "too_long", value=str(len(text)), limit=str(longest)))
        unknown = sorted(set(PLACE.findall(text)) - set(PLACES[kind]))
        if unknown:
            allowed = "、".join(f"{{{place}}}" for place in PLACES[kind])
            found.append(
                FieldError(name, "notify_place_unknown", value="、".join(unknown), limit=allowed)
            )
    if "\n" in subject or "\r" in subject:
        found.append(FieldError("subject", "notify_one_line"))
    return tuple(found)


def _line(line: str, values: Mapping[str, str]) -> str | None:
    places = PLACE.findall(line)
    if places and not any(values.get(place) for place in places):
        return None
    return Text(line).filled(**{place: values.get(place, "") for place in places}).zh
