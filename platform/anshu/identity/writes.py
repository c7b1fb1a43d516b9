"""Statements of the identity room that write, over the control schema."""

ADD_ACCOUNT = """
insert into account (id, login, name, password_hash, created_at)
values ($1, $2, $3, $4, $5) on conflict (login) do nothing
returning id, login, name, false as disabled
"""
# Whoever knew the old password is out: every session but the one that asked ends.
SET_PASSWORD = """
with changed as (
    update account set password_hash = $2, failures = 0, locked_until = null
     where id = $1 returning id
), ended as (
    update session set revoked_at = $3
     where account = $1 and revoked_at is null and id is distinct from $4
)
select id from changed
"""
# Two tenants may ask at once: the lock comes in a statement of its own, so that the next one's
# snapshot shows what the other has done.
LOCK_ACCOUNT = "select id from account where login = $1 for update"
# Only for a tenant that ended this log-in, and only while it opens no other.
TAKE_UP_ACCOUNT = """
with taken as (
    update account set name = $4, password_hash = $5, failures = 0, locked_until = null
     where login = $1 and disabled_at is null
       and exists (select from membership was
                    where was.account = account.id and was.tenant = $2
                      and was.ended_at is not null)
       and not exists (select from membership other
                        where other.account = account.id and other.ended_at is null)
    returning id, login, name
), member as (
    update membership set person = $3, ended_at = null
      from taken where membership.account = taken.id and membership.tenant = $2
)
select id, login, name, false as disabled from taken
"""
DISABLE_ACCOUNT = """
with disabled as (
    update account set disabled_at = coalesce(disabled_at, $2) where id = $1 returning id
), ended as (
    update session set revoked_at = $2 where account = $1 and revoked_at is null
)
select id from disabled
"""
ENABLE_ACCOUNT = """
update account set disabled_at = null, failures = 0, locked_until = null
 where id = $1 returning id
"""
COUNT_ATTEMPT = """
update account
   set failures = case when locked_until is null then failures + 1 else 1 end,
       locked_until = case when locked_until is null and failures + 1 >= $3
                           then $2::timestamptz + $4::interval end
 where login = $1 and (locked_until is null or locked_until <= $2)
returning id, name, password_hash, disabled_at is not null as disabled
"""
# The password was right and nothing else was tried: as if it had not been asked.
UNCOUNT_ATTEMPT = """
update account
   set failures = greatest(failures - 1, 0),
       locked_until = case when failures - 1 >= $3 then locked_until end
 where id = $1 and password_hash = $2
"""
# Not for an account that was disabled, or whose password was changed, in the meantime.
SETTLE_ATTEMPT = """
update account
   set failures = 0, locked_until = null, password_hash = coalesce($3, password_hash)
 where id = $1 and password_hash = $2 and disabled_at is null
returning id
"""
ADD_MEMBERSHIP = """
insert into membership (account, tenant, person) values ($1, $2, $3)
on conflict (account, tenant) do update set person = excluded.person, ended_at = null
"""
END_MEMBERSHIP = """
with ended as (
    update membership set ended_at = $3
     where account = $1 and tenant = $2 and ended_at is null returning account
), sessions as (
    update session set revoked_at = $3
     where account = $1 and tenant = $2 and revoked_at is null
), tokens as (
    update token set revoked_at = $3
     where account = $1 and tenant = $2 and revoked_at is null
)
select account from ended
"""
# Without a wish, the tenant of the latest session, else the first by name.
OPEN_SESSION = """
insert into session (id, account, tenant, language, created_at, expires_at, second_factor, agent,
                     provider, provider_subject, provider_session)
select $1, membership.account, membership.tenant, $4, $5, $6, $7, $8, $9, $10, $11
  from membership
  join account on account.id = membership.account and account.disabled_at is null
  join tenant on tenant.id = membership.tenant and tenant.state = 'active'
 where membership.account = $2 and membership.ended_at is null
   and ($3::uuid is null or membership.tenant = $3)
 order by (select max(earlier.created_at) from session earlier
            where earlier.account = membership.account
              and earlier.tenant = membership.tenant) desc nulls last,
          tenant.name, tenant.id
 limit 1
returning expires_at
"""
SWITCH_SESSION = """
with target as (
    select held.id, held.account, held.language, held.expires_at, held.second_factor, held.agent,
           held.provider, held.provider_subject, held.provider_session
      from session held
      join account on account.id = held.account and account.disabled_at is null
      join membership on membership.account = held.account and membership.tenant = $3
                     and membership.ended_at is null
      join tenant on tenant.id = $3 and tenant.state = 'active'
     where held.id = $2 and held.revoked_at is null and held.expires_at > $4
       -- What a tenant's own provider vouches for is no key to another tenant.
       and not exists (select from identity_provider provider
                        where provider.id = held.provider and provider.tenant <> $3)
), ended as (
    update session set revoked_at = $4
      from target where session.id = target.id and session.revoked_at is null
    returning session.id
)
insert into session (id, account, tenant, language, created_at, expires_at, second_factor, agent,
                     provider, provider_subject, provider_session)
select $1, target.account, $3, target.language, $4, target.expires_at, target.second_factor,
       target.agent, target.provider, target.provider_subject, target.provider_session
  from target join ended on ended.id = target.id
returning expires_at
"""
END_SESSION = "update session set revoked_at = $2 where id = $1 and revoked_at is null"
END_NAMED_SESSION = """
update session set revoked_at = $4
 where account = $1 and revoked_at is null and left(encode(sha256(id), 'hex'), 32) = $2
   and id <> $3
returning id
"""
END_OTHER_SESSIONS = """
update session set revoked_at = $3 where account = $1 and revoked_at is null and id <> $2
"""
END_SESSIONS = "update session set revoked_at = $2 where account = $1 and revoked_at is null"
DROP_SESSIONS = "delete from session where expires_at < $1"
ADD_TOKEN = """
insert into token (id, secret_hash, account, tenant, title, permissions, created_at, expires_at)
select $1, $2, $3, $4, $5, $6, $7, $8
 where (select count(*) from token
         where account = $3 and tenant = $4 and revoked_at is null and expires_at > $7) < $9
returning id
"""
REVOKE_TOKEN = """
update token set revoked_at = $4
 where id = $1 and account = $2 and tenant = $3 and revoked_at is null
returning secret_hash
"""
