"""The fact providers of all modules, by the names of the facts that they give."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from anshu.extensions.loader import load_modules
from anshu.extensions.registry import Loaded
from anshu.sdk.facts import FactProvider
from anshu.sdk.module import Module

Providers = Mapping[str, FactProvider]


@cache
def installed_providers() -> Providers:
    """Those of the installed modules, loaded once per process; raises as the loader does."""
    return providers_of(load_modules())


def providers_of(modules: Mapping[str, Loaded[Module]]) -> Providers:
    """Every given name with its provider; raises ValueError when two modules give the same."""
    found: dict[str, tuple[str, FactProvider]] = {}
    for key, loaded in sorted(modules.items()):
        for provider in loaded.value.facts:
            for name in provider.gives:
                if name in found:
                    raise ValueError(
                        f"modules {found[name][0]} and {key} both give the fact {name!r}: "
                        "uninstall one of them"
                    )
                found[name] = (key, provider)
    return MappingProxyType({name: provider for name, (_, provider) in found.items()})
