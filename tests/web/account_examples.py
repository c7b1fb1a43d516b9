"""Requests that the routes of log-ins, accounts, signing and identity providers understand."""

from uuid import UUID, uuid4

from tests.web.ground import Example, Ground, at, record_at


def _locked(_: Ground) -> dict[str, str]:
    """A password that is none, so that it costs no hashing."""
    return {"password": "x" * 600}


def _answered(_: Ground) -> object:
    return {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}}


ABSENT: UUID = uuid4()
OF_ACCOUNTS: dict[str, Example] = {
    "GET /api/v1/account": Example(at("/api/v1/account")),
    "PUT /api/v1/account/password": Example(
        at("/api/v1/account/password"), body=lambda g: {**_locked(g), "new": "short"}
    ),
    "DELETE /api/v1/account/sessions": Example(at("/api/v1/account/sessions")),
    "DELETE /api/v1/account/sessions/{name}": Example(at("/api/v1/account/sessions/absent")),
    "POST /api/v1/account/second-factor": Example(
        at("/api/v1/account/second-factor"), body=_locked
    ),
    "PUT /api/v1/account/second-factor": Example(
        at("/api/v1/account/second-factor"), body=lambda _: {"code": "000000"}
    ),
    "POST /api/v1/account/second-factor/check": Example(
        at("/api/v1/account/second-factor/check"), body=lambda _: {"code": "000000"}
    ),
    "POST /api/v1/account/second-factor/end": Example(
        at("/api/v1/account/second-factor/end"), body=_locked
    ),
    "PUT /api/v1/account/pin": Example(
        at("/api/v1/account/pin"), body=lambda g: {**_locked(g), "pin": "271828"}
    ),
    "DELETE /api/v1/account/pin": Example(at("/api/v1/account/pin")),
    "POST /api/v1/account/keys/offer": Example(at("/api/v1/account/keys/offer"), body=_locked),
    "POST /api/v1/account/keys": Example(
        at("/api/v1/account/keys"), body=lambda g: {"title": "手机", "key": _answered(g)}
    ),
    "DELETE /api/v1/account/keys/{key}": Example(at(f"/api/v1/account/keys/{ABSENT}")),
    "GET /api/v1/sign-in-policy": Example(at("/api/v1/sign-in-policy")),
    "PUT /api/v1/sign-in-policy": Example(
        at("/api/v1/sign-in-policy"), body=lambda _: {"second_factor_roles": []}
    ),
    "GET /api/v1/oidc": Example(at("/api/v1/oidc")),
    "GET /api/v1/oidc/{key}/begin": Example(at("/api/v1/oidc/absent/begin")),
    "GET /api/v1/oidc/{key}/back": Example(at("/api/v1/oidc/absent/back")),
    "POST /api/v1/oidc/{key}/logout": Example(
        at("/api/v1/oidc/absent/logout"), content=b"logout_token=none"
    ),
    "GET /api/v1/account/links": Example(at("/api/v1/account/links")),
    "POST /api/v1/account/links/{key}": Example(at("/api/v1/account/links/absent"), body=_locked),
    "DELETE /api/v1/account/links/{key}": Example(at("/api/v1/account/links/absent")),
    "POST /api/v1/records/{kind}/{record}/tasks/{task}/signature": Example(
        record_at("/tasks/{g.task}/signature"),
        body=lambda _: {"method": "pin", "shown": "a" * 64, "pin": "271828"},
    ),
    "POST /api/v1/records/{kind}/{record}/tasks/{task}/signature/offer": Example(
        record_at("/tasks/{g.task}/signature/offer"), body=lambda _: {"shown": "a" * 64}
    ),
    "GET /api/v1/accounts": Example(
        at("/api/v1/accounts"), query=lambda g: {"person": str(g.person)}
    ),
    "POST /api/v1/accounts": Example(
        at("/api/v1/accounts"),
        body=lambda g: {"person": str(g.person), "login": "nobody.here", "password": "short"},
    ),
    "PUT /api/v1/accounts/{login}/password": Example(
        at("/api/v1/accounts/nobody.here/password"), body=lambda _: {"password": "short"}
    ),
    "DELETE /api/v1/accounts/{login}": Example(at("/api/v1/accounts/nobody.here")),
}
