"""The committed script is fresh, whole, and makes what Alembic makes."""

import asyncpg
import pytest

from anshu.embedded.server import EmbeddedPostgres
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import TenantRow
from anshu_tenants.revisions import render_tenant, upgrade
from anshu_tenants.script import RENDERED, ScriptError, from_text, shipped, to_text
from tests.tenants.catalogue import describe


def test_the_committed_script_is_what_the_revisions_render() -> None:
    rendered = to_text(render_tenant())
    assert RENDERED.read_text(encoding="utf-8") == rendered, "python -m anshu_tenants.render"


def test_an_edited_script_is_refused() -> None:
    text = RENDERED.read_text(encoding="utf-8")
    for edited in (text.replace("bigint", "int", 1), text + "drop table event;\n", "", text[1:]):
        with pytest.raises(ScriptError):
            from_text(edited)


def test_a_script_survives_its_text_form() -> None:
    assert from_text(to_text(shipped())) == shipped()


def test_an_unknown_revision_is_refused() -> None:
    with pytest.raises(ScriptError, match="t9999"):
        shipped().since("t9999")


async def test_a_provisioned_schema_equals_the_one_that_alembic_makes(
    store: Store, postgres: EmbeddedPostgres, tenant_pair: tuple[TenantRow, TenantRow]
) -> None:
    admin = await asyncpg.connect(postgres.admin_dsn)
    try:
        await admin.execute("create schema by_alembic authorization test_owner")
        head = await upgrade(
            postgres.admin_dsn, branch="tenant", schema="by_alembic", owner="test_owner"
        )
        expected = await describe(admin, "by_alembic", without="alembic_version")
        found = await describe(admin, tenant_pair[0].schema)
        owners = await admin.fetch(
            "select distinct relowner::regrole::text from pg_class "
            "where relnamespace = $1::text::regnamespace",
            tenant_pair[0].schema,
        )
    finally:
        await admin.execute("drop schema by_alembic cascade")
        await admin.close()
    assert head == shipped().head
    assert len(expected) > 100
    assert found == expected
    assert [tuple(row) for row in owners] == [("test_owner",)]
