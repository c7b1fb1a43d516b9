"""What the notify room works with, and the tenant's settings and people's wishes in it."""

from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.kernel.clock import Clock
from anshu.kernel.refusal import FieldError, Refusal
from anshu.kernel.vault import Vault
from anshu.ledger.settings_changed import ChangedSetting, record_change
from anshu.notify import queries, writes
from anshu.notify.mail import Letter, is_address
from anshu.notify.smtp import MailServer, Security, mail_server
from anshu.notify.target import Borders
from anshu.notify.templates import LANGUAGES, PLACES, faults, shipped
from anshu.notify.wishes import Defaults, Wishes, faults_of_defaults, faults_of_wishes
from anshu.settings import Settings
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store, Transaction


class Channel(Struct, frozen=True):
    """The room over the process's store, settings and clock; `by` is who changes a setting."""

    store: Store
    settings: Settings
    clock: Clock
    by: UUID | None = None

    @property
    def borders(self) -> Borders:
        """Which private hosts the operator allows."""
        return Borders(self.settings.webhook_hosts)

    @property
    def sealing(self) -> Vault:
        """How secrets of channels are kept."""
        return Vault(self.settings.secret, use=b"anshu notification channel 1")


class Server(Struct, frozen=True):
    """A mail server, and whether the tenant named it (then it may not be a private host)."""

    server: MailServer
    by_tenant: bool = False


class NewServer(Struct, frozen=True, forbid_unknown_fields=True):
    """A mail server as an administrator enters it; `password` None keeps the known one."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str | None = None


class Own(Struct, frozen=True):
    """What concerns one person: address, name, wishes, and the tenant's defaults."""

    mail: str
    name: str
    wishes: Wishes
    defaults: Defaults


class OwnWords(Struct, frozen=True):
    """A tenant's own words for a kind and language."""

    kind: str
    language: str
    subject: str
    body: str


async def own(channel: Channel, tenant: Tenant, person: UUID) -> Own | None:
    """What concerns the person; None without a person record."""
    async with channel.store.begin(tenant, purpose="notify.own") as tx:
        row = await tx.fetchrow(queries.OWN, person)
    if row is None:
        return None
    return Own(row["mail"], row["title"], wishes_of(row["wish"]), defaults_of(row["setting"]))


async def keep_wishes(
    channel: Channel, tenant: Tenant, person: UUID, wishes: Wishes
) -> Refusal | None:
    """Keeps a person's choices, or says which of them cannot be."""
    wrong = faults_of_wishes(wishes)
    if wrong:
        return Refusal("notify_settings_wrong", kind="malformed", fields=wrong)
    body = msgspec.json.encode(wishes).decode()
    async with channel.store.begin(tenant, purpose="notify.wishes") as tx:
        await tx.execute(writes.KEEP_WISH, person, body, channel.clock.now())
    return None


async def keep_defaults(
    channel: Channel, tenant: Tenant, defaults: Defaults, *, by: UUID
) -> Refusal | None:
    """Keeps the tenant's settings, or says which of them cannot be."""
    wrong = faults_of_defaults(defaults)
    if wrong:
        return Refusal("notify_settings_wrong", kind="malformed", fields=wrong)
    body = msgspec.json.encode(defaults).decode()
    async with channel.store.begin(tenant, purpose="notify.defaults") as tx:
        row = await tx.fetchrow(queries.SETTING)
        old = msgspec.to_builtins(defaults_of(row["body"] if row else None))
        await tx.execute(writes.KEEP_SETTING, body, channel.clock.now(), by)
        new = msgspec.to_builtins(defaults)
        await record_change(
            tx, ChangedSetting("notifications", by, channel.clock.now(), old=old, new=new)
        )
    return None


async def settings_of(channel: Channel, tenant: Tenant) -> tuple[Defaults, Server | None]:
    """The tenant's settings, and the server that its mail goes to (None: no mail)."""
    async with channel.store.begin(tenant, purpose="notify.settings") as tx:
        return await settings_in(channel, tx, tenant)


async def settings_in(
    channel: Channel, tx: Transaction, tenant: Tenant
) -> tuple[Defaults, Server | None]:
    """Like settings_of, in a transaction that is open."""
    row = await tx.fetchrow(queries.SETTING)
    defaults = defaults_of(row["body"] if row else None)
    sealed = row["smtp"] if row else None
    if sealed:
        plain = channel.sealing.open(sealed, place=f"{tenant.schema}:smtp")
        return defaults, Server(msgspec.json.decode(plain, type=MailServer), by_tenant=True)
    general = mail_server(channel.settings.smtp_url, channel.settings.mail_sender)
    return defaults, Server(general) if general else None


