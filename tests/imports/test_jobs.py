"""An import from upload to done in a real tenant: dry run, errors, resuming, isolation."""

import subprocess
import sys
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from anshu.kernel.clock import MovedClock
from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Refusal
from anshu.media.files import MediaFiles
from anshu.records.imports import running
from anshu.records.imports.job import Job, error_text
from anshu.records.imports.jobs import (
    ImportContext,
    NewImport,
    change_mapping,
    create_job,
    dry_run,
    list_jobs,
    show_job,
)
from anshu.records.imports.running import row_id, run_job, start_job, unfinished
from anshu.store.node import NodeSettings
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import TenantRow, principal
from tests.imports.importers import BrokenImporter, RecordingImporter
from tests.imports.ledgers import HEADER, ROWS, SHAPE, csv_bytes
from tests.imports.victim import Orders

PERSON = new_id()
GOOD = [f"{n},第{n}处漏油,一般,2026/3/5,,,," for n in range(1, 501)]


@pytest.fixture
def tenants(tenant_pair: tuple[TenantRow, TenantRow]) -> tuple[Tenant, Tenant]:
    return principal(tenant_pair[0]), principal(tenant_pair[1])


@pytest.fixture
def tenant(tenants: tuple[Tenant, Tenant]) -> Tenant:
    return tenants[0]


@pytest.fixture
def context(store: Store, clock: MovedClock, tmp_path: Path) -> ImportContext:
    return ImportContext(store, MediaFiles(tmp_path), clock)


def well(outcome: Job | Refusal) -> Job:
    assert isinstance(outcome, Job), outcome
    return outcome


async def created(
    context: ImportContext, tenant: Tenant, content: bytes, *, filename: str = "台账.csv"
) -> Job:
    new = NewImport(filename, content, PERSON, "Asia/Shanghai")
    return well(await create_job(context, tenant, new, shape=SHAPE))


async def started(context: ImportContext, tenant: Tenant, content: bytes) -> Job:
    job = await created(context, tenant, content)
    well(await dry_run(context, tenant, job.id, shape=SHAPE))
    return well(await start_job(context, tenant, job.id))


async def add_person(context: ImportContext, tenant: Tenant, name: str) -> UUID:
    person = new_id()
    sql = """insert into record (id, type, number, version, state, title, org_path, created_at,
                                 updated_at, definition)
             values ($1, 'person', 'RY-1', 1, 'active', $2, '/', now(), now(), '')"""
    async with context.store.begin(tenant, purpose="test") as tx:
        await tx.execute(sql, person, name)
    return person


async def leaks(context: ImportContext, tenant: Tenant) -> int:
    async with context.store.begin(tenant, purpose="test") as tx:
        row = await tx.fetchrow("select count(*) as n from record where type = 'leak'")
    assert row is not None
    return int(row["n"])


def progress(job: Job) -> tuple[str, int, int, int, int]:
    return job.state, job.rows, job.done, job.ok, job.failed


async def test_upload_is_kept_with_profile_and_guessed_mapping(
    context: ImportContext, tenant: Tenant
) -> None:
    job = await created(context, tenant, csv_bytes(encoding="gbk"))
    assert progress(job) == ("draft", 3, 0, 0, 0)
    assert (job.profile.encoding, job.profile.columns[1].samples[0]) == ("GB18030", "法兰渗漏")
    assert job.mapping == {
        "隐患描述": "description",
        "等级": "level",
        "发现时间": "created_at",
        "整改责任人": "responsible",
        "整改期限": "deadline",
        "状态": "state",
        "销号时间": "closed_at",
    }
    assert await context.files.get(tenant, job.file) == csv_bytes(encoding="gbk")
    assert well(await show_job(context, tenant, job.id)) == job


async def test_unreadable_upload_leaves_no_job(context: ImportContext, tenant: Tenant) -> None:
    new = NewImport("台账.xlsx", b"%PDF-1.7", PERSON, "Asia/Shanghai")
    refusal = await create_job(context, tenant, new, shape=SHAPE)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "import_wrong_type"
    assert await list_jobs(context, tenant) == []


async def test_dry_run_names_every_fault_and_writes_no_record(
    context: ImportContext, tenant: Tenant
) -> None:
    job = await created(context, tenant, csv_bytes())
    checked = well(await dry_run(context, tenant, job.id, shape=SHAPE))
    assert progress(checked) == ("checked", 3, 3, 1, 2)
    assert [(e.row, e.column, e.code) for e in checked.errors] == [
        (2, "整改责任人", "import_unknown_person"),
        (3, "整改责任人", "import_unknown_person"),
    ]
    assert error_text(checked.errors[0]).zh == "系统中没有人员“张三”。"
    assert await leaks(context, tenant) == 0


