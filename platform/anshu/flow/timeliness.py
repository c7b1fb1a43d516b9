"""When something was captured: with a zone, and not in the future."""

from datetime import datetime, timedelta

from anshu.kernel.refusal import Fact, FieldError, Refusal

FUTURE_TOLERANCE = timedelta(minutes=5)


def untimely(captured_at: datetime | None, now: datetime) -> Refusal | None:
    """The refusal of a moment without a zone or ahead of the server's clock."""
    if captured_at is None:
        return None
    if captured_at.tzinfo is None:
        wrong = FieldError("captured_at", "time_without_zone", value=captured_at.isoformat())
        return Refusal("form_incomplete", kind="malformed", fields=(wrong,))
    if captured_at <= now + FUTURE_TOLERANCE:
        return None
    ahead = int((captured_at - now).total_seconds() // 60)
    tolerated = str(int(FUTURE_TOLERANCE.total_seconds() // 60))
    times = (captured_at.isoformat(timespec="minutes"), now.isoformat(timespec="minutes"))
    facts = (
        Fact("clock_ahead", str(ahead), "min", tolerated),
        Fact("captured_at", times[0], limit=times[1]),
    )
    return Refusal("captured_in_the_future", kind="malformed", facts=facts)
