"""Reads a board: counts what is new, asks all its questions at once, names what they found."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Record
from msgspec import Struct

from anshu.access.assignment import ORG_PATH
from anshu.boards import queries, texts
from anshu.boards.answers import BoardAnswer, Boards, BoardTitle
from anshu.boards.asking import Answers, Questions, depth_of, root_of, units_only
from anshu.boards.counting import catch_up
from anshu.boards.figures import Subjected, Window
from anshu.boards.period import period_errors
from anshu.boards.plan import plans_of
from anshu.boards.settings import PERMISSION, KnownSettings, board_settings
from anshu.boards.tiles import Build, Ground, prepared
from anshu.definitions.board_language import Board
from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.reading import Reader, Statement, malformed, not_allowed, read
from anshu.records.services import Services
from anshu.records.subject import Subject

MOST_DAYS = 366
# The path of the topmost unit.
COMPANY = "/"


class Period(Struct, frozen=True):
    """Which days, and of which unit: the last so many, or from one day to another.

    Nothing said means the period that the board opens with. `org` is the root of a subtree.
    """

    days: int = 0
    first: date | None = None
    last: date | None = None
    org: str = ""


async def list_boards(services: Services, subject: Subject) -> Boards | Refusal:
    """The boards that the definitions of this moment have."""
    if not subject.allowed.has(PERMISSION):
        return not_allowed(PERMISSION)
    book = await services.books.current(subject.principal)
    boards = book.compiled.boards.values()
    return Boards(
        tuple(BoardTitle(item.key, item.title.said(subject.language), item.days) for item in boards)
    )


async def read_board(
    services: Services, subject: Subject, key: str, period: Period
) -> BoardAnswer | Refusal:
    """The board over the units that the reader may see.

    What is new is counted first; figures are of one moment, `data_time`. Refuses a missing
    permission, an unknown board and an impossible period.
    """
    errors = errors_of(period)
    if errors:
        return malformed(*errors)
    if not sees_units(subject):
        return not_allowed(PERMISSION)
    await catch_up(services, subject.principal, subject.timezone)
    settings = await board_settings(services, subject)
    if isinstance(settings, Refusal):
        return settings
    drafts: list[_Draft] = []

    def compose(reader: Reader) -> tuple[Statement, ...] | Refusal:
        draft = _draft(reader, key, period, settings)
        if isinstance(draft, Refusal):
            return draft
        drafts.append(draft)
        return (draft.statement,)

    found = await read(services, subject, compose, purpose="boards.figures")
    if isinstance(found, Refusal):
        return found
    return await _answered(services, found.reader, drafts[-1], found.rows[0])


def sees_units(subject: Subject) -> bool:
    """Whether the permission reaches any unit; what is merely one's own has no sums."""
    reach = units_only(subject.allowed.reach(PERMISSION))
    return reach.everything or bool(reach.org_paths or reach.team_paths)


def errors_of(period: Period) -> list[FieldError]:
    """What is wrong with a period."""
    errors = []
    if period.org and not ORG_PATH.fullmatch(period.org):
        errors.append(FieldError("org", "not_an_org_path", value=period.org[:200]))
    if not 0 <= period.days <= MOST_DAYS:
        limit = f"1-{MOST_DAYS}"
        errors.append(FieldError("days", "out_of_range", value=str(period.days), limit=limit))
    if (period.first is None) != (period.last is None):
        errors.append(FieldError("from" if period.first is None else "to", "required"))
    if period.first is not None and period.last is not None:
        errors += period_errors(period.first, period.last)
        if not errors and period.last - period.first >= timedelta(days=MOST_DAYS):
            said, limit = str(period.last), f"{MOST_DAYS} d"
            errors.append(FieldError("to", "out_of_range", value=said, limit=limit))
    return errors


class _Draft(Struct, frozen=True):
    """A board whose questions are put but not answered yet."""

    board: Board
    period: Window
    plans_hash: str
    statement: Statement
    builds: tuple[Build, ...]
    settings: KnownSettings
    org: str


def _draft(reader: Reader, key: str, period: Period, settings: KnownSettings) -> _Draft | Refusal:
    compiled = reader.book.compiled
    board = compiled.boards.get(key)
    if board is None:
        return Refusal("unknown_board", kind="unknown")
    if not sees_units(reader.subject):
        return not_allowed(PERMISSION)
    zone = reader.subject.timezone
    today = reader.now.astimezone(ZoneInfo(zone)).date()
    window = _window(period, board, today)
    plans = plans_of(compiled, zone)
    allowed, language = reader.subject.allowed, reader.language
    indicators = {}
    for name in {name for widget in board.widgets for name in widget.indicators}:
        item = compiled.indicators[name]
        kind = compiled.types[item.type]
        indicators[name] = Subjected(
            item, plans.by_key[name], kind, language, allowed.has(kind.permission("read")),
            period.org, depth_of(period.org or root_of(allowed.reach(PERMISSION))) + 1,
        )  # fmt: skip
    ground = Ground(indicators, window, today, language, settings.settings.go_live)
    questions = Questions()
    builds = tuple(prepared(widget, ground, questions) for widget in board.widgets)
    statement = questions.statement(reader, settings, org=period.org)
    return _Draft(board, window, plans.hash, statement, builds, settings, period.org)


def _window(period: Period, board: Board, today: date) -> Window:
    if period.first is not None and period.last is not None:
        return Window(period.first, period.last)
    days = period.days or board.days
    return Window(today - timedelta(days=days - 1), today)


async def _answered(
    services: Services, reader: Reader, draft: _Draft, rows: list[Record]
) -> BoardAnswer:
    reach = units_only(reader.subject.allowed.reach(PERMISSION))
    units = [*reach.org_paths, *reach.team_paths]
    keys = {row[name] for row in rows for name in ("unit", "first_key", "second_key")}
    names = await _names(services, reader, {*keys, *units, draft.org, COMPANY})
    answers, head = Answers(rows), rows[0]
    whole = texts.WHOLE.said(reader.language)
    excluded = {*draft.settings.holidays(), *draft.settings.shutdown_days()}
    return BoardAnswer(
        key=draft.board.key,
        title=draft.board.title.said(reader.language),
        data_time=head["counted_at"] or reader.now,
        first=draft.period.first,
        last=draft.period.last,
        zone=reader.subject.timezone,
        scope=(whole,) if reach.everything else tuple(names.get(path, path) for path in units),
        org=names.get(draft.org, draft.org),
        company=names.get(COMPANY, ""),
        counting=head["recounting"] or head["indicators"] != draft.plans_hash,
        excluded_days=tuple(
            sorted(day for day in excluded if draft.period.first <= day <= draft.period.last)
        ),
        widgets=tuple(build(answers, names) for build in draft.builds),
    )


async def _names(services: Services, reader: Reader, keys: Iterable[str | None]) -> dict[str, str]:
    """What ids and units are called; a code is no id and is left out."""
    ids, paths = [], []
    for key in keys:
        if key and key.startswith("/"):
            paths.append(key)
        elif key and len(key) == 36:
            try:
                ids.append(UUID(key))
            except ValueError:
                continue
    if not ids and not paths:
        return {}
    async with services.store.begin(reader.subject.principal, purpose="boards.names") as tx:
        rows = await tx.fetch(queries.NAMES, ids, paths)
    return {row["key"]: row["title"] for row in rows}
