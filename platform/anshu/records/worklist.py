"""The work list: what waits for a person, by when and why, and what the person was told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct, UnsetType, field

from anshu.access.assignment import Post
from anshu.compiler.compiled import CompiledType
from anshu.definitions.words import Text
from anshu.kernel.refusal import Refusal
from anshu.records import fragments
from anshu.records.columns import is_visible, photo_column, readable_classes, row_columns
from anshu.records.names import words_for
from anshu.records.notices import Notice, notice_of
from anshu.records.page import Named
from anshu.records.reading import Arguments, Reader, Statement, read
from anshu.records.services import Services
from anshu.records.subject import Subject

MOST_TASKS = 500
YOU_ARE = Text(zh="你是 {who}", en="You are {who}")
STANDS_IN = Text(zh="你代 {who} 办理", en="You stand in for {who}")
ADDED = Text(zh="请你加签", en="You are asked to sign too")
PASSED_ON = Text(zh="{who} 转交给你：{why}", en="passed on to you by {who}: {why}")
NAMED_BY = Text(zh="指定由你办理", en="You are named for it")


class TaskRecord(Struct, frozen=True, kw_only=True):
    """The record that a task is about."""

    type: str
    id: UUID
    number: str
    title: str
    state: str
    state_label: str
    level: str | UnsetType = UNSET
    level_label: str | UnsetType = UNSET
    photo: str | UnsetType = UNSET


class TaskCard(Struct, frozen=True, kw_only=True):
    """A task that waits for the reader: where, from whom, by when, why, and what to do."""

    task: UUID
    record: TaskRecord
    node: str
    node_title: str
    where: str
    opened_at: datetime
    escalated: bool
    why: str
    action: str
    sender: Named | UnsetType = field(default=UNSET, name="from")
    on_behalf: Named | UnsetType = UNSET
    added: bool = False
    signed: int = 0
    needed: int = 1
    due: datetime | UnsetType = UNSET


class WorkList(Struct, frozen=True):
    """Tasks by due time and the newest notices; `more` says that tasks beyond 500 are left out."""

    items: tuple[TaskCard, ...]
    notices: tuple[Notice, ...]
    server_time: datetime
    more: bool = False


async def worklist(services: Services, subject: Subject) -> WorkList | Refusal:
    """Open tasks that wait for the subject on records that it may read; four round trips."""
    found = await read(services, subject, _compose, purpose="record.worklist")
    if isinstance(found, Refusal):
        return found
    reader = found.reader
    tasks, told = found.rows
    names = msgspec.json.decode(tasks[0]["post_names"], type=dict[str, str])
    rows = [row for row in tasks if row["id"] is not None]
    return WorkList(
        items=tuple(_card(reader, row, names) for row in rows[:MOST_TASKS]),
        notices=tuple(notice_of(reader, row) for row in told),
        server_time=reader.now,
        more=len(rows) > MOST_TASKS,
    )


def _compose(reader: Reader) -> tuple[Statement, ...]:
    kinds = [
        kind
        for kind in reader.book.compiled.types.values()
        if reader.subject.allowed.has(kind.permission("read"))
    ]
    return (_tasks(reader, kinds), _notices(reader, kinds))


def _tasks(reader: Reader, kinds: list[CompiledType]) -> Statement:
    arguments = Arguments()
    posts = reader.subject.allowed.posts
    paths = arguments.add(sorted({post.org_path for post in posts}), "text[]")
    post_names = fragments.POST_NAMES.format(paths=paths)
    flows = [kind for kind in kinds if kind.flow is not None]
    if not flows:
        return Statement(fragments.NO_WORK.format(posts=post_names), tuple(arguments.values))
    waiting = " union all ".join(_tasks_of(reader, kind, arguments) for kind in flows)
    urgent = fragments.MOST_URGENT.format(tasks=waiting, limit=arguments.add(MOST_TASKS + 1, "int"))
    named = fragments.NAMED.format(rows=urgent)
    return Statement(
        fragments.WORK_LIST.format(posts=post_names, named=named), tuple(arguments.values)
    )


def _tasks_of(reader: Reader, kind: CompiledType, arguments: Arguments) -> str:
    classes = readable_classes(reader, kind)
    reach = reader.subject.allowed.reach(kind.permission("read"))
    photo = photo_column(kind, classes, arguments)
    return fragments.TASKS.format(
        columns=f"{row_columns(kind, classes)}, {photo}",
        type=arguments.add(kind.key, "text"),
        waits=arguments.waiting(reader.subject),
        scope=arguments.scope(reach, reader.subject),
        own_work=arguments.own_work(reader.subject, _aside(kind)),
        # There a person who has signed has nothing more to do.
        apart=arguments.add([n.key for n in kind.nodes.values() if n.each_by_another], "text[]"),
        person=arguments.add(reader.subject.person, "uuid"),
    )


def _aside(kind: CompiledType) -> list[tuple[str, str]]:
    """The roles that may act at a node without its being their work."""
    return [(n.key, a.role) for n in kind.nodes.values() for a in n.assignees if a.aside]


def _notices(reader: Reader, kinds: list[CompiledType]) -> Statement:
    """Notices keep their text; number and title only of records that the reader may read now."""
    arguments = Arguments()
    person = arguments.add(reader.subject.person, "uuid")
    parts = []
    for kind in kinds:
        reach = reader.subject.allowed.reach(kind.permission("read"))
        name = arguments.add(kind.key, "text")
        parts.append(f"record.type = {name} and {arguments.scope(reach, reader.subject)}")
    titled = [k.key for k in kinds if is_visible(k, "title", readable_classes(reader, k))]
    sql = fragments.NOTICES.format(
        person=person,
        readable=" or ".join(f"({part})" for part in parts) or "false",
        titled=arguments.add(titled, "text[]"),
    )
    return Statement(sql, tuple(arguments.values))


def _card(reader: Reader, row: Mapping[str, object], posts: Mapping[str, str]) -> TaskCard:
    kind = reader.book.compiled.types[str(row["type"])]
    node = kind.nodes.get(str(row["node"]))
    title = node.title.said(reader.language) if node else str(row["node"])
    action = node.action.said(reader.language) if node and node.action else title
    places = (row["org_name"] or row["org_path"], row["area_name"], row["equipment_name"])
    sender = row["opened_by"]
    return TaskCard(
        task=UUID(str(row["task"])),
        record=_record(reader, kind, row),
        node=str(row["node"]),
        node_title=title,
        where=" ".join(str(place) for place in places if place),
        opened_at=row["opened_at"],  # type: ignore[arg-type]
        escalated=row["escalated_at"] is not None,
        why=_why(reader, kind, row, posts),
        action=action,
        sender=Named(UUID(str(sender)), str(row["opened_by_name"] or "")) if sender else UNSET,
        due=row["task_due"] or UNSET,  # type: ignore[arg-type]
        on_behalf=_on_behalf(reader, kind, row),
        added=reader.subject.person in _ids(row["added"]),
        signed=row["signed"],  # type: ignore[arg-type]
        needed=row["needed"],  # type: ignore[arg-type]
    )


def _record(reader: Reader, kind: CompiledType, row: Mapping[str, object]) -> TaskRecord:
    words, level = words_for(reader, kind), str(row["level"] or "")
    return TaskRecord(
        type=kind.key,
        id=UUID(str(row["id"])),
        number=str(row["number"]),
        title=str(row["title"]),
        state=str(row["state"]),
        state_label=words.state(str(row["state"])),
        level=level or UNSET,
        level_label=words.level(level) if level else UNSET,
        photo=str(row["photo"]) if row["photo"] else UNSET,
    )


def _why(
    reader: Reader, kind: CompiledType, row: Mapping[str, object], names: Mapping[str, str]
) -> str:
    """The reason a task is the reader's: named in a field, or the nearest post that it waits for.

    The same person may be both; being named is the stronger reason.
    """
    language = reader.language
    behalf = _on_behalf(reader, kind, row)
    if behalf is not UNSET:
        return STANDS_IN.said(language).format(who=behalf.name)
    if reader.subject.person in _ids(row["added"]):
        return ADDED.said(language)
    if reader.subject.person in _ids(row["people"]):
        if row["passed_why"]:
            said = PASSED_ON.said(language)
            return said.format(who=row["passed_by"] or "", why=row["passed_why"])
        labels = _named_in(reader, kind, row)
        if labels:
            return YOU_ARE.said(language).format(who="、".join(labels))
        return NAMED_BY.said(language)
    roles, path = _texts(row["roles"]), str(row["task_path"])
    posts = [
        post
        for post in reader.subject.allowed.posts
        if post.role in roles and path.startswith(post.org_path)
    ]
    if not posts:
        return NAMED_BY.said(language)
    post = max(posts, key=lambda held: len(held.org_path))
    role = reader.book.compiled.roles[post.role].title.said(language)
    unit = names.get(post.org_path, "")
    return YOU_ARE.said(language).format(who=f"{unit} {role}".strip())


def _named_in(reader: Reader, kind: CompiledType, row: Mapping[str, object]) -> list[str]:
    """The fields that name the reader: the owner's alone for the owner, else those besides it.

    A column of people ("guardians.person") is called by its table's name.
    """
    node = kind.nodes.get(str(row["node"]))
    sources = [a.field for a in node.assignees if a.field] if node else []
    keys = [key for key in (source.partition(".")[0] for source in sources) if key in kind.fields]
    owner = kind.promoted.get("owner")
    if owner in keys:
        is_owner = str(row["owner"]) == str(reader.subject.person)
        keys = [owner] if is_owner else [key for key in keys if key != owner] or [owner]
    return [kind.fields[key].label.said(reader.language) for key in keys]


def _on_behalf(reader: Reader, kind: CompiledType, row: Mapping[str, object]) -> Named | UnsetType:
    """For whom the task is the reader's, when it is not so in the reader's own name."""
    people, roles, path = _ids(row["people"]), _texts(row["roles"]), str(row["task_path"])

    def waits(person: UUID, posts: Sequence[Post]) -> bool:
        held = any(p.role in roles and path.startswith(p.org_path) for p in posts)
        return person in people or held

    subject = reader.subject
    if waits(subject.person, subject.allowed.posts):
        return UNSET
    names = {each.person: each.name for each in subject.access.stands_for}
    for stood in subject.holder().stands_for:
        if waits(stood.person, stood.posts) and (not stood.kinds or kind.key in stood.kinds):
            return Named(stood.person, names.get(stood.person, ""))
    return UNSET


def _ids(value: object) -> list[UUID]:
    return [UUID(str(item)) for item in value] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
