"""Words of boards: how figures, periods and definitions are said."""

from collections.abc import Sequence
from datetime import date

from msgspec import UNSET

from anshu.boards.answers import Figure
from anshu.definitions.words import Text

NOTHING = "—"
SECONDS = Text(zh="{n} 秒", en="{n} s")
MINUTES = Text(zh="{n} 分钟", en="{n} min")
HOURS = Text(zh="{n} 小时", en="{n} h")
DAYS = Text(zh="{n} 天", en="{n} d")
AT_LEAST = Text(zh="目标：不低于 {limit}", en="Target: at least {limit}")
AT_MOST = Text(zh="目标：不高于 {limit}", en="Target: at most {limit}")
WHOLE = Text(zh="全公司", en="Whole company")
NO_UNIT = Text(zh="未归属", en="None")

MOMENTS = {
    "created": Text(zh="登记时间", en="time of registration"),
    "discovered": Text(zh="发现时间", en="time of discovery"),
    "due": Text(zh="整改期限", en="deadline"),
    "done": Text(zh="整改完成时间", en="time of rectification"),
    "closed": Text(zh="销号时间", en="time of closure"),
}
# Of types that have words of their own: what is said of a hazard does not fit them.
PLAIN_MOMENTS = {
    "due": Text(zh="期限", en="deadline"),
    "done": Text(zh="完成时间", en="time of completion"),
}
PLAIN_CONDITIONS = {
    "open": Text(zh="未关闭", en="open"),
    "done": Text(zh="已完成", en="completed"),
    "closed": Text(zh="已办结", en="brought to its end"),
    "overdue": Text(zh="已过期限且未完成", en="past its deadline and not completed"),
    "late": Text(zh="期限内未完成", en="not completed within its deadline"),
    "in_first_limit": Text(zh="在首次期限内完成", en="completed within its first deadline"),
    "in_time": Text(zh="在期限内完成", en="completed within its deadline"),
    "proven": Text(zh="已办结且佐证齐全有效", en="ended with complete valid evidence"),
}
FIRST_DONE = Text(zh="“{node}”首次办结时间", en="first completion of “{node}”")
CONDITIONS = {
    "open": Text(zh="未销号", en="not closed"),
    "done": Text(zh="已整改", en="rectified"),
    "closed": Text(zh="已销号", en="closed"),
    "overdue": Text(zh="已过期限且未整改", en="past its deadline and not rectified"),
    "late": Text(zh="期限内未整改", en="not rectified within its deadline"),
    "in_first_limit": Text(zh="在首次期限内整改", en="rectified within its first deadline"),
    "in_time": Text(zh="在期限内整改", en="rectified within its deadline"),
    "proven": Text(zh="已销号且佐证齐全有效", en="closed with complete valid evidence"),
}
COUNTS = Text(zh="{type}的数量", en="Number of records of type {type}")
SHARES = Text(zh="{good}的{type} ÷ 全部{type} × 100%", en="Share of {type} that are {good}")
SPANS = Text(
    zh="从{start}到{end}的时长：平均值；中位数按区间估计，误差不超过 2.5%",
    en="From the {start} to the {end}: mean; the median is within 2.5 %",
)
VALUES = Text(
    zh="“{field}”的平均值；中位数误差不超过 2.5%", en="Mean of “{field}”; median within 2.5 %"
)
ONLY = Text(zh="只计：{what}", en="Only: {what}")
BY_DAY = Text(zh="按{at}所在的日历日统计", en="Counted on the calendar day of the {at}")
PRESENT = Text(zh="统计当前状态", en="The present state")
NOT_VOIDED = Text(zh="不含不成立的；历史导入不计入", en="Without voided and imported records")
WITHOUT = {
    "holidays": Text(zh="扣除法定节假日", en="without statutory holidays"),
    "shutdowns": Text(zh="扣除停工检修日", en="without shutdown days"),
}
ENTRY = Text(zh="填报用时（打开表单到提交）", en="time from opening the form to sending")
IS = Text(zh="{field}为{value}", en="{field} is {value}")
STATE = Text(zh="状态", en="state")
UNIT = Text(zh="责任组织", en="Unit")

BASELINE = Text(zh="上线前 30 天", en="30 days before")
AFTER = Text(zh="上线后 {n} 天", en="First {n} days")


class Paper:
    """The words of a printed board in one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self.period = self._say("统计区间", "Period")
        self.company = self._say("企业", "Company")
        self.demonstration = self._say(
            "演示 · 模拟数据，不是真实记录", "Demonstration · simulated, no real records"
        )
        self.scope = self._say("范围", "Scope")
        self.data_time = self._say("数据时间", "Data as of")
        self.printed = self._say("导出", "Exported")
        self.excluded = self._say("扣除节假日和停工", "Holidays and shutdowns left out")
        self.counting = self._say(
            "历史记录正在统计中，数字可能偏小", "Older records are still being counted"
        )
        self.nothing = self._say("本期没有记录", "Nothing in this period")
        self.indicator = self._say("指标", "Indicator")
        self.definition = self._say("计算方法", "How it is computed")
        self.definitions = self._say("指标定义", "Definitions")
        self.mean = self._say("平均", "Mean")
        self.median = self._say("中位数", "Median")
        self.running = self._say("（进行中）", " (running)")
        self.no_go_live = self._say(
            "管理员还没有设置上线日期，无法对比", "The day of going live is not set"
        )
        self.figures = self._say("数据", "Figures")
        self.present = self._say("当前状态", "The present state")
        self.widget = self._say("组件", "Widget")
        self.key = self._say("分组", "Key")
        self.value = self._say("数值", "Value")
        self.unit = self._say("单位", "Unit")
        self.counted = self._say("样本数 n", "n")
        self.good = self._say("达标数", "Good")
        self.imported = self._say("导入（未计入）", "Imported (not counted)")
        self.left_out = self._say("扣除日（未计入）", "Left out")
        self.first = self._say("从", "From")
        self.last = self._say("到", "To")

    def _say(self, zh: str, en: str) -> str:
        return Text(zh=zh, en=en).said(self._language)

    def n(self, count: int) -> str:
        """How many records."""
        return f"n = {count}"

    def earlier(self, figure: Figure) -> str:
        """The same figure of the period before; nothing where nobody asked for it."""
        if figure.earlier is UNSET:
            return ""
        return self._say(f"上期 {figure.earlier.text}", f"Before: {figure.earlier.text}")

    def days(self, count: int) -> str:
        """How many days."""
        return self._say(f"{count} 天", f"{count} days")

    def of_days(self, first: date, last: date) -> str:
        """A window in words."""
        return f"{first} – {last}"

    def joined(self, parts: Sequence[str]) -> str:
        """Several units."""
        return self._say("、".join(parts), ", ".join(parts))

    def foot(self, title: str, moment: str) -> str:
        """The line at the bottom of each page."""
        return f"{title} · {self.data_time} {moment}"

    def flagged(self, figure: Figure) -> str:
        """That a target was missed in too many months in a row."""
        months = () if figure.target is UNSET else figure.target.months
        said = self.joined([f"{month.month} {month.value}{figure.unit}" for month in months])
        return self._say(f"连续未达标：{said}", f"Missed in a row: {said}")

    def compression(self, ratio: str) -> str:
        """How many times quicker than before."""
        return self._say(f" 压缩比 {ratio}%", f" ratio {ratio}%")
