"""Changes a connector's configuration: a new token, another address; what is left out stays."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from anshu.records.connectors import queries, writes
from anshu.records.connectors.desk import Connectors, ConnectorUnknown, opened_config, probed
from anshu.sdk.config import DriverConfig, decode_config, secret_fields
from anshu.sdk.driver import Driver
from anshu.sdk.errors import ConfigRefused, ConnectorError, TerminalError
from anshu.sdk.text import Text
from anshu.store.principal import Tenant


async def reconfigure(
    room: Connectors, principal: Tenant, instance: UUID, given: Mapping[str, object]
) -> None:
    """Due at once with the new values; raises ConfigRefused naming the field at fault.

    Secrets stay only while nothing else changes: one that was entered for an address never goes
    to another. Raises ConnectorUnknown when the tenant has none such.
    """
    async with room.store.begin(principal, purpose="connectors.look") as transaction:
        row = await transaction.fetchrow(queries.ONE, instance)
    if row is None:
        raise ConnectorUnknown
    driver = room.driver(row["driver"], principal)
    try:
        old = opened_config(room, principal, instance, sealed=row["config"], driver=driver)
        known = msgspec.to_builtins(old)
    except TerminalError:
        known = {}  # it does not open any more: everything is entered anew
    config = decode_config(driver.config_type, known | given)
    _check_secrets(driver, known, given, config)
    try:
        await probed(driver, config)
    except ConfigRefused:
        raise
    except ConnectorError:
        pass  # whoever is away now is tried again by the run
    sealed = room.vault.seal(msgspec.json.encode(config), place=f"{principal.schema}:{instance}")
    async with room.store.begin(principal, purpose="connectors.change") as transaction:
        await transaction.execute(writes.RECONFIGURE, instance, sealed, room.clock.now())


def _check_secrets(
    driver: Driver[DriverConfig],
    known: Mapping[str, object],
    given: Mapping[str, object],
    config: DriverConfig,
) -> None:
    secrets = secret_fields(driver.config_type)
    changed = {key for key in given if given[key] != known.get(key)} - secrets
    for field in sorted(secrets - set(given)):
        if changed and getattr(config, field):
            raise ConfigRefused(
                field,
                Text(
                    zh=f"其他设置有改动，请重新填写“{field}”。",
                    en=f"Other values change: enter “{field}” again.",
                ),
            )
