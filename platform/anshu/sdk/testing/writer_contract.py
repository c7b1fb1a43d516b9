"""The contract suite of drivers that tell other systems of records.

Subclass WriterContract in a test file and give it a fixture `case` (see driver_contract.py).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from anshu.sdk.config import DriverConfig, config_schema, decode_config, secret_fields
from anshu.sdk.driver import Driver, Unsupported, WriteAction, WriteReceipt
from anshu.sdk.errors import ConfigRefused, ConnectorError, RetryableError
from anshu.sdk.posting import Said
from anshu.sdk.testing.scripted_post import ScriptedPost


@dataclass(frozen=True, slots=True)
class WriterCase:
    """A driver over a scripted door; `taken` is what the other system says when it takes.

    `bad` pairs a configuration with the field at fault; `action` is one that it takes; `secrets`
    are all secret texts of these configurations.
    """

    driver: Driver[DriverConfig]
    door: ScriptedPost
    good: Mapping[str, object]
    bad: tuple[tuple[Mapping[str, object], str], ...]
    action: WriteAction
    taken: Said
    secrets: tuple[str, ...] = ()

    def config(self, raw: Mapping[str, object]) -> DriverConfig:
        return decode_config(self.driver.config_type, raw)


class WriterContract:
    """The tests; each fails with a sentence that says what the driver did."""

    async def test_it_says_which_records_it_wants(self, case: WriterCase) -> None:
        assert "write" in case.driver.capabilities, "a driver that writes does not say so"
        types = [each.type for each in case.driver.outbound]
        assert types, "the driver wants no records"
        assert len(set(types)) == len(types), f"a type is wanted twice: {types}"

    async def test_probe_answers_in_chinese(self, case: WriterCase) -> None:
        result = await case.driver.probe(case.config(case.good))
        assert re.search(r"[\u4e00-\u9fff]", result.text.zh), "the probe's text is not Chinese"

    async def test_bad_configuration_is_refused_naming_the_field(self, case: WriterCase) -> None:
        assert case.bad, "the case names no bad configuration"
        for raw, field in case.bad:
            try:
                await case.driver.probe(case.config(raw))
            except ConfigRefused as refused:
                assert refused.field == field, f"named {refused.field!r} instead of {field!r}"
            else:
                raise AssertionError(f"a configuration with a bad {field!r} was accepted")

    async def test_what_is_taken_leaves_a_receipt(self, case: WriterCase) -> None:
        case.door.answers = [case.taken]
        receipt = await case.driver.write(case.config(case.good), case.action)
        assert isinstance(receipt, WriteReceipt) and receipt.source_key, "there is no receipt"

    async def test_the_same_action_says_the_same_again(self, case: WriterCase) -> None:
        for _ in range(2):
            await case.driver.write(case.config(case.good), case.action)
        first, again = case.door.sent[-2:]
        assert first == again, "a repeated write says something else: it may do harm twice"

    async def test_nobody_there_is_worth_another_try(self, case: WriterCase) -> None:
        config = case.config(case.good)
        for status in (500, 503, 429):
            case.door.answers = [Said(status, "")]
            try:
                await case.driver.write(config, case.action)
            except RetryableError:
                continue
            raise AssertionError(f"an answer of {status} is not tried again")

    async def test_unknown_write_is_answered_as_unsupported(self, case: WriterCase) -> None:
        action = WriteAction(key="contract-test", kind="nothing_that_exists", fields={})
        answer = await case.driver.write(case.config(case.good), action)
        assert answer == Unsupported("nothing_that_exists")
        assert not case.door.sent, "something went out"

    async def test_secrets_show_in_headers_only(self, case: WriterCase) -> None:
        config = case.config(case.good)
        marked = secret_fields(case.driver.config_type)
        assert bool(marked) == bool(case.secrets), "name the secrets of the case"
        shown = [repr(config), str(config_schema(case.driver.config_type))]
        for status in (401, 404, 500, 200):
            case.door.answers = [Said(status, "?")]
            try:
                await case.driver.write(config, case.action)
            except ConnectorError as error:
                shown += [repr(error), str(error), error.text.zh, error.text.en]
        shown += [sent.url + sent.body for sent in case.door.sent]
        for secret in case.secrets:
            assert not any(secret in text for text in shown), "a secret shows"
