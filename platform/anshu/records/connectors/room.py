"""The connectors room over the process's services, with the drivers that are installed."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from uuid import UUID

from anshu.extensions.loader import load_drivers
from anshu.extensions.registry import DriverType, Loaded
from anshu.kernel.vault import Vault
from anshu.notify.target import Borders
from anshu.records.connectors.desk import Connectors
from anshu.records.connectors.outward import guarded
from anshu.records.equipment_port import RecordsEquipment
from anshu.records.services import Services

VAULT_USE = b"anshu connector configuration 1"


def connectors_of(services: Services, *, instance: UUID | None = None) -> Connectors:
    """The room; what an instance's run changes in records is done in the name of `instance`."""
    root = services.settings.connector_root
    name = f"connector:{instance}" if instance else "connector:none"
    return Connectors(
        store=services.store,
        clock=services.clock,
        drivers=installed_drivers(),
        vault=Vault(services.settings.secret, use=VAULT_USE),
        equipment=RecordsEquipment(services, actor=name),
        root=Path(root) if root else None,
        post=guarded(Borders(services.settings.webhook_hosts)),
    )


@cache
def installed_drivers() -> Mapping[str, Loaded[DriverType]]:
    """The drivers by name, loaded once per process; raises ExtensionError as the loader does."""
    return load_drivers()
