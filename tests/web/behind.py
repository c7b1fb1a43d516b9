"""What the superuser sees behind the application: whether anything was written or sent at all."""

from pathlib import Path

import asyncpg

from tests.records.people import Plant

TABLES = (
    "event", "seal", "claim", "state", "handled", "record", "task", "deadline", "notice", "media",
    "fact", "connector", "import_job", "import_row", "signing_pin", "signing_key",
    "signing_challenge", "seen", "upload", "media_uploader", "advice", "list_view",
    "notify_wish", "notify_setting", "notify_template", "notify_digest", "webhook", "delivery",
    "board_cursor", "board_mark", "board_tally", "board_setting", "observation",
)  # fmt: skip
CONTROL = (
    "account", "membership", "session", "token", "identity_provider", "account_link",
    "second_factor", "recovery_code", "sign_in_policy",
)  # fmt: skip
DIGEST = (
    "select '{name}' as name, count(*) as rows,"
    " md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from {name} t{where}"
)


class Behind:
    """One superuser's connection; a snapshot is equal only if not one column has changed."""

    def __init__(self, connection: asyncpg.Connection, plants: tuple[Plant, ...]) -> None:
        self._connection = connection
        self._plants = plants

    async def snapshot(self, *, control: bool = True) -> dict[str, tuple[int, str]]:
        """Rows and digest of every table that a request could write, and the files kept."""
        parts = [
            DIGEST.format(name=f"{plant.row.schema}.{table}", where="")
            for plant in self._plants
            for table in TABLES
        ]
        parts += [DIGEST.format(name=f"control.{t}", where="") for t in CONTROL if control]
        roles = ", ".join(f"'{plant.row.role}'" for plant in self._plants)
        parts.append(DIGEST.format(name="node.outbox", where=f" where tenant in ({roles})"))
        rows = await self._connection.fetch(" union all ".join(parts))
        seen = {row["name"]: (row["rows"], row["digest"]) for row in rows}
        media = Path(self._plants[0].services.settings.media_root)
        return seen | {"files": (_files(media), "")}

    async def execute(self, sql: str, *args: object) -> None:
        """Arranges what no request can."""
        await self._connection.execute(sql, *args)


def _files(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file())
