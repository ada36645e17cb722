"""A desk at which files are imported: the shop with a tree of departments and a table that has a field of every kind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gezi.accounts import members, people
from gezi.accounts.members import Member
from gezi.accounts.people import Account
from gezi.core.context import SYSTEM, Actor, Source
from gezi.exchange import imports
from gezi.exchange.imports import Tally, read_options
from gezi.fields import conditions
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from gezi.permissions.models import field_grants
from gezi.tables import authoring, schema
from gezi.tables.schema import FieldDraft, TableDraft

from .shop import MONEY, Shop, choices, named
from .workbooks import csv


class Desk(Shop):
    """The shop, opened for imports."""

    def __init__(self, workspaces: Any, folder: Path, key: str = "shop") -> None:
        super().__init__(workspaces, key)
        self.folder = folder
        if not self.laid_out:
            with self.write(Source.TEMPLATE) as tx:
                _build(tx)

    def file(self, text: str, name: str = "rows.csv", encoding: str = "utf-8") -> Path:
        return csv(self.folder / name, text, encoding)

    def bring(
        self, table: str, file: str | Path, *, actor: Actor = SYSTEM, locale: str = "zh-CN", **options: Any
    ) -> Tally:
        """Import a CSV text, or a file."""
        path = self.file(file) if isinstance(file, str) else file
        ctx = self.workspaces.context(actor, Source.API, locale)
        return imports.run(self.workspaces, self.workspace, ctx, table, path, read_options(options))

    def person(self, name: str, account: str | None = None, email: str = "") -> Member:
        """A member, with an account if one is named."""
        account_id = None if account is None else self.account(account, name).id
        with self.write() as tx:
            found = members.add(tx.connection, name, account_id, email=email, now=tx.ctx.now)
            tx.reload()
        return found

    def account(self, account: str, name: str) -> Account:
        with self.workspaces.control.write() as control:
            return people.create(control, account, name, "correct horse battery", now=self.workspaces.clock.now())

    def colleague(self, name: str, rights: Mapping[str, Any], *, hidden: Mapping[str, str] | None = None) -> Actor:
        """Somebody who may do only this: table → actions, or (actions, condition); `hidden` is table → field key."""
        person = self.person(name)
        with self.write() as tx:
            group = roles.add(tx.connection, f"role{person.id}", named(name))
            roles.put_in(tx.connection, group.id, person.id)
            for table, right in rights.items():
                actions, rows = right if isinstance(right, tuple) else (right, None)
                spec = tx.catalogue.table(table)
                wanted = [Action(word) for word in actions.split()]
                if rows is None:
                    grants.allow(tx.connection, group.id, spec.id, wanted)
                else:
                    parsed = conditions.parse(rows, authoring.path_resolver(tx.catalogue, spec))
                    grants.allow(tx.connection, group.id, spec.id, wanted, parsed)
            for table, key in (hidden or {}).items():
                field = tx.catalogue.table(table).by_key[key]
                values = {"role": group.id, "table_id": field.table, "field": field.id}
                tx.connection.execute(field_grants.insert().values(**values, read=False, edit=False, give=False))
            tx.reload()
        return Actor(person.id, name, frozenset({group.key}))


def errors(tally: Tally, locale: str = "en") -> list[tuple[int | None, str | None, str]]:
    """(row, field, code) of everything that was wrong."""
    return [(one["row"], one["field"], one["code"]) for one in tally.dump(locale)["errors"]]


def _build(tx: Any) -> None:
    schema.create_tables(tx, [TableDraft("departments", named("部门")), TableDraft("samples", named("样品"))])
    relation = {"table": "departments"}
    schema.create_fields(
        tx,
        [
            ("departments", FieldDraft("name", "text", named("部门名称"), required=True)),
            ("departments", FieldDraft("parent", "relation", named("上级部门"), options=relation)),
            ("departments", FieldDraft("helps", "relations", named("协助部门"), options=relation)),
            ("departments", FieldDraft("head", "member", named("负责人"))),
            ("samples", FieldDraft("code", "text", {"zh-CN": "编码", "en": "Code"}, unique=True, aliases=["sku"])),
            ("samples", FieldDraft("notes", "long_text", named("说明"))),
            ("samples", FieldDraft("weight", "number", named("重量"), options={"scale": 6})),
            ("samples", FieldDraft("price", "money", named("价格"))),
            ("samples", FieldDraft("share", "percent", named("占比"))),
            ("samples", FieldDraft("day", "date", named("日期"))),
            ("samples", FieldDraft("at", "datetime", named("时间"))),
            ("samples", FieldDraft("kind", "option", named("类别"), choices=choices("raw", "made"))),
            ("samples", FieldDraft("marks", "multi_option", named("标记"), choices=choices("red", "blue", "green"))),
            ("samples", FieldDraft("state", "state", named("状态"), choices=choices("open", "shut"))),
            ("samples", FieldDraft("checked", "checkbox", named("已检"))),
            ("samples", FieldDraft("owner", "member", named("负责人"))),
            ("samples", FieldDraft("team", "members", named("成员"))),
            ("samples", FieldDraft("home", "relation", named("部门"), options=relation)),
            ("samples", FieldDraft("seen_by", "relations", named("可见部门"), options=relation)),
            ("samples", FieldDraft("phone", "phone", named("电话"))),
            ("samples", FieldDraft("mail", "email", named("邮箱"))),
            ("samples", FieldDraft("page", "url", named("网址"))),
            ("samples", FieldDraft("files", "attachment", named("附件"))),
            ("samples", FieldDraft("serial", "autonumber", named("流水号"), options={"pattern": "S{seq:3}"})),
        ],
    )
    schema.set_primary(tx, {"departments": "name", "samples": "code"})
    double = {"formula": "price * 2", "result": MONEY}
    schema.create_fields(tx, [("samples", FieldDraft("double", "formula", named("双倍"), options=double))])
