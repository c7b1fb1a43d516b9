"""The contract suite passes a proper driver and catches each way to break the contract."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from anshu.sdk.config import DriverConfig, Secret
from anshu.sdk.driver import Driver, Environment, ProbeResult, ReadResult, Stream
from anshu.sdk.errors import ConfigRefused, RetryableError, TerminalError
from anshu.sdk.testing.driver_contract import ContractCase, DriverContract
from anshu.sdk.testing.frozen_clock import FrozenClock
from anshu.sdk.text import Text
from anshu.sdk.values import SourceValue, raw_hash

PASSWORD = "open-sesame-4711"
SUITE = sorted(name for name in vars(DriverContract) if name.startswith("test_"))


class SiteConfig(DriverConfig, frozen=True, forbid_unknown_fields=True, kw_only=True):
    site: str
    password: Secret


class ProperDriver(Driver[SiteConfig]):
    """Two sites of one value each, in pages of one."""

    config_type = SiteConfig
    title = Text(zh="站点")
    family = "mes"

    async def probe(self, config: SiteConfig) -> ProbeResult:
        self._reach(config)
        return ProbeResult(Text(zh=f"站点 {config.site} 可读取"))

    async def streams(self, config: SiteConfig) -> tuple[Stream, ...]:
        return (Stream("days", Text(zh="日值"), ("max_temperature_c",)),)

    async def read(self, config: SiteConfig, stream: str, cursor: str) -> ReadResult:
        self._reach(config)
        position = int(cursor or 0)
        values = (self._value(config, position),) if position < 2 else ()
        return ReadResult(next_cursor=str(min(position + 1, 2)), values=values, more=position < 1)

    def _value(self, config: SiteConfig, position: int) -> SourceValue:
        text = f"{config.site}{position}"
        return SourceValue(
            entity_key="R-3",
            name="max_temperature_c",
            value=text,
            source_key=text,
            source_modified_at=None,
            fetched_at=self.environment.clock.now(),
            raw_hash=raw_hash(text.encode()),
        )

    def _reach(self, config: SiteConfig) -> None:
        if config.site == "bad":
            raise ConfigRefused("site", Text(zh="没有这个站点"))
        if config.site == "down":
            raise RetryableError(Text(zh="没有答复"))


class Remembers(ProperDriver):
    """Keeps the last configuration on the class."""

    last: SiteConfig | None = None

    async def read(self, config: SiteConfig, stream: str, cursor: str) -> ReadResult:
        used = Remembers.last or config
        Remembers.last = config
        return await super().read(used, stream, cursor)


class Counts(ProperDriver):
    """Goes on by itself instead of by cursor."""

    async def read(self, config: SiteConfig, stream: str, cursor: str) -> ReadResult:
        self.position = getattr(self, "position", -1) + 1
        return await super().read(config, stream, str(self.position))


class Repeats(ProperDriver):
    """Brings everything at every end."""

    async def read(self, config: SiteConfig, stream: str, cursor: str) -> ReadResult:
        return await super().read(config, stream, "1")


class AcceptsAll(ProperDriver):
    """Looks at no configuration."""

    def _reach(self, config: SiteConfig) -> None:
        if config.site == "down":
            super()._reach(config)


class NamesAnotherField(ProperDriver):
    def _reach(self, config: SiteConfig) -> None:
        if config.site == "bad":
            raise ConfigRefused("password", Text(zh="不对"))
        super()._reach(config)


class GivesUp(ProperDriver):
    """Takes an unreachable source for a lasting fault."""

    def _reach(self, config: SiteConfig) -> None:
        if config.site == "down":
            raise TerminalError(Text(zh="没有答复"))
        super()._reach(config)


class Tells(ProperDriver):
    """Puts the password into a message."""

    def _reach(self, config: SiteConfig) -> None:
        if config.site == "down":
            raise RetryableError(Text(zh=f"密码 {config.password} 没有答复"))
        super()._reach(config)


class TellsInTheCause(ProperDriver):
    def _reach(self, config: SiteConfig) -> None:
        if config.site == "down":
            raise RetryableError(Text(zh="没有答复")) from OSError(f"login {config.password}")
        super()._reach(config)


class HasNoHash(ProperDriver):
    def _value(self, config: SiteConfig, position: int) -> SourceValue:
        value = super()._value(config, position)
        return SourceValue(
            **{n: getattr(value, n) for n in value.__struct_fields__} | {"raw_hash": ""}
        )


class UsesItsOwnTime(ProperDriver):
    def _value(self, config: SiteConfig, position: int) -> SourceValue:
        value = super()._value(config, position)
        moved = {"fetched_at": value.fetched_at - timedelta(days=1)}
        return SourceValue(**{n: getattr(value, n) for n in value.__struct_fields__} | moved)


class BringsUndeclared(ProperDriver):
    async def streams(self, config: SiteConfig) -> tuple[Stream, ...]:
        return (Stream("days", Text(zh="日值"), ("moisture_pct",)),)


class AnswersInEnglish(ProperDriver):
    async def probe(self, config: SiteConfig) -> ProbeResult:
        self._reach(config)
        return ProbeResult(Text(zh="ok"))


def case_of(kind: Callable[[Environment], ProperDriver]) -> ContractCase:
    def config(site: str) -> dict[str, object]:
        return {"site": site, "password": PASSWORD}

    return ContractCase(
        driver=kind(Environment(FrozenClock())),  # type: ignore[arg-type]
        good=config("A"),
        other=config("B"),
        bad=((config("bad"), "site"), ({"site": "A"}, "password")),
        unreachable=config("down"),
        secrets=(PASSWORD,),
    )


@pytest.mark.parametrize("name", SUITE)
async def test_proper_driver_passes(name: str) -> None:
    await getattr(DriverContract(), name)(case_of(ProperDriver))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Remembers, "test_two_sources_side_by_side_do_not_mix"),
        (Counts, "test_same_cursor_gives_the_same_again"),
        (Repeats, "test_last_cursor_gives_nothing_new"),
        (AcceptsAll, "test_bad_configuration_is_refused_naming_the_field"),
        (NamesAnotherField, "test_bad_configuration_is_refused_naming_the_field"),
        (GivesUp, "test_unreachable_source_is_worth_another_try"),
        (Tells, "test_secrets_show_nowhere"),
        (TellsInTheCause, "test_secrets_show_nowhere"),
        (HasNoHash, "test_everything_brought_says_where_it_came_from"),
        (UsesItsOwnTime, "test_everything_brought_says_where_it_came_from"),
        (BringsUndeclared, "test_good_source_has_content_in_every_stream"),
        (AnswersInEnglish, "test_probe_of_a_good_source_answers_in_chinese"),
    ],
)
async def test_driver_that_breaks_the_contract_is_caught(
    kind: type[ProperDriver], name: str
) -> None:
    with pytest.raises(AssertionError):
        await getattr(DriverContract(), name)(case_of(kind))
