"""Which of the two languages a caller reads, by the Accept-Language header; Chinese unless English is preferred."""

from __future__ import annotations

from functools import lru_cache

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

CHINESE = "zh-CN"
ENGLISH = "en"


@lru_cache(maxsize=256)
def language_of(header: str | None) -> str:
    """`zh-CN` or `en`. Headers repeat from request to request, so the answer is kept."""
    if not header or len(header) > 1000:
        return CHINESE
    for language, quality in parse_accept_header(header, LanguageAccept):
        if quality <= 0:
            continue
        primary = language.lower().replace("_", "-").split("-")[0]
        if primary in ("zh", "en"):
            return CHINESE if primary == "zh" else ENGLISH
    return CHINESE
