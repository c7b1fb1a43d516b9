"""A verdict as the tree that explains it: facts with value, unit, limit and age, and the clause."""

from collections.abc import Mapping

from anshu.compiler.rule_table import CompiledTable
from anshu.definitions.rule_language import RuleInput, RuleRow
from anshu.definitions.words import Text
from anshu.kernel.quantity import decimal_of, shown, written
from anshu.kernel.refusal import Clause, Explanation, Fact
from anshu.rules.spans import spoken, whole
from anshu.rules.verdict import MISSING, OTHERWISE, Found, TableVerdict, Taken, Verdict

PASSED = ("allow", "notice")
UNCHECKED = Text("（未核实）", " (unverified)")
PROBLEMS = {
    "": Text("没有填写", "is missing"),
    "wrong_type": Text("不是可以判断的数值", "is no value that can be judged"),
    "no_unit": Text("没有选单位", "has no unit chosen"),
    "no_substance": Text("没有选气体名称", "has no gas named"),
    "not_convertible": Text("的单位无法换算", "has a unit that cannot be converted"),
    "too_old": Text("已超过有效时间", "is too old"),
    "time_ahead": Text("的时间在将来", "lies in the future"),
    "no_list": Text("没有数据来源", "has nothing that it is read from"),
    "no_such_field": Text("在这份记录的表单里没有", "is not asked by this record's form"),
}


def explanation(tables: Mapping[str, CompiledTable], verdict: Verdict) -> Explanation:
    """One branch per table, one leaf per row that holds."""
    return Explanation(
        rule="rule_tables",
        passed=verdict.severity in PASSED,
        severity=verdict.severity,
        children=tuple(_table(tables[each.table], each) for each in verdict.tables),
    )


def of_item(said: TableVerdict, text: Text) -> Text:
    """The text with the name of the item that it is said of; the text itself without one."""
    if not said.item_label:
        return text
    return Text(f"{text.zh}：{said.item_label}", f"{text.said('en')}: {said.item_label}")


def message_of(table: CompiledTable, said: TableVerdict, found: Found) -> Text:
    """What a row says of these values; unverified ones say so."""
    text = sentence_of(table, said, found)
    if found.row < 0 or not table.item.rows[found.row].unverified:
        return text
    return Text(text.zh + UNCHECKED.zh, text.said("en") + UNCHECKED.en)


def sentence_of(table: CompiledTable, said: TableVerdict, found: Found) -> Text:
    """What a row says of these values."""
    if found.row == MISSING:
        return _lacking(table, said, found)
    if found.row == OTHERWISE:
        return table.item.otherwise.message.filled(item=said.item_label)
    row = table.item.rows[found.row]
    one = taken_of(said, row)
    item = table.inputs[one.key] if one else None
    value = spoken(amount(one), one.unit, row) if one else Text("")
    limit = spoken(row.limit, item.unit if item else "", row) if row.limit else Text("")
    return Text(
        row.message.filled(value=value.zh, limit=limit.zh, item=said.item_label).zh,
        row.message.filled(value=value.said("en"), limit=limit.said("en"), item=said.item_label).en,
    )


def facts_of(table: CompiledTable, said: TableVerdict, found: Found) -> tuple[Fact, ...]:
    """The values a row rests on, the one it speaks of first."""
    by_key = {each.key: each for each in said.taken}
    keys = list(found.inputs) or list(table.inputs)
    row = table.item.rows[found.row] if found.row >= 0 else None
    main = taken_of(said, row) if row else None
    if main is not None:
        keys = [main.key, *(key for key in keys if key != main.key)]
    return tuple(
        _fact(table.inputs[key], by_key[key], row if key == keys[0] else None)
        for key in keys
        if key in by_key
        and (by_key[key].value is not None or by_key[key].problem)
        # Which substance was chosen stands in the sentence and the record.
        and (table.inputs[key].kind == "number" or main is None or key == main.key)
    )


def taken_of(said: TableVerdict, row: RuleRow) -> Taken | None:
    """The value that a row speaks of."""
    key = row.of_input or next(iter(row.when), "")
    return next((each for each in said.taken if each.key == key), None)


def clause_of(table: CompiledTable, found: Found) -> Clause | None:
    """Where the row comes from."""
    anchor = table.item.rows[found.row].clause if found.row >= 0 else None
    return Clause(anchor.norm, anchor.clause, anchor.edition) if anchor else None


def amount(taken: Taken) -> str:
    """The value for people: numbers without digits that nobody measured."""
    value = taken.value
    if value is None:
        return taken.entered
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return shown(decimal_of(value)) if taken.entered else value
    return ", ".join(value)


def _table(table: CompiledTable, said: TableVerdict) -> Explanation:
    title = of_item(said, table.item.title)
    return Explanation(
        rule=said.table,
        passed=said.severity in PASSED,
        severity=said.severity,
        said=title.zh,
        said_en=title.said("en"),
        children=tuple(_leaf(table, said, each) for each in said.found),
    )


def _leaf(table: CompiledTable, said: TableVerdict, found: Found) -> Explanation:
    text = message_of(table, said, found)
    return Explanation(
        rule=f"{said.table}.{found.reason}",
        passed=found.severity in PASSED,
        severity=found.severity,
        said=text.zh,
        said_en=text.said("en"),
        facts=facts_of(table, said, found),
        clause=clause_of(table, found),
    )


def _fact(item: RuleInput, taken: Taken, row: RuleRow | None) -> Fact:
    """The value; with the limit of the row that speaks of it."""
    unit = taken.unit if taken.value is not None else taken.entered_unit
    return Fact(
        name=item.key,
        value=whole(amount(taken), unit, row),
        unit=written(unit),
        limit=row.limit if row is not None else "",
        age_seconds=taken.age_seconds,
        label=item.label.zh,
        label_en=item.label.said("en"),
    )


def _lacking(table: CompiledTable, said: TableVerdict, found: Found) -> Text:
    by_key = {each.key: each for each in said.taken}
    zh, en = [], []
    for key in found.inputs:
        label, problem = table.inputs[key].label, PROBLEMS[by_key[key].problem]
        zh.append(f"{label.zh}{problem.zh}")
        en.append(f"{label.said('en')} {problem.said('en')}")
    text = Text("，".join(zh) + "，无法判断", ", ".join(en) + ": this cannot be judged")
    if not said.item_label:
        return text
    return Text(f"{said.item_label}：{text.zh}", f"{said.item_label}: {text.en}")
