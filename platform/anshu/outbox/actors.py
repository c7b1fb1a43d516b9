"""Reactions as Dramatiq actors: Dramatiq owns the threads, queues and consumers."""

from collections.abc import Callable, Iterable, Mapping

import dramatiq

from anshu.outbox.delivery import Delivery, as_delivery
from anshu.outbox.reaction import Reaction

_FALLBACK = "no.such.reaction"


class ReactionActors:
    """Mixed into a broker: an unknown actor's message runs too, to be parked with its reason.

    Dramatiq would send it to a dead-letter queue that no person sees.
    """

    actors: "dict[str, dramatiq.Actor[[object], None]]"

    def get_actor(self, actor_name: str) -> "dramatiq.Actor[[object], None]":
        return self.actors.get(actor_name) or self.actors[_FALLBACK]


def by_name(reactions: Iterable[Reaction]) -> dict[str, Reaction]:
    """The reactions by name; two of one name are a ValueError."""
    named: dict[str, Reaction] = {}
    for reaction in reactions:
        if reaction.name in named:
            raise ValueError(f"two reactions are named {reaction.name!r}")
        named[reaction.name] = reaction
    return named


def declare_actors(
    broker: dramatiq.Broker,
    reactions: Mapping[str, Reaction],
    perform: Callable[[Delivery], None],
) -> None:
    """Declares one actor per reaction, and one for messages whose reaction is unknown."""

    def act(delivery: object) -> None:
        perform(as_delivery(delivery))

    queues = {name: reaction.queue for name, reaction in reactions.items()}
    fallback = {_FALLBACK: next(iter(queues.values()), "default")}
    for name, queue in (queues | fallback).items():
        dramatiq.Actor(
            act, broker=broker, actor_name=name, queue_name=queue, priority=0, options={}
        )
