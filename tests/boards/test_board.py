"""A board shows what the records say, to whom it may, as of the moment that it names."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import msgspec
import pytest
from msgspec import UNSET

from anshu.boards.answers import BoardAnswer, Figure, WidgetAnswer
from anshu.boards.board import Period, read_board
from anshu.boards.closure_rate import ClosureRate, closure_rate
from anshu.boards.comparison import Comparison, Windows, compare
from anshu.boards.elapsed import MeanElapsed, mean_elapsed
from anshu.boards.report import document
from anshu.boards.settings import BoardSettings, KnownSettings, Shutdown, set_board_settings
from anshu.kernel.refusal import Refusal
from tests.boards.life import EMPTY_EVENT, sql
from tests.records.people import Plant
from tests.records.rows import HazardRow, insert

ZONE = ZoneInfo("Asia/Shanghai")
OPENING = Period()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KEYS = "update record set equipment = $1, area = $2, t1 = $3 where type = 'hazard' and title = $4"


def today(plant: Plant) -> date:
    return plant.services.clock.now().astimezone(ZONE).date()


def noon(plant: Plant, days_ago: int) -> datetime:
    return datetime.combine(today(plant) - days_ago * DAY, time(12), tzinfo=ZONE)


async def board(
    plant: Plant, name: str = "ehs", period: Period = OPENING
) -> BoardAnswer:  # fmt: skip
    answer = await read_board(plant.services, await plant.subject(name), "hazard_plant", period)
    assert isinstance(answer, BoardAnswer), answer
    return answer


def widget(of: BoardAnswer, key: str) -> WidgetAnswer:
    (found,) = [each for each in of.widgets if each.key == key]
    return found


def figure(of: BoardAnswer, key: str) -> Figure:
    (found,) = widget(of, key).figures
    return found


def closed(
    plant: Plant, *, days_ago: int, hours: int, due_hours: int = 1000, path: str = "/w1/t1/"
) -> HazardRow:
    """A hazard closed so many days ago, so many hours after it was reported."""
    end = noon(plant, days_ago)
    return HazardRow(
        created_at=end - hours * HOUR, due=end - hours * HOUR + due_hours * HOUR, done_at=end,
        closed_at=end, evidence_valid=True, state="closed", org_path=path,
    )  # fmt: skip


async def test_rates_and_means_are_those_of_the_records(plant: Plant) -> None:
    """The board's figures equal what the plain queries over the records say."""
    await insert(
        plant,
        closed(plant, days_ago=1, hours=5),
        closed(plant, days_ago=2, hours=50, due_hours=10),
        HazardRow(created_at=noon(plant, 3), due=noon(plant, 1)),
        HazardRow(created_at=noon(plant, 3), state="voided"),
        msgspec.structs.replace(closed(plant, days_ago=1, hours=5), origin="import"),
    )
    subject, shown = await plant.subject("ehs"), await board(plant)
    rate = await closure_rate(plant.services, subject, first=shown.first, last=shown.last)
    mean = await mean_elapsed(plant.services, subject, first=shown.first, last=shown.last)
    assert isinstance(rate, ClosureRate)
    assert isinstance(mean, MeanElapsed)
    for key, ratio in (("rate_literal", rate.literal), ("rate_due", rate.due_only)):
        said = figure(shown, key)
        assert (said.good, said.n, said.value) == (ratio.numerator, ratio.denominator, ratio.rate)
    elapsed = widget(shown, "times").figures[3]
    assert (elapsed.n, elapsed.text, elapsed.imported) == (mean.archived, "27.5 小时", 1)
    assert elapsed.value == str(27.5 * 3600)


async def test_the_week_has_its_days_in_the_plant_s_zone(plant: Plant) -> None:
    midnight = datetime.combine(today(plant), time(), tzinfo=ZONE)
    await insert(
        plant, HazardRow(created_at=midnight), HazardRow(created_at=midnight - timedelta(seconds=1))
    )
    found = widget(await board(plant), "week").lines[0].points
    assert [point.n for point in found] == [0, 0, 0, 0, 0, 1, 1]
    assert [point.day for point in found] == [today(plant) - n * DAY for n in range(6, -1, -1)]


async def test_what_is_overdue_now_opens_the_list_of_it(plant: Plant) -> None:
    now = plant.services.clock.now()
    late = HazardRow(created_at=noon(plant, 3), due=now - HOUR)
    await insert(plant, late, msgspec.structs.replace(late, done_at=now - DAY))
    said = figure(await board(plant), "now")
    assert (said.text, said.first) == ("1", UNSET)
    assert said.list is not UNSET
    assert said.list.query["overdue"] == "true"
    assert "voided" not in said.list.query["state"]


