"""The contract of a connector driver: probe a source, list its streams, read them by cursor.

A driver object serves one tenant's runs and keeps nothing between calls; two configurations
can be read side by side. Every outbound call has a time-out of its own.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Generic, Literal

from msgspec import Struct

from anshu.kernel.clock import Clock
from anshu.sdk.config import ConfigT
from anshu.sdk.outbound import Outbound
from anshu.sdk.posting import PostDoor
from anshu.sdk.text import Text
from anshu.sdk.values import SourceEntity, SourceProblem, SourceValue
from anshu.sdk.version import SDK_VERSION

Family = Literal["eam", "mes", "lims", "erp", "messaging", "weather", "idp", "regulator"]
Capability = Literal["read", "write"]


class Environment(Struct, frozen=True):
    """What the platform gives a driver; files may be read below `file_roots` only.

    `post` is the way to the network; None where there is none (a list of what is installed).
    """

    clock: Clock
    file_roots: tuple[Path, ...] = ()
    post: PostDoor | None = None


class Stream(Struct, frozen=True):
    """Something that a source can be read for; `brings` names entity kinds and values."""

    key: str
    title: Text
    brings: tuple[str, ...]


class ProbeResult(Struct, frozen=True):
    """A source that answered, and what it said in words."""

    text: Text


class ReadResult(Struct, frozen=True, kw_only=True):
    """One page of a stream; `next_cursor` is opaque, `more` asks for another read at once."""

    next_cursor: str
    entities: tuple[SourceEntity, ...] = ()
    values: tuple[SourceValue, ...] = ()
    problems: tuple[SourceProblem, ...] = ()
    more: bool = False


class WriteAction(Struct, frozen=True):
    """Something to do in the source; `key` makes a repeated write harmless."""

    key: str
    kind: str
    fields: Mapping[str, str]


class WriteReceipt(Struct, frozen=True):
    """What the source answered to a write."""

    source_key: str


class Unsupported(Struct, frozen=True):
    """The driver does not write, or not this kind of action."""

    kind: str


class Driver(ABC, Generic[ConfigT]):
    """A kind of source; its entry point in group `anshu.connectors` names the class."""

    config_type: type[ConfigT]
    title: Text
    family: Family
    capabilities: frozenset[Capability] = frozenset({"read"})
    # Records that it wants to hear of; each change becomes one write.
    outbound: tuple[Outbound, ...] = ()
    sdk: str = SDK_VERSION

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    @abstractmethod
    async def probe(self, config: ConfigT) -> ProbeResult:
        """Try the source; raises ConfigRefused, TerminalError or RetryableError."""

    @abstractmethod
    async def streams(self, config: ConfigT) -> tuple[Stream, ...]:
        """The streams in the order to read them: entities before their values."""

    @abstractmethod
    async def read(self, config: ConfigT, stream: str, cursor: str) -> ReadResult:
        """What changed since `cursor` ("" at first); the same cursor gives the same again.

        Raises ConfigRefused, TerminalError or RetryableError; a broken row is a problem in
        the result, never an exception.
        """

    async def write(
        self,
        config: ConfigT,
        action: WriteAction,
    ) -> WriteReceipt | Unsupported:
        """Do `action` in the source once, however often it is asked; unsupported unless built.

        Raises RetryableError when it is worth another try, ConfigRefused when nothing will be
        taken before a person changes the configuration, TerminalError when this will not.
        """
        return Unsupported(action.kind)
