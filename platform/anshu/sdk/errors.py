"""What a connector may fail with: worth another try, or not before a person acts.

The text reaches people of the tenant, so it names cause and cure and never a secret.
"""

from anshu.sdk.text import Text


class ConnectorError(Exception):
    """A failure that a person can read; raise one of its kinds."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


class RetryableError(ConnectorError):
    """The source cannot be read now (unreachable, busy, half-written); the next run may."""


class TerminalError(ConnectorError):
    """The source cannot be read until a person changes something."""


class ConfigRefused(TerminalError):
    """The configuration is wrong; `field` names the field at fault."""

    def __init__(self, field: str, text: Text) -> None:
        super().__init__(text)
        self.field = field
