"""Why the platform does not start: an extension that cannot be used."""

from importlib.metadata import EntryPoint


class ExtensionError(RuntimeError):
    """Names distribution, entry point, cause and cure."""

    def __init__(self, entry_point: EntryPoint, *, cause: str, cure: str) -> None:
        dist = entry_point.dist
        origin = f"{dist.name} {dist.version}" if dist else "an unknown distribution"
        super().__init__(
            f"Extension {entry_point.name!r} ({entry_point.group}: {entry_point.value}) "
            f"of {origin} cannot be used: {cause}. {cure}"
        )
        self.entry_point = entry_point
