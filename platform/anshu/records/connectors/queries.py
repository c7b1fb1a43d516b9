"""Every SELECT of the connectors room; what was removed is only listed."""

COLUMNS = """
    id, driver, title, state, error, last_run, last_ok, counts::text as counts,
    interval_minutes, next_run,
    (select coalesce(jsonb_object_agg(told.state, told.lines), '{}')::text
       from (select d.state, count(*) as lines from delivery d
              where d.connector = connector.id and d.state in ('waiting', 'held', 'failed')
              group by d.state) told) as told"""

LIST = f"select {COLUMNS} from connector order by state = 'removed', created_at, id"

ONE = f"select {COLUMNS}, config from connector where id = $1 and state <> 'removed'"

# A run holds its lease in next_run, so a run that died is due when its lease is over.
DUE = """
select id, next_run from connector
where next_run <= $1 and state not in ('stopped', 'removed') order by next_run, id"""

FACTS = """
select f.name, f.value, coalesce(f.unit, '') as unit, f.source, f.source_key,
       f.source_modified_at, f.fetched_at, coalesce(c.title, '') as source_title,
       c.last_ok, c.interval_minutes
from fact f left join connector c on f.source = c.driver || ':' || c.id::text
where f.subject = $1
order by f.name, f.source"""

PERSON = "select title from record where id = $1 and type = 'person'"