async def test_second_dry_run_forgets_what_has_been_cured(
    context: ImportContext, tenant: Tenant
) -> None:
    job = await created(context, tenant, csv_bytes())
    well(await dry_run(context, tenant, job.id, shape=SHAPE))
    await add_person(context, tenant, "张三")
    checked = well(await dry_run(context, tenant, job.id, shape=SHAPE))
    assert progress(checked) == ("checked", 3, 3, 3, 0)
    assert checked.errors == ()


async def test_mapping_can_be_changed_until_the_import_starts(
    context: ImportContext, tenant: Tenant
) -> None:
    job = await created(context, tenant, csv_bytes())
    without = {**job.mapping, "整改责任人": ""}
    changed = well(await change_mapping(context, tenant, job.id, mapping=without, shape=SHAPE))
    assert "整改责任人" not in changed.mapping
    checked = well(await dry_run(context, tenant, job.id, shape=SHAPE))
    assert checked.ok == 3
    well(await start_job(context, tenant, job.id))
    refusal = await change_mapping(context, tenant, job.id, mapping=without, shape=SHAPE)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "import_started"
    again = await dry_run(context, tenant, job.id, shape=SHAPE)
    assert isinstance(again, Refusal)
    assert again.code == "import_started"


async def test_mapping_without_a_required_target_is_refused_and_keeps_the_old_one(
    context: ImportContext, tenant: Tenant
) -> None:
    job = await created(context, tenant, csv_bytes())
    refusal = await change_mapping(context, tenant, job.id, mapping={"等级": "level"}, shape=SHAPE)
    assert isinstance(refusal, Refusal)
    assert {error.field for error in refusal.fields} == {"created_at", "description"}
    assert well(await show_job(context, tenant, job.id)).mapping == job.mapping


async def test_import_takes_good_rows_and_leaves_faulty_ones_named(
    context: ImportContext, tenant: Tenant
) -> None:
    job = await started(context, tenant, csv_bytes())
    importer = RecordingImporter(context.store, tenant)
    done = well(await run_job(context, tenant, job.id, shape=SHAPE, importer=importer))
    assert progress(done) == ("done", 3, 3, 1, 2)
    assert {error.row for error in done.errors} == {2, 3}
    assert done.finished_at is not None
    assert [(row.row_no, row.id) for row in importer.offered] == [(4, row_id(job.id, 4))]
    assert await leaks(context, tenant) == 1


async def test_row_that_the_runner_refuses_is_named_and_the_others_go_on(
    context: ImportContext, tenant: Tenant
) -> None:
    job = await started(context, tenant, csv_bytes([HEADER, *GOOD[:10]]))
    importer = RecordingImporter(context.store, tenant)
    importer.refuse_rows = frozenset((4,))
    done = well(await run_job(context, tenant, job.id, shape=SHAPE, importer=importer))
    assert progress(done) == ("done", 10, 10, 9, 1)
    assert [(e.row, e.column, e.value) for e in done.errors] == [(4, "等级", "level_frozen")]


async def test_import_without_a_dry_run_is_refused(context: ImportContext, tenant: Tenant) -> None:
    job = await created(context, tenant, csv_bytes())
    refusal = await start_job(context, tenant, job.id)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "import_not_checked"


async def test_import_that_is_run_again_does_nothing(
    context: ImportContext, tenant: Tenant
) -> None:
    job = await started(context, tenant, csv_bytes([HEADER, *GOOD[:10]]))
    importer = RecordingImporter(context.store, tenant)
    first = well(await run_job(context, tenant, job.id, shape=SHAPE, importer=importer))
    second = well(await run_job(context, tenant, job.id, shape=SHAPE, importer=importer))
    assert progress(first) == progress(second) == ("done", 10, 10, 10, 0)
    assert len(importer.offered) == 10


