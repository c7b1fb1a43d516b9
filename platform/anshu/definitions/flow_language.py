"""Flows: nodes with tasks, who gets them, how they end, what is recorded and watched meanwhile."""

from typing import Literal

from msgspec import Struct

from anshu.definitions.field_language import Condition, Setting
from anshu.definitions.words import Text

Mode = Literal["any", "all", "in_order"]
Intent = Literal["primary", "danger", "default"]


class Evidence(Struct, frozen=True, forbid_unknown_fields=True):
    """Evidence that a gate asks for: photos of a field, a signature, a watermarked position.

    `by_owner`: given by the responsible person; `not_by_owner`: by anybody else. A position
    `since_node`: captured after that node's task was opened. A position
    counts within `radius_m` metres of the area (or of the reported place) if its accuracy is
    `max_accuracy_m` metres or better.
    """

    key: str
    kind: Literal["photo", "signature", "position"]
    label: Text
    node: str
    field: str
    by_owner: bool = False
    not_by_owner: bool = False
    since_node: str = ""
    radius_m: int = 200
    max_accuracy_m: int = 200


class Outcome(Struct, frozen=True, forbid_unknown_fields=True):
    """How a task can end, the form it asks and the node that follows.

    `also_to`: earlier nodes that the doer may choose instead (退回 to one of them), once passed.
    `extends_by_days`: the limit that its form gives is later than the one in force (or than now,
    if that has passed), by at most so many days. `online`: refused when it waited on a phone for a
    signal. `sets`: fields that it gives a value itself: "@now", "@actor", or a text as it is.
    """

    key: str
    label: Text
    to: str
    form: str = ""
    intent: Intent = "default"
    done: bool = False
    also_to: tuple[str, ...] = ()
    extends_by_days: int = 0
    online: bool = False
    sets: tuple[Setting, ...] = ()


class Assignee(Struct, frozen=True, forbid_unknown_fields=True):
    """Who gets a task: a role in the record's organisation, or the person in a field.

    Of a role's holders one suffices, unless it says `each`: then every one of them must sign.
    Only of records in which a field has one of the values of `when`, or none of `unless`.
    `field` may be a column of persons ("guardians.person"): then whoever stands in a row that was
    not ended. `aside`: holders of the role may act at any time (stop a job), but it is not their
    work: the work list leaves it out.
    """

    role: str = ""
    field: str = ""
    each: bool = False
    aside: bool = False
    when: Condition | None = None
    unless: Condition | None = None


class Timer(Struct, frozen=True, forbid_unknown_fields=True):
    """A task's limit, its reminders before it, and who is added when it passes.

    `limit_field` takes the limit from a datetime field instead. `working_time` counts only
    the plant's working hours; the default counts every minute, because safety works in shifts.
    Who is added can act in the others' place (`adds: alternative`) or must sign as well
    (`adds: signature`); nobody's check is taken away. `vacant_to` gets at once a seat whose role
    nobody holds; without it `escalate_to` does.
    """

    minutes: int = 0
    limit_field: str = ""
    remind_before: tuple[int, ...] = ()
    escalate_to: str = ""
    vacant_to: str = ""
    working_time: bool = False
    adds: Literal["alternative", "signature"] = "alternative"


class Watch(Struct, frozen=True, forbid_unknown_fields=True):
    """Looks at a record while a task waits, and asks the tables that are bound to it.

    It comes `minutes` after the moment `since`: a datetime field, the newest row's value of a
    column ("gas_tests.sampled_at"), or the task's opening; a newer moment puts it off. Then again
    `every` so many minutes (0: only once for a moment). Rows that hold raise their alarms; one
    that begins to hold tells whom it obliges to notify, and the people of the task.
    """

    key: str
    title: Text
    minutes: int = 0
    since: str = ""
    every: int = 0


class LogEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """What can be recorded while a task waits, any number of times, without ending it.

    It is offered at the nodes `at` to the assignees `by` (none: to those of the task). Its form's
    values become a row of the table `appends`, or of the record itself. A row keeps its number,
    when it was received and by whom. `ends`: it ends a row instead of adding one: the form's
    values are added to the newest row whose column `ends` has the same value and that was not
    ended. `online`: see Outcome.
    """

    key: str
    label: Text
    form: str
    at: tuple[str, ...]
    by: tuple[Assignee, ...] = ()
    appends: str = ""
    ends: str = ""
    intent: Intent = "default"
    online: bool = False


class Node(Struct, frozen=True, forbid_unknown_fields=True):
    """One node of a flow: a task for people, or an end.

    `mode`: any assignee ends the task (或签), all must agree in any order (会签), or all in the
    order they are listed (依次). They agree by the primary outcome; any other one objects, ends
    the task at once and makes the others' signatures void. An end is `same_as` the record in
    that field when the two are one trouble, reported twice. `own_right`: a seat of a role is signed
    by who holds that role; neither a wider reach nor standing in for its holder is enough.
    `each_by_another`: a person fills one seat at most, whatever posts that person holds and whoever
    else acts for them.
    """

    key: str
    title: Text
    kind: Literal["task", "end"] = "task"
    assignees: tuple[Assignee, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    timer: Timer | None = None
    not_by_actor_of: tuple[str, ...] = ()
    own_right: bool = False
    each_by_another: bool = False
    needs: tuple[Evidence, ...] = ()
    record_state: str = ""
    closed: bool = False
    action: Text | None = None
    mode: Mode = "any"
    same_as: str = ""
    optional: bool = False
    watches: tuple[Watch, ...] = ()


class Flow(Struct, frozen=True, forbid_unknown_fields=True, tag="Flow", tag_field="kind"):
    """A flow: its first node and its nodes in reading order.

    `withdrawn_to`: the end that a record reaches when its reporter takes it back before anybody
    acted; without one nobody can. A task may be urged (催办) once in `urge_every` minutes.
    """

    key: str
    start: str
    nodes: tuple[Node, ...]
    withdrawn_to: str = ""
    urge_every: int = 30
    entries: tuple[LogEntry, ...] = ()
