"""What the driver reads, what it leaves unread, where it does not look."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from anshu.sdk.driver import ReadResult
from anshu.sdk.errors import ConfigRefused, RetryableError, TerminalError
from anshu_csv_eam import folder as folder_module
from anshu_csv_eam.config import CsvEamConfig
from anshu_csv_eam.driver import CsvEamDriver
from connectors.csv_eam.tests import exports

CONFIG = CsvEamConfig(folder="one")


async def test_equipment_is_read_with_attributes_and_provenance(
    driver: CsvEamDriver, root: Path
) -> None:
    exports.write(root / "one")
    result = await driver.read(CONFIG, "equipment", "")
    pump, reactor = result.entities
    assert (pump.key, pump.title) == ("P-101", "进料泵")
    assert pump.attributes == {
        "functional_location": "1010-SPA-001", "area": "一车间", "status": "运行"
    }  # fmt: skip
    assert pump.source_modified_at == datetime(2026, 10, 1, 0, 0, tzinfo=UTC)
    assert reactor.source_modified_at == datetime(2026, 11, 1, 16, 0, tzinfo=UTC)
    assert result.problems == ()


async def test_newest_finished_order_dates_the_last_maintenance(
    driver: CsvEamDriver, root: Path
) -> None:
    exports.write(root / "one")
    result = await driver.read(CONFIG, "maintenance", "")
    found = {value.entity_key: (value.value, value.source_key) for value in result.values}
    assert found == {
        "P-101": ("2026-11-05T02:00:00Z", "4000002"),
        "R-3": ("2026-03-04T16:00:00Z", "4000004"),
    }
    assert {value.source_modified_at for value in result.values} == {exports.WRITTEN}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
async def test_every_usual_encoding_is_recognised(
    driver: CsvEamDriver, root: Path, encoding: str
) -> None:
    exports.write(root / "one", equipment=exports.EQUIPMENT.encode(encoding))
    result = await driver.read(CONFIG, "equipment", "")
    assert [entity.title for entity in result.entities] == ["进料泵", "3号反应釜"]


@pytest.mark.parametrize(
    "text",
    [
        "Equipment Code,NAME\nP-1,Pump\n",
        "设备 编号;设备名称\nP-1;Pump\n",
        "資料,ＡＳＳＥＴＮＵＭ,description\nx,Ｐ－１,Pump\n",
        "\r\ncode\tname\r\nP-1\tPump\r\n",
    ],
)
async def test_headings_are_known_by_their_synonyms(
    driver: CsvEamDriver, root: Path, text: str
) -> None:
    exports.write(root / "one", equipment=text)
    (entity,) = (await driver.read(CONFIG, "equipment", "")).entities
    assert (entity.key, entity.title) == ("P-1", "Pump")


async def test_unchanged_file_is_not_even_opened(
    driver: CsvEamDriver, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports.write(root / "one")
    first = await driver.read(CONFIG, "equipment", "")
    monkeypatch.setattr(Path, "read_bytes", _must_not_read)
    again = await driver.read(CONFIG, "equipment", first.next_cursor)
    assert again == ReadResult(next_cursor=first.next_cursor)


async def test_rewritten_file_with_equal_content_brings_nothing(
    driver: CsvEamDriver, root: Path
) -> None:
    exports.write(root / "one")
    first = await driver.read(CONFIG, "equipment", "")
    exports.write(root / "one", at=exports.WRITTEN + timedelta(hours=2))
    again = await driver.read(CONFIG, "equipment", first.next_cursor)
    assert again.entities == ()
    assert again.next_cursor != first.next_cursor


async def test_changed_file_is_read_again(driver: CsvEamDriver, root: Path) -> None:
    exports.write(root / "one")
    first = await driver.read(CONFIG, "equipment", "")
    exports.write(root / "one", equipment="code,name\nP-1,Pump\n")
    again = await driver.read(CONFIG, "equipment", first.next_cursor)
    assert [entity.key for entity in again.entities] == ["P-1"]


async def test_foreign_cursor_means_reading_anew(driver: CsvEamDriver, root: Path) -> None:
    exports.write(root / "one")
    assert len((await driver.read(CONFIG, "equipment", "page=3")).entities) == 2


@pytest.mark.parametrize("name", ["equipment.csv", "maintenance.csv"])
async def test_missing_file_is_named_and_worth_another_try(
    driver: CsvEamDriver, root: Path, name: str
) -> None:
    exports.write(root / "one")
    (root / "one" / name).unlink()
    with pytest.raises(RetryableError, match=name):
        await driver.probe(CONFIG)


async def test_folder_that_is_a_link_to_the_outside_is_refused(
    driver: CsvEamDriver, root: Path, tmp_path: Path
) -> None:
    exports.write(tmp_path / "outside")
    (root / "one").symlink_to(tmp_path / "outside")
    with pytest.raises(ConfigRefused):
        await driver.read(CONFIG, "equipment", "")


async def test_file_that_is_a_link_to_the_outside_is_refused(
    driver: CsvEamDriver, root: Path, tmp_path: Path
) -> None:
    exports.write(root / "one")
    exports.write(tmp_path / "outside")
    (root / "one" / "equipment.csv").unlink()
    (root / "one" / "equipment.csv").symlink_to(tmp_path / "outside" / "equipment.csv")
    with pytest.raises(ConfigRefused):
        await driver.read(CONFIG, "equipment", "")


async def test_outside_folder_is_refused_alike_whether_it_is_there_or_not(
    driver: CsvEamDriver, tmp_path: Path
) -> None:
    (tmp_path / "there").mkdir()
    texts = set()
    for name in ("there", "missing"):
        with pytest.raises(ConfigRefused) as raised:
            await driver.probe(CsvEamConfig(folder=f"../{name}"))
        texts.add(raised.value.text)
    assert len(texts) == 1


async def test_over_long_folder_name_is_not_there(driver: CsvEamDriver) -> None:
    with pytest.raises(RetryableError):
        await driver.probe(CsvEamConfig(folder="长" * 400))


async def test_too_large_file_is_refused_with_its_limit(
    driver: CsvEamDriver, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "MAX_BYTES", 1024 * 1024)
    exports.write(root / "one", equipment=b"x" * (1024 * 1024 + 1))
    with pytest.raises(TerminalError, match="1 MB"):
        await driver.read(CONFIG, "equipment", "")


async def test_file_that_changes_while_it_is_read_is_left_for_the_next_run(
    driver: CsvEamDriver, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports.write(root / "one")
    read_bytes = Path.read_bytes

    def read_and_grow(path: Path) -> bytes:
        body = read_bytes(path)
        path.write_bytes(body + b"P-9,Pump,,,,\n")
        return body

    monkeypatch.setattr(Path, "read_bytes", read_and_grow)
    with pytest.raises(RetryableError, match="正在写入"):
        await driver.read(CONFIG, "equipment", "")


async def test_unknown_stream_is_an_error_a_person_can_read(driver: CsvEamDriver) -> None:
    with pytest.raises(TerminalError, match="没有数据流"):
        await driver.read(CONFIG, "people", "")


def _must_not_read(path: Path) -> bytes:
    raise AssertionError(f"{path} was read")
