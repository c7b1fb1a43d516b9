"""An indicator in two windows: before and after, with how many times quicker it has become.

The windows are explicit and must not overlap: a baseline that lies inside what is measured would
be compared with itself.
"""

from datetime import date, datetime

from msgspec import UNSET, Struct, UnsetType

from anshu.boards.answers import Figure
from anshu.boards.asking import Answers, Ask, Questions
from anshu.boards.board import sees_units
from anshu.boards.counting import catch_up
from anshu.boards.figures import Subjected, Window, figure_of, mean_of
from anshu.boards.period import period_errors
from anshu.boards.plan import plans_of
from anshu.boards.settings import PERMISSION, KnownSettings, board_settings
from anshu.boards.tiles import compression
from anshu.definitions.board_language import Count, Ratio
from anshu.definitions.check_board import PRESENT
from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.reading import Reader, Statement, malformed, not_allowed, read
from anshu.records.services import Services
from anshu.records.subject import Subject


class Windows(Struct, frozen=True):
    """The baseline and the measured window, both ends included."""

    old_first: date
    old_last: date
    new_first: date
    new_last: date


class Comparison(Struct, frozen=True):
    """Both figures, and for times the old mean over the new in percent with one digit (P42)."""

    data_time: datetime
    old: Figure
    new: Figure
    ratio: str | UnsetType = UNSET


async def compare(
    services: Services, subject: Subject, key: str, windows: Windows
) -> Comparison | Refusal:
    """The indicator in both windows; refuses overlapping ones and one of the present."""
    errors = errors_of(windows)
    if errors:
        return malformed(*errors)
    if not sees_units(subject):
        return not_allowed(PERMISSION)
    await catch_up(services, subject.principal, subject.timezone)
    settings = await board_settings(services, subject)
    if isinstance(settings, Refusal):
        return settings
    old, new = (
        Window(windows.old_first, windows.old_last), Window(windows.new_first, windows.new_last)
    )  # fmt: skip
    found = await read(
        services, subject, lambda reader: _compose(reader, key, settings, (old, new)),
        purpose="boards.compare",
    )  # fmt: skip
    if isinstance(found, Refusal):
        return found
    of, answers = _subjected(found.reader, key), Answers(found.rows[0])
    sums = [answers.whole(number) for number in (0, 1)]
    means = [mean_of(of.item, each) for each in sums]
    ratio = "" if isinstance(of.item.measure, Count | Ratio) else compression(*means)
    return Comparison(
        data_time=found.rows[0][0]["counted_at"] or found.reader.now,
        old=figure_of(of, sums[0], old),
        new=figure_of(of, sums[1], new),
        ratio=ratio or UNSET,
    )


def errors_of(windows: Windows) -> list[FieldError]:
    """What is wrong with the windows; `old_to` is named when they overlap."""
    errors = []
    for name, first, last in (
        ("old", windows.old_first, windows.old_last), ("new", windows.new_first, windows.new_last)
    ):  # fmt: skip
        for error in period_errors(first, last):
            errors.append(
                FieldError(f"{name}_{error.field}", error.code, value=error.value,
                           limit=error.limit)
            )  # fmt: skip
    if not errors and windows.old_first <= windows.new_last and (
        windows.new_first <= windows.old_last
    ):  # fmt: skip
        value = f"{windows.old_first} – {windows.old_last}"
        limit = f"{windows.new_first} – {windows.new_last}"
        errors.append(FieldError("old_to", "windows_overlap", value=value, limit=limit))
    return errors


def _compose(
    reader: Reader, key: str, settings: KnownSettings, windows: tuple[Window, Window]
) -> tuple[Statement, ...] | Refusal:
    item = reader.book.compiled.indicators.get(key)
    if item is None or item.at == PRESENT:
        return Refusal("unknown_indicator", kind="unknown")
    if not sees_units(reader.subject):
        return not_allowed(PERMISSION)
    of, questions = _subjected(reader, key), Questions()
    for window in windows:
        questions.put(Ask(of.plan, window.first, window.last, excludes=item.excludes))
    return (questions.statement(reader, settings),)


def _subjected(reader: Reader, key: str) -> Subjected:
    compiled = reader.book.compiled
    item = compiled.indicators[key]
    plan = plans_of(compiled, reader.subject.timezone).by_key[key]
    kind = compiled.types[item.type]
    listed = reader.subject.allowed.has(kind.permission("read"))
    return Subjected(item, plan, kind, reader.language, listed)
