"""The rows a permission reaches: everything, subtrees, single units, or what is one's own."""

from collections.abc import Iterable
from functools import reduce

from msgspec import Struct


class Reach(Struct, frozen=True):
    """The data scope of one permission; the parts are joined by "or", empty reaches nothing.

    `org_paths` are roots of subtrees, `team_paths` single organisation units, both written
    `/group/plant/`. `own` covers what the person reported, owns or has a task in.
    """

    everything: bool = False
    org_paths: tuple[str, ...] = ()
    team_paths: tuple[str, ...] = ()
    own: bool = False

    def has_row(self, *, org_path: str, own: bool) -> bool:
        """Whether a row at this path is reached; `own` says whether it is the person's own."""
        return (
            self.everything
            or (own and self.own)
            or org_path in self.team_paths
            or org_path.startswith(self.org_paths)
        )

    def contains(self, other: "Reach") -> bool:
        """Whether every row that `other` reaches is surely reached by this one too."""
        if self.everything:
            return True
        return (
            not other.everything
            and (self.own or not other.own)
            and all(path.startswith(self.org_paths) for path in other.org_paths)
            and all(self.has_row(org_path=path, own=False) for path in other.team_paths)
        )


NOTHING = Reach()


def union(reaches: Iterable[Reach]) -> Reach:
    """The rows that any of the reaches has, in canonical form (sorted, nothing twice)."""
    joined = reduce(_joined, reaches, NOTHING)
    if joined.everything:
        return Reach(everything=True)
    roots = tuple(sorted(_outermost(joined.org_paths)))
    teams = {path for path in joined.team_paths if not path.startswith(roots)}
    return Reach(org_paths=roots, team_paths=tuple(sorted(teams)), own=joined.own)


def _joined(one: Reach, other: Reach) -> Reach:
    return Reach(
        everything=one.everything or other.everything,
        org_paths=one.org_paths + other.org_paths,
        team_paths=one.team_paths + other.team_paths,
        own=one.own or other.own,
    )


def _outermost(paths: Iterable[str]) -> set[str]:
    distinct = set(paths)
    return {
        path
        for path in distinct
        if not any(path != root and path.startswith(root) for root in distinct)
    }
