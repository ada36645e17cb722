"""Settings by environment variable, read once at start."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .errors import Kind, Message, refuse

REDIS_NEEDS_POSTGRESQL = Message(
    "settings.redis_needs_postgresql",
    zh="设置了 GEZI_REDIS_URL 时必须同时设置 GEZI_DATABASE_URL（PostgreSQL）：SQLite 只能由一个进程使用",
    en="GEZI_REDIS_URL needs GEZI_DATABASE_URL (PostgreSQL): a SQLite file serves one process only",
    kind=Kind.CONFLICT,
)
BAD_SETTING = Message("settings.bad_value", zh="环境变量 {name} 的值无效", en="the value of {name} is not valid")
DEFAULT_SECRET = Message(
    "settings.default_secret",
    zh="环境变量 {name} 为空或仍是示例值，请设置您自己的随机密钥，或不设置该变量",
    en="{name} is empty or still an example; set a random secret of your own, or do not set it at all",
    kind=Kind.CONFLICT,
)
OIDC_INCOMPLETE = Message(
    "settings.oidc_incomplete",
    zh="使用单点登录（OIDC）还须设置 {names}",
    en="signing in by OIDC also needs {names}",
    kind=Kind.CONFLICT,
)
RATE_LIMIT, RATE_LIMIT_ADDRESS = 60_000, 120_000
WAITING_FILES, WAITING_MEGABYTES = 200, 500
LEAST_SECRET = 32  #: characters of GEZI_SECRET_KEY; a short one could be guessed
LEAST_KINDS = 8  #: different characters in it: `aaaa…` is no secret
_OIDC = ("GEZI_OIDC_ISSUER", "GEZI_OIDC_CLIENT_ID", "GEZI_OIDC_CLIENT_SECRET")
_OIDC_MORE = ("GEZI_OIDC_LABEL", "GEZI_OIDC_WORKSPACE")
#: what stands in examples, here and elsewhere
_EXAMPLE = re.compile(
    r"(?:please|your|my|the|a|default|example|sample|test|demo|super|very|insecure|django|flask|gezi|app|dev|here|this|to|in"
    r"|production|random|long|string|value|word|me|it|change|changeme|replace|secret|client|key|password|token|todo|xxx++"
    r"|admin|123456789?0?|0++|_|-|\s|[<>!.*#])+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Oidc:
    """The provider that people may sign in with, and what it knows us by."""

    issuer: str  #: GEZI_OIDC_ISSUER: exactly as the provider's own document states it
    client_id: str  #: GEZI_OIDC_CLIENT_ID
    client_secret: str  #: GEZI_OIDC_CLIENT_SECRET
    label: str = "SSO"  #: GEZI_OIDC_LABEL: on the button
    workspace: str | None = (
        None  #: GEZI_OIDC_WORKSPACE: where everybody of the provider may come in, without role groups
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data lies and how it is reached."""

    data: Path  #: GEZI_DATA: databases (SQLite), attachments, secrets
    port: int = 8000  #: GEZI_PORT
    database_url: str | None = None  #: GEZI_DATABASE_URL: `postgresql://…`; unset means SQLite files under `data`
    redis_url: str | None = None  #: GEZI_REDIS_URL
    demo_password: str | None = None  #: GEZI_DEMO_PASSWORD: of the demo accounts; random and printed when unset
    base_url: str | None = None  #: GEZI_BASE_URL: the address people use; https makes cookies Secure
    timezone: str = "Asia/Shanghai"  #: GEZI_TIMEZONE: of new workspaces
    rate_limit: int = RATE_LIMIT  #: GEZI_RATE_LIMIT: requests a minute of one session or token; 0 for no limit
    rate_limit_address: int = RATE_LIMIT_ADDRESS  #: GEZI_RATE_LIMIT_ADDRESS: the same of one address
    waiting_files: int = (
        WAITING_FILES  #: GEZI_WAITING_FILES: uploads of one member that no record has taken; 0 for no limit
    )
    waiting_megabytes: int = WAITING_MEGABYTES  #: GEZI_WAITING_MB: what they come to, in MiB; 0 for no limit
    outgoing_allow: str | None = None  #: GEZI_OUTGOING_ALLOW: internal hosts and networks that may be sent to
    smtp_url: str | None = None  #: GEZI_SMTP_URL: `smtp://user:password@host:587` or `smtps://…`; unset means no e-mail
    mail_from: str | None = None  #: GEZI_MAIL_FROM: whom e-mails come from
    secret_key: str | None = None  #: GEZI_SECRET_KEY: in place of the file `secret.key` in `data`
    oidc: Oidc | None = None  #: GEZI_OIDC_…

    @property
    def on_postgresql(self) -> bool:
        return self.database_url is not None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Raises `Refusal` for settings that contradict each other."""
        port = environ.get("GEZI_PORT") or "8000"
        if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise refuse(BAD_SETTING, name="GEZI_PORT")
        settings = cls(
            data=Path(environ.get("GEZI_DATA") or "var").resolve(),
            port=int(port),
            database_url=environ.get("GEZI_DATABASE_URL") or None,
            redis_url=environ.get("GEZI_REDIS_URL") or None,
            demo_password=environ.get("GEZI_DEMO_PASSWORD") or None,
            base_url=environ.get("GEZI_BASE_URL") or None,
            timezone=environ.get("GEZI_TIMEZONE") or "Asia/Shanghai",
            rate_limit=_count(environ, "GEZI_RATE_LIMIT", RATE_LIMIT),
            rate_limit_address=_count(environ, "GEZI_RATE_LIMIT_ADDRESS", RATE_LIMIT_ADDRESS),
            waiting_files=_count(environ, "GEZI_WAITING_FILES", WAITING_FILES),
            waiting_megabytes=_count(environ, "GEZI_WAITING_MB", WAITING_MEGABYTES),
            outgoing_allow=environ.get("GEZI_OUTGOING_ALLOW") or None,
            smtp_url=environ.get("GEZI_SMTP_URL") or None,
            mail_from=environ.get("GEZI_MAIL_FROM") or None,
            secret_key=_secret(environ, "GEZI_SECRET_KEY"),
            oidc=_oidc(environ),
        )
        key = settings.secret_key
        if key is not None and (len(key) < LEAST_SECRET or len(set(key)) < LEAST_KINDS):
            raise refuse(BAD_SETTING, name="GEZI_SECRET_KEY")
        if settings.database_url and not settings.database_url.startswith(("postgresql://", "postgres://")):
            raise refuse(BAD_SETTING, name="GEZI_DATABASE_URL")
        if settings.redis_url and not settings.database_url:
            raise refuse(REDIS_NEEDS_POSTGRESQL)
        return settings


def _secret(environ: Mapping[str, str], name: str) -> str | None:
    """A secret that is set has to be one: an empty or an example's would be known to everybody."""
    given = environ.get(name)
    if given is not None and (not given.strip() or _EXAMPLE.fullmatch(given)):
        raise refuse(DEFAULT_SECRET, name=name)
    return given


