"""How accounts and names are written: normalised, of bounded length, free of characters that no database takes."""

from __future__ import annotations

import re
import unicodedata

from ..core.errors import Message, Problem
from .messages import BAD_ACCOUNT, BAD_EMAIL, BAD_LOCALE, BAD_PERSON_NAME

MOST_ACCOUNT = 128
MOST_NAME = 100
MOST_EMAIL = 254
LOCALES = frozenset({"zh-CN", "en"})

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, lone surrogates, line and paragraph separators


def account_key(raw: str) -> str | None:
    """The form in which an account is stored and compared (NFKC, casefolded), or None where it cannot be one."""
    if len(raw) > MOST_ACCOUNT * 4:
        return None
    key = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", raw.strip()).casefold())
    if not 1 <= len(key) <= MOST_ACCOUNT or not _clean(key) or any(char.isspace() for char in key):
        return None
    return key


def plain_name(raw: str, most: int = MOST_NAME) -> str | None:
    """A trimmed name of 1 to `most` characters, or None."""
    if len(raw) > most * 4:
        return None
    name = unicodedata.normalize("NFC", raw).strip()
    return name if 1 <= len(name) <= most and _clean(name) else None


def check_account(raw: str) -> tuple[str, list[Problem]]:
    key = account_key(raw)
    return (key, []) if key is not None else ("", [Problem(BAD_ACCOUNT, {"most": MOST_ACCOUNT}, "account")])


def check_name(raw: str, message: Message = BAD_PERSON_NAME, field: str = "name") -> tuple[str, list[Problem]]:
    name = plain_name(raw)
    return (name, []) if name is not None else ("", [Problem(message, {"most": MOST_NAME}, field)])


def check_locale(raw: str) -> list[Problem]:
    return [] if raw in LOCALES else [Problem(BAD_LOCALE, field="locale")]


def check_email(raw: str) -> tuple[str, list[Problem]]:
    """An address in its stored form; blank is allowed and means none."""
    email = raw.strip()
    if email and (len(email) > MOST_EMAIL or not _clean(email) or not _EMAIL.fullmatch(email)):
        return "", [Problem(BAD_EMAIL, field="email")]
    return email, []


def _clean(text: str) -> bool:
    return not any(unicodedata.category(char) in _UNPRINTABLE for char in text)
