"""Headers that every answer carries, and the CSRF check that API tokens do not need."""

from litestar.config.csrf import CSRFConfig
from litestar.enums import ScopeType
from litestar.middleware.csrf import CSRFMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

HEADERS = {
    # What says nothing else about itself is somebody's data: no cache may keep it.
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "content-security-policy": (
        "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; "
        # Compiling WebAssembly (the reader of QR codes) is no evaluation of scripts.
        "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "permissions-policy": "camera=(self), geolocation=(self), microphone=(self)",
}


class CookieCsrf:
    """Litestar's double-submit check for cookie sessions; a bearer token cannot be forged so."""

    def __init__(self, app: ASGIApp, *, secret: str) -> None:
        self._app = app
        config = CSRFConfig(
            secret=secret,
            cookie_samesite="lax",
            cookie_httponly=False,
            exclude_from_csrf_key="exclude_from_csrf",
        )
        self._checked = CSRFMiddleware(app, config)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"]) if scope["type"] == ScopeType.HTTP else {}
        if headers.get(b"authorization", b"").lower().startswith(b"bearer "):
            await self._app(scope, receive, send)
        else:
            await self._checked(scope, receive, send)