async def keep_server(
    channel: Channel, tenant: Tenant, new: NewServer | None, *, by: UUID
) -> Refusal | None:
    """Keeps the tenant's own mail server, sealed; None goes back to the installation's."""
    sealed = None
    _, known = await settings_of(channel, tenant)
    told: dict[str, object] = {}
    if new is not None:
        if wrong := _server_faults(new):
            return Refusal("notify_mail_server", kind="malformed", fields=wrong)
        password = new.password
        if password is None:
            # A kept password never goes to a host it was not entered for.
            same = known is not None and known.by_tenant and known.server.host == new.host
            password = known.server.password if same and known is not None else ""
        server = MailServer(
            new.host.strip(), new.port, new.security, new.sender.strip(), new.user, password
        )
        plain = msgspec.json.encode(server)
        sealed = channel.sealing.seal(plain, place=f"{tenant.schema}:smtp")
        told = _told(server) | ({"password": "***"} if new.password else {})
    async with channel.store.begin(tenant, purpose="notify.server") as tx:
        await tx.execute(writes.KEEP_SERVER, sealed, channel.clock.now(), by)
        old = _told(known.server) if known is not None and known.by_tenant else {}
        await record_change(
            tx, ChangedSetting("mail-server", by, channel.clock.now(), old=old, new=told)
        )
    return None


async def templates(channel: Channel, tenant: Tenant) -> tuple[OwnWords, ...]:
    """The tenant's own words; what is not among them is said in ours."""
    async with channel.store.begin(tenant, purpose="notify.templates") as tx:
        rows = await tx.fetch(queries.TEMPLATES)
    return tuple(OwnWords(r["kind"], r["language"], r["subject"], r["body"]) for r in rows)


async def keep_template(
    channel: Channel, tenant: Tenant, words: OwnWords, *, by: UUID
) -> Refusal | None:
    """Keeps a tenant's own words; both empty: ours again."""
    if words.kind not in PLACES or words.language not in LANGUAGES:
        return Refusal("notify_template_unknown", kind="unknown")
    if words.subject or words.body:
        wrong = faults(words.kind, words.subject, words.body)
        if wrong:
            return Refusal("notify_settings_wrong", kind="malformed", fields=wrong)
    values = (words.kind, words.language, words.subject, words.body, channel.clock.now(), by)
    async with channel.store.begin(tenant, purpose="notify.template") as tx:
        row = await tx.fetchrow(queries.TEMPLATE, words.kind, words.language)
        old = {"subject": row["subject"], "body": row["body"]} if row else {}
        await tx.execute(writes.KEEP_TEMPLATE, *values)
        new = {"subject": words.subject, "body": words.body} if words.subject else {}
        what = f"{words.kind} · {words.language}"
        await record_change(
            tx, ChangedSetting("mail-template", by, channel.clock.now(), old, new, what)
        )
    return None


async def words_of(tx: Transaction, kind: str, language: str) -> Letter:
    """The tenant's words for a kind in a language, else ours."""
    row = await tx.fetchrow(queries.TEMPLATE, kind, language)
    return Letter(row["subject"], row["body"], language) if row else shipped(kind, language)


def wishes_of(body: str | None) -> Wishes:
    """Kept choices; none of them when there are none."""
    return msgspec.json.decode(body, type=Wishes) if body else Wishes()


def defaults_of(body: str | None) -> Defaults:
    """Kept settings; ours when there are none."""
    return msgspec.json.decode(body, type=Defaults) if body else Defaults()


def _told(server: MailServer) -> dict[str, object]:
    """What may be read of a mail server by whoever reads the ledger."""
    return {
        "host": server.host, "port": server.port, "security": server.security,
        "sender": server.sender,
    }  # fmt: skip


def _server_faults(new: NewServer) -> tuple[FieldError, ...]:
    found = []
    host = new.host.strip()
    if not host or len(host) > 253 or not host.isascii() or any(c in host for c in " /@:"):
        found.append(FieldError("host", "notify_mail_server", value=host))
    if not 0 < new.port < 65536:
        found.append(FieldError("port", "notify_mail_server", value=str(new.port)))
    address = new.sender.rpartition("<")[2].rstrip("> ")
    if not is_address(address) or not new.sender.isprintable():
        found.append(FieldError("sender", "notify_mail_server", value=new.sender))
    return tuple(found)
