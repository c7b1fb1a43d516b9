"""What the server processes are told: the installation, the tenant, and the recorded requests."""

import pickle
from dataclasses import dataclass
from pathlib import Path

from anshu.settings import Settings
from anshu.store.principal import Tenant
from tests.bench.recording import Script


@dataclass(frozen=True)
class Ground:
    """Everything both servers need; `token` is who asks, `connections` the tenant's own."""

    settings: Settings
    tenant: Tenant
    token: str
    connections: int
    create: Script
    page: Script
    listed: Script

    def write(self, path: Path) -> None:
        path.write_bytes(pickle.dumps(self))


def read(path: str) -> Ground:
    """The ground that our own parent process wrote."""
    ground: Ground = pickle.loads(Path(path).read_bytes())
    return ground
