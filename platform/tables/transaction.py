"""The unit of work: everything a service function may use, for the length of one transaction."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..accounts import members
from ..core.context import Context
from ..core.errors import Refusal, refuse
from ..permissions import organisation as organisations
from ..permissions.actions import Action
from ..permissions.policy import Policy
from ..permissions.scope import Scope
from . import catalogue as catalogues
from . import doors
from .catalogue import Catalogue, TableSpec
from .changes import history
from .labour import Labour
from .messages import NO_SUCH_TABLE
from .queries.sight import Sight

if TYPE_CHECKING:
    from ..accounts.members import Member
    from ..permissions.organisation import Organisation
    from .changes.ownership import Cause
    from .workspaces import Workspace


@dataclass
class Tx:
    """One transaction of one workspace on behalf of `ctx.actor`; made by `Workspace.read` and `Workspace.write`."""

    workspace: Workspace
    connection: sa.Connection
    ctx: Context
    catalogue: Catalogue
    policy: Policy
    organisation: Organisation
    members: Mapping[int, Member]
    writable: bool
    schema_changed: bool = False
    change_set: int | None = None  #: id of the change set of this batch, once something has changed
    latest: int | None = None  #: of the units inside this transaction, the last change set
    posted: bool = False  #: whether something for the queue lies in the outbox
    told: dict[int, set[int]] = field(default_factory=dict)  #: rows in the history of this transaction, by table
    touched: dict[int, set[int]] = field(default_factory=dict)  #: rows whose computed values moved, by table
    reverting: int | None = None  #: the entry of the configuration log that is being taken back
    planned: bool = False  #: whether rules of timers are being written by a plan
    owning: Cause | None = None  #: why ownership changes, as far as the running action says
    labour: Labour | None = None  #: how work over all rows of a table is watched, where somebody does
    afterwards: list[str] = field(default_factory=list)  #: DDL that may be done, or not, once this is committed
    found: dict[Hashable, Any] = field(
        default_factory=dict
    )  #: what this snapshot was asked already, where nothing is written
    unowned: bool = False  #: whether new rows that name no owner are left without one (S93)
    unnumbered: bool = False  #: whether automatic numbers are left open, as where nothing of this stays
    lifted: frozenset[tuple[str, str]] = frozenset()  #: locks, by table and key, that the running action lifts
    _scopes: dict[tuple[int | None, int], Scope] = field(default_factory=dict, repr=False)
    _variables: dict[int | None, Mapping[str, object]] = field(default_factory=dict, init=False, repr=False)
    _sights: dict[tuple[int | None, bool], Sight] = field(default_factory=dict, init=False, repr=False)

    @property
    def dialect(self) -> str:
        return self.workspace.database.dialect

    @property
    def variables(self) -> Mapping[str, object]:
        """What `@me` and its like stand for, for this caller."""
        me = self.ctx.actor.member
        found = self._variables.get(me)
        if found is None:
            found = self._variables[me] = organisations.variables(self.ctx.actor, self.organisation)
        return found

    @property
    def sight(self) -> Sight:
        """Which cells the caller may read. A button may act for the engine for a while: what is seen then is kept apart."""
        actor = self.ctx.actor.member, self.ctx.actor.system
        found = self._sights.get(actor)
        if found is None:
            found = self._sights[actor] = Sight(self)
        return found

    @property
    def viewer(self) -> Hashable:
        """What decides, at one version of the catalogue, what the caller is shown and in which words: part of the key of every
        statement that depends on it. Doors open and close without a new version, so the scopes that they widen are in it. All
        who may see everything share theirs."""
        actor, words = self.ctx.actor, (self.ctx.locale, self.ctx.timezone)
        if self.policy.is_admin(actor):
            return words
        widened = (self.scope(table).where(Action.VIEW) for table in doors.behind(self.catalogue))
        return *words, actor.member, actor.assumed, actor.limits, self.ctx.today, *widened

    def scope(self, table: TableSpec) -> Scope:
        """What the caller may do in a table; the same object for the whole transaction."""
        if self.ctx.actor.system:
            return Scope.everything()
        key = self.ctx.actor.member, table.id
        found = self._scopes.get(key)
        if found is None:
            found = self._scopes[key] = doors.widened(self, table, self.policy.scope(self.ctx.actor, table.id))
        return found

    def table(self, key: str) -> TableSpec:
        """The table of a key; one that the caller may not view is as if it were not there."""
        table = self.catalogue.table(key)
        if Action.VIEW not in self.scope(table).actions:
            raise refuse(NO_SUCH_TABLE, table=key)
        return table

    @contextmanager
    def unit(self, ctx: Context) -> Generator[None]:
        """A batch of its own inside this transaction, on behalf of `ctx.actor`; undone when something is raised."""
        kept = self.ctx, self.change_set, self.told, self.touched, self._scopes
        self.ctx, self.change_set, self.told, self.touched, self._scopes = ctx, None, {}, {}, {}
        self._forget()
        try:
            with self.connection.begin_nested():
                yield
                history.note_touched(self)
            self.latest = self.change_set or self.latest
        finally:
            self.ctx, self.change_set, self.told, self.touched, self._scopes = kept
            self._forget()

    @contextmanager
    def attempt(self) -> Generator[None]:
        """A savepoint inside this batch: where something is refused, all is as it was before, and the refusal goes on."""
        began, told, touched, posted = self.change_set, self.told, self.touched, self.posted
        self.told, self.touched = {}, {}
        try:
            with self.connection.begin_nested():
                yield
        except Refusal:
            self.change_set, self.posted = began, posted
            self.told.clear()
            self.touched.clear()
            raise
        finally:
            for before, new in ((told, self.told), (touched, self.touched)):
                for table, ids in new.items():
                    before.setdefault(table, set()).update(ids)
            self.told, self.touched = told, touched

    def _forget(self) -> None:
        """What was worked out for one caller holds for no other."""
        for name in ("variables", "sight", "viewer"):
            self.__dict__.pop(name, None)

    def reload(self) -> None:
        """See the catalogue, policy and members as changed here: each is read when it is asked for next."""
        self.schema_changed = True
        catalogues.raise_version(self.connection)
        for part in _PARTS:
            self.__dict__.pop(part, None)
        for derived in (self._scopes, self._variables, self._sights):
            derived.clear()

    if not TYPE_CHECKING:  # to a checker the parts are always there

        def __getattr__(self, name: str) -> Any:
            """A part that was put away by `reload`."""
            read = _PARTS.get(name)
            if read is None:
                raise AttributeError(name)
            found = self.__dict__[name] = read(self.connection)
            return found


#: what is cached of a workspace, and how it is read
_PARTS: dict[str, Callable[[sa.Connection], Any]] = {
    "catalogue": catalogues.load,
    "policy": Policy.load,
    "organisation": organisations.Organisation.load,
    "members": lambda connection: {member.id: member for member in members.all(connection)},
}
