"""A schema's catalogue as text, without its name and owner, for comparing two schemas."""

import asyncpg

_COLUMNS = """
    select c.relname, c.relkind, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
        a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid), col.collname
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    left join pg_collation col on col.oid = a.attcollation
    where c.relnamespace = $1::text::regnamespace
"""
_INDEXES = """
    select indexname, indexdef from pg_indexes where schemaname = $1
"""
_CONSTRAINTS = """
    select conrelid::regclass::text, conname, contype, pg_get_constraintdef(oid)
    from pg_constraint where connamespace = $1::text::regnamespace
"""
_ROUTINES_AND_TRIGGERS = """
    select proname, prosrc from pg_proc where pronamespace = $1::text::regnamespace
    union all
    select tgname, pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = tgrelid
    where c.relnamespace = $1::text::regnamespace and not tgisinternal
"""


async def describe(admin: asyncpg.Connection, schema: str, *, without: str = "") -> list[str]:
    """Sorted lines for columns, indexes, constraints and routines, and first rows of `state`.

    Lines that name the table `without` are left out.
    """
    lines = [
        str(tuple(row)).replace(f"{schema}.", "")
        for query in (_COLUMNS, _INDEXES, _CONSTRAINTS, _ROUTINES_AND_TRIGGERS)
        for row in await admin.fetch(query, schema)
    ]
    lines += [str(tuple(row)) for row in await admin.fetch(f"select * from {schema}.state")]
    return sorted(line for line in lines if not without or without not in line)
