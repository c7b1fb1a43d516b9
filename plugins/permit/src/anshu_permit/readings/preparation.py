"""What was prepared: hazard analysis, measures of the kind, the briefing."""

from anshu.sdk.facts import Asked, FactProvider, Known, Readings, Situation
from anshu_permit.readings.rows import Row, job, rows_of
from anshu_permit.readings.said import count, truth


def asks(_: Situation) -> Asked:
    """Everything stands in the permit itself."""
    return Asked()


def read(situation: Situation, _: Known) -> Readings:
    """Counts of steps analysed, measures answered and not confirmed, and who briefed."""
    steps = rows_of(situation.data, "jha")
    measures = _last_answers(situation)
    briefings = rows_of(situation.data, "briefings")
    briefers = [row for row in briefings if row.get("part") == "briefer" and row.get("signature")]
    return Readings(
        values={
            "jha.steps": count(len(steps)),
            "jha.incomplete": count(sum(not _analysed(row) for row in steps)),
            "measures.answered": count(len(measures)),
            "measures.involved": count(
                sum(row.get("involved") is True for row in measures.values())
            ),
            "measures.unconfirmed": count(sum(not _confirmed(row) for row in measures.values())),
            "briefing.given": truth(bool(briefers)),
        }
    )


def _analysed(row: Row) -> bool:
    return all(str(row.get(column) or "").strip() for column in ("step", "danger", "measure"))


def _last_answers(situation: Situation) -> dict[str, Row]:
    """The newest answer to every measure of this kind of job; a later one replaces it."""
    own = f"{job(situation)}_"
    return {
        str(row["measure"]): row
        for row in rows_of(situation.data, "measures")
        if str(row.get("measure") or "").startswith(own)
    }


def _confirmed(row: Row) -> bool:
    """Not involved, or somebody stands for it by name."""
    if row.get("involved") is False:
        return True
    return row.get("involved") is True and bool(row.get("signature") or row.get("@by"))


PREPARATION = FactProvider(
    gives=(
        "jha.steps", "jha.incomplete", "measures.answered", "measures.involved",
        "measures.unconfirmed", "briefing.given",
    ),
    asks=asks,
    read=read,
)  # fmt: skip
