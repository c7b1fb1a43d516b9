"""The doctor finds nothing in a healthy installation and names each thing that is wrong."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from anshu.embedded.server import EmbeddedPostgres
from anshu_tenants.doctor import Finding, examine
from anshu_tenants.estate import Estate
from anshu_tenants.provision import NewTenant, create_tenant, fill_spares
from anshu_tenants.registry import TenantRow
from anshu_tenants.script import shipped
from tests.tenants.fleet import open_fleet


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def patient(postgres: EmbeddedPostgres) -> AsyncIterator[tuple[Estate, TenantRow]]:
    """A healthy installation with one tenant and enough spares."""
    async with open_fleet("patient", {"main": postgres}) as estate:
        row = await create_tenant(estate, NewTenant("company", "甲公司"))
        await fill_spares(estate, 2, node="main")
        yield estate, row


async def codes(estate: Estate) -> list[str]:
    findings: list[Finding] = await examine(estate)
    assert all(finding.zh and finding.en for finding in findings)
    return [finding.code for finding in findings]


async def test_a_healthy_installation_has_no_findings(patient: tuple[Estate, TenantRow]) -> None:
    assert await codes(patient[0]) == []


@pytest.mark.parametrize(
    ("harm", "cure", "code"),
    [
        (
            "update control.tenant set state = 'quarantined', error = 'e' where id = '{id}'",
            "update control.tenant set state = 'active', error = null where id = '{id}'",
            "tenant-quarantined",
        ),
        (
            "update control.tenant set revision = 't0000' where id = '{id}'",
            "update control.tenant set revision = '{head}' where id = '{id}'",
            "tenants-outdated",
        ),
        (
            "grant temporary on database patient to public",
            "revoke temporary on database patient from public",
            "not-hardened",
        ),
        ("alter role {role} login", "alter role {role} nologin", "role-too-powerful"),
        ("alter role patient_app inherit", "alter role patient_app noinherit", "role-too-powerful"),
        (
            "grant patient_control to patient_app",
            "revoke patient_control from patient_app",
            "role-too-powerful",
        ),
        (
            "create schema t_stray authorization patient_owner",
            "drop schema t_stray",
            "schema-unregistered",
        ),
        (
            "alter schema {schema} rename to elsewhere",
            "alter schema elsewhere rename to {schema}",
            "schema-missing",
        ),
        (
            "update control.tenant set state = 'building' where state = 'spare'",
            "update control.tenant set state = 'spare' where state = 'building'",
            "few-spares",
        ),
    ],
)
async def test_each_harm_is_named_and_gone_after_its_cure(
    patient: tuple[Estate, TenantRow], harm: str, cure: str, code: str
) -> None:
    estate, row = patient
    names = {"id": str(row.id), "role": row.role, "schema": row.schema, "head": shipped().head}
    admin = await asyncpg.connect(estate.admin_dsns["main"])
    try:
        await admin.execute(harm.format(**names))
        found = await codes(estate)
        await admin.execute(cure.format(**names))
    finally:
        await admin.close()
    assert code in found
    assert await codes(estate) == []


async def test_a_role_that_merely_shares_the_prefix_is_none_of_ours(
    patient: tuple[Estate, TenantRow],
) -> None:
    admin = await asyncpg.connect(patient[0].admin_dsns["main"])
    try:
        await admin.execute("create role patient_admin superuser")
        found = await codes(patient[0])
        await admin.execute("drop role patient_admin")
    finally:
        await admin.close()
    assert found == []
