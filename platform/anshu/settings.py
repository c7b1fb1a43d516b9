"""The installation's settings, read from ANSHU_* variables or built by the demo."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct, json

from anshu.store.node import Node, NodeSettings
from anshu.store.unit_of_work import Store

Broker = Literal["outbox", "rabbitmq"]


class Settings(Struct, frozen=True):
    """Everything an installation needs to run.

    `admin_urls` (node name to URL with a privileged log-in) are used by installation,
    provisioning and migration only, never by requests. `accepted_weaknesses` names hardening
    measures that a managed server refuses and the operator knows of. `secret` is 32 random bytes;
    log-in passwords, message MACs, the sealing key and field encryption derive from it.
    `requests_per_session` and `requests_per_address` (not logged in) are per minute, 0 no limit.
    `smtp_url` and `mail_sender`: where mail is handed in (notify.smtp); `webhook_hosts`: hosts that
    tenants' webhooks and mail servers may reach though private; `public_url`: for links in mails.
    """

    installation: str
    secret: bytes
    nodes: tuple[NodeSettings, ...]
    admin_urls: dict[str, str]
    control_node: str
    media_root: str
    broker: Broker = "outbox"
    rabbitmq_url: str = ""
    connector_root: str = ""
    console_root: str = ""
    accepted_weaknesses: frozenset[str] = frozenset()
    demo: bool = False
    session_hours: int = 12
    requests_per_session: int = 1200
    requests_per_address: int = 3000
    smtp_url: str = ""
    mail_sender: str = ""
    webhook_hosts: frozenset[str] = frozenset()
    public_url: str = ""

    def admin_dsn(self, node: str) -> str:
        """The privileged URL of a node."""
        return self.admin_urls[node]

    def open_store(self) -> Store:
        """A store over all nodes; connections are opened on first use."""
        return Store({node.name: Node(node) for node in self.nodes})


class SettingsError(ValueError):
    """A setting is missing or wrong; the message names it and says what to do."""


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from ANSHU_DATABASE_URL (one node) or ANSHU_NODES (JSON name to URL).

    Raises SettingsError naming the variable and the cure.
    """
    secret = _secret(environ)
    urls = _node_urls(environ)
    installation = environ.get("ANSHU_INSTALLATION", "anshu")
    nodes = tuple(
        NodeSettings(name=name, url=url, installation=installation, secret=secret)
        for name, url in urls.items()
    )
    broker = environ.get("ANSHU_BROKER", "outbox")
    if broker not in ("outbox", "rabbitmq"):
        raise SettingsError("ANSHU_BROKER must be 'outbox' or 'rabbitmq'")
    if broker == "rabbitmq" and not environ.get("ANSHU_RABBITMQ_URL"):
        raise SettingsError("ANSHU_BROKER=rabbitmq needs ANSHU_RABBITMQ_URL")
    return Settings(
        installation=installation,
        secret=secret,
        nodes=nodes,
        admin_urls=urls,
        control_node=environ.get("ANSHU_CONTROL_NODE", next(iter(urls))),
        media_root=environ.get("ANSHU_MEDIA", "var/media"),
        broker="rabbitmq" if broker == "rabbitmq" else "outbox",
        rabbitmq_url=environ.get("ANSHU_RABBITMQ_URL", ""),
        connector_root=environ.get("ANSHU_CONNECTOR_ROOT", ""),
        console_root=default_console_root(environ),
        accepted_weaknesses=frozenset(environ.get("ANSHU_ACCEPTED_WEAKNESSES", "").split()),
        requests_per_session=_number(environ, "ANSHU_REQUESTS_PER_SESSION", 1200),
        requests_per_address=_number(environ, "ANSHU_REQUESTS_PER_ADDRESS", 3000),
        smtp_url=environ.get("ANSHU_SMTP_URL", ""),
        mail_sender=environ.get("ANSHU_MAIL_SENDER", ""),
        webhook_hosts=frozenset(environ.get("ANSHU_WEBHOOK_HOSTS", "").split()),
        public_url=environ.get("ANSHU_PUBLIC_URL", "").rstrip("/"),
    )


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, str(default))
    if not text.isdecimal():
        raise SettingsError(f"{name} must be a number of requests per minute; 0 is no limit")
    return int(text)


def default_console_root(environ: Mapping[str, str] = os.environ) -> str:
    """The console that ANSHU_CONSOLE names, else the one built beside the source tree, if any."""
    if named := environ.get("ANSHU_CONSOLE"):
        return named
    built = Path(__file__).resolve().parents[2] / "admin_console" / "dist"
    return str(built) if built.is_dir() else ""


def _secret(environ: Mapping[str, str]) -> bytes:
    text = environ.get("ANSHU_SECRET", "")
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    if len(secret) < 32:
        raise SettingsError(
            "ANSHU_SECRET must be at least 64 hexadecimal digits; make one with "
            "`python -c 'import secrets; print(secrets.token_hex(32))'` and keep it safe"
        )
    return secret


def _node_urls(environ: Mapping[str, str]) -> dict[str, str]:
    text = environ.get("ANSHU_NODES")
    if text:
        try:
            return json.decode(text.encode(), type=dict[str, str])
        except Exception as error:
            raise SettingsError(f"ANSHU_NODES must be JSON of name to URL: {error}") from error
    url = environ.get("ANSHU_DATABASE_URL")
    if not url:
        raise SettingsError(
            "ANSHU_DATABASE_URL is not set; for a trial without a database run `anshu demo`"
        )
    return {"main": url}
