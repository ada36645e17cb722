"""Databases on the test run's PostgreSQL server: made, copied and dropped in some ten milliseconds."""

from __future__ import annotations

import secrets
from collections.abc import Generator
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa
from psycopg import sql


class Cluster:
    """A running PostgreSQL server of which we are the superuser."""

    def __init__(self, address: str) -> None:
        self.address = address

    def url(self, name: str) -> str:
        return sa.make_url(self.address).set(database=name).render_as_string(hide_password=False)

    def create(self, template: str = "template0", name: str | None = None) -> str:
        """A new database, empty or a copy of `template` (which nobody may be connected to); its name."""
        name = name or f"t_{secrets.token_hex(6)}"
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def database(self, template: str = "template0") -> Generator[str]:
        """The address of a database that is dropped at the end."""
        name = self.create(template)
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement)
