"""A package proves what its reader may see, and says where the ledger stands."""

import zipfile
from pathlib import Path

from anshu.ledger.collect import Collected, collect
from anshu.ledger.erase import erase_personal
from anshu.ledger.leaf import CLASSES
from anshu.ledger.package import build_package
from anshu.ledger.queries import last_seal, stream_events
from anshu.ledger.verify import Anchors, verify_package
from anshu.ledger.verify_record import verify_collected
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import TenantRow
from tests.ledger.books import KEY, append, append_now, principal, seal
from tests.ledger.packages import DIGEST, PHOTO, SIGNED, STREAM, codes


def test_a_package_verifies_and_says_where_the_ledger_stands(
    package: bytes, collected: Collected
) -> None:
    report = verify_package(package)
    assert report.findings == ()
    assert (report.events, report.sealed, report.seal_no) == (5, 5, 5)
    assert report.head == collected.seals[-1].seal.head.hex()
    assert [note.code for note in report.notes] == ["key_unknown"]
    anchors = Anchors(
        keys=(KEY.key_id,),
        heads=tuple((one.seal.no, one.seal.head.hex()) for one in collected.seals),
    )
    assert verify_package(package, anchors).notes == ()


def test_the_same_input_makes_the_same_bytes(package: bytes, collected: Collected) -> None:
    again = build_package(collected, classes=["restricted"], media={DIGEST: PHOTO}, signed=SIGNED)
    assert again == package


def test_hidden_classes_appear_as_hashes_only_and_the_projection_verifies(
    collected: Collected,
) -> None:
    data = build_package(collected, classes=[], media={DIGEST: PHOTO}, signed=SIGNED)
    assert verify_package(data).ok
    for secret in ("王工", "13800000001", "120.50", "phone", "cost"):
        assert secret.encode() not in data
    full = build_package(collected, classes=["personal", "restricted"], media={}, signed=SIGNED)
    assert [note.code for note in verify_package(full).notes] == ["key_unknown", "media_absent"]
    assert verify_package(full).ok
    assert "王工".encode() in full


async def test_erasure_keeps_the_proof(store: Store, tenant_pair: tuple[TenantRow, ...]) -> None:
    row = tenant_pair[0]
    await append_now(store, row, STREAM, 1, 2)
    await seal(store, row)
    assert await erase_personal(store, principal(row), stream=STREAM, fields=["phone"]) == 2
    assert await erase_personal(store, principal(row), stream=STREAM) == 2
    assert await erase_personal(store, principal(row), stream=STREAM) == 0
    async with store.begin(principal(row), purpose="test.collect") as tx:
        found = await collect(tx, STREAM)
    assert all(event.personal is None for event in found.events)
    data = build_package(found, classes=["personal", "restricted"], media={}, signed=SIGNED)
    report = verify_package(data)
    assert report.ok
    assert [note.code for note in report.notes].count("erased") == 2
    assert "王工".encode() not in data


async def test_events_not_sealed_yet_are_told_apart(
    store: Store, tenant_pair: tuple[TenantRow, ...]
) -> None:
    row = tenant_pair[0]
    await append_now(store, row, STREAM, 1)
    for sealed_count in (0, 1):
        async with store.begin(principal(row), purpose="test.collect") as tx:
            found = await collect(tx, STREAM)
            newest = await last_seal(tx)
        report = verify_package(build_package(found, classes=[], media={}, signed=SIGNED))
        assert report.ok
        assert (report.events, report.sealed) == (sealed_count + 1, sealed_count)
        numbers = [event.seq for event in found.events]
        assert (newest.cursor.sealed(numbers) if newest else 0) == sealed_count
        await seal(store, row)
        await append_now(store, row, STREAM, sealed_count + 2)


async def test_anchored_seals_come_along_with_proof(store: Store, book: TenantRow) -> None:
    async with store.begin(principal(book), purpose="test.collect") as tx:
        found = await collect(tx, STREAM, anchors=[1])
    data = build_package(found, classes=[], media={}, signed=SIGNED)
    head = found.seals[0].seal.head.hex()
    assert found.seals[0].seal.no == 1
    assert verify_package(data, Anchors(heads=((1, head),))).ok
    assert codes(data, heads=((1, "0" * 64),)) == {("anchor", "seal 1")}


async def test_a_stragglers_seal_is_found(store: Store, tenant_pair: tuple[TenantRow, ...]) -> None:
    row = tenant_pair[0]
    async with store.begin(principal(row), purpose="test.slow") as slow:
        await append(slow, STREAM, 1)
        for version in (1, 2, 3):
            await append_now(store, row, "hazard-1", version)
            await seal(store, row)
    assert await _sealed_by_the_cursor(store, row) == 0
    await seal(store, row)
    assert await _sealed_by_the_cursor(store, row) == 1
    await append_now(store, row, STREAM, 2, 3)
    await seal(store, row)
    async with store.begin(principal(row), purpose="test.verify") as tx:
        found = await collect(tx, STREAM)
        other = await collect(tx, "hazard-1")
    report = verify_collected(found, classes=CLASSES, media={}, signed=SIGNED)
    assert [one.seal.no for one in found.seals] == [4, 5]
    assert [one.seal.no for one in other.seals] == [1, 2, 3, 5]
    assert (report.ok, report.events, report.sealed) == (True, 3, 3)


def test_the_package_is_an_ordinary_zip_file(package: bytes, tmp_path: Path) -> None:
    (tmp_path / "p.zip").write_bytes(package)
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        assert archive.testzip() is None
        assert archive.read(f"media/{DIGEST}") == PHOTO


async def _sealed_by_the_cursor(store: Store, row: TenantRow) -> int:
    """How a record's page counts, without reading the seals that cover the record."""
    async with store.begin(principal(row), purpose="test.count") as tx:
        newest = await last_seal(tx)
        assert newest is not None
        return newest.cursor.sealed([event.seq for event in await stream_events(tx, STREAM)])
