"""Loads modules and drivers from installed distributions; any that fails stops the start.

stevedore alone reads entry points from a cache on disk that can be minutes stale and forgets
their distribution, lets the last of two equal names win, and skips what does not load.
"""

import importlib.metadata
from collections import Counter
from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint
from types import MappingProxyType
from typing import NoReturn, TypeVar

from stevedore.extension import ExtensionManager

from anshu.extensions.checks import checked_driver, checked_module
from anshu.extensions.errors import ExtensionError
from anshu.extensions.registry import DriverType, Loaded
from anshu.sdk.module import Module

MODULES = "anshu.modules"
DRIVERS = "anshu.connectors"

T = TypeVar("T")


def load_modules() -> Mapping[str, Loaded[Module]]:
    """The installed modules by key; raises ExtensionError for any that cannot be used."""
    return _load(MODULES, checked_module)


def load_drivers() -> Mapping[str, Loaded[DriverType]]:
    """The installed connector drivers by name; raises ExtensionError as load_modules does."""
    return _load(DRIVERS, checked_driver)


def _load(group: str, checked: Callable[[EntryPoint, object], T]) -> Mapping[str, Loaded[T]]:
    entry_points = sorted(importlib.metadata.entry_points(group=group), key=lambda e: e.name)
    _refuse_duplicates(entry_points)
    ExtensionManager.ENTRY_POINT_CACHE[group] = entry_points
    manager = _manager(group, entry_points)
    loaded = {}
    for extension in manager.extensions:
        entry_point = extension.entry_point
        dist = entry_point.dist
        loaded[extension.name] = Loaded(
            name=extension.name,
            value=checked(entry_point, extension.plugin),
            distribution=dist.name if dist else "",
            version=dist.version if dist else "",
        )
    return MappingProxyType(loaded)


def _manager(group: str, entry_points: list[EntryPoint]) -> ExtensionManager[object]:
    try:
        return ExtensionManager(group, on_load_failure_callback=_refuse)
    except AssertionError:
        # stevedore lets a failed assertion through without its entry point: find it again.
        for entry_point in entry_points:
            try:
                entry_point.load()
            except AssertionError as error:
                raise _not_loaded(entry_point, error) from error
        raise


def _refuse_duplicates(entry_points: list[EntryPoint]) -> None:
    counts = Counter(entry_point.name for entry_point in entry_points)
    for entry_point in entry_points:
        if counts[entry_point.name] > 1:
            others = sorted(
                e.dist.name if e.dist else "?" for e in entry_points if e.name == entry_point.name
            )
            raise ExtensionError(
                entry_point,
                cause=f"{' and '.join(others)} both provide this name",
                cure="Uninstall all but one of them",
            )


def _refuse(
    _manager: ExtensionManager[object], entry_point: EntryPoint, error: BaseException
) -> NoReturn:
    raise _not_loaded(entry_point, error) from error


def _not_loaded(entry_point: EntryPoint, error: BaseException) -> ExtensionError:
    cure = (
        "Install what it needs (make setup), or uninstall it"
        if isinstance(error, ImportError)
        else "Mend or uninstall it"
    )
    return ExtensionError(
        entry_point, cause=f"it does not load ({type(error).__name__}: {error})", cure=cure
    )
