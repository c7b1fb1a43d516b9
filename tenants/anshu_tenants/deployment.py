"""From settings to an installed estate: every node, the registry's first."""

from anshu.settings import Settings
from anshu_tenants.estate import Estate
from anshu_tenants.install import install


async def install_all(settings: Settings) -> tuple[str, ...]:
    """Installs on every node, the registry's first; returns the weaknesses, each with its node."""
    nodes = sorted(settings.nodes, key=lambda node: node.name != settings.control_node)
    weak: list[str] = []
    for node in nodes:
        done = await install(
            settings.admin_dsn(node.name),
            installation=settings.installation,
            secret=settings.secret,
            node=node.name,
            control=node.name == settings.control_node,
        )
        weak += [f"{node.name}: {name}" for name in done.weaknesses]
    return tuple(weak)


def open_estate(settings: Settings) -> Estate:
    """The estate of these settings; its store opens connections on first use."""
    names = [node.name for node in settings.nodes]
    dsns = {name: settings.admin_dsn(name) for name in names}
    return Estate(settings.open_store(), settings.installation, settings.control_node, dsns)
