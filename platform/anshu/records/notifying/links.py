"""Addresses in mails and webhooks; none while the operator has not said where we are reached."""

from uuid import UUID


def record_link(public_url: str, kind: str, record: UUID) -> str:
    """Where a record is opened; a phone is led on to its own entry."""
    return f"{public_url}/record/{kind}/{record}?from=mail" if public_url else ""


def work_link(public_url: str) -> str:
    """Where the work list is."""
    return f"{public_url}/?from=mail" if public_url else ""


def preferences_link(public_url: str) -> str:
    """Where a person chooses what is mailed."""
    return f"{public_url}/notices/preferences" if public_url else ""
