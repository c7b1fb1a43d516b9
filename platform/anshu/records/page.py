"""A record's page: head, chain, actions, elements of closure, and how the ledger stands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from anshu.definitions.flow_language import Mode
from anshu.records.facts import KnownFact

HabitKey = Literal["reassign", "add_signer", "urge", "copy", "withdraw"]
TakenBack = Literal["signature", "completion", "report"]
SeatStanding = Literal["signed", "open", "later", "void"]


class Named(Struct, frozen=True, omit_defaults=True):
    """A reference with its name."""

    id: UUID
    name: str
    code: str = ""
    facts: tuple[KnownFact, ...] = ()


class OrgName(Struct, frozen=True):
    """An organisation unit by path."""

    path: str
    name: str


class Assignee(Struct, frozen=True):
    """Who a task waits for, in words."""

    label: str


class SeatShown(Struct, frozen=True, omit_defaults=True):
    """One signature that a task asks for: who can give it and why, or who gave it.

    `state`: signed, open, later (others first), or void (the task was ended by an objection).
    `why` says where the right comes from; `stand_ins` who acts for them by a delegation;
    `signature` is the one that was given in this seat, where its form asks for one.
    """

    no: int
    label: str
    state: SeatStanding
    why: str
    names: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()
    added: bool = False
    by: Named | UnsetType = UNSET
    on_behalf: Named | UnsetType = UNSET
    at: datetime | UnsetType = UNSET
    opinion: str = ""
    signature: dict[str, object] | UnsetType = UNSET


class SeenBy(Struct, frozen=True):
    """Who has looked at a task that waits for them, and when."""

    name: str
    at: datetime


class SignatureGiven(Struct, frozen=True, omit_defaults=True):
    """Who signed a field of a step, when, and on whose behalf."""

    field: str
    by: Named | UnsetType = UNSET
    on_behalf: Named | UnsetType = UNSET
    at: datetime | UnsetType = UNSET


class ChainNode(Struct, frozen=True):
    """One step of the chain: done, now, or still to come; "skipped" is one taken back."""

    node: str
    title: str
    state: str
    activation: int = 0
    task: UUID | UnsetType = UNSET
    assignees: tuple[Assignee, ...] = ()
    opened_at: datetime | UnsetType = UNSET
    due: datetime | UnsetType = UNSET
    overdue: bool = False
    escalated_at: datetime | UnsetType = UNSET
    elapsed_minutes: int | UnsetType = UNSET
    done_at: datetime | UnsetType = UNSET
    captured_at: datetime | UnsetType = UNSET
    by: Named | UnsetType = UNSET
    outcome: str | UnsetType = UNSET
    outcome_label: str | UnsetType = UNSET
    intent: str | UnsetType = UNSET
    data: Mapping[str, object] | UnsetType = UNSET
    labels: Mapping[str, str] | UnsetType = UNSET
    signatures: tuple[SignatureGiven, ...] = ()
    seats: tuple[SeatShown, ...] = ()
    signed: int = 0
    needed: int = 1
    mode: Mode = "any"
    on_behalf: Named | UnsetType = UNSET
    opinion: str = ""
    withdrawn_at: datetime | UnsetType = UNSET
    urged_at: datetime | UnsetType = UNSET
    seen: tuple[SeenBy, ...] = ()


class Target(Struct, frozen=True):
    """A step that an outcome may lead to."""

    node: str
    title: str


class OutcomeChoice(Struct, frozen=True):
    """A way to end a task, with the form it asks; `targets` where it may lead, if to several.

    `online`: not to be kept for a signal.
    """

    key: str
    label: str
    intent: str
    form: str
    targets: tuple[Target, ...] = ()
    online: bool = False


class Action(Struct, frozen=True):
    """A task that the reader may act on now."""

    task: UUID
    node: str
    title: str
    outcomes: tuple[OutcomeChoice, ...]
    due: datetime | UnsetType = UNSET
    on_behalf: Named | UnsetType = UNSET
    signs_only: bool = False
    signed: int = 0
    needed: int = 1
    why: str = ""


class EntryChoice(Struct, frozen=True):
    """Something that the reader may record now, with the form of a row and where rows are kept.

    `ends`: the column by which it ends a row; `online`: not to be kept for a signal.
    """

    key: str
    label: str
    form: str
    intent: str
    task: UUID
    node: str
    table: str = ""
    ends: str = ""
    online: bool = False
    on_behalf: Named | UnsetType = UNSET


class Habit(Struct, frozen=True):
    """What the reader may do beside the outcomes: reassign, add_signer, urge, copy, withdraw.

    `what` of a withdrawal: signature, completion or report.
    """

    key: HabitKey
    task: UUID | UnsetType = UNSET
    what: TakenBack | UnsetType = UNSET


class CopyShown(Struct, frozen=True):
    """Somebody who was given the record to read."""

    person: Named
    by: Named
    at: datetime
    reason: str
    revocable: bool


class LinkShown(Struct, frozen=True):
    """A link that opens the record without a log-in until then, and who made it."""

    id: UUID
    by: Named
    at: datetime
    until: datetime
    revocable: bool


class Element(Struct, frozen=True):
    """One element that closing asks for: there, or why not, in words and by the gate's rule."""

    key: str
    label: str
    present: bool
    reason: str | UnsetType = UNSET
    rule: str | UnsetType = UNSET


