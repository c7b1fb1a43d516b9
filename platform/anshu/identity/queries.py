"""SELECTs of the identity room, over the control schema.

Sessions and tokens are live only while the account, its membership and the tenant are: all of
them are joined, so ending any one ends access.
"""

SUBJECT_COLUMNS = """
select account.id as account, account.login, account.name,
       tenant.id as tenant, tenant.name as tenant_name, tenant.kind as tenant_kind,
       tenant.schema, tenant.role, tenant.node, tenant.timezone, membership.person
"""
LIVE_MEMBERSHIP = """
  join account on account.id = held.account and account.disabled_at is null
  join membership on membership.account = held.account and membership.tenant = held.tenant
                 and membership.ended_at is null
  join tenant on tenant.id = held.tenant and tenant.state = 'active'
  left join sign_in_policy policy on policy.tenant = held.tenant
"""
# $1 the hash of the secret, $2 now
LIVE = " and held.revoked_at is null and held.expires_at > $2"
SESSION_SUBJECT = (
    SUBJECT_COLUMNS
    + ", held.language, held.expires_at, null::text[] as permissions, held.second_factor,"
    " policy.second_factor_roles, held.provider, '' as token_title from session held"
    + LIVE_MEMBERSHIP
    + " where held.id = $1"
    + LIVE
)
TOKEN_SUBJECT = (
    SUBJECT_COLUMNS
    + ", 'zh-CN' as language, held.expires_at, held.permissions, true as second_factor,"
    " policy.second_factor_roles, null::uuid as provider, held.title as token_title"
    " from token held" + LIVE_MEMBERSHIP + " where held.secret_hash = $1" + LIVE
)
# $1 many hashes, $2 now
LIVING = (
    "select held.id as hashed, held.tenant from session held"
    + LIVE_MEMBERSHIP
    + " where held.id = any($1::bytea[])"
    + LIVE
    + " union all select held.secret_hash, held.tenant from token held"
    + LIVE_MEMBERSHIP
    + " where held.secret_hash = any($1::bytea[])"
    + LIVE
)
ACCOUNT_BY_LOGIN = """
select id, login, name, disabled_at is not null as disabled from account where login = $1
"""
ACCOUNT_BY_ID = """
select id, login, name, disabled_at is not null as disabled from account where id = $1
"""
MEMBERSHIPS = """
select membership.tenant, tenant.name, tenant.kind, membership.person
  from membership
  join tenant on tenant.id = membership.tenant and tenant.state = 'active'
 where membership.account = $1 and membership.ended_at is null
 order by tenant.name, tenant.id
"""
# Quarantined tenants too: what is shut now opens again, with whatever password was set meanwhile.
TENANTS_OF_ACCOUNT = """
select membership.tenant
  from membership
  join tenant on tenant.id = membership.tenant and tenant.state <> 'retired'
 where membership.account = $1 and membership.ended_at is null
"""
# $3 now. Whether the account opens another tenant too; which one is not told.
LOG_INS_OF_PERSON = """
select account.login, account.disabled_at is not null as disabled,
       coalesce(account.locked_until > $3, false) as locked,
       exists (select from membership other
                 join tenant on tenant.id = other.tenant and tenant.state <> 'retired'
                where other.account = account.id and other.ended_at is null
                  and other.tenant <> membership.tenant) as shared
  from membership
  join account on account.id = membership.account
 where membership.tenant = $1 and membership.person = $2 and membership.ended_at is null
 order by account.login
"""
LOCKED_UNTIL = "select locked_until from account where login = $1 and locked_until > $2"
TOKENS = """
select id, title, permissions, created_at, expires_at
  from token
 where account = $1 and tenant = $2 and revoked_at is null and expires_at > $3
 order by created_at desc
"""
# Sessions are named by a hash of what is stored, never by that itself.
SESSION_NAME = "left(encode(sha256(session.id), 'hex'), 32)"
SESSIONS = f"""
select {SESSION_NAME} as name, session.id = $2 as here, tenant.name as tenant, agent,
       session.created_at, session.expires_at, provider is not null as by_provider
  from session
  join tenant on tenant.id = session.tenant
 where account = $1 and revoked_at is null and expires_at > $3
 order by session.created_at desc
 limit 100
"""
LOG_IN_OF_ANY = """
select account.id
  from membership
  join account on account.id = membership.account and account.disabled_at is null
 where membership.tenant = $1 and membership.person = any($2::uuid[])
   and membership.ended_at is null and account.id <> $3
 limit 1
"""
