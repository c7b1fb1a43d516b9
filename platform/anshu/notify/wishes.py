"""What a person wishes of notices, what the tenant starts from, and what follows from both."""

import re
from datetime import time
from typing import Literal

from msgspec import Struct, field

from anshu.kernel.refusal import FieldError
from anshu.notify.groups import GROUPS
from anshu.notify.hours import Quiet

Choice = Literal["default", "none", "own"]
Language = Literal["", "zh-CN", "en"]
CLOCK = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
LONGEST_WAIT_MINUTES = 7 * 24 * 60
# A task is mailed when it was not looked at in the console for a while.
MAILED = {
    "task": False, "reminder": True, "escalation": True, "warning": True, "progress": False,
}  # fmt: skip


class Defaults(Struct, frozen=True, forbid_unknown_fields=True):
    """The tenant's settings; `unread_minutes` 0: nobody is asked twice. Times in plant time."""

    mail: dict[str, bool] = field(default_factory=lambda: dict(MAILED))
    quiet_from: str = "22:00"
    quiet_to: str = "06:30"
    digest_at: str = ""
    unread_minutes: int = 60
    urgent_levels: tuple[str, ...] = ("major",)
    language: Literal["zh-CN", "en"] = "zh-CN"


class Wishes(Struct, frozen=True, forbid_unknown_fields=True):
    """A person's own choices; what is not chosen follows the tenant's."""

    mail: dict[str, bool] = {}
    quiet: Choice = "default"
    quiet_from: str = ""
    quiet_to: str = ""
    digest: Choice = "default"
    digest_at: str = ""
    language: Language = ""


class Effective(Struct, frozen=True):
    """What holds for one person; `digest_at` None: no digest."""

    mail: frozenset[str]
    quiet: Quiet | None
    digest_at: time | None
    language: str


def effective(defaults: Defaults, wishes: Wishes) -> Effective:
    """The person's choices over the tenant's defaults."""
    chosen = defaults.mail | wishes.mail
    quiet_from, quiet_to = defaults.quiet_from, defaults.quiet_to
    if wishes.quiet != "default":
        quiet_from, quiet_to = wishes.quiet_from, wishes.quiet_to
    digest_at = defaults.digest_at if wishes.digest == "default" else wishes.digest_at
    return Effective(
        mail=frozenset(group for group in GROUPS if chosen.get(group)),
        quiet=None if wishes.quiet == "none" else _quiet(quiet_from, quiet_to),
        digest_at=None if wishes.digest == "none" else _clock(digest_at),
        language=wishes.language or defaults.language,
    )


def faults_of_wishes(wishes: Wishes) -> tuple[FieldError, ...]:
    """What is wrong with a person's choices, by field."""
    found = _unknown_groups(wishes.mail)
    if wishes.quiet == "own":
        found += _bad_times(quiet_from=wishes.quiet_from, quiet_to=wishes.quiet_to)
    if wishes.digest == "own":
        found += _bad_times(digest_at=wishes.digest_at)
    return tuple(found)


def faults_of_defaults(defaults: Defaults) -> tuple[FieldError, ...]:
    """What is wrong with a tenant's settings, by field; empty times switch a thing off."""
    found = _unknown_groups(defaults.mail)
    if defaults.quiet_from or defaults.quiet_to:
        found += _bad_times(quiet_from=defaults.quiet_from, quiet_to=defaults.quiet_to)
    if defaults.digest_at:
        found += _bad_times(digest_at=defaults.digest_at)
    minutes = defaults.unread_minutes
    if minutes != 0 and not 5 <= minutes <= LONGEST_WAIT_MINUTES:
        found.append(FieldError("unread_minutes", "notify_minutes", value=str(minutes)))
    return tuple(found)


def _unknown_groups(chosen: dict[str, bool]) -> list[FieldError]:
    return [
        FieldError("mail", "notify_group_unknown", value=key) for key in chosen if key not in GROUPS
    ]


def _bad_times(**times: str) -> list[FieldError]:
    return [
        FieldError(name, "notify_time_malformed", value=text)
        for name, text in times.items()
        if not CLOCK.match(text)
    ]


def _quiet(start: str, end: str) -> Quiet | None:
    begins, ends = _clock(start), _clock(end)
    if begins is None or ends is None or begins == ends:
        return None
    return Quiet(begins, ends)


def _clock(text: str) -> time | None:
    return time.fromisoformat(text) if CLOCK.match(text) else None