def _oidc(environ: Mapping[str, str]) -> Oidc | None:
    """The provider, when there is one: whole, reached over https (or on this machine), and with an address for people."""
    secret = _secret(environ, "GEZI_OIDC_CLIENT_SECRET")
    if not any(environ.get(name) for name in (*_OIDC, *_OIDC_MORE)):
        return None
    missing = [name for name in (*_OIDC, "GEZI_BASE_URL") if not environ.get(name)]
    if missing or secret is None:
        raise refuse(OIDC_INCOMPLETE, names=", ".join(missing))
    issuer, base = environ["GEZI_OIDC_ISSUER"], environ["GEZI_BASE_URL"]
    if not is_confidential(issuer) or urlsplit(issuer).query:
        raise refuse(BAD_SETTING, name="GEZI_OIDC_ISSUER")
    address = urlsplit(base)
    if address.scheme not in ("http", "https") or not address.netloc or address.path not in ("", "/") or address.query:
        raise refuse(BAD_SETTING, name="GEZI_BASE_URL")
    return Oidc(
        issuer,
        environ["GEZI_OIDC_CLIENT_ID"],
        secret,
        environ.get("GEZI_OIDC_LABEL") or "SSO",
        environ.get("GEZI_OIDC_WORKSPACE") or None,
    )


def is_confidential(url: str) -> bool:
    """Whether nobody on the way reads what goes there: https, or this machine itself."""
    try:
        parts = urlsplit(url)
        here = parts.hostname in ("127.0.0.1", "::1", "localhost")
    except ValueError:
        return False
    return bool(parts.netloc) and not parts.fragment and (parts.scheme == "https" or (parts.scheme == "http" and here))


def _count(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise refuse(BAD_SETTING, name=name)
    return int(text)
