"""The packs that a tenant adopts: the foundation and those of the loaded modules."""

from importlib.resources import files

from anshu.definitions.language import Pack
from anshu.definitions.pack import parse_pack
from anshu.extensions.loader import load_modules
from anshu.extensions.packs import read_packs

FOUNDATION = ("foundation.yaml", "telling.yaml")


def shipped_packs() -> tuple[Pack, ...]:
    """The foundation first, then every module's packs in the order of module keys.

    Raises ExtensionError or PackError, which stop the start with the cause and the cure.
    """
    packs = [
        parse_pack((files("anshu.definitions") / "packs" / name).read_text("utf-8"), name=name)
        for name in FOUNDATION
    ]
    for _, loaded in sorted(load_modules().items()):
        for found in read_packs(loaded.value):
            packs.append(parse_pack(found.body.decode(), name=found.path))
    return tuple(packs)