class LedgerState(Struct, frozen=True):
    """How many of the record's events exist and are sealed, and the newest head."""

    events: int
    sealed: int
    head: str | UnsetType = UNSET
    seal_no: int | UnsetType = UNSET
    sealed_at: datetime | UnsetType = UNSET


class LinkedRecord(Struct, frozen=True):
    """Another record of the same type that the reader may read too, and what it is to this one.

    `recurs`: the closed record that this one repeats. `recurred`: a later one that repeats this
    one. `repeated`: one with which this one became one too many, so that people were warned.
    `same_as`: the one that this one reported again; `reported_again`: one that did so with this.
    """

    relation: Literal["recurs", "recurred", "repeated", "same_as", "reported_again"]
    label: str
    id: UUID
    number: str


class ReferringRecord(Struct, frozen=True, omit_defaults=True):
    """A record of another type that refers to this one; `running`: its flow has not ended."""

    type: str
    type_label: str
    id: UUID
    number: str
    title: str
    state_label: str = ""
    running: bool = False
    due: datetime | UnsetType = UNSET


class RecordPage(Struct, frozen=True):
    """Everything one reader may see of one record.

    `definition` is set when its forms are not those of now: it goes on as it began.
    """

    id: UUID
    type: str
    number: str
    version: int
    state: str
    state_label: str
    title: str
    org: OrgName
    created_at: datetime
    overdue: bool
    origin: str
    data: Mapping[str, object]
    hidden_classes: tuple[str, ...]
    chain: tuple[ChainNode, ...]
    actions: tuple[Action, ...]
    elements: tuple[Element, ...]
    ledger: LedgerState
    names: Mapping[str, str]
    level: str | UnsetType = UNSET
    level_label: str | UnsetType = UNSET
    area: Named | UnsetType = UNSET
    equipment: Named | UnsetType = UNSET
    owner: Named | UnsetType = UNSET
    reporter: Named | UnsetType = UNSET
    captured_at: datetime | UnsetType = UNSET
    due: datetime | UnsetType = UNSET
    done_at: datetime | UnsetType = UNSET
    closed_at: datetime | UnsetType = UNSET
    links: tuple[LinkedRecord, ...] = ()
    times_reported_again: int = 0
    referring: tuple[ReferringRecord, ...] = ()
    entries: tuple[EntryChoice, ...] = ()
    habits: tuple[Habit, ...] = ()
    copies: tuple[CopyShown, ...] = ()
    open_links: tuple[LinkShown, ...] = ()
    elapsed_minutes: int | UnsetType = UNSET
    definition: str | UnsetType = UNSET
