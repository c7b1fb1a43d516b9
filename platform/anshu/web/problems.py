"""Answers refusals and failures: RFC 9457 problem+json with the right status."""

import secrets

import msgspec
import structlog
from litestar import Response
from litestar.exceptions import HTTPException, ValidationException

from anshu.kernel.refusal import Fact, Refusal, Refused
from anshu.records.books import NotConfigured
from anshu.web.asked import Asked
from anshu.web.malformed import field_errors, not_json
from anshu.web.problem import MEDIA_TYPE, problem_of

BY_HTTP_STATUS = {
    401: "not_logged_in", 403: "not_allowed", 404: "not_found", 405: "not_found",
    413: "body_too_large", 429: "too_many_requests",
}  # fmt: skip

# Of what is read as JSON; files come as raw bodies with a limit of their own.
MAX_BODY_BYTES = 1024 * 1024
BODY_LIMIT = f"{MAX_BODY_BYTES // 1_048_576} MB"

log = structlog.get_logger(__name__)


def refuse(refusal: Refusal, request: Asked) -> Response[bytes]:
    """The refusal as an answer."""
    problem = problem_of(refusal, language_of(request))
    headers = {}
    waits = [fact.value for fact in refusal.facts if fact.name == "retry_after"]
    if waits:
        headers["retry-after"] = waits[0]
    return Response(
        msgspec.json.encode(problem),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def language_of(request: Asked) -> str:
    """The reader's language: English only if it is asked for before Chinese."""
    asked = request.headers.get("accept-language", "zh-CN").lower()
    english, chinese = asked.find("en"), asked.find("zh")
    return "en" if english >= 0 and (chinese < 0 or english < chinese) else "zh-CN"


def on_refused(request: Asked, error: Refused) -> Response[bytes]:
    """A refusal raised by a guard or a dependency."""
    return refuse(error.refusal, request)


def on_not_configured(
    request: Asked,
    _: NotConfigured,
) -> Response[bytes]:
    """A tenant without definitions."""
    return refuse(Refusal("not_configured"), request)


def on_validation(
    request: Asked,
    error: ValidationException,
) -> Response[bytes]:
    """A request whose shape is not the contract's: every wrong part by name."""
    found = error.extra if isinstance(error.extra, list) else []
    fields = field_errors(found, detail=str(error.detail))
    return refuse(Refusal("malformed", kind="malformed", fields=fields), request)


def on_unreadable(request: Asked, error: RecursionError | UnicodeDecodeError) -> Response[bytes]:
    """A body nested too deeply, or in another encoding than UTF-8."""
    log.warning("body unreadable", error=type(error).__name__, path=request.url.path)
    return refuse(Refusal("malformed", kind="malformed", fields=not_json()), request)


def on_unstorable(request: Asked, error: Exception) -> Response[bytes]:
    """Text that the database cannot hold (a NUL), where no field was named for it before."""
    log.warning("text unstorable", error=type(error).__name__, path=request.url.path)
    return refuse(Refusal("malformed", kind="malformed"), request)


def on_http(request: Asked, error: HTTPException) -> Response[bytes]:
    """What the framework refuses itself."""
    if "CSRF" in str(error.detail):
        return refuse(Refusal("csrf", kind="forbidden"), request)
    if error.status_code == 400:
        return refuse(Refusal("malformed", kind="malformed", fields=not_json()), request)
    code = BY_HTTP_STATUS.get(error.status_code, "malformed")
    limit = (Fact("bytes", "", limit=BODY_LIMIT),) if code == "body_too_large" else ()
    problem = problem_of(Refusal(code, kind="malformed", facts=limit), language_of(request))
    status = error.status_code if error.status_code < 500 else 500
    body = msgspec.structs.replace(problem, status=status)
    return Response(msgspec.json.encode(body), status_code=status, media_type=MEDIA_TYPE)


def on_unreachable(request: Asked, error: Exception) -> Response[bytes]:
    """The database cannot be reached, or gave up in the middle."""
    log.error("database unavailable", error=type(error).__name__)
    return refuse(Refusal("unavailable", kind="busy"), request)


def on_failure(request: Asked, error: Exception) -> Response[bytes]:
    """Anything unforeseen: a number for the log, nothing of the inside for the reader."""
    incident = secrets.token_hex(4)
    log.error("request failed", incident=incident, path=request.url.path, exc_info=error)
    problem = problem_of(Refusal("internal", kind="busy"), language_of(request))
    body = msgspec.structs.replace(problem, incident=incident)
    return Response(msgspec.json.encode(body), status_code=500, media_type=MEDIA_TYPE)
