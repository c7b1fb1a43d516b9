"""What each role may do in a tenant's schema: the last line of defence, as data."""

import hashlib

import msgspec

from anshu_tenants.naming import role, tenant_role


class Grant(msgspec.Struct, frozen=True):
    """One GRANT; `to` is `tenant` or one of the product's log-ins."""

    to: str
    privileges: str
    on: str


GRANTS = (
    # seq and xid are the database's alone: who could choose them could hide from the seal.
    Grant(
        "tenant",
        "select, insert (stream, version, kind, format, at, received_at, actor, definition, "
        "normal, restricted, personal, salts, leaf)",
        "event",
    ),
    Grant("tenant", "select, insert (key, generation, held, stream, at)", "claim"),
    Grant("tenant", "select", "seal"),
    Grant("tenant", "select, insert", "handled, definition"),
    Grant("tenant", "select, update", "state"),
    Grant(
        "tenant",
        "select, insert, update",
        "record, task, seen, deadline, notice, media, fact, connector, import_job, import_row",
    ),
    Grant("tenant", "select, insert, update", "signing_pin, signing_key, signing_challenge"),
    Grant("tenant", "select, insert, update", "upload"),
    Grant(
        "tenant",
        "select, insert, update",
        "notify_wish, notify_setting, notify_template, webhook, delivery",
    ),
    Grant("tenant", "select, insert", "notify_digest"),
    Grant("tenant", "select, insert, update", "list_view"),
    Grant("tenant", "select, update", "board_cursor"),
    Grant("tenant", "select, insert, update", "board_mark, board_tally"),
    Grant("tenant", "select, insert", "board_setting"),
    Grant("tenant", "select, insert", "media_uploader"),
    Grant("tenant", "select, insert, update", "advice"),
    # What was measured stays as it was measured.
    Grant("tenant", "select, insert", "observation"),
    Grant("tenant", "usage", "sequence number_seq, plain_number_seq"),
    Grant("sealer", "select (seq, stream, version, leaf, xid)", "event"),
    Grant("sealer", "select, insert", "seal"),
    Grant("eraser", "select (seq, stream, version, personal, salts)", "event"),
    Grant("eraser", "update (personal, salts)", "event"),
)


def grants_sql(installation: str, schema: str) -> str:
    """The statements that grant all of GRANTS; run as the owner with the schema on the path."""
    roles = _roles(installation, schema)
    lines = [f"grant usage on schema {schema} to {', '.join(roles.values())}"]
    lines += [f"grant {g.privileges} on {g.on} to {roles[g.to]}" for g in GRANTS]
    return ";\n".join(lines) + ";\n"


def regrant_sql(installation: str, schema: str) -> str:
    """Like grants_sql, but first takes away whatever an older version granted."""
    return revoke_sql(installation, schema) + grants_sql(installation, schema)


def revoke_sql(installation: str, schema: str) -> str:
    """The statements that leave nobody but the owner any right in the schema's tables."""
    roles = ", ".join(_roles(installation, schema).values())
    return (
        f"revoke all on all tables in schema {schema} from {roles};\n"
        f"revoke all on all sequences in schema {schema} from {roles};\n"
    )


def grants_version() -> str:
    """A short hash of GRANTS; a tenant with another one needs its grants renewed."""
    return hashlib.sha256(msgspec.json.encode(GRANTS)).hexdigest()[:16]


def _roles(installation: str, schema: str) -> dict[str, str]:
    logins = {kind: role(installation, kind) for kind in ("sealer", "eraser")}
    return {"tenant": tenant_role(installation, schema), **logins}
