"""Statements about PINs, signing keys, challenges and proofs, over a tenant's schema."""

SET_PIN = """
insert into signing_pin (person, hash, set_at) values ($1, $2, $3)
on conflict (person) do update
   set hash = excluded.hash, set_at = excluded.set_at, failures = 0, locked_until = null
"""
# An empty hash is no PIN: rows are never deleted.
END_PIN = "update signing_pin set hash = '' where person = $1 and hash <> ''"
# Counted before it is looked at: a hundred parallel guesses are not a hundred chances.
COUNT_PIN = """
update signing_pin
   set failures = case when locked_until is null then failures + 1 else 1 end,
       locked_until = case when locked_until is null and failures + 1 >= $3
                           then $2::timestamptz + $4::interval end
 where person = $1 and hash <> '' and (locked_until is null or locked_until <= $2)
returning hash
"""
PIN_LOCK = "select locked_until from signing_pin where person = $1 and hash <> ''"
SETTLE_PIN = """
update signing_pin set failures = 0, locked_until = null where person = $1 and hash = $2
returning person
"""

KEYS = """
select id, credential, public_key, site, sign_count, title, made_at, used_at
  from signing_key where person = $1 and ended_at is null order by made_at
"""
KEY = """
select id, public_key, site, sign_count
  from signing_key where person = $1 and credential = $2 and site = $3 and ended_at is null
"""
ADD_KEY = """
insert into signing_key (id, person, credential, public_key, site, sign_count, title, made_at)
select $1, $2, $3, $4, $5, $6, $7, $8
 where (select count(*) from signing_key where person = $2 and ended_at is null) < $9
on conflict (credential) do nothing
returning id
"""
# A counter that does not move is what authenticators without one send: zero, always.
USE_KEY = """
update signing_key set sign_count = $2, used_at = $3
 where id = $1 and ended_at is null and (sign_count < $2 or sign_count = 0 and $2 = 0)
returning id
"""
END_KEY = """
update signing_key set ended_at = $3 where id = $1 and person = $2 and ended_at is null
returning id
"""

SET_CHALLENGE = """
insert into signing_challenge (person, purpose, nonce, task, sheet, expires_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (person, purpose) do update
   set nonce = excluded.nonce, task = excluded.task, sheet = excluded.sheet,
       expires_at = excluded.expires_at, used_at = null
"""
USE_CHALLENGE = """
update signing_challenge set used_at = $3
 where person = $1 and purpose = $2 and used_at is null and expires_at > $3
returning nonce, task, sheet
"""

SHEET = "select hash from media where hash = $1 and purpose = 'sheet'"
ADD_PROOF = """
insert into media (hash, purpose, mime, bytes, captured_at, received_at, uploaded_by, bound)
values ($1, 'proof', 'application/json', $2, $3, $3, $4, $5)
on conflict (hash) do nothing
"""
