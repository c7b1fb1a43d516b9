"""Assignments in force at a moment, as posts: a role on an organisation path."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from anshu.definitions.language import Assignment
from anshu.kernel.clock import aware

ORG_PATH = re.compile(r"/([a-z0-9-]+/)*")


class Post(Struct, frozen=True):
    """A role held now on an organisation path and all below it."""

    role: str
    org_path: str


def active_posts(assignments: Iterable[Assignment], *, now: datetime) -> tuple[Post, ...]:
    """The posts held at this moment, sorted; an assignment has ended when `until` is reached.

    Raises ValueError for a naive `now` or `until`, and for a path that is not `/…/`: without
    the closing slash `/ws1` would reach `/ws10`.
    """
    moment = aware(now)
    posts = set()
    for assignment in assignments:
        if not ORG_PATH.fullmatch(assignment.org_path):
            raise ValueError(f"{assignment.org_path!r} is no organisation path")
        ends = ends_at(assignment)
        if ends is None or moment < ends:
            posts.add((assignment.role, assignment.org_path))
    return tuple(Post(role, path) for role, path in sorted(posts))


def ends_at(assignment: Assignment) -> datetime | None:
    """When the assignment ends, in UTC; None when it does not."""
    return aware(datetime.fromisoformat(assignment.until)) if assignment.until else None


def next_end(assignments: Sequence[Assignment], *, after: datetime) -> datetime | None:
    """The first moment after this one at which an assignment ends, if any."""
    ends = (ends_at(assignment) for assignment in assignments)
    return min((end for end in ends if end is not None and end > after), default=None)
