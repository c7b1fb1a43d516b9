"""The way into the control schema: store, node and clock, for every part of this room."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from asyncpg import Record

from anshu.kernel.clock import Clock
from anshu.store.principal import Control
from anshu.store.unit_of_work import Store, Transaction


@dataclass(frozen=True, slots=True)
class ControlDoor:
    """Begins transactions as the control principal of the node that holds the control schema."""

    store: Store
    node: str
    clock: Clock

    def begin(self, purpose: str) -> AbstractAsyncContextManager[Transaction]:
        """A control transaction that names its purpose."""
        return self.store.begin(Control(self.node), purpose=purpose)

    async def ask(self, purpose: str, sql: str, *arguments: object) -> Record | None:
        """The first row of one reading statement: one round trip."""
        principal = Control(self.node)
        return await self.store.ask(principal, purpose=purpose, sql=sql, arguments=arguments)
