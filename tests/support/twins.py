"""Two workspaces that are copies of each other, the second of which is changed wherever a person may not look.

What may be seen is decided here by plain Python over the rows as they were made, never by asking the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import orjson
import sqlalchemy as sa
from flask import Flask

from gezi.accounts import people
from gezi.api.admission import admit
from gezi.api.app import build
from gezi.api.services import Services
from gezi.core import models as core_models
from gezi.core.context import SYSTEM, Source
from gezi.fields import conditions
from gezi.fields.conditions import ALWAYS, Condition
from gezi.fields.registry import TYPES
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from gezi.permissions.models import field_grants
from gezi.permissions.models import grants as table_grants
from gezi.tables import authoring, catalogue, config, models, records, schema
from gezi.tables.changes.cells import freeze
from gezi.tables.schema import FieldDraft
from gezi.tables.transaction import Tx
from gezi.tables.workspaces import Workspace

from .shop import MONEY, choices, named
from .visitors import PASSWORD, Browser

Row = dict[str, Any]
Rows = Callable[["Twins", str, Row], bool]
TABLES = ("customers", "orders")
#: fields whose values may differ where they are not seen; by what others are seen is the same in both
SECRETS: Mapping[str, tuple[str, ...]] = {
    "customers": ("name", "phone", "amount", "note", "since", "tags"),
    "orders": ("title", "total", "due"),
}
EXTRA = 900  #: id of a row that only the second workspace has, out of sight


def at(key: str, op: str, value: Any = None) -> Row:
    return {"field": key, "op": op} | ({} if value is None else {"value": value})


#: which rows, as the API writes it and as Python says it
SCOPES: Mapping[str, tuple[Any, Rows]] = {
    "every": (None, lambda twins, table, row: True),
    "west": (at("region", "=", "west"), lambda twins, table, row: row["region"] == "west"),
    "mine": (at("owner", "=", "@me"), lambda twins, table, row: row["owner"] == twins.member),
    "not_west": ({"not": at("region", "=", "west")}, lambda twins, table, row: row["region"] != "west"),
    "mine_or_west": (
        {"or": [at("owner", "=", "@me"), at("region", "=", "west")]},
        lambda twins, table, row: row["owner"] == twins.member or row["region"] == "west",
    ),
    "nobodys": (at("owner", "empty"), lambda twins, table, row: row["owner"] is None),
}
THROUGH: Mapping[str, tuple[Any, Rows]] = {
    "of_west": (at("customer.region", "=", "west"), lambda twins, table, row: twins.customer(row)["region"] == "west"),
    "of_mine": (
        at("customer.owner", "=", "@me"),
        lambda twins, table, row: twins.customer(row)["owner"] == twins.member,
    ),
}
HIDDEN = "hidden"


def scopes(table: str) -> Mapping[str, tuple[Any, Rows]]:
    return {**SCOPES, **THROUGH} if table == "orders" else SCOPES


@dataclass(frozen=True)
class Rights:
    """A permission set: which rows of each table, and what of its secret fields is hidden, or masked outside of which rows."""

    rows: Mapping[str, str]
    fields: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    actions: tuple[Action, ...] = (Action.VIEW, Action.EXPORT, Action.PRINT)


class Twins:
    """`pat` is a member of both, in the one role group `team`."""

    def __init__(self, services: Services) -> None:
        self.services = services
        with services.control.write() as control:
            account = people.create(control, "pat", "Pat", PASSWORD, now=services.clock.now())
        self.rows: dict[str, dict[int, Row]] = {table: {} for table in TABLES}
        for key in ("left", "right"):  # made alike, by the same steps
            services.workspaces.create(key, key.title())
            admit(services, key, account)
            self.member = self._furnish(services.workspaces.open(key))
        self._name_alike()
        with self.write("right") as tx:
            change = models.changes.c
            rows = tx.connection.execute(sa.select(change.table_id, change.record, change.cells))
            self._history: dict[tuple[int, int], Row] = {(row[0], row[1]): orjson.loads(row[2]) for row in rows}
        self._parted: dict[tuple[str, int], frozenset[str]] = {}  #: what of a row differs by now
        self.app: Flask = build(services)
        self.browser = Browser(self.app)
        assert self.browser.sign_in("pat").status_code == 200

    def customer(self, order: Row) -> Row:
        return self.rows["customers"].get(order["customer"], {"region": None, "owner": None})

    def workspace(self, key: str) -> Workspace:
        return self.services.workspaces.open(key)

    def write(self, key: str) -> Any:
        return self.workspace(key).write(self.services.workspaces.context(SYSTEM, Source.TEMPLATE))

    # -- what may be seen --------------------------------------------------------------------------------------------

    def sees(self, rights: Rights, table: str, row: Row) -> bool:
        return scopes(table)[rights.rows[table]][1](self, table, row)

    def reads(self, rights: Rights, table: str, row: Row, key: str) -> bool:
        said = rights.fields.get((table, key))
        return said is None or (said != HIDDEN and scopes(table)[said][1](self, table, row))

    # -- changing the second -----------------------------------------------------------------------------------------

    def prepare(self, rights: Rights) -> None:
        """Grant the rights in both, and let the second differ in all that they do not show and in nothing else."""
        with self.write("left") as tx:
            self._grant(tx, rights)
        with self.write("right") as tx:
            self._part(tx, rights)
            self._grant(tx, rights)

    def _grant(self, tx: Tx, rights: Rights) -> None:
        group = roles.find(tx.connection, "team")
        assert group is not None
        for each in (table_grants, field_grants):
            tx.connection.execute(sa.delete(each).where(each.c.role == group.id))
        for name in TABLES:
            rows = self._parsed(tx, name, rights.rows[name])
            grants.allow(tx.connection, group.id, tx.catalogue.table(name).id, rights.actions, rows)
        for (name, key), said in rights.fields.items():
            table = tx.catalogue.table(name)
            rows = ALWAYS if said == HIDDEN else self._parsed(tx, name, said)
            grants.limit_field(
                tx.connection, group.id, table.id, table.by_key[key].id, read=said != HIDDEN, edit=False, read_rows=rows
            )
        catalogue.raise_version(tx.connection)
        tx.schema_changed = True  # loaded anew by whoever reads next, not here already

    def _parsed(self, tx: Tx, table: str, name: str) -> Condition:
        return conditions.parse(
            scopes(table)[name][0], authoring.path_resolver(tx.catalogue, tx.catalogue.table(table))
        )

    def part(self, rights: Rights, shown: Rights) -> int:
        """Let the second differ where `rights` do not show, and grant `shown` in both; answers how many cells differ."""
        self.prepare(shown)
        with self.write("right") as tx:
            return self._part(tx, rights)

    def join(self) -> None:
        """Make the second what it was."""
        with self.write("right") as tx:
            self._part(tx, Rights(dict.fromkeys(TABLES, "every")))

    def _part(self, tx: Tx, rights: Rights) -> int:
        """Change every cell that `pat` may not see, its history included, and put the others back."""
        changed = 0
        for name in TABLES:
            wanted: dict[int, frozenset[str]] = {}
            for id_, row in self.rows[name].items():
                seen = self.sees(rights, name, row)
                hidden = frozenset(key for key in SECRETS[name] if not seen or not self.reads(rights, name, row, key))
                changed += len(hidden)
                if hidden != self._parted.get((name, id_), frozenset()):
                    wanted[id_] = self._parted[name, id_] = hidden
            self._put(tx, name, wanted)
            self._stranger(tx, name, rights)
        return changed

    def _put(self, tx: Tx, name: str, hidden: Mapping[int, frozenset[str]]) -> None:
        """Straight into the tables: no version, no time, no history tells of it."""
        if not hidden:
            return
        table = tx.catalogue.table(name)
        physical = tx.catalogue.storage.table(table.id)
        rows: list[Row] = []
        changes: list[Row] = []
        for id_, keys in hidden.items():
            columns: Row = {"of": id_}
            frozen: Row = {}
            for key in SECRETS[name]:
                spec = table.by_key[key]
                raw = other(key, id_) if key in keys else self.rows[name][id_][key]
                value = TYPES[spec.type].parse(raw, spec, tx.ctx.zone)
                bound = TYPES[spec.type].bind(value, spec)
                columns |= {f"to_{c.name}": v for c, v in zip(TYPES[spec.type].columns(spec), bound, strict=True)}
                if key in keys:
                    frozen[str(spec.id)] = [None, freeze(value)]
                if key == "total":
                    columns[f"to_{table.by_key['double'].column}"] = value * 2
            rows.append(columns)
            cells = orjson.dumps(self._history[table.id, id_] | frozen).decode()
            changes.append({"of": id_, "table": table.id, "to": cells})
        written = {key.removeprefix("to_"): sa.bindparam(key) for key in rows[0] if key != "of"}
        tx.connection.execute(sa.update(physical).where(physical.c.id == sa.bindparam("of")).values(written), rows)
        change = models.changes.c
        here = (change.table_id == sa.bindparam("table")) & (change.record == sa.bindparam("of"))
        tx.connection.execute(sa.update(models.changes).where(here).values(cells=sa.bindparam("to")), changes)

    def _stranger(self, tx: Tx, name: str, rights: Rights) -> None:
        """One more row, where some row is out of sight."""
        physical = tx.catalogue.storage.table(tx.catalogue.table(name).id)
        tx.connection.execute(sa.delete(physical).where(physical.c.id >= EXTRA))
        gone = next((id_ for id_, row in self.rows[name].items() if not self.sees(rights, name, row)), None)
        if gone is not None:
            copied = [c for c in physical.c if c.name != "id"]
            source = sa.select(sa.literal(EXTRA), *copied).where(physical.c.id == gone)
            tx.connection.execute(sa.insert(physical).from_select(["id", *(c.name for c in copied)], source))

    def _name_alike(self) -> None:
        """What is drawn by chance is in the second as in the first: names of batches, and the key that signs cursors."""
        sets, properties = models.change_sets, core_models.properties
        key = properties.c.key == "cursor_key"
        with self.write("left") as tx:
            names = tx.connection.execute(sa.select(sets.c.id, sets.c.batch)).all()
            secret = tx.connection.execute(sa.select(properties.c.value).where(key)).scalar_one()
        with self.write("right") as tx:
            for id_, batch in names:
                tx.connection.execute(sa.update(sets).where(sets.c.id == id_).values(batch=batch))
            tx.connection.execute(sa.update(properties).where(key).values(value=secret))
            catalogue.raise_version(tx.connection)
            tx.schema_changed = True
        with self.write("left") as tx:
            catalogue.raise_version(tx.connection)
            tx.schema_changed = True

    # -- making them -------------------------------------------------------------------------------------------------

    def _furnish(self, workspace: Workspace) -> int:
        with workspace.write(self.services.workspaces.context(SYSTEM, Source.TEMPLATE)) as tx:
            member = next(iter(tx.members))
            roles.put_in(tx.connection, roles.add(tx.connection, "team", named("队")).id, member)
            _tables(tx)
            people_ = (member, None, None, member)
            customers = [
                {
                    "name": f"客户{chr(97 + n)}{n}",
                    "region": ("west", "east", None)[n % 3],
                    "owner": people_[n % 4],
                    "phone": f"1380000{n:04}",
                    "amount": str(100 * n + 1),
                    "note": f"备注 n{n}",
                    "since": f"2026-0{n % 9 + 1}-11",
                    "tags": ["vip"] if n % 2 else [],
                }
                for n in range(6)
            ]
            made = records.create(tx, "customers", customers).ids
            self.rows["customers"] = dict(zip(made, customers, strict=True))
            orders = [
                {
                    "title": f"订单{chr(97 + n)}{n}",
                    "region": ("east", "west")[n % 2],
                    "owner": people_[(n + 1) % 4],
                    "customer": made[n % 6] if n != 5 else None,
                    "friends": [made[0], made[n % 6]],
                    "total": str(10 * n + 5),
                    "due": f"2026-1{n % 3}-05",
                }
                for n in range(7)
            ]
            ids = records.create(tx, "orders", orders).ids
            self.rows["orders"] = dict(zip(ids, orders, strict=True))
        return member


def other(key: str, id_: int) -> Any:
    """A value that differs from the first one, sorts elsewhere and is told apart by every operator."""
    match key:
        case "phone":
            return f"1990000{id_:04}"
        case "amount" | "total":
            return str(Decimal(7_000 - id_))
        case "since" | "due":
            return date(2031, 1 + id_ % 12, 3).isoformat()
        case "tags":
            return ["new", "old"]
        case _:
            return f"{'a' if id_ % 2 else 'zz'}隐藏{id_}"


def _tables(tx: Tx) -> None:
    schema.create_tables(tx, [schema.TableDraft(key, named(key)) for key in TABLES])
    plain = {
        "customers": ("name text", "phone phone", "amount money", "note long_text", "since date", "owner member"),
        "orders": ("title text", "total money", "due date", "owner member"),
    }
    drafts = [
        (table, FieldDraft(line.split()[0], line.split()[1], named(line.split()[0])))
        for table, lines in plain.items()
        for line in lines
    ]
    for table in TABLES:
        drafts.append((table, FieldDraft("region", "option", named("region"), choices=choices("west", "east"))))
    drafts += [
        ("customers", FieldDraft("tags", "multi_option", named("tags"), choices=choices("vip", "new", "old"))),
        ("orders", FieldDraft("customer", "relation", named("customer"), options={"table": "customers"})),
        ("orders", FieldDraft("friends", "relations", named("friends"), options={"table": "customers"})),
    ]
    schema.create_fields(tx, drafts)
    schema.set_primary(tx, {"customers": "name", "orders": "title"})
    double = {"formula": "total * 2", "result": MONEY, "scope": "viewer"}
    look = [
        ("orders", FieldDraft(f"far_{key}", "lookup", named(key), options={"relation": "customer", "field": key}))
        for key in ("name", "phone", "amount")
    ]
    inverse = FieldDraft("orders", "relations", named("orders"), options={"table": "orders", "via": "customer"})
    schema.create_fields(
        tx,
        [*look, ("orders", FieldDraft("double", "formula", named("double"), options=double)), ("customers", inverse)],
    )
    card = {"label": named("card"), "width": 6, "table": "customers"}
    config.put(
        tx,
        "dashboards",
        [
            {
                "key": "board",
                "label": named("board"),
                "cards": [
                    {**card, "key": "a", "type": "number", "measures": [{"op": "sum", "field": "amount"}]},
                    {**card, "key": "b", "type": "bar", "group_by": ["phone"], "measures": [{"op": "count"}]},
                    {
                        **card,
                        "key": "c",
                        "type": "list",
                        "columns": ["name", "phone", "amount"],
                        "sort": "-amount",
                        "sum": ["amount"],
                    },
                    {
                        **card,
                        "key": "d",
                        "table": "orders",
                        "type": "bar",
                        "group_by": ["customer"],
                        "measures": [{"op": "sum", "field": "total"}],
                    },
                ],
            }
        ],
    )
