"""Statements about identity providers and what they vouch for, over the control schema."""

PROVIDER_COLUMNS = (
    "id, key, title, issuer, client_id, sealed_secret, claim, tenant, strong, private_hosts"
)
PROVIDERS = f"""
select {PROVIDER_COLUMNS} from identity_provider where removed_at is null order by title, key
"""
PROVIDER = f"select {PROVIDER_COLUMNS} from identity_provider where key = $1 and removed_at is null"
ADD_PROVIDER = """
insert into identity_provider (id, key, title, issuer, client_id, sealed_secret, claim, tenant,
                               strong, private_hosts, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (key) do nothing
returning id
"""
# What it opened ends with it. The key becomes free for another one.
REMOVE_PROVIDER = """
with removed as (
    update identity_provider
       set removed_at = $2, key = 'removed-' || left(replace(id::text, '-', ''), 24)
     where key = $1 and removed_at is null returning id
), ended as (
    update session set revoked_at = $2
      from removed where session.provider = removed.id and session.revoked_at is null
)
select id from removed
"""
LINKED = """
select account.id, account.login
  from account_link link
  join account on account.id = link.account
 where link.provider = $1 and link.subject = $2 and link.ended_at is null
"""
# Matched by what the provider says. A provider of one tenant vouches for nobody who opens another.
MATCHED = """
select account.id, account.login
  from account
 where account.login = $1 and account.disabled_at is null
   and exists (select from membership
                where membership.account = account.id and membership.ended_at is null
                  and ($2::uuid is null or membership.tenant = $2))
   and ($2::uuid is null or not exists (
        select from membership other
         where other.account = account.id and other.ended_at is null and other.tenant <> $2))
"""
# A subject stays with the account that it was linked to first, unless that link was ended.
ADD_LINK = """
insert into account_link (provider, subject, account, linked_at) values ($1, $2, $3, $4)
on conflict (provider, subject) do update
   set account = excluded.account, linked_at = excluded.linked_at, ended_at = null
 where account_link.ended_at is not null or account_link.account = excluded.account
returning account
"""
# Matching by name does not bring back what a person has ended.
ADD_FIRST_LINK = """
insert into account_link (provider, subject, account, linked_at) values ($1, $2, $3, $4)
on conflict (provider, subject) do nothing
returning account
"""
LINKS = """
select provider.key, provider.title, link.subject, link.linked_at
  from account_link link
  join identity_provider provider on provider.id = link.provider and provider.removed_at is null
 where link.account = $1 and link.ended_at is null
 order by link.linked_at
"""
END_LINK = """
update account_link set ended_at = $3
  from identity_provider provider
 where provider.id = account_link.provider and provider.key = $2
   and account_link.account = $1 and account_link.ended_at is null
returning account_link.account
"""
USE_LOGOUT = """
insert into logout_token (provider, jti, expires_at) values ($1, $2, $3)
on conflict (provider, jti) do nothing
returning jti
"""
DROP_LOGOUTS = "delete from logout_token where expires_at < $1"
END_PROVIDER_SESSIONS = """
update session set revoked_at = $4
 where provider = $1 and revoked_at is null
   and ($2::text is null or provider_subject = $2)
   and ($3::text is null or provider_session = $3)
returning id
"""
