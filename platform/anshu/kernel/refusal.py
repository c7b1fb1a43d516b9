"""A refusal is a value: a stable code, the facts, the clause and the fields that need work.

Texts live in catalogues by code; nothing here is for people's eyes.
"""

from typing import Literal

from msgspec import Struct

Kind = Literal["malformed", "forbidden", "unknown", "state", "too_large", "wrong_type", "busy"]


class Fact(Struct, frozen=True):
    """One measured or stored value a verdict rests on; `age_seconds` at the time of deciding."""

    name: str
    value: str
    unit: str = ""
    limit: str = ""
    age_seconds: int | None = None
    label: str = ""
    label_en: str = ""


class FieldError(Struct, frozen=True):
    """What is wrong with one field; `code` has a message and a cure in the catalogues.

    `other` is the label of the field that it does not fit together with. `said`: a sentence of
    its own, from a pack, in place of the catalogue's.
    """

    field: str
    code: str
    label: str = ""
    label_en: str = ""
    value: str = ""
    limit: str = ""
    row: int | None = None
    other: str = ""
    other_en: str = ""
    said: str = ""
    said_en: str = ""


class Clause(Struct, frozen=True):
    """Where the rule comes from."""

    norm: str
    clause: str
    edition: str = ""


class Explanation(Struct, frozen=True):
    """One node of the tree that explains a verdict; it replays from the same facts.

    A node with a sentence of its own (`said`, from a pack) needs none of the catalogues.
    """

    rule: str
    passed: bool
    label: str = ""
    label_en: str = ""
    facts: tuple[Fact, ...] = ()
    children: tuple["Explanation", ...] = ()
    said: str = ""
    said_en: str = ""
    severity: str = ""
    clause: Clause | None = None


class Raised(Struct, frozen=True, omit_defaults=True):
    """An alarm that something raises: its code, what it is about ("" for the record), and why.

    `label` names the subject for people.
    """

    code: str
    subject: str = ""
    label: str = ""
    said: str = ""
    said_en: str = ""


class Refusal(Struct, frozen=True):
    """A command or an upload that is not carried out, and everything needed to say why.

    `alarms` are raised although nothing else comes of it.
    """

    code: str
    kind: Kind = "state"
    facts: tuple[Fact, ...] = ()
    fields: tuple[FieldError, ...] = ()
    clause: Clause | None = None
    explanation: Explanation | None = None
    current_version: int | None = None
    alarms: tuple[Raised, ...] = ()


class Refused(Exception):
    """Carries a refusal through code that answers by exceptions (routes, uploads)."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
