"""Who may attach a file: who sent it or may see it; knowing its hash is not enough."""

import msgspec

from anshu.flow.commands import Facts
from anshu.flow.references import references_of
from anshu.flow.state import RecordState
from anshu.records.access_to_media import visible_statement
from anshu.records.books import Book
from anshu.records.subject import Subject
from anshu.store.unit_of_work import Transaction

# Made by the server for a signature: the same text may have been shown to others before.
OUR_OWN = ("sheet", "proof")


async def without_foreign(
    tx: Transaction, subject: Subject, book: Book, state: RecordState, facts: Facts
) -> Facts:
    """The facts without files that others sent and the subject may not see.

    The decision then says what it says of a file that is not there. Files that the record has
    already stay; nothing is read unless there is a file of others.
    """
    kept = book.compiled.types.get(state.type)
    known = set(references_of(kept.fields, state.data).media) if kept is not None else set()
    hidden: set[str] = set()
    for digest, media in facts.media.items():
        if not media.foreign or digest in known or media.purpose in OUR_OWN:
            continue
        statement = visible_statement(book, subject, digest)
        row = await tx.fetchrow(statement.sql, *statement.arguments)
        if row is None or not row["visible"]:
            hidden.add(digest)
    if not hidden:
        return facts
    return msgspec.structs.replace(
        facts, media={key: media for key, media in facts.media.items() if key not in hidden}
    )