async def test_the_same_equipment_and_category_stand_at_the_top(plant: Plant) -> None:
    for title, category, count in (("甲", "equipment", 3), ("乙", "fire", 2), ("丙", None, 4)):
        await insert(plant, *[HazardRow(created_at=noon(plant, 1), title=title)] * count)
        equipment = plant.equipment if category else None
        await sql(plant, KEYS, equipment, plant.area, category, title)
    shown = await board(plant)
    top = widget(shown, "repeated").entries
    assert [(entry.keys[0].name, entry.figures[0].n) for entry in top] == [
        ("3号反应釜", 3), ("3号反应釜", 2),
    ]  # fmt: skip
    assert top[0].keys[1].name != "equipment"  # the code's label
    link = top[0].figures[0].list
    assert link is not UNSET
    assert (link.query["equipment"], link.query["t1"]) == (str(plant.equipment), "equipment")
    (area,) = widget(shown, "heat").entries
    assert (area.keys[0].name, area.figures[0].n) == ("反应釜区", 9)


@pytest.mark.parametrize(
    ("name", "count", "scope"),
    [("ehs", 3, "全公司"), ("safety", 2, "一车间"), ("boss", 3, "全公司")],
)
async def test_everybody_sees_the_sums_of_the_own_units(
    plant: Plant, name: str, count: int, scope: str
) -> None:
    for path in ("/w1/t1/", "/w1/", "/w2/t1/"):
        await insert(plant, HazardRow(created_at=noon(plant, 1), org_path=path))
    shown = await board(plant, name)
    assert sum(point.n for point in widget(shown, "week").lines[0].points) == count
    assert shown.scope == (scope,)
    units = {entry.keys[0].name for entry in widget(shown, "units").entries}
    assert units == ({"一车间", "二车间"} if name != "safety" else {"一车间", "甲班"})


async def test_who_may_not_see_indicators_is_refused(plant: Plant) -> None:
    for name in ("worker", "leader", "admin"):
        answer = await read_board(
            plant.services, await plant.subject(name), "hazard_plant", Period()
        )
        assert isinstance(answer, Refusal), name
        assert answer.code == "not_allowed"


async def test_a_rate_below_its_line_in_two_months_is_flagged(plant: Plant) -> None:
    first = today(plant).replace(day=1)
    last_month = first - timedelta(days=1)
    before = last_month.replace(day=1) - timedelta(days=1)
    for day in (last_month, before):
        at = datetime.combine(day, time(12), tzinfo=ZONE)
        for record in await insert(plant, HazardRow(created_at=at, due=at)):
            await sql(plant, EMPTY_EVENT, f"hazard-{record}")
        target = figure(await board(plant), "rate_literal").target
        assert target is not UNSET
        assert target.flagged == (day == before)
    assert [(month.value, month.missed) for month in target.months] == [("0.0", True)] * 2


async def test_holidays_and_shutdowns_are_left_out_where_an_indicator_says_so(plant: Plant) -> None:
    await insert(plant, closed(plant, days_ago=2, hours=1), closed(plant, days_ago=3, hours=1))
    day = today(plant)
    settings = BoardSettings(
        holidays=(day - 2 * DAY,), shutdowns=(Shutdown(day - 3 * DAY, day - 3 * DAY, "大修"),)
    )
    done = await set_board_settings(plant.services, await plant.subject("admin"), settings)
    assert isinstance(done, KnownSettings)
    assert done.set_by == "冯管理"
    shown = await board(plant)
    rate = figure(shown, "rate_literal")
    assert (rate.n, rate.left_out) == (0, 2)
    _, first, rectified, _ = widget(shown, "times").figures  # shutdowns only
    assert (first.n, rectified.n, rectified.left_out) == (0, 1, 1)
    assert sum(point.n for point in widget(shown, "week").lines[0].points) == 2
    assert shown.excluded_days == (day - 3 * DAY, day - 2 * DAY)


async def test_the_plant_s_calendar_says_which_days_are_left_out(plant: Plant) -> None:
    await insert(plant, *[closed(plant, days_ago=ago, hours=1) for ago in (2, 3, 4)])
    day = today(plant)
    stretches = [
        {"from": str(day - 3 * DAY), "to": str(day - 2 * DAY), "kind": "rest"},
        {"from": str(day - 2 * DAY), "to": str(day - 2 * DAY), "kind": "work"},
        {"from": str(day - 4 * DAY), "to": str(day - 4 * DAY), "kind": "shutdown"},
    ]
    hours = {"1": "08:00-17:00"}
    value = {"hours": hours, "days": stretches}
    await plant.add("calendar", uuid4(), {"name": "日历", "org": "/", "working_time": value})
    rate = figure(await board(plant), "rate_literal")
    assert (rate.n, rate.left_out) == (1, 2)


