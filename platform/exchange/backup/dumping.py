"""PostgreSQL: a schema as portable text, by COPY, in one snapshot and without any program beside the driver.

The structure is read from the server's own catalogue and written down as statements without the schema's name, so that it
can be restored under another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import psycopg
import sqlalchemy as sa
from psycopg import sql

from ...core.errors import refuse
from .archive import Packer, Unpacker
from .messages import DAMAGED

STRUCTURE = "structure.json"

_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relkind = 'r' ORDER BY c.relname
"""
_COLUMNS = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
  CASE WHEN a.attcollation <> t.typcollation THEN quote_ident(cn.nspname) || '.' || quote_ident(co.collname) END
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation co ON co.oid = a.attcollation LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
WHERE n.nspname = %s AND c.relname = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
_CONSTRAINTS = """
SELECT c.relname, k.conname, pg_get_constraintdef(k.oid, true) FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relkind = 'r' AND k.contype IN ('p', 'u', 'c', 'f')
ORDER BY k.contype = 'f', c.relname, k.conname
"""
_INDEXES = """
SELECT pg_get_indexdef(i.indexrelid, 0, true) FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class x ON x.oid = i.indexrelid
WHERE n.nspname = %s AND c.relkind = 'r' AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
ORDER BY x.relname
"""
_SEQUENCES = """
SELECT s.relname, format_type(q.seqtypid, NULL), t.relname, a.attname
FROM pg_class s JOIN pg_namespace n ON n.oid = s.relnamespace JOIN pg_sequence q ON q.seqrelid = s.oid
LEFT JOIN pg_depend d ON d.objid = s.oid AND d.deptype = 'a' AND d.classid = 'pg_class'::regclass
LEFT JOIN pg_class t ON t.oid = d.refobjid LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
WHERE n.nspname = %s AND s.relkind = 'S' ORDER BY s.relname
"""


def pack(packer: Packer, connection: sa.Connection, schema: str) -> None:
    """Write the structure and the rows of a schema as the connection's snapshot has them."""
    raw = _raw(connection)
    with raw.cursor() as cursor:
        _settle(cursor, schema)
        structure = _structure(cursor, schema)
        for table in structure["tables"]:
            with (
                packer.part(f"rows/{table['name']}.copy") as out,
                cursor.copy(_copy(table, "TO STDOUT")) as rows,
            ):
                for chunk in rows:
                    out.write(bytes(chunk))
    packer.add_json(STRUCTURE, structure)


def unpack(unpacker: Unpacker, connection: sa.Connection, schema: str) -> None:
    """Make the schema and fill it, in the caller's transaction. Raises DAMAGED when the server does not take a part."""
    structure = unpacker.json(STRUCTURE)
    raw = _raw(connection)
    part = STRUCTURE
    try:
        with raw.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
            _settle(cursor, schema)
            for statement in _first_statements(structure):
                cursor.execute(statement)
            for table in structure["tables"]:
                part = f"rows/{table['name']}.copy"
                with cursor.copy(_copy(table, "FROM STDIN")) as rows:
                    for chunk in unpacker.chunks(part):
                        rows.write(chunk)
            part = STRUCTURE
            for statement in _last_statements(structure):
                cursor.execute(statement)
            cursor.execute("RESET search_path")
    except (psycopg.Error, KeyError, TypeError) as error:
        raise refuse(DAMAGED, name=part) from error


def _raw(connection: sa.Connection) -> psycopg.Connection[Any]:
    return cast("psycopg.Connection[Any]", connection.connection.driver_connection)


def _settle(cursor: psycopg.Cursor[Any], schema: str) -> None:
    """See this schema alone, without its name being written anywhere, and take as long as it takes."""
    cursor.execute(sql.SQL("SET LOCAL search_path TO {}").format(sql.Identifier(schema)))
    cursor.execute("SET LOCAL statement_timeout = 0")
    cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def _structure(cursor: psycopg.Cursor[Any], schema: str) -> dict[str, Any]:
    names = [name for (name,) in cursor.execute(_TABLES, (schema,)).fetchall()]
    tables: list[dict[str, Any]] = []
    for name in names:
        columns = cursor.execute(_COLUMNS, (schema, name)).fetchall()
        tables.append(
            {
                "name": name,
                "columns": [
                    {"name": column, "type": type, "required": required, "default": default, "collation": collation}
                    for column, type, required, default, collation in columns
                ],
            }
        )
    sequences: list[dict[str, Any]] = []
    for name, type, table, column in cursor.execute(_SEQUENCES, (schema,)).fetchall():
        cursor.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name)))
        last, called = cursor.fetchone() or (1, False)
        sequences.append({"name": name, "type": type, "table": table, "column": column, "last": last, "called": called})
    return {
        "tables": tables,
        "sequences": sequences,
        "constraints": [
            {"table": table, "name": name, "definition": definition}
            for table, name, definition in cursor.execute(_CONSTRAINTS, (schema,)).fetchall()
        ],
        "indexes": [definition for (definition,) in cursor.execute(_INDEXES, (schema,)).fetchall()],
    }


def _copy(table: dict[str, Any], direction: str) -> sql.Composed:
    columns = sql.SQL(", ").join(sql.Identifier(column["name"]) for column in table["columns"])
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(table["name"]), columns, _literal(direction))


def _first_statements(structure: dict[str, Any]) -> Sequence[sql.Composed]:
    found = [
        sql.SQL("CREATE SEQUENCE {} AS {}").format(sql.Identifier(one["name"]), _literal(one["type"]))
        for one in structure["sequences"]
    ]
    for table in structure["tables"]:
        columns: list[sql.Composed] = []
        for column in table["columns"]:
            words: list[sql.Composable] = [sql.Identifier(column["name"]), _literal(column["type"])]
            if column["collation"]:
                words.append(_literal(f"COLLATE {column['collation']}"))
            if column["default"] is not None:
                words.append(_literal(f"DEFAULT {column['default']}"))
            if column["required"]:
                words.append(sql.SQL("NOT NULL"))
            columns.append(sql.SQL(" ").join(words))
        found.append(sql.SQL("CREATE TABLE {} ({})").format(sql.Identifier(table["name"]), sql.SQL(", ").join(columns)))
    return found


def _last_statements(structure: dict[str, Any]) -> Sequence[sql.Composed]:
    found = [
        sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
            sql.Identifier(one["table"]), sql.Identifier(one["name"]), _literal(one["definition"])
        )
        for one in structure["constraints"]
    ]
    found += [sql.Composed([_literal(definition)]) for definition in structure["indexes"]]
    for one in structure["sequences"]:
        name = sql.Identifier(one["name"])
        found.append(
            sql.SQL("SELECT setval({}::regclass, {}, {})").format(
                sql.Literal(f'"{one["name"]}"'), sql.Literal(int(one["last"])), sql.Literal(bool(one["called"]))
            )
        )
        if one["table"] is not None:
            found.append(
                sql.SQL("ALTER SEQUENCE {} OWNED BY {}").format(name, sql.Identifier(one["table"], one["column"]))
            )
    found += [sql.SQL("ANALYZE {}").format(sql.Identifier(table["name"])) for table in structure["tables"]]
    return found


def _literal(text: str) -> sql.SQL:
    """A piece of a statement that the server itself has written (types, defaults, definitions)."""
    return sql.SQL(cast(Any, text))
