"""Compiled definitions: one immutable object per effective set of packs, shared by tenants."""

import copy
import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, time
from functools import cached_property

from msgspec import structs

from anshu.compiler.form import CompiledForm, compile_form, over_columns
from anshu.compiler.judgement import Judgement
from anshu.definitions.board_language import Board, Indicator
from anshu.definitions.field_language import CodeList, Field, Form
from anshu.definitions.flow_language import Flow, LogEntry, Node
from anshu.definitions.language import Calendar, Ledger, Pack, RecordType, Role
from anshu.definitions.lexicon import Lexicon
from anshu.definitions.limits import effective_limits
from anshu.definitions.merging import merged_items
from anshu.definitions.pack import body_hash, check_packs, pack_body
from anshu.definitions.rule_language import RuleTable
from anshu.kernel.calendar import WorkingCalendar


class CompiledType:
    """A record type with its forms as validators and its flow by node."""

    def __init__(
        self,
        item: RecordType,
        forms: dict[str, Form],
        lists: dict[str, CodeList],
        flow: Flow | None,
        roles: dict[str, Role] | None = None,
    ) -> None:
        self.item = item
        self.roles = roles or {}
        self.flow = flow
        self.lists = lists
        self.fields: dict[str, Field] = {field.key: field for field in item.fields}
        self.nodes: dict[str, Node] = {n.key: n for n in flow.nodes} if flow else {}
        self._forms = forms
        self._compiled: dict[str, CompiledForm] = {}
        self.judgement = Judgement()

    def judged_by(self, judgement: Judgement) -> "CompiledType":
        """The same shape under another judgement: that in force now, not that of its making."""
        judged = copy.copy(self)
        judged.judgement = judgement
        return judged

    @property
    def key(self) -> str:
        return self.item.key

    def permission(self, action: str) -> str:
        """The permission for an action on records of this type (`hazard:record:read`)."""
        return f"{self.item.key}:record:{action}"

    def form(self, key: str) -> CompiledForm:
        """The compiled form; KeyError if the definition has none of that name.

        One of a table's rows is over the table's columns.
        """
        if key not in self._compiled:
            form = self._forms[key]
            fields = self.spoken_of(form)
            rows = {use.field: self.form(use.row_form) for use in form.fields if use.row_form}
            self._compiled[key] = compile_form(form, fields, self.lists, rows=rows)
        return self._compiled[key]

    def spoken_of(self, form: Form) -> Mapping[str, Field]:
        """The fields of which a form and its conditions may speak."""
        return (
            over_columns(self.fields[form.of_table], self.fields) if form.of_table else self.fields
        )

    def form_keys(self) -> tuple[str, ...]:
        """Every form this type can ask, the first form first; those of entries and rows last."""
        keys = [self.item.start_form]
        for node in self.nodes.values():
            keys += [o.form for o in node.outcomes if o.form]
        keys += [entry.form for entry in (self.flow.entries if self.flow else ())]
        rows = [use.row_form for key in keys for use in self._forms[key].fields]
        return tuple(dict.fromkeys((*keys, *(key for key in rows if key))))

    @cached_property
    def entries(self) -> dict[str, LogEntry]:
        """What can be recorded while tasks wait, by key."""
        return {entry.key: entry for entry in (self.flow.entries if self.flow else ())}

    @cached_property
    def promoted(self) -> dict[str, str]:
        """Promoted column to field key."""
        return {f.promoted: f.key for f in self.item.fields if f.promoted}


class Compiled:
    """Everything an effective set of packs defines, ready to use."""

    def __init__(self, packs: Iterable[Pack], *, adopted: bytes = b"") -> None:
        """`adopted` is the identity that a tenant knows the set by.

        It was made of the bodies as they were published: written anew, by a language that has
        grown since, they would have another one.
        """
        self.packs = tuple(packs)
        check_packs(self.packs)
        items = merged_items(item for pack in self.packs for item in pack.items)
        self.hash = adopted or set_hash(body_hash(pack_body(pack)) for pack in self.packs)
        self.lists = _lists(item for item in items if isinstance(item, CodeList))
        self.roles = {item.key: item for item in items if isinstance(item, Role)}
        self.ledgers = {item.key: item for item in items if isinstance(item, Ledger)}
        self.indicators = {item.key: item for item in items if isinstance(item, Indicator)}
        self.boards = {item.key: item for item in items if isinstance(item, Board)}
        self.calendars = {i.key: _calendar(i) for i in items if isinstance(i, Calendar)}
        forms = {item.key: item for item in items if isinstance(item, Form)}
        flows = {item.key: item for item in items if isinstance(item, Flow)}
        # What holds, and which packs set it.
        self.limits = effective_limits(self.packs)
        self.judgement = Judgement(
            (item for item in items if isinstance(item, RuleTable)),
            (item for item in items if isinstance(item, Lexicon)),
            self.limits,
        )
        self.types = {
            item.key: CompiledType(
                item, forms, self.lists, flows.get(item.flow), self.roles
            ).judged_by(self.judgement)
            for item in items
            if isinstance(item, RecordType)
        }


def set_hash(pack_hashes: Iterable[bytes]) -> bytes:
    """The identity of an effective set: SHA-256 over its pack hashes in ascending order."""
    return hashlib.sha256(b"".join(sorted(pack_hashes))).digest()


def _lists(items: Iterable[CodeList]) -> dict[str, CodeList]:
    """The lists by key, each with the codes of those it includes."""
    lists = {item.key: item for item in items}
    return {
        key: structs.replace(
            item, items=(*item.items, *(c for each in item.includes for c in lists[each].items))
        )
        for key, item in lists.items()
    }


def _calendar(item: Calendar) -> WorkingCalendar:
    return WorkingCalendar(
        timezone="Asia/Shanghai",
        hours={int(day) - 1: _span(text) for day, text in item.hours.items()},
        rest_days=frozenset(date.fromisoformat(day) for day in item.rest_days),
        working_days={date.fromisoformat(d): _span(t) for d, t in item.working_days.items()},
    )


def _span(text: str) -> tuple[time, time]:
    start, _, end = text.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)
