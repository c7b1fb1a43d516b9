"""Which passwords are accepted: length before complexity, nothing guessable.

Length, an upper bound and a list of common ones follow NIST SP 800-63B 5.1.1.2; the demand for
two kinds of characters follows GB/T 22239-2019 8.1.4.1 a) (complexity), and falls away for
passphrases.
"""

import unicodedata

from anshu.kernel.refusal import FieldError

SHORTEST, LONGEST, PASSPHRASE = 10, 128, 16
FEWEST_DISTINCT = 5
FIELD = "password"
# Stems of passwords that head every published list; digits and symbols round them do not help.
COMMON = frozenset((
    "abc123", "admin", "administrator", "anquan", "asdfghjkl", "changeme", "iloveyou", "letmein",
    "p@ssw0rd", "p@ssword", "passw0rd", "password", "qazwsx", "qwer", "qwertyuiop", "welcome",
    "woaini",
))  # fmt: skip
ROWS = ("01234567890123456789", "09876543210987654321", "abcdefghijklmnopqrstuvwxyz",
        "qwertyuiopasdfghjklzxcvbnm")  # fmt: skip
DIGITS_AND_SYMBOLS = "0123456789!@#$%^&*()_+-=.,?/ "


def normal(password: str) -> str:
    """The password as it is hashed: one form for the same characters from any keyboard."""
    return unicodedata.normalize("NFKC", password)


def faults(password: str, *, login: str) -> tuple[FieldError, ...]:
    """Everything that speaks against this password; empty when it is accepted."""
    if len(password) > 4 * LONGEST:
        # Not even looked at: bringing it to one form would take the square of its length.
        return (FieldError(field=FIELD, code="password_too_long"),)
    text = normal(password)
    lowered = text.lower()
    codes = []
    if len(text) < SHORTEST:
        codes.append("password_too_short")
    if len(text) > LONGEST:
        codes.append("password_too_long")
    if not text.isprintable():
        codes.append("password_unprintable")
    if len(set(text)) < FEWEST_DISTINCT or (len(text) < PASSPHRASE and _kinds(text) < 2):
        codes.append("password_too_uniform")
    if len(login) >= 3 and login.lower() in lowered:
        codes.append("password_contains_login")
    if _is_common(lowered):
        codes.append("password_common")
    return tuple(FieldError(field=FIELD, code=code) for code in codes)


def _kinds(text: str) -> int:
    return sum(
        (
            any(c.islower() for c in text),
            any(c.isupper() for c in text),
            any(c.isdigit() for c in text),
            any(not c.isalnum() for c in text),
            any(c.isalpha() and not c.islower() and not c.isupper() for c in text),
        )
    )


def _is_common(lowered: str) -> bool:
    stem = lowered.strip(DIGITS_AND_SYMBOLS)
    return lowered in COMMON or stem in COMMON or any(lowered in row for row in ROWS)
