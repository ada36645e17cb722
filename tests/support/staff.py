"""People in the shop: an administrator, and two clerks who see customers of the west and their own orders."""

from __future__ import annotations

from gezi.accounts import members
from gezi.core.context import Actor
from gezi.fields.conditions import Test as Cell
from gezi.fields.conditions import Variable
from gezi.permissions import grants, roles
from gezi.permissions.actions import Action
from gezi.tables.system import CREATED_BY

from .shop import Shop, named


class Staff:
    """`ada` administers, `bob` and `cid` are clerks, `dot` has no group at all."""

    def __init__(self, shop: Shop) -> None:
        with shop.write() as tx:
            people = {
                name: members.add(tx.connection, name.title(), now=tx.ctx.now) for name in ("ada", "bob", "cid", "dot")
            }
            admins = roles.add(tx.connection, "admins", named("管理员"), admin=True)
            clerks = roles.add(tx.connection, "clerks", named("店员"))
            roles.put_in(tx.connection, admins.id, people["ada"].id)
            for name in ("bob", "cid"):
                roles.put_in(tx.connection, clerks.id, people[name].id)
            customers, orders = tx.catalogue.table("customers"), tx.catalogue.table("orders")
            lines = tx.catalogue.table("order_lines")
            region = customers.by_key["region"]
            west = next(choice.id for choice in region.choices if choice.key == "west")
            everything = (Action.VIEW, Action.CREATE, Action.EDIT, Action.DELETE)
            in_the_west = Cell((region.id,), "=", west, "option")
            own = Cell((CREATED_BY.id,), "=", Variable("@me"), "member")
            of_own = Cell((lines.by_key["order"].id, CREATED_BY.id), "=", Variable("@me"), "member")
            for table, rows in ((customers, in_the_west), (orders, own), (lines, of_own)):
                grants.allow(tx.connection, clerks.id, table.id, everything, rows)
            tx.reload()
        self.ada, self.bob, self.cid, self.dot = (Actor(person.id, person.name) for person in people.values())
