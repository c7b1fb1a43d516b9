"""Rule tables: what an Excel user can fill. Typed inputs, rows, and an explicit otherwise.

Every row that holds counts: the verdict of a table is the highest severity among them and the
union of their obligations, so rows of several layers can be put together in any order.
"""

from typing import Literal

from msgspec import Struct

from anshu.definitions.words import Anchor, Text

Severity = Literal["allow", "notice", "warn", "escalate", "block"]
SEVERITIES: tuple[Severity, ...] = ("allow", "notice", "warn", "escalate", "block")
InputKind = Literal["number", "choice", "multi_choice", "boolean"]
LimitKind = Literal["", "MAC", "PC-STEL", "PC-TWA", "range", "at_most", "at_least"]


class Substance(Struct, frozen=True, forbid_unknown_fields=True):
    """What conversions need of a substance: figures are data, with their source beside them."""

    code: str
    title: Text
    molar_mass: str = ""
    lel_vol_pct: str = ""
    unverified: bool = False


class RuleInput(Struct, frozen=True, forbid_unknown_fields=True):
    """One typed input of a table.

    It is read from `field` of the form or the record, from the field `of` of the record that
    `field` refers to, or from the declared fact `fact`. Numbers are converted to `unit` before
    any row sees them: from `unit_field`'s choice, else from the field's own unit. `substance`
    or the choice in `substance_field` names the table's substance for gas shares;
    `temperature_field` (°C) and `pressure_field` (kPa) their conditions. A value measured (field
    `at_field`, or the fact's time) more than `max_age_minutes` ago counts as missing.
    An `optional` input may be missing: the rows that ask for it then do not hold. In a table that
    is asked of `each` of a list, `fact: item.<name>` is that item's.
    """

    key: str
    kind: InputKind
    label: Text
    field: str = ""
    of: str = ""
    fact: str = ""
    unit: str = ""
    unit_field: str = ""
    substance: str = ""
    substance_field: str = ""
    temperature_field: str = ""
    pressure_field: str = ""
    at_field: str = ""
    max_age_minutes: int = 0
    optional: bool = False


class Obligation(Struct, frozen=True, forbid_unknown_fields=True):
    """What must be done because a row holds.

    `approver`, `notify`: the role `role`. `escalate`: when the task at the node is late, `role` is
    added to it in the place of whom its timer names; late is already after `minutes`, if they are
    fewer than the timer's. `require`: the field `field` must be filled.
    `deadline`: the record's limit is at most `minutes` from now. `retest`: who measured is told
    to measure again within `minutes`; what refuses work until then are the gates, not this.
    """

    kind: Literal["approver", "notify", "escalate", "require", "deadline", "retest"]
    role: str = ""
    field: str = ""
    minutes: int = 0


class RuleRow(Struct, frozen=True, forbid_unknown_fields=True):
    """One row: the cells that must all hold, and what follows.

    A cell is `< 19.5`, `>= 10`, `[19.5..21]`, `(21..23.5]`, `a, b`, `not a, b`, `true`; an
    input that is not named may be anything. `{value}` and `{limit}` in the message are the
    value of `of_input` (else of the first input named) and `limit`; `{item}` names the item of a
    list. A cell may name a limit of the set: `> {limit:gas_age}`; `limit` then names it too.
    `unverified`: known at second hand; such a row never blocks, it warns. `alarm`: the code of the
    alarm that is raised when it holds, whether or not it blocks.
    """

    reason: str
    severity: Severity
    message: Text
    when: dict[str, str] = {}
    level: str = ""
    of_input: str = ""
    limit: str = ""
    limit_kind: LimitKind = ""
    obligations: tuple[Obligation, ...] = ()
    clause: Anchor | None = None
    unverified: bool = False
    alarm: str = ""


class Otherwise(Struct, frozen=True, forbid_unknown_fields=True):
    """The explicit outcome when no row holds."""

    severity: Severity
    message: Text
    level: str = ""


class Binding(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a table is asked: at a form, before a node of a flow is entered, or by its watch.

    `at_most`: how severe it can be there. A form that records what was measured must take a bad
    value too; the gate that relies on it need not.
    """

    form: str = ""
    flow: str = ""
    node: str = ""
    watch: str = ""
    at_most: Severity = "block"


class RuleTable(Struct, frozen=True, forbid_unknown_fields=True, tag="RuleTable", tag_field="kind"):
    """A rule table.

    `missing`: how severe it is that an input that is not optional is missing, of a wrong kind,
    too old or not to be converted. `needs_any`: with none of these inputs there, the table says
    nothing at all. `result_field`: the field of the record that keeps the level of the worst
    row; levels are codes of its list. `each`: the table is asked once for every item of this list
    of facts (workers, gas points, neighbours); an empty list says nothing.
    """

    key: str
    title: Text
    bound_to: tuple[Binding, ...]
    inputs: tuple[RuleInput, ...]
    rows: tuple[RuleRow, ...]
    otherwise: Otherwise
    missing: Severity = "block"
    needs_any: tuple[str, ...] = ()
    result_field: str = ""
    substances: tuple[Substance, ...] = ()
    layer_use: Literal["binding", "default"] = "default"
    also_called: tuple[str, ...] = ()
    each: str = ""