async def test_going_live_is_compared_with_the_thirty_days_before(plant: Plant) -> None:
    """Two days before, seventeen minutes after (P42): 2880 / 17 = 16 941.2 percent."""
    live = today(plant) - 10 * DAY
    at = datetime.combine(live, time(12), tzinfo=ZONE)
    for start, minutes in ((at - 5 * DAY, 2880), (at, 17)):
        end = start + timedelta(minutes=minutes)
        await insert(plant, HazardRow(created_at=start, done_at=end))
    admin = await plant.subject("admin")
    await set_board_settings(plant.services, admin, BoardSettings(go_live=live))
    since = widget(await board(plant), "since").since
    assert since is not UNSET
    assert [(w.key, w.complete) for w in since.windows] == [
        ("baseline", True), ("day7", True), ("day15", False), ("day30", False),
    ]  # fmt: skip
    assert since.windows[0].last < since.windows[1].first
    (row,) = [row for row in since.rows if row.title == "上报到整改完成"]
    assert row.ratios[1] == "16941.2"


async def test_a_baseline_inside_the_measured_window_is_refused(plant: Plant) -> None:
    subject, day = await plant.subject("ehs"), today(plant)
    windows = Windows(day - 40 * DAY, day - 10 * DAY, day - 10 * DAY, day)
    answer = await compare(plant.services, subject, "hazard_elapsed", windows)
    assert isinstance(answer, Refusal)
    assert [(e.field, e.code) for e in answer.fields] == [("old_to", "windows_overlap")]
    apart = msgspec.structs.replace(windows, new_first=day - 9 * DAY)
    found = await compare(plant.services, subject, "hazard_elapsed", apart)
    assert isinstance(found, Comparison)
    assert (found.old.n, found.ratio) == (0, UNSET)


@pytest.mark.parametrize(
    ("period", "field"),
    [
        (Period(days=999), "days"),
        (Period(first=date(2026, 1, 2), last=date(2026, 1, 1)), "to"),
        (Period(first=date(2026, 1, 2)), "to"),
        (Period(org="nowhere"), "org"),
    ],
)
async def test_an_impossible_period_is_refused_by_name(
    plant: Plant, period: Period, field: str
) -> None:
    answer = await read_board(plant.services, await plant.subject("ehs"), "hazard_plant", period)
    assert isinstance(answer, Refusal)
    assert [error.field for error in answer.fields] == [field]


async def test_settings_that_cannot_be_are_refused_by_name(plant: Plant) -> None:
    day = date(2026, 10, 1)
    for settings, field in (
        (BoardSettings(go_live=date(1900, 1, 1)), "go_live"),
        (BoardSettings(shutdowns=(Shutdown(day, day - DAY),)), "shutdowns"),
    ):
        answer = await set_board_settings(plant.services, await plant.subject("admin"), settings)
        assert isinstance(answer, Refusal)
        assert {error.field for error in answer.fields} == {field}


async def test_every_unit_is_a_row_and_the_rows_add_up(plant: Plant) -> None:
    """A workshop that closed all it had is not missing, though the first column is of the open."""
    await insert(
        plant,
        HazardRow(created_at=noon(plant, 3), due=noon(plant, 1)),
        closed(plant, days_ago=1, hours=5),
        closed(plant, days_ago=1, hours=5, path="/w2/t1/"),
        closed(plant, days_ago=2, hours=5, path="/w2/t1/"),
        closed(plant, days_ago=2, hours=5, path="/"),
    )
    shown = await board(plant)
    units = widget(shown, "units")
    assert [entry.keys[0].key for entry in units.entries] == ["/w1/", "/w2/", "/"]
    columns = list(zip(*(entry.figures for entry in units.entries), strict=True))
    found = sum(int(each.text) for each in columns[2])
    assert found == sum(point.n for point in widget(shown, "week").lines[0].points) == 5
    assert [each.text for each in columns[0]] == ["1", "0", "0"]
    html = document(shown, language="zh-CN", printed_for="周经理", at=shown.data_time)
    assert all(html.count(f"<td>{entry.keys[0].name}</td>") == 1 for entry in units.entries)


async def test_a_rate_stands_beside_that_of_as_many_days_before(plant: Plant) -> None:
    await insert(
        plant,
        closed(plant, days_ago=1, hours=5),
        closed(plant, days_ago=8, hours=5),
        closed(plant, days_ago=10, hours=50, due_hours=40),
        closed(plant, days_ago=30, hours=50, due_hours=40),
    )
    shown = await board(plant, period=Period(days=7))
    said = figure(shown, "rate_literal")
    assert (said.text, said.n) == ("100.0%", 1)
    assert said.earlier is not UNSET
    assert (said.earlier.first, said.earlier.last) == (
        today(plant) - 13 * DAY, today(plant) - 7 * DAY
    )  # fmt: skip
    assert (said.earlier.text, said.earlier.n) == ("50.0%", 2)
    assert figure(shown, "now").earlier is UNSET
    html = document(shown, language="zh-CN", printed_for="周经理", at=shown.data_time)
    assert "上期 50.0%" in html
