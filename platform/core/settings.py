"""Settings by environment variable, read once at start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import Kind, Message, refuse

REDIS_NEEDS_POSTGRESQL = Message(
    "settings.redis_needs_postgresql",
    zh="设置了 GEZI_REDIS_URL 时必须同时设置 GEZI_DATABASE_URL（PostgreSQL）：SQLite 只能由一个进程使用",
    en="GEZI_REDIS_URL needs GEZI_DATABASE_URL (PostgreSQL): a SQLite file serves one process only",
    kind=Kind.CONFLICT,
)
BAD_SETTING = Message("settings.bad_value", zh="环境变量 {name} 的值无效", en="the value of {name} is not valid")
LEAST_SECRET = 32  #: characters of GEZI_SECRET_KEY; a short one could be guessed


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
    outgoing_allow: str | None = None  #: GEZI_OUTGOING_ALLOW: internal hosts and networks that may be sent to
    secret_key: str | None = None  #: GEZI_SECRET_KEY: in place of the file `secret.key` in `data`

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
            outgoing_allow=environ.get("GEZI_OUTGOING_ALLOW") or None,
            secret_key=environ.get("GEZI_SECRET_KEY") or None,
        )
        if settings.secret_key is not None and len(settings.secret_key) < LEAST_SECRET:
            raise refuse(BAD_SETTING, name="GEZI_SECRET_KEY")
        if settings.database_url and not settings.database_url.startswith(("postgresql://", "postgres://")):
            raise refuse(BAD_SETTING, name="GEZI_DATABASE_URL")
        if settings.redis_url and not settings.database_url:
            raise refuse(REDIS_NEEDS_POSTGRESQL)
        return settings
