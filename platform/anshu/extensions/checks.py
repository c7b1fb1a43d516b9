"""Start-up checks: what an entry point names must be a module or driver for this SDK."""

import inspect
from importlib.metadata import EntryPoint
from importlib.resources import files
from typing import cast

from anshu.extensions.errors import ExtensionError
from anshu.extensions.registry import DriverType
from anshu.sdk.config import DriverConfig
from anshu.sdk.driver import Driver
from anshu.sdk.module import Module
from anshu.sdk.text import Text
from anshu.sdk.version import SDK_VERSION, is_compatible


def checked_module(entry_point: EntryPoint, value: object) -> Module:
    """The module itself; raises ExtensionError unless it is one and its packs are there."""
    if not isinstance(value, Module):
        raise ExtensionError(
            entry_point,
            cause=f"it names a {type(value).__name__}, not an anshu.sdk.module.Module",
            cure="Let the entry point name the manifest",
        )
    _check_sdk(entry_point, value.sdk)
    if value.key != entry_point.name:
        raise ExtensionError(
            entry_point,
            cause=f"the module calls itself {value.key!r}",
            cure="Give entry point and module the same name",
        )
    _check_packs(entry_point, value)
    return value


def checked_driver(entry_point: EntryPoint, value: object) -> DriverType:
    """The driver class itself; raises ExtensionError unless it is a complete one."""
    if not (inspect.isclass(value) and issubclass(value, Driver)):
        raise ExtensionError(
            entry_point,
            cause="it names no subclass of anshu.sdk.driver.Driver",
            cure="Let the entry point name the driver class",
        )
    _check_sdk(entry_point, value.sdk)
    if missing := sorted(getattr(value, "__abstractmethods__", ())):
        raise ExtensionError(
            entry_point, cause=f"it lacks {', '.join(missing)}", cure="Write these methods"
        )
    config_type = getattr(value, "config_type", None)
    if not (inspect.isclass(config_type) and issubclass(config_type, DriverConfig)):
        raise ExtensionError(
            entry_point,
            cause="its config_type is no anshu.sdk.config.DriverConfig",
            cure="Describe the configuration as a subclass of DriverConfig",
        )
    if not isinstance(getattr(value, "title", None), Text) or not hasattr(value, "family"):
        raise ExtensionError(
            entry_point, cause="it has no title or family", cure="Set both as class attributes"
        )
    return cast(DriverType, value)


def _check_sdk(entry_point: EntryPoint, needed: str) -> None:
    try:
        compatible = is_compatible(needed)
    except ValueError as error:
        raise ExtensionError(
            entry_point, cause=str(error), cure="Set sdk to the version it was written for"
        ) from error
    if not compatible:
        raise ExtensionError(
            entry_point,
            cause=f"it needs SDK {needed}, this platform offers {SDK_VERSION}",
            cure="Install a release of it made for this SDK",
        )


def _check_packs(entry_point: EntryPoint, module: Module) -> None:
    try:
        folder = files(module.package)
    except ModuleNotFoundError as error:
        raise ExtensionError(
            entry_point,
            cause=f"its package {module.package!r} cannot be imported",
            cure="Name the import package that holds the packs",
        ) from error
    for path in module.packs:
        if not folder.joinpath(path).is_file():
            raise ExtensionError(
                entry_point,
                cause=f"the pack {path} is not in package {module.package}",
                cure="Install the distribution again, or mend the module's list of packs",
            )
