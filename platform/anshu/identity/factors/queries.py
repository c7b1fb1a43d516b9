"""Statements about second factors and the policy that asks for them, over the control schema."""

FACTOR = "select sealed, confirmed_at from second_factor where account = $1"
# One that is in use is not replaced by whoever holds a session: it is ended first.
BEGIN_FACTOR = """
insert into second_factor (account, sealed, begun_at) values ($1, $2, $3)
on conflict (account) do update
   set sealed = excluded.sealed, begun_at = excluded.begun_at, last_step = 0
 where second_factor.confirmed_at is null
returning account
"""
CONFIRM_FACTOR = """
update second_factor set confirmed_at = $4, last_step = $3
 where account = $1 and sealed = $2 and confirmed_at is null
returning account
"""
TAKE_STEP = """
update second_factor set last_step = $2
 where account = $1 and last_step < $2 and confirmed_at is not null
returning account
"""
DROP_FACTOR = "delete from second_factor where account = $1"
DROP_RECOVERY = "delete from recovery_code where account = $1"
ADD_RECOVERY = """
insert into recovery_code (account, hash) select $1, unnest($2::bytea[])
"""
RECOVERY_LEFT = """
select count(*) as number from recovery_code where account = $1 and used_at is null
"""
USE_RECOVERY = """
update recovery_code set used_at = $3 where account = $1 and hash = $2 and used_at is null
returning account
"""
MARK_SESSION = "update session set second_factor = true where id = $1 and revoked_at is null"
POLICY = "select second_factor_roles from sign_in_policy where tenant = $1"
SET_POLICY = """
insert into sign_in_policy (tenant, second_factor_roles, changed_at, changed_by)
values ($1, $2, $3, $4)
on conflict (tenant) do update
   set second_factor_roles = excluded.second_factor_roles, changed_at = excluded.changed_at,
       changed_by = excluded.changed_by
"""
