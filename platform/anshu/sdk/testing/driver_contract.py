"""The contract suite that every driver's own tests run.

Subclass DriverContract in a test file and give it a fixture `case`:

    class TestContract(DriverContract):
        @pytest.fixture
        def case(self, tmp_path): return ContractCase(...)

The tests are coroutines: run them with pytest-asyncio in auto mode.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from anshu.sdk.config import DriverConfig, config_schema, decode_config, secret_fields
from anshu.sdk.driver import Driver, ReadResult, Unsupported, WriteAction
from anshu.sdk.errors import ConfigRefused, ConnectorError, RetryableError
from anshu.sdk.values import SourceEntity, SourceValue

MAX_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class ContractCase:
    """What the suite needs: a driver on a frozen clock and configurations by kind.

    `good` and `other` are two readable sources with different content; `bad` pairs a
    configuration with the field at fault; `unreachable` names a source that does not answer;
    `secrets` are all secret texts used in these configurations.
    """

    driver: Driver[DriverConfig]
    good: Mapping[str, object]
    other: Mapping[str, object]
    bad: tuple[tuple[Mapping[str, object], str], ...]
    unreachable: Mapping[str, object]
    secrets: tuple[str, ...] = ()

    def config(self, raw: Mapping[str, object]) -> DriverConfig:
        return decode_config(self.driver.config_type, raw)


class DriverContract:
    """The tests; each fails with a sentence that says what the driver did."""

    async def test_probe_of_a_good_source_answers_in_chinese(self, case: ContractCase) -> None:
        result = await case.driver.probe(case.config(case.good))
        assert re.search(r"[\u4e00-\u9fff]", result.text.zh), "the probe's text is not Chinese"

    async def test_good_source_has_content_in_every_stream(self, case: ContractCase) -> None:
        config = case.config(case.good)
        streams = await case.driver.streams(config)
        assert streams, "the driver names no stream"
        keys = [stream.key for stream in streams]
        assert len(set(keys)) == len(keys), f"two streams share a key: {keys}"
        for stream in streams:
            result = await _read_all(case.driver, config, stream.key)
            brought = {value.name for value in result.values}
            brought |= {entity.kind for entity in result.entities}
            assert brought, f"stream {stream.key} of the good source is empty"
            undeclared = brought - set(stream.brings)
            assert not undeclared, f"stream {stream.key} brings undeclared {undeclared}"

    async def test_same_cursor_gives_the_same_again(self, case: ContractCase) -> None:
        config = case.config(case.good)
        for stream in await case.driver.streams(config):
            first = await case.driver.read(config, stream.key, "")
            again = await case.driver.read(config, stream.key, "")
            assert first == again, f"stream {stream.key}: a repeated read differs"

    async def test_last_cursor_gives_nothing_new(self, case: ContractCase) -> None:
        config = case.config(case.good)
        for stream in await case.driver.streams(config):
            end = await _read_all(case.driver, config, stream.key)
            assert end.next_cursor, f"stream {stream.key} gives no cursor"
            after = await case.driver.read(config, stream.key, end.next_cursor)
            assert not after.entities, f"stream {stream.key} repeats entities"
            assert not after.values, f"stream {stream.key} repeats values"
            assert not after.more, f"stream {stream.key} asks for more at its end"

    async def test_two_sources_side_by_side_do_not_mix(self, case: ContractCase) -> None:
        good, other = case.config(case.good), case.config(case.other)
        for stream in await case.driver.streams(good):
            alone = [await _read_all(case.driver, config, stream.key) for config in (good, other)]
            assert alone[0] != alone[1], "the two sources of the case are the same"
            together = await asyncio.gather(
                *(_read_all(case.driver, config, stream.key) for config in (good, other) * 3)
            )
            for index, result in enumerate(together):
                assert result == alone[index % 2], f"stream {stream.key}: two sources mixed"

    async def test_bad_configuration_is_refused_naming_the_field(self, case: ContractCase) -> None:
        assert case.bad, "the case names no bad configuration"
        for raw, field in case.bad:
            try:
                await case.driver.probe(case.config(raw))
            except ConfigRefused as refused:
                assert refused.field == field, f"named {refused.field!r} instead of {field!r}"
            else:
                raise AssertionError(f"a configuration with a bad {field!r} was accepted")

    async def test_unreachable_source_is_worth_another_try(self, case: ContractCase) -> None:
        config = case.config(case.unreachable)
        (stream, *_) = await case.driver.streams(config)
        attempts: dict[str, Callable[[], Awaitable[object]]] = {
            "probe": lambda: case.driver.probe(config),
            "read": lambda: case.driver.read(config, stream.key, ""),
        }
        for name, attempt in attempts.items():
            try:
                await attempt()
            except RetryableError:
                continue
            except ConnectorError as error:
                raise AssertionError(f"{name} raised {type(error).__name__}") from error
            raise AssertionError(f"{name} of an unreachable source answered")

    async def test_everything_brought_says_where_it_came_from(self, case: ContractCase) -> None:
        config = case.config(case.good)
        now = case.driver.environment.clock.now()
        for stream in await case.driver.streams(config):
            result = await _read_all(case.driver, config, stream.key)
            brought: list[SourceEntity | SourceValue] = [*result.entities, *result.values]
            for item in brought:
                _check_provenance(item, now)

    async def test_secrets_show_nowhere(self, case: ContractCase) -> None:
        config = case.config(case.good)
        marked = secret_fields(case.driver.config_type)
        assert bool(marked) == bool(case.secrets), "name the secrets of the case"
        shown = [repr(config), str(config_schema(case.driver.config_type))]
        shown += await _failures(case)
        for stream in await case.driver.streams(config):
            result = await _read_all(case.driver, config, stream.key)
            shown.append(msgspec.json.encode(result).decode())
        for secret in case.secrets:
            assert not any(secret in text for text in shown), "a secret shows"

    async def test_unknown_write_is_answered_as_unsupported(self, case: ContractCase) -> None:
        action = WriteAction(key="contract-test", kind="nothing_that_exists", fields={})
        answer = await case.driver.write(case.config(case.good), action)
        assert answer == Unsupported("nothing_that_exists")


async def _read_all(driver: Driver[DriverConfig], config: DriverConfig, stream: str) -> ReadResult:
    whole = ReadResult(next_cursor="")
    for _ in range(MAX_PAGES):
        page = await driver.read(config, stream, whole.next_cursor)
        assert not page.more or page.next_cursor != whole.next_cursor, "the cursor stands still"
        whole = ReadResult(
            next_cursor=page.next_cursor,
            entities=whole.entities + page.entities,
            values=whole.values + page.values,
            problems=whole.problems + page.problems,
        )
        if not page.more:
            return whole
    raise AssertionError(f"stream {stream} does not end")


def _check_provenance(item: SourceEntity | SourceValue, now: datetime) -> None:
    assert item.source_key, f"{item} has no source_key"
    assert re.fullmatch(r"[0-9a-f]{64}", item.raw_hash), f"{item}: raw_hash is no SHA-256"
    assert item.fetched_at == now, f"{item}: fetched_at is not the environment's time"
    modified = item.source_modified_at
    for moment in (item.fetched_at, modified):
        if moment is not None:
            assert moment.utcoffset() == timedelta(0), f"{item}: a time is not in UTC"


async def _failures(case: ContractCase) -> list[str]:
    """All that can be read of the failures of bad and unreachable configurations."""
    texts = []
    for raw in (case.unreachable, *(raw for raw, _ in case.bad)):
        try:
            await case.driver.probe(case.config(raw))
        except ConnectorError as error:
            seen: BaseException | None = error
            texts.append(error.text.zh + error.text.en)
            while seen is not None:
                texts += [str(seen), repr(seen)]
                seen = seen.__cause__ or seen.__context__
    return texts
