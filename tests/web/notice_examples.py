"""Examples of the routes of notices, channels and webhooks: path and body, none of them lasting."""

from uuid import uuid4

NOTICES_AT, CHANNELS_AT, HOOKS_AT = "/api/v1/notices", "/api/v1/notifications", "/api/v1/webhooks"
WRONG_HOOK = {"title": "", "url": "x", "events": []}
ONE, LINE = f"{HOOKS_AT}/{uuid4()}", f"{CHANNELS_AT}/deliveries/{uuid4()}"
NOTICES: dict[str, tuple[str, object]] = {
    f"GET {NOTICES_AT}": (NOTICES_AT, None),
    f"GET {NOTICES_AT}/unread": (f"{NOTICES_AT}/unread", None),
    f"POST {NOTICES_AT}/read": (f"{NOTICES_AT}/read", {"ids": []}),
    f"GET {CHANNELS_AT}/preferences": (f"{CHANNELS_AT}/preferences", None),
    f"PUT {CHANNELS_AT}/preferences": (f"{CHANNELS_AT}/preferences", {"quiet": "none"}),
    f"GET {CHANNELS_AT}/settings": (f"{CHANNELS_AT}/settings", None),
    f"PUT {CHANNELS_AT}/settings": (f"{CHANNELS_AT}/settings", {"unread_minutes": 1}),
    f"PUT {CHANNELS_AT}/server": (
        f"{CHANNELS_AT}/server", {"host": "", "port": 25, "security": "none", "sender": "x"},
    ),
    f"DELETE {CHANNELS_AT}/server": (f"{CHANNELS_AT}/server", None),
    f"GET {CHANNELS_AT}/templates": (f"{CHANNELS_AT}/templates", None),
    f"PUT {CHANNELS_AT}/templates/{{kind}}/{{words_language}}": (
        f"{CHANNELS_AT}/templates/absent/en", {"subject": "", "body": ""},
    ),
    f"POST {CHANNELS_AT}/test-mail": (f"{CHANNELS_AT}/test-mail", None),
    f"GET {CHANNELS_AT}/deliveries": (f"{CHANNELS_AT}/deliveries", None),
    f"POST {CHANNELS_AT}/deliveries/{{delivery}}/retry": (f"{LINE}/retry", None),
    f"GET {HOOKS_AT}": (HOOKS_AT, None),
    f"POST {HOOKS_AT}": (HOOKS_AT, WRONG_HOOK),
    f"PUT {HOOKS_AT}/{{webhook}}": (ONE, WRONG_HOOK),
    f"PUT {HOOKS_AT}/{{webhook}}/active": (f"{ONE}/active", {"active": True}),
    f"POST {HOOKS_AT}/{{webhook}}/secret": (f"{ONE}/secret", None),
    f"POST {HOOKS_AT}/{{webhook}}/ping": (f"{ONE}/ping", None),
    f"DELETE {HOOKS_AT}/{{webhook}}": (ONE, None),
}  # fmt: skip
