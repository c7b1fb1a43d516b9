"""The tenants' commands work from settings and refuse in plain words."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result

from anshu.embedded.server import EmbeddedPostgres
from anshu.entrypoints.definitions import definitions
from anshu.entrypoints.packs import shipped_packs
from anshu.kernel.clock import SystemClock
from anshu.records.adoption import adopt
from anshu.records.services import build_services
from anshu.settings import Settings
from anshu.store.node import NodeSettings
from anshu_tenants.cli import tenants
from anshu_tenants.deployment import install_all
from anshu_tenants.registry import find, principal
from tests.tenants.fleet import SECRET, new_database

OURS = """
layer: group
publisher: test
name: ours
version: "1"
effective_from: "2026-01-01"
items: [{kind: Limit, key: pause, title: {zh: 间隔}, direction: at_most, value: "5", unit: min}]
"""


async def founded(settings: Settings, tenant: UUID) -> None:
    """Gives the tenant the foundation's definitions."""
    services = build_services(settings, SystemClock())
    row = await find(services.store, settings.control_node, tenant)
    await adopt(services.store, principal(row), shipped_packs()[:1], services.clock)
    await services.store.close()


@pytest.fixture(scope="module")
def settings(postgres: EmbeddedPostgres) -> Settings:
    """An installation that has been installed and nothing more."""
    dsn = asyncio.run(new_database(postgres.admin_dsn, "cli"))
    made = Settings(
        installation="cli",
        secret=SECRET,
        nodes=(NodeSettings("main", dsn, "cli", SECRET),),
        admin_urls={"main": dsn},
        control_node="main",
        media_root="",
    )
    assert asyncio.run(install_all(made)) == ()
    return made


def run(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(tenants, arguments, obj=settings)


def test_a_tenant_is_created_listed_retired_and_restored(
    settings: Settings, tmp_path: Path
) -> None:
    created = run(settings, "create", "甲公司", "--kind", "company")
    assert created.exit_code == 0, created.output
    tenant = created.output.split()[0]
    assert tenant in run(settings, "list").output
    assert "active" in run(settings, "status").output
    folder = tmp_path / "left"
    retired = run(settings, "retire", tenant, str(folder), "--yes")
    assert retired.exit_code == 0, retired.output
    assert tenant not in run(settings, "list").output
    assert tenant in run(settings, "list", "--all").output
    refused = run(settings, "restore", str(folder))
    assert refused.exit_code == 1
    assert "already" in refused.output


def test_spares_and_migration_report_what_they_did(settings: Settings) -> None:
    assert "+1" in run(settings, "spares", "--count", "1").output
    assert "+0" in run(settings, "spares", "--count", "1").output
    outcome = run(settings, "migrate")
    assert outcome.exit_code == 0, outcome.output
    assert "0 个完成, 0 个隔离" in outcome.output


def test_a_refusal_is_a_sentence_and_no_traceback(settings: Settings) -> None:
    refused = run(settings, "create", "甲", "--kind", "company", "--parent", str(uuid4()))
    assert refused.exit_code == 1
    assert "parent" in refused.output
    assert "Traceback" not in refused.output
    assert run(settings, "create", "甲", "--kind", "customer").exit_code == 2


def test_own_packs_are_checked_adopted_and_refused_in_plain_words(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anshu.entrypoints.definitions.from_environment", lambda: settings)
    tenant = run(settings, "create", "乙公司", "--kind", "company").output.split()[0]
    file = tmp_path / "ours.yaml"
    file.write_text(OURS, encoding="utf-8")

    def asked(*more: str) -> Result:
        return CliRunner().invoke(definitions, ("adopt", str(file), "--tenant", tenant, *more))

    early = asked()
    assert early.exit_code == 1
    assert "乙公司 has no definitions yet" in early.output
    asyncio.run(founded(settings, UUID(tenant)))
    assert "— → 5 min" in asked("--check").output
    assert "— → 5 min" in asked().output
    assert "→" not in asked("--check").output
    file.write_text(OURS.replace("layer: group", "layer: law"), encoding="utf-8")
    assert "published with the product" in asked().output
