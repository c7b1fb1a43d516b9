"""Looks behind the application: what of a hazard is in the tenant's schema and in the outbox."""

import asyncpg

# Whatever of the books contradicts itself; an empty answer is a sound tenant.
CONTRADICTIONS = """
with streams as (
    select stream, count(*) as events, max(version) as version from event group by stream
)
select 'gap in the versions of ' || stream from streams where events <> version
union all
select 'record without its events: ' || r.number from record r
left join streams s on s.stream = r.type || '-' || r.id
where s.version is distinct from r.version
union all
select 'events without a record: ' || s.stream from streams s
where not exists (select from record r where r.type || '-' || r.id = s.stream)
and s.stream like 'hazard-%'
union all
select 'hazard under review without its one task: ' || r.number from record r
where r.type = 'hazard' and r.state = 'reviewing' and r.origin = 'live'
and (select count(*) from task t where t.record = r.id and t.closed_at is null) <> 1
union all
select 'open task without a deadline: ' || t.id from task t
where t.closed_at is null and t.due is not null
and not exists (select from deadline d where d.task = t.id)
union all
select 'task without a record: ' || t.id from task t
where not exists (select from record r where r.id = t.record)
"""
HAZARDS = "select id::text, version from record where type = 'hazard'"
TOLD = "select distinct record::text from notice where kind = 'opened' and record is not null"
WAITING = """
select convert_from(body, 'UTF8') as body from node.outbox
where actor = 'records.events.follow' and state <> 'dead'
"""
RETURN_LEASED = "update node.outbox set leased_until = clock_timestamp() where state = 'leased'"
LEASED = "select count(*) from node.outbox where state = 'leased'"
ALL = "select count(*) from node.outbox"
DEAD = "select count(*) from node.outbox where state = 'dead'"
PLACED = "select kind, node, schema::text from control.tenant where state = 'active'"


class Books:
    """One tenant's schema, read by the superuser; use it as an async context."""

    def __init__(self, dsn: str, schema: str) -> None:
        self._dsn = dsn
        self._schema = schema

    async def contradictions(self) -> list[str]:
        return [row[0] for row in await self.fetch(CONTRADICTIONS)]

    async def hazards(self) -> dict[str, int]:
        """Versions of all hazards by their ids."""
        return {row[0]: row[1] for row in await self.fetch(HAZARDS)}

    async def not_followed(self) -> list[str]:
        """Hazards of which nobody was told and nobody will be."""
        told = {row[0] for row in await self.fetch(TOLD)}
        waiting = "".join(row[0] for row in await self.fetch(WAITING))
        known = await self.hazards()
        return [one for one in known if one not in told and one not in waiting]

    async def fetch(self, sql: str) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self._dsn)
        try:
            await connection.execute(f"set search_path to {self._schema}, pg_catalog")
            return list(await connection.fetch(sql))
        finally:
            await connection.close()


async def plants(dsn: str) -> list[tuple[str, str]]:
    """Node and schema of every company, by the registry."""
    rows = await Books(dsn, "control").fetch(PLACED)
    return [(row["node"], row["schema"]) for row in rows if row["kind"] == "company"]
