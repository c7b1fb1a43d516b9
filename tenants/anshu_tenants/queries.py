"""Every SELECT of the tenants room, and the registry's few writes."""

_COLUMNS = "id, schema, role, node, kind, name, parent, timezone, state"

FIND = f"select {_COLUMNS} from control.tenant where id = $1 and kind is not null"

FIND_BY_ROLE = f"select {_COLUMNS} from control.tenant where role = $1 and kind is not null"

LIST_ALL = f"""
    select {_COLUMNS} from control.tenant
    where kind is not null and state = any($1) order by claimed_at, id
"""

CHILDREN = f"""
    select {_COLUMNS} from control.tenant
    where parent = $1 and state = 'active' order by claimed_at, id
"""

REGISTER_BUILDING = """
    insert into control.tenant (id, schema, role, node, state, revision, grants)
    select t.id, t.schema, t.role, $4, 'building', $5, $6
    from unnest($1::uuid[], $2::text[], $3::text[]) as t (id, schema, role)
"""

BUILDING = "select schema, role from control.tenant where node = $1 and state = 'building'"

FORGET_BUILDING = "delete from control.tenant where state = 'building' and schema = any($1::text[])"

BUILT = """
    update control.tenant set state = 'spare'
    where state = 'building' and schema = any($1::text[])
"""

# Only a spare of the current shape: one that waits for a migration is not handed out.
CLAIM = f"""
    update control.tenant
    set state = 'active', kind = $1, name = $2, parent = $3, timezone = $4, claimed_at = now()
    where id = (
        select id from control.tenant
        where state = 'spare' and revision = $5 and grants = $6
            and ($7::text is null or node = $7)
        order by created_at, id limit 1
        for update skip locked
    )
    returning {_COLUMNS}
"""

SPARES = "select count(*) from control.tenant where state = 'spare' and node = $1"

PLACEMENT = """
    select node, count(*) as tenants from control.tenant
    where state in ('active', 'quarantined') group by node
"""

# aclexplode of a missing list says nothing, so the built-in default is put in its place.
WEAKNESSES = """
    select name from (
        select 'set_config' as name, exists (
            select from pg_proc p,
                aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
            where p.oid = 'pg_catalog.set_config(text,text,boolean)'::regprocedure
                and a.grantee = 0
        ) as weak
        union all
        select 'pg_settings', exists (
            select from pg_class c,
                aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
            where c.oid = 'pg_catalog.pg_settings'::regclass
                and a.grantee = 0 and a.privilege_type = 'UPDATE'
        )
        union all
        select 'temporary tables', exists (
            select from pg_database d,
                aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
            where d.datname = current_database()
                and a.grantee = 0 and a.privilege_type = 'TEMPORARY'
        )
        union all
        select 'schema public', exists (
            select from pg_namespace n,
                aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
            where n.nspname = 'public' and a.grantee = 0 and a.privilege_type = 'CREATE'
        )
    ) as measures
    where weak
"""

SHARED_OWNER = """
    select nspowner::regrole::text from pg_namespace where nspname in ('node', 'control') limit 1
"""

# The one question that says who needs work. A quarantined tenant is tried again.
OUTDATED = """
    select id, schema, role, node, name, revision, grants, claimed_at is not null as claimed
    from control.tenant
    where state in ('spare', 'active', 'quarantined')
        and (state = 'quarantined' or revision <> $1 or grants <> $2)
    order by claimed_at nulls last, id
"""

MARKS = """
    select nspname::text as schema, obj_description(oid, 'pg_namespace') as revision
    from pg_namespace where nspname = any($1::text[])
"""

MIGRATED = """
    update control.tenant set revision = $2, grants = $3, error = null,
        state = case when claimed_at is null then 'spare' else 'active' end
    where id = any($1::uuid[]) and state in ('spare', 'active', 'quarantined')
"""

QUARANTINED = """
    update control.tenant set state = 'quarantined', error = $2
    where id = $1 and state in ('spare', 'active', 'quarantined')
"""

TABLES = """
    select c.relname::text as name from pg_class c
    where c.relnamespace = $1::text::regnamespace and c.relkind in ('r', 'p') order by 1
"""

MEDIA = "select hash, mime, bytes from media order by hash"

LAST_SEAL = "select no, encode(head, 'hex') as head from seal order by no desc limit 1"

SUBSCRIPTIONS = """
    select module, plan, starts_at, ends_at from control.subscription
    where tenant = $1 order by module
"""

REVISION = "select revision from control.tenant where id = $1"

# Without its grants' version the next migration gives an interrupted leaver its rights back.
LEAVING = """
    update control.tenant set state = 'quarantined', error = 'leaving', grants = ''
    where id = $1 and state in ('active', 'quarantined')
"""

RETIRED = """
    update control.tenant set state = 'retired', error = null, retired_at = now() where id = $1
"""

RETURNED = """
    update control.tenant set state = 'active', error = null, grants = $2 where id = $1
"""

RESTORED = """
    insert into control.tenant
        (id, schema, role, node, state, kind, name, parent, timezone, revision, grants, claimed_at)
    values ($1, $2, $3, $4, 'active', $5, $6,
        (select id from control.tenant where id = $7), $8, $9, $10, now())
"""

SUBSCRIBED = """
    insert into control.subscription (tenant, module, plan, starts_at, ends_at)
    values ($1, $2, $3, $4, $5)
"""

STATUS = """
    select node, state, revision, count(*) as tenants from control.tenant
    group by node, state, revision order by node, state, revision
"""

REGISTERED = """
    select schema::text, role::text, state from control.tenant
    where node = $1 and state not in ('retired', 'building')
"""

SICK = """
    select id, name, schema::text, error from control.tenant
    where state = 'quarantined' order by name, id
"""

# Opaque schemas of this installation's owner, and its tenant roles, as the node has them.
PRESENT = """
    select nspname::text as schema from pg_namespace
    where starts_with(nspname, 't_') and nspowner = to_regrole($1)
"""

# $1 is the installation's id, $2 its log-ins, owner and group. Other roles may share the prefix;
# an underscore in LIKE stands for any letter, hence starts_with.
POWERS = """
    select r.rolname::text as role from pg_roles r
    where (r.rolname = any($2::text[]) or starts_with(r.rolname, $1 || '_t_')) and (
        r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolreplication or r.rolbypassrls
        or r.rolcanlogin and starts_with(r.rolname, $1 || '_t_')
        or r.rolinherit and r.rolname = $1 || '_app'
        or exists (
            select from pg_auth_members m join pg_roles g on g.oid = m.roleid
            where m.member = r.oid and not (
                r.rolname = $1 || '_app' and starts_with(g.rolname, $1 || '_t_')
                or starts_with(r.rolname, $1 || '_t_') and g.rolname = $1 || '_tenants'
            )
        )
    )
    order by 1
"""

MESSAGES = "select count(*) from node.outbox where tenant = $1"

# Sent by the simple protocol with others, hence no parameter; the role is a plain identifier.
DISCARD = "delete from node.outbox where tenant = '{role}'"
