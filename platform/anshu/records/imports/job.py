"""An import job as it is kept and shown."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from anshu.definitions.words import Text
from anshu.records.imports.checking import RowError
from anshu.records.imports.texts import MESSAGES

JobState = Literal["draft", "checking", "checked", "running", "done", "failed"]


class Column(Struct, frozen=True):
    """A column of the file by its place (0 is A), with its first values."""

    name: str
    place: int
    samples: tuple[str, ...] = ()


class Note(Struct, frozen=True):
    """Something to know about the file, by code (see texts.NOTES)."""

    code: str
    value: str = ""

    def text(self) -> Text:
        """The sentence for people."""
        return MESSAGES[self.code].text.filled(value=self.value)


class Profile(Struct, frozen=True):
    """What was found in the file; kept with the job, so a later run reads it the same way."""

    format: str
    columns: tuple[Column, ...]
    first_data_row: int
    zone: str
    encoding: str = ""
    sheet: str = ""
    notes: tuple[Note, ...] = ()


class Job(Struct, frozen=True):
    """A job with its progress: `done` rows are decided, `ok` of them well, `failed` not."""

    id: UUID
    type: str
    filename: str
    file: str
    state: JobState
    profile: Profile
    mapping: dict[str, str]
    rows: int
    done: int
    ok: int
    failed: int
    created_by: UUID
    created_at: datetime
    finished_at: datetime | None = None
    errors: tuple[RowError, ...] = ()


def error_text(error: RowError) -> Text:
    """What is wrong with the cell, for people."""
    return MESSAGES[error.code].text.filled(value=error.value, limit=error.limit)


def error_cure(error: RowError) -> Text:
    """What to do about it, for people."""
    return MESSAGES[error.code].cure.filled(value=error.value, limit=error.limit)
