"""Facts about a record's surroundings, and the claims that keep a value to one record."""

from uuid import UUID

import msgspec

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Actor, AddEntry, Command, Complete, Create, Facts, Update
from anshu.flow.exclusive import exclusively_held, keys_concerned
from anshu.flow.references import References
from anshu.flow.state import RecordState
from anshu.flow.surroundings import unique_key, units_of
from anshu.records.books import stream_of
from anshu.records.repeated import Claim


def with_surroundings(
    wanted: References, kind: CompiledType, state: RecordState, command: Command, actor: Actor
) -> References:
    """What the decision needs besides: units, claims, and who sent the files."""
    exclusive = tuple(sorted(set(keys_concerned(kind, state, command))))
    wanted = msgspec.structs.replace(wanted, claims=exclusive)
    if isinstance(command, AddEntry):
        return msgspec.structs.replace(wanted, asker=actor.person if wanted.media else None)
    if not isinstance(command, Create | Update | Complete):
        return wanted
    data = command.data
    keys = {
        unique_key(kind, field, value)
        for field in kind.item.unique
        for value in (data.get(field), state.data.get(field))
        if field in data and value
    }
    return msgspec.structs.replace(
        wanted,
        asker=actor.person if wanted.media else None,
        units=units_of(kind, state, data),
        claims=tuple(sorted({*keys, *exclusive})),
    )


def unique_claims(
    kind: CompiledType, record: UUID, before: RecordState, after: RecordState, facts: Facts
) -> tuple[Claim, ...]:
    """New values claimed, old ones released; of two at the same time one is decided again."""
    claims: list[Claim] = []
    stream = stream_of(kind.key, record)
    for field in kind.item.unique:
        old, new = before.data.get(field), after.data.get(field)
        if old == new:
            continue
        for value, held in ((old, False), (new, True)):
            key = unique_key(kind, field, value)
            known = facts.claims.get(key)
            # What another record holds is not ours to release (values from before the rule).
            if value and (held or known is None or known.stream in ("", stream)):
                claims.append(Claim(key, known.generation + 1 if known else 1, held))
    return tuple(claims)


def exclusive_claims(
    kind: CompiledType, record: UUID, before: RecordState, after: RecordState, facts: Facts
) -> tuple[Claim, ...]:
    """Values that the record has to itself from now on, and those that it lets go."""
    had, has = exclusively_held(kind, before), exclusively_held(kind, after)
    stream = stream_of(kind.key, record)
    claims: list[Claim] = []
    for key in sorted(had ^ has):
        known = facts.claims.get(key)
        if key in has or (known is not None and known.stream == stream):
            claims.append(Claim(key, known.generation + 1 if known else 1, key in has))
    return tuple(claims)
