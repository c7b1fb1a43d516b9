"""Figures and definitions in words, in the reader's language."""

from decimal import ROUND_HALF_UP, Decimal

from anshu.boards import texts
from anshu.compiler.compiled import CompiledType
from anshu.definitions.board_language import (
    Count,
    Indicator,
    Ratio,
    Setting,
    Span,
    Target,
    Value,
)
from anshu.definitions.check_board import FIRST, PRESENT
from anshu.definitions.field_language import Code
from anshu.definitions.words import Text

MINUTE, HOUR, DAY = 60, 3600, 86_400


def rounded(value: Decimal, digits: str = "0.1") -> str:
    """A number with so many digits, half up."""
    return str(value.quantize(Decimal(digits), rounding=ROUND_HALF_UP))


def span_said(seconds: Decimal, language: str) -> str:
    """A time as people say it: minutes below two hours, hours below three days, then days."""
    if seconds < 2 * MINUTE:
        return texts.SECONDS.said(language).format(n=rounded(seconds, "1"))
    for limit, unit, text in (
        (2 * HOUR, MINUTE, texts.MINUTES), (3 * DAY, HOUR, texts.HOURS)
    ):  # fmt: skip
        if seconds < limit:
            return text.said(language).format(n=rounded(seconds / unit))
    return texts.DAYS.said(language).format(n=rounded(seconds / DAY))


def target_said(target: Target, indicator: Indicator, language: str) -> str:
    """The target in words, in the indicator's unit."""
    limit = target.at_least or target.at_most
    match indicator.measure:
        case Ratio():
            limit = f"{limit}%"
        case Span():
            limit = span_said(Decimal(limit), language)
        case _:
            pass
    text = texts.AT_LEAST if target.at_least else texts.AT_MOST
    return text.said(language).format(limit=limit)


def definition_said(kind: CompiledType, item: Indicator, language: str) -> str:
    """How the figure is computed, in one line, with the definition's own note at the end."""
    parts = [_measured(kind, item, language)]
    only = _conditions(kind, item.where, item.when, language)
    if only:
        parts.append(texts.ONLY.said(language).format(what=only))
    if item.at == PRESENT:
        parts.append(texts.PRESENT.said(language))
    else:
        at = moment_said(kind, item.at, language)
        parts.append(texts.BY_DAY.said(language).format(at=at))
    parts.append(texts.NOT_VOIDED.said(language))
    parts += [texts.WITHOUT[name].said(language) for name in item.excludes]
    if item.note is not None:
        parts.append(item.note.said(language))
    return _joined(parts, language, "；", "; ")


def moment_said(kind: CompiledType, moment: str, language: str) -> str:
    """What a moment is called."""
    if moment in texts.MOMENTS:
        return _moment(kind, moment).said(language)
    if moment.startswith(FIRST):
        node = kind.nodes[moment.removeprefix(FIRST)]
        return texts.FIRST_DONE.said(language).format(node=node.title.said(language))
    return kind.fields[moment].label.said(language)


def _moment(kind: CompiledType, moment: str) -> Text:
    """The type's own name for it, else what fits every type, else what fits a hazard."""
    own = kind.item.words
    called = {"created": own.get("created_at"), "closed": own.get("closed_at")}.get(moment)
    if called is not None:
        return called
    return (texts.PLAIN_MOMENTS if own else texts.MOMENTS).get(moment, texts.MOMENTS[moment])


def key_said(kind: CompiledType, by: str, language: str) -> str:
    """What a key is called: a field's label."""
    if by == "org":
        return texts.UNIT.said(language)
    if by == "state":
        return texts.STATE.said(language)
    return kind.fields[by].label.said(language)


def code_said(kind: CompiledType, by: str, value: str, language: str) -> str:
    """What a code of a field is called; the code itself when the list no longer has it."""
    found: tuple[Code, ...] = kind.item.states
    if by != "state":
        listed = kind.lists.get(kind.fields[by].code_list)
        found = listed.items if listed is not None else ()
    return next((code.label.said(language) for code in found if code.code == value), value)


def _measured(kind: CompiledType, item: Indicator, language: str) -> str:
    type_ = kind.item.title.said(language)
    match item.measure:
        case Count():
            return texts.COUNTS.said(language).format(type=type_)
        case Ratio(where=where, when=when):
            good = _conditions(kind, where, when, language)
            return texts.SHARES.said(language).format(type=type_, good=good)
        case Span(start=start, end=end):
            begun, ended = (moment_said(kind, name, language) for name in (start, end))
            return texts.SPANS.said(language).format(start=begun, end=ended)
        case Value(field=field):
            known = kind.fields.get(field)
            label = (known.label if known is not None else texts.ENTRY).said(language)
            return texts.VALUES.said(language).format(field=label)


def _conditions(
    kind: CompiledType, where: tuple[Setting, ...], when: tuple[str, ...], language: str
) -> str:
    values: dict[str, list[str]] = {}
    for key, value in where:
        values.setdefault(key, []).append(code_said(kind, key, value, language))
    said = [
        texts.IS.said(language).format(
            field=key_said(kind, key, language), value=_joined(found, language, "或", " or ")
        )
        for key, found in values.items()
    ]
    conditions = texts.CONDITIONS | (texts.PLAIN_CONDITIONS if kind.item.words else {})
    said += [conditions[name].said(language) for name in when]
    return _joined(said, language, "且", " and ")


def _joined(parts: list[str], language: str, chinese: str, english: str) -> str:
    return (english if language.startswith("en") else chinese).join(parts)
