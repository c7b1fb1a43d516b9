"""Who may begin and commit, connect, and hold statements."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import python_files, texts, tree

UNIT_OF_WORK = "platform/anshu/store/unit_of_work.py"
# principal.py writes the one message that begins; only the unit of work sends it.
BEGINNING = {UNIT_OF_WORK, "platform/anshu/store/principal.py"}
TRANSACTION_WORD = re.compile(
    r"^\s*(begin|commit|rollback|savepoint|start\s+transaction)\s*(;|$|work|transaction|to)", re.I
)
TRANSACTION_CALLS = {"transaction", "commit", "rollback", "begin_nested"}

STATEMENT = re.compile(
    r"^\s*(select\s.+\sfrom|select\s+\w+\(|insert\s+into|update\s+\S+\s+set|delete\s+from|"
    r"with\s+\w+(\s*\([^)]*\))?\s+as\s*(materialized\s*)?\(|create\s+(table|role|schema|index)|"
    r"alter\s+(table|role)|drop\s+(table|role|schema)|(grant|revoke)\s+(select|insert|update|delete|all|"
    r"usage|execute|create|temp)\b|truncate\s|set\s+(local|"
    r"session|role)\s)",
    re.I | re.S,
)
STATEMENT_FILES = {"queries.py", "writes.py", "fragments.py"}
STATEMENT_ROOMS = (
    "platform/anshu/store/", "platform/anshu/outbox/", "platform/anshu/ledger/",
    "platform/anshu/embedded/", "tenants/",
)  # fmt: skip
CONNECTING = ("platform/anshu/store/node.py", "platform/anshu/embedded/", "tenants/")


def test_only_the_unit_of_work_begins_and_commits() -> None:
    found = [
        f"{path}:{line}: {text.strip()[:40]}"
        for path in python_files()
        if path not in BEGINNING
        for line, text in texts(path)
        if TRANSACTION_WORD.match(text)
    ]
    found += [
        f"{path}:{line}: .{name}()"
        for path in python_files()
        if path != UNIT_OF_WORK and "/migrations/" not in path
        for line, name in _method_calls(path)
        if name in TRANSACTION_CALLS
    ]
    assert found == []


def test_only_store_tenants_and_embedded_open_connections() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path in python_files()
        if not path.startswith(CONNECTING)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in {("asyncpg", "connect"), ("asyncpg", "create_pool")}
    ]
    assert found == []


def test_statements_stand_in_the_files_meant_for_them() -> None:
    """Constant statements and constant pieces of them stand in files of these three names.

    fragments.py is for lists: their columns and predicates follow what the reader may see, so
    one constant cannot be the statement. What composes them puts in pieces and numbers of
    parameters, never a value, and holds no SQL verb of its own.
    """
    found = [
        f"{path}:{line}: {' '.join(text.split())[:50]}"
        for path in python_files()
        if not path.startswith(STATEMENT_ROOMS) and path.rpartition("/")[2] not in STATEMENT_FILES
        for line, text in texts(path)
        if STATEMENT.match(text)
    ]
    assert found == []


def test_queries_files_outside_those_rooms_hold_no_statement_that_selects_everything() -> None:
    found = [
        f"{path}:{line}"
        for path in python_files()
        for line, text in texts(path)
        # A record set names its columns itself.
        if re.search(r"\bselect\s+\*\s+from\s+(?!jsonb_to_recordset|unnest|\()", text, re.I)
    ]
    assert found == []


def test_the_patterns_know_a_statement_when_they_see_one() -> None:
    for text in ("select a from b", "\n  insert into b values (1)", "with x as (select 1)"):
        assert STATEMENT.match(text), text
    for text in ("select a photo", "update the record", "Set a password", "Revoke those not used"):
        assert not STATEMENT.match(text), text
    for text in ("BEGIN", "commit;", "ROLLBACK TO x", "begin; set local role x"):
        assert TRANSACTION_WORD.match(text), text
    assert not TRANSACTION_WORD.match("beginning")


def _method_calls(path: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.lineno, node.func.attr
