"""A refusal in words: the body of an error answer, in the reader's language (RFC 9457)."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from anshu.kernel.refusal import Clause, Explanation, Fact, FieldError, Kind, Refusal
from anshu.web.catalogue import fact_names, field_texts, refusal_texts, rule_names

MEDIA_TYPE = "application/problem+json"
STATUS: Mapping[Kind, int] = {
    "malformed": 422,
    "forbidden": 403,
    "unknown": 404,
    "state": 409,
    "too_large": 413,
    "wrong_type": 415,
    "busy": 503,
}
STATUS_BY_CODE = {
    "not_logged_in": 401,
    "credentials_wrong": 401,
    "code_needed": 401,
    "login_code_wrong": 401,
    "pin_locked": 429,
    "too_many_attempts": 429,
    "too_many_requests": 429,
    "unavailable": 503,
    "internal": 500,
}


class ProblemField(Struct, frozen=True, omit_defaults=True):
    """One field's error in words."""

    field: str
    code: str
    message: str
    cure: str
    label: str = ""
    value: str = ""
    limit: str = ""
    row: int | None = None


class ProblemFact(Struct, frozen=True, omit_defaults=True):
    """A value the verdict rests on, with its name in words."""

    name: str
    label: str
    value: str
    unit: str = ""
    limit: str = ""
    age_seconds: int | None = None


class Reason(Struct, frozen=True, omit_defaults=True):
    """One node of the explanation in words; the tree is as the verdict was reached."""

    rule: str
    verdict: Literal["pass", "fail"]
    text: str
    facts: tuple[ProblemFact, ...] = ()
    children: tuple["Reason", ...] = ()
    severity: str = ""
    clause: Clause | None = None


class Problem(Struct, frozen=True, omit_defaults=True):
    """The body of an error answer; `alarms`: the codes of those that were raised by it."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    cure: str = ""
    errors: tuple[ProblemField, ...] = ()
    facts: tuple[ProblemFact, ...] = ()
    clause: Clause | None = None
    explanation: Reason | None = None
    current_version: int | None = None
    alarms: tuple[str, ...] = ()
    incident: str = ""


def problem_of(refusal: Refusal, language: str) -> Problem:
    """The refusal in words."""
    message = refusal_texts().get(refusal.code)
    figures = [(f.value, f.limit) for f in refusal.facts]
    figures += [(e.value, e.limit) for e in refusal.fields]
    value, limit = figures[0] if figures else ("", "")
    filled = {"value": value, "limit": limit}
    title = message.text.filled(**filled).said(language) if message else refusal.code
    errors = tuple(in_words(error, language) for error in refusal.fields)
    colon = ": " if language.startswith("en") else "："
    named = [f"{e.label or e.field}{colon}{e.message}" for e in errors]
    return Problem(
        type=f"urn:anshu:{refusal.code}",
        title=title,
        status=STATUS_BY_CODE.get(refusal.code, STATUS[refusal.kind]),
        code=refusal.code,
        detail="；".join(named),
        cure=message.cure.filled(**filled).said(language) if message else "",
        errors=errors,
        facts=tuple(named_fact(fact, language) for fact in refusal.facts),
        clause=refusal.clause,
        explanation=_reason(refusal.explanation, language) if refusal.explanation else None,
        current_version=refusal.current_version,
        alarms=tuple(dict.fromkeys(alarm.code for alarm in refusal.alarms)),
    )


def in_words(error: FieldError, language: str) -> ProblemField:
    """A field's error with its sentence and cure."""
    message = field_texts().get(error.code)
    values = {
        "value": error.value,
        "limit": error.limit,
        "label": _label(error, language) or error.field,
        "other": error.other_en if language.startswith("en") else error.other,
    }
    own = error.said_en if language.startswith("en") and error.said_en else error.said
    return ProblemField(
        field=error.field,
        code=error.code,
        message=own or (message.text.filled(**values).said(language) if message else error.code),
        cure=message.cure.filled(**values).said(language) if message else "",
        label=_label(error, language),
        value=error.value,
        limit=error.limit,
        row=error.row,
    )


def named_fact(fact: Fact, language: str) -> ProblemFact:
    """A fact under its name in the reader's language."""
    label = fact_names().get(fact.name)
    return ProblemFact(
        name=fact.name,
        label=label.said(language) if label else _label(fact, language) or fact.name,
        value=fact.value,
        unit=fact.unit,
        limit=fact.limit,
        age_seconds=fact.age_seconds,
    )


def _reason(node: Explanation, language: str) -> Reason:
    """A leaf's rule is `element:code`; the code has its sentence among the field texts."""
    colon = ": " if language.startswith("en") else "："
    code = node.rule.rpartition(":")[2]
    said = field_texts().get(f"evidence_{code}") or rule_names().get(code)
    first = node.facts[0] if node.facts else Fact("", "")
    text = said.text.filled(value=first.value, limit=first.limit).said(language) if said else code
    if node.said:
        text = node.said_en if language.startswith("en") and node.said_en else node.said
    return Reason(
        rule=node.rule,
        verdict="pass" if node.passed else "fail",
        text=f"{_label(node, language)}{colon}{text}" if node.label else text,
        facts=tuple(named_fact(fact, language) for fact in node.facts),
        children=tuple(_reason(child, language) for child in node.children),
        severity=node.severity,
        clause=node.clause,
    )


def _label(named: FieldError | Explanation | Fact, language: str) -> str:
    """The name in the reader's language; English falls back to Chinese."""
    return named.label_en if language.startswith("en") and named.label_en else named.label
