"""The version of the contract between the platform and its extensions."""

SDK_VERSION = "0.1"


def is_compatible(needed: str, *, offered: str = SDK_VERSION) -> bool:
    """Whether an extension written for SDK `needed` runs on SDK `offered` ("major.minor").

    Same major and no newer minor; below 1.0 a minor may break, so it must be the same.
    Raises ValueError when `needed` is no version.
    """
    major, minor = _parsed(needed)
    offered_major, offered_minor = _parsed(offered)
    if major != offered_major:
        return False
    return minor == offered_minor if major == 0 else minor <= offered_minor


def _parsed(version: str) -> tuple[int, int]:
    major, dot, minor = version.partition(".")
    if not (dot and major.isascii() and major.isdigit() and minor.isascii() and minor.isdigit()):
        raise ValueError(f"{version!r} is no SDK version of the form major.minor")
    return int(major), int(minor)