async def test_failed_import_says_so_and_is_resumed_by_starting_it_again(
    context: ImportContext, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH_ROWS", 4)
    job = await started(context, tenant, csv_bytes([HEADER, *GOOD[:10]]))
    broken = BrokenImporter(context.store, tenant)
    with pytest.raises(ConnectionError):
        await run_job(context, tenant, job.id, shape=SHAPE, importer=broken)
    assert progress(well(await show_job(context, tenant, job.id))) == ("failed", 10, 4, 4, 0)
    well(await start_job(context, tenant, job.id))
    importer = RecordingImporter(context.store, tenant)
    done = well(await run_job(context, tenant, job.id, shape=SHAPE, importer=importer))
    assert progress(done) == ("done", 10, 10, 10, 0)
    assert [row.row_no for row in importer.offered] == [6, 7, 8, 9, 10, 11]


async def test_import_killed_between_commit_and_note_continues_without_doubles(
    context: ImportContext, tenant: Tenant, node_settings: NodeSettings, tmp_path: Path
) -> None:
    job = await started(context, tenant, csv_bytes([HEADER, *GOOD]))
    orders = Orders(
        url=node_settings.url,
        installation=node_settings.installation,
        secret=node_settings.secret,
        schema=tenant.schema,
        role=tenant.role,
        media=str(tmp_path),
        job=job.id,
        after_batches=2,
    )
    victim = subprocess.run(  # noqa: ASYNC221
        [sys.executable, "-m", "tests.imports.victim"],
        cwd=Path(__file__).parents[2],
        input=msgspec.json.encode(orders),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert victim.returncode == -9, victim.stderr.decode()
    assert await leaks(context, tenant) == 400
    halfway = well(await show_job(context, tenant, job.id))
    assert progress(halfway) == ("running", 500, 200, 200, 0)
    assert [one.id for one in await unfinished(context, tenant)] == [job.id]

    importer = RecordingImporter(context.store, tenant)
    done = well(await run_job(context, tenant, job.id, shape=SHAPE, importer=importer))
    assert progress(done) == ("done", 500, 500, 500, 0)
    assert await leaks(context, tenant) == 500
    assert len(importer.offered) == 300
    assert await unfinished(context, tenant) == []


async def test_number_that_a_record_has_already_is_refused(
    context: ImportContext, tenant: Tenant
) -> None:
    lines = ["编号,隐患描述,发现时间", "XL-1,漏油,2026/3/5", "XL-2,漏水,2026/3/5"]
    job = await started(context, tenant, csv_bytes(lines))
    importer = RecordingImporter(context.store, tenant)
    well(await run_job(context, tenant, job.id, shape=SHAPE, importer=importer))
    second = await created(context, tenant, csv_bytes([*lines, "XL-3,漏气,2026/3/5"]))
    checked = well(await dry_run(context, tenant, second.id, shape=SHAPE))
    assert [(e.row, e.code, e.value) for e in checked.errors] == [
        (2, "import_number_taken", "XL-1"),
        (3, "import_number_taken", "XL-2"),
    ]
    assert checked.ok == 1


async def test_same_file_again_is_told(context: ImportContext, tenant: Tenant) -> None:
    job = await started(context, tenant, csv_bytes([HEADER, *GOOD[:3]]))
    importer = RecordingImporter(context.store, tenant)
    well(await run_job(context, tenant, job.id, shape=SHAPE, importer=importer))
    again = await created(context, tenant, csv_bytes([HEADER, *GOOD[:3]]))
    assert [note.code for note in again.profile.notes] == ["same_file"]
    assert "重复记录" in again.profile.notes[0].text().zh


async def test_job_of_another_tenant_does_not_exist(
    context: ImportContext, tenants: tuple[Tenant, Tenant]
) -> None:
    mine, theirs = tenants
    job = await started(context, mine, csv_bytes())
    importer = RecordingImporter(context.store, theirs)
    outcomes = [
        await show_job(context, theirs, job.id),
        await change_mapping(context, theirs, job.id, mapping=job.mapping, shape=SHAPE),
        await dry_run(context, theirs, job.id, shape=SHAPE),
        await start_job(context, theirs, job.id),
        await run_job(context, theirs, job.id, shape=SHAPE, importer=importer),
    ]
    assert {o.code if isinstance(o, Refusal) else "" for o in outcomes} == {"import_unknown"}
    assert await list_jobs(context, theirs) == []
    assert importer.offered == []


@pytest.mark.parametrize("line", ROWS)
async def test_every_line_of_our_own_ledger_is_good_once_its_person_exists(
    context: ImportContext, tenant: Tenant, line: str
) -> None:
    await add_person(context, tenant, "张三")
    job = await created(context, tenant, csv_bytes([HEADER, line]))
    assert well(await dry_run(context, tenant, job.id, shape=SHAPE)).errors == ()
