"""The packs that a module ships, as bytes."""

from importlib.resources import files

from msgspec import Struct

from anshu.sdk.module import Module


class PackFile(Struct, frozen=True):
    """One YAML pack and its path in the module's package."""

    path: str
    body: bytes


def read_packs(module: Module) -> tuple[PackFile, ...]:
    """The module's packs in the order of its manifest."""
    folder = files(module.package)
    return tuple(PackFile(path, folder.joinpath(path).read_bytes()) for path in module.packs)
