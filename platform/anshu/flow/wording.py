"""What is wrong with a text that somebody says beside a form: a reason, an opinion, a comment."""

from anshu.kernel.refusal import FieldError, Refusal

LONGEST_REASON = 500


def text_error(field: str, text: str, *, longest: int, needed: bool = False) -> FieldError | None:
    """Missing, too long, or with a character that cannot be stored; None if it is well."""
    said = text.strip()
    if not said:
        return FieldError(field, "field_missing") if needed else None
    if len(said) > longest:
        return FieldError(field, "too_long", limit=str(longest))
    return FieldError(field, "unreadable_text") if "\0" in said else None


def reason_refusal(text: str, *, needed: bool = True) -> Refusal | None:
    """The refusal of an action whose reason is missing or cannot be kept."""
    wrong = text_error("reason", text, longest=LONGEST_REASON, needed=needed)
    return Refusal("form_incomplete", kind="malformed", fields=(wrong,)) if wrong else None
