"""How a reaction says what its failure means: try again, or never again."""

from datetime import timedelta


class Retryable(Exception):
    """Worth another try: the other side is down, busy or slow.

    `after` overrides the back-off (a server's Retry-After).
    """

    def __init__(self, reason: str, *, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Terminal(Exception):
    """Trying again cannot help; the message goes to the dead letters at once."""


class Undecodable(Exception):
    """What came over the wire is no delivery of ours."""
