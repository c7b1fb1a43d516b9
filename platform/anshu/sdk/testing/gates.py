"""What a module's rule tables say of a situation: packs and fact providers, no database."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from anshu.compiler.compiled import Compiled, CompiledType
from anshu.definitions.field_language import Field
from anshu.definitions.language import Pack
from anshu.definitions.rule_language import SEVERITIES
from anshu.rules.alarms import Alarm, alarms_of
from anshu.rules.explain import message_of
from anshu.rules.judge import judge
from anshu.rules.reading import Given, Item, Reading
from anshu.rules.verdict import OTHERWISE
from anshu.sdk.facts import FactProvider, Known, Situation


class Said(Struct, frozen=True):
    """What the tables said: the reasons with how severe each is, the alarms, the sentences (zh)."""

    reasons: Mapping[str, str]
    alarms: tuple[Alarm, ...]
    messages: tuple[str, ...]

    @property
    def blocking(self) -> set[str]:
        """The reasons that stop it."""
        return {reason for reason, severity in self.reasons.items() if severity == "block"}

    @property
    def codes(self) -> set[str]:
        """The codes of the alarms."""
        return {each.code for each in self.alarms}


class Gates:
    """The tables of these packs, read with these providers."""

    def __init__(self, packs: Iterable[Pack], providers: Iterable[FactProvider]) -> None:
        self._compiled = Compiled(packs)
        self._providers = tuple(providers)

    def asked(self, situation: Situation, known: Known) -> Said:
        """What the tables say that are bound to the situation's form, or to its watch."""
        values: dict[str, Reading] = {}
        lists: dict[str, tuple[Item, ...]] = {}
        for provider in self._providers:
            answer = provider.read(situation, known)
            values |= answer.values
            lists |= answer.lists
        kind = self._compiled.types[situation.record_type]
        given = Given(
            now=situation.now, fields=_fields(kind, situation.form), data=situation.data,
            readings=values, lists=lists,
        )  # fmt: skip
        judgement = self._compiled.judgement
        at_watch = bool(situation.watch)
        bound = (
            judgement.at_watch(situation.watch) if at_watch else judgement.at_form(situation.form)
        )
        verdict = judge(bound, given)
        reasons: dict[str, str] = {}
        messages = []
        for said in verdict.tables:
            for found in (each for each in said.found if each.row != OTHERWISE):
                before = reasons.get(found.reason, found.severity)
                reasons[found.reason] = max(before, found.severity, key=SEVERITIES.index)
                messages.append(message_of(judgement.tables[said.table], said, found).zh)
        return Said(reasons, alarms_of(judgement.tables, verdict), tuple(messages))


def _fields(kind: CompiledType, form: str) -> dict[str, Field]:
    """The fields that tables may name: those of the record, and the columns of the form's rows."""
    columns = {c.key: c for field in kind.fields.values() for c in field.columns}
    table = kind.form(form).form.of_table if form in kind.form_keys() else ""
    own = {c.key: c for c in kind.fields[table].columns} if table else {}
    return {**columns, **kind.fields, **own}
