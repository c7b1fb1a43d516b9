"""The manifest of a business module: its packs, its fact providers, at most five named hooks."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct

from anshu.sdk.facts import FactProvider
from anshu.sdk.text import Text
from anshu.sdk.version import SDK_VERSION

MAX_HOOKS = 5
_KEY = re.compile(r"^[a-z][a-z0-9_]{0,30}$")


class HookCall(Struct, frozen=True, kw_only=True):
    """What a hook is told: the record as it stands and the time, nothing to fetch with."""

    record_type: str
    record: str
    node: str
    fields: Mapping[str, object]
    at: datetime


class HookAnswer(Struct, frozen=True, kw_only=True):
    """What a hook decides: fields to set and, at an `auto` node, the outcome."""

    fields: Mapping[str, object] = {}
    outcome: str = ""


Hook = Callable[[HookCall], HookAnswer]


class Module(Struct, frozen=True, kw_only=True):
    """A module's entry point in group `anshu.modules` names one of these.

    `package` is the import package that holds the packs, `packs` their paths in it. Refuses
    (ValueError) a malformed key, more than five hooks, a fact given twice, and a pack path that
    leaves the package. Fact providers are declared reads, no hooks.
    """

    key: str
    title: Text
    package: str
    packs: tuple[str, ...]
    hooks: Mapping[str, Hook] = {}
    facts: tuple[FactProvider, ...] = ()
    sdk: str = SDK_VERSION

    def __post_init__(self) -> None:
        if not _KEY.match(self.key):
            raise ValueError(f"module key {self.key!r}: use small letters, digits and _")
        if len(self.hooks) > MAX_HOOKS:
            raise ValueError(
                f"module {self.key} names {len(self.hooks)} hooks, {MAX_HOOKS} are allowed: "
                "say the rest in the definition language"
            )
        for name in self.hooks:
            if not _KEY.match(name):
                raise ValueError(f"module {self.key}: {name!r} is no hook name")
        names = [name for provider in self.facts for name in provider.gives]
        for name in sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"module {self.key} gives the fact {name!r} twice: keep one")
        for path in self.packs:
            if path.startswith("/") or ".." in path.split("/") or not path.endswith(".yaml"):
                raise ValueError(f"module {self.key}: pack {path!r} is no YAML path in the package")
