"""The one error of the embedded database: what is wrong and what cures it."""


class EmbeddedError(RuntimeError):
    """The embedded PostgreSQL cannot be started or stopped; the text names cause and cure."""
