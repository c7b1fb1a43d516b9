"""An import job as its page shows it, in the reader's language."""

from datetime import datetime
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from anshu.records.imports.checking import RowError
from anshu.records.imports.job import Job, JobState, error_cure, error_text
from anshu.records.imports.targets import Shape, Target


class ColumnShown(Struct, frozen=True):
    """A column of the file with its first values."""

    name: str
    samples: tuple[str, ...]


class TargetShown(Struct, frozen=True):
    """Something that a column can be mapped to."""

    key: str
    label: str
    required: bool


class ErrorShown(Struct, frozen=True):
    """What is wrong in one cell, and what to do about it."""

    row: int
    column: str
    value: str
    message: str
    cure: str


class JobLine(Struct, frozen=True, kw_only=True):
    """A job in the list of jobs."""

    id: UUID
    type: str
    filename: str
    state: JobState
    rows: int
    done: int
    ok: int
    failed: int
    created_at: datetime
    finished_at: datetime | UnsetType = UNSET


class JobPage(JobLine, frozen=True, kw_only=True):
    """A job with its columns, mapping, progress and the errors of its first 500 faulty rows."""

    columns: tuple[ColumnShown, ...]
    targets: tuple[TargetShown, ...]
    mapping: dict[str, str]
    warnings: tuple[str, ...]
    errors: tuple[ErrorShown, ...]
    encoding: str | UnsetType = UNSET
    sheet: str | UnsetType = UNSET


def job_line(job: Job) -> JobLine:
    """The job in one line."""
    return JobLine(
        id=job.id,
        type=job.type,
        filename=job.filename,
        state=job.state,
        rows=job.rows,
        done=job.done,
        ok=job.ok,
        failed=job.failed,
        created_at=job.created_at,
        finished_at=job.finished_at or UNSET,
    )


def job_page(job: Job, shape: Shape, language: str) -> JobPage:
    """The whole job."""
    return JobPage(
        id=job.id,
        type=job.type,
        filename=job.filename,
        state=job.state,
        rows=job.rows,
        done=job.done,
        ok=job.ok,
        failed=job.failed,
        created_at=job.created_at,
        finished_at=job.finished_at or UNSET,
        columns=tuple(ColumnShown(c.name, c.samples) for c in job.profile.columns),
        targets=tuple(_target(target, language) for target in shape.targets),
        mapping=job.mapping,
        warnings=tuple(note.text().said(language) for note in job.profile.notes),
        errors=tuple(_error(error, language) for error in job.errors),
        encoding=job.profile.encoding or UNSET,
        sheet=job.profile.sheet or UNSET,
    )


def _target(target: Target, language: str) -> TargetShown:
    return TargetShown(target.key, target.label.said(language), target.required)


def _error(error: RowError, language: str) -> ErrorShown:
    text, cure = error_text(error).said(language), error_cure(error).said(language)
    return ErrorShown(error.row, error.column, error.value, text, cure)
