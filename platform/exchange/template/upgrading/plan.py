"""Three templates compared: as one was installed, as it stands in the workspace now, and as it comes. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from .items import Document, Item, Kind, Parts, items
from .spelling import Spelling, respelled


class Verdict(StrEnum):
    """What becomes of a difference."""

    ADD = "add"  #: the new version brings it
    TAKE = "take"  #: the new version has it otherwise, and nobody here has touched it
    REMOVE = "remove"  #: the new version has it no more, and nobody here has touched it
    RELEASE = "release"  #: the new version has it no more; it holds data and stays, the workspace's own from now on
    KEEP = "keep"  #: changed or deleted here; the new version leaves it as it was, or it is free to change (S100)
    CONFLICT = "conflict"  #: changed here and in the new version; somebody has to choose
    BY_HAND = (
        "by_hand"  #: nothing that an upgrade does: another type, a table whose key is taken, what was deleted here
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of an item (or, with `part` None, the whole of it) in the three templates; None where it is not there."""

    item: Item
    part: str | None
    verdict: Verdict
    base: Any
    mine: Any
    theirs: Any

    @property
    def goes(self) -> bool:
        """Whether it is a whole item that the new version has no more."""
        return self.part is None and self.theirs is None

    @property
    def open(self) -> bool:
        """Whether one may choose which side stands. What holds data comes back from the trash, not by a choice."""
        lost = self.part is None and self.mine is None and self.item.kind in _HOLDS_DATA
        return self.verdict in _OPEN and not lost

    @property
    def name(self) -> str:
        """What a choice is called by."""
        return str(self.item) if self.part is None else f"{self.item}#{self.part}"


@dataclass(frozen=True, slots=True)
class Plan:
    differences: tuple[Difference, ...]
    renamed: Mapping[tuple[str, str], str]  #: table and former key of a field → the key that the new version has for it

    def of(self, *verdicts: Verdict) -> Iterator[Difference]:
        return (each for each in self.differences if each.verdict in verdicts)


_OPEN = frozenset({Verdict.TAKE, Verdict.REMOVE, Verdict.KEEP, Verdict.CONFLICT})
_FREE_KINDS = frozenset({Kind.VIEW, Kind.DASHBOARD, Kind.GROUP, Kind.ENTRY})
_FREE_PARTS = frozenset({"label", "help", "icon", "description", "layout", "related", "color", "message"})
_HOLDS_DATA = frozenset({Kind.TABLE, Kind.FIELD, Kind.CHOICE, Kind.ROLE})
_STANDS_FOR = frozenset({"admin", "builder"})  #: what a role group is cannot become something else
#: what of a field never changes in place (S43, S97), beside its type
_FIXED: Mapping[str, tuple[str, ...]] = {
    "relation": ("options.table",),
    "relations": ("options.table", "options.via"),
    "subtable": ("options.table", "options.field"),
}


def compare(base: Document, mine: Document, theirs: Document, spelling: Spelling = MappingProxyType({})) -> Plan:
    """What bringing `theirs` in means where `base` was installed and `mine` is there. `spelling` is how the workspace writes
    what `base` says."""
    renamed = _renamed(base, mine, theirs)
    said = items(base)
    was = _under(respelled(said, said, spelling), renamed)
    now, coming = _under(items(mine), renamed), respelled(items(theirs), said, spelling)
    found: list[Difference] = []
    gone: set[str] = set()  # tables that were deleted here, or whose key is somebody else's
    for item in dict.fromkeys((*coming, *was)):
        if item.kind is not Kind.TABLE and _table_of(item) in gone:
            continue
        differences = list(_item(item, was.get(item), now.get(item), coming.get(item)))
        if item.kind is Kind.TABLE and any(each.verdict is Verdict.BY_HAND for each in differences):
            gone.add(item.path[0])
        found += differences
    found += [
        Difference(Item(Kind.FIELD, (table, key)), "key", Verdict.TAKE, former, former, key)
        for (table, former), key in renamed.items()
    ]
    return Plan(tuple(found), renamed)


def drift(base: Document, mine: Document, spelling: Spelling) -> tuple[Difference, ...]:
    """What has been changed or deleted since the template was installed."""
    return tuple(compare(base, mine, base, spelling).of(Verdict.KEEP, Verdict.BY_HAND))


def _item(item: Item, base: Parts | None, mine: Parts | None, theirs: Parts | None) -> Iterator[Difference]:
    def whole(verdict: Verdict) -> Difference:
        return Difference(item, None, verdict, base, mine, theirs)

    match base, mine, theirs:
        case None, None, _:
            yield whole(Verdict.ADD)
        case None, _, None:
            pass  # the workspace's own
        case None, mine, theirs:
            assert mine is not None
            assert theirs is not None
            if item.kind is Kind.TABLE or (item.kind is Kind.FIELD and _moved(mine, theirs)):
                yield whole(Verdict.BY_HAND)
            else:
                yield from _parts(item, {}, mine, theirs)
        case _, None, None:
            pass
        case _, None, theirs:
            if theirs == base or item.kind in _FREE_KINDS or base.get("demo"):
                yield whole(Verdict.KEEP)
            else:
                yield whole(Verdict.BY_HAND if item.kind in _HOLDS_DATA else Verdict.CONFLICT)
        case base, mine, None:
            if item.kind in _HOLDS_DATA:
                yield whole(Verdict.RELEASE)
            else:
                yield whole(Verdict.REMOVE if mine == base else Verdict.KEEP)
        case base, mine, theirs:
            assert base is not None
            assert mine is not None
            assert theirs is not None
            yield from _parts(item, base, mine, theirs)


def _parts(item: Item, base: Parts, mine: Parts, theirs: Parts) -> Iterator[Difference]:
    fixed = _fixed(mine) if item.kind is Kind.FIELD and _moved(mine, theirs) else ()
    for name in dict.fromkeys((*theirs, *base, *mine)):
        was, now, coming = base.get(name), mine.get(name), theirs.get(name)
        if now == coming or (fixed and name not in fixed and name not in _FREE_PARTS):
            continue
        if name in fixed or (item.kind is Kind.ROLE and name in _STANDS_FOR):
            verdict = Verdict.BY_HAND
        elif coming == was:
            verdict = Verdict.KEEP
        elif now == was:
            verdict = Verdict.TAKE
        elif item.kind in _FREE_KINDS or name in _FREE_PARTS:
            verdict = Verdict.KEEP
        else:
            verdict = Verdict.CONFLICT
        yield Difference(item, name, verdict, was, now, coming)


def _fixed(field: Parts) -> tuple[str, ...]:
    return ("type", *_FIXED.get(str(field["type"]), ()))


def _moved(mine: Parts, theirs: Parts) -> bool:
    """Whether a field would have to hold values of another sort, or lead elsewhere."""
    return any(mine.get(name) != theirs.get(name) for name in _fixed(mine))


def _table_of(item: Item) -> str | None:
    match item.kind:
        case Kind.FIELD | Kind.CHOICE | Kind.RULE | Kind.VIEW | Kind.STANDING | Kind.BUTTON | Kind.TIMER:
            return item.path[0]
        case Kind.GRANT | Kind.LIMIT:
            return item.path[1]
        case Kind.THING:
            return item.path[2] or None
        case Kind.ENTRY:
            return item.path[1] if item.path[0] == "table" else None
        case _:
            return None


def _renamed(base: Document, mine: Document, theirs: Document) -> dict[tuple[str, str], str]:
    """Fields that have another key in the new version and name their former one among their aliases."""
    was, now, coming = items(base), items(mine), items(theirs)
    found: dict[tuple[str, str], str] = {}
    for table in theirs.get("tables", ()):
        for field in table["fields"]:
            key = Item(Kind.FIELD, (table["key"], field["key"]))
            if key in was or key in now:
                continue
            for alias in field.get("aliases", ()):
                former = Item(Kind.FIELD, (table["key"], alias))
                if former in was and former in now and former not in coming:
                    found[former.path[0], former.path[1]] = field["key"]
                    break
    return found


def _under(found: dict[Item, Parts], renamed: Mapping[tuple[str, str], str]) -> dict[Item, Parts]:
    """The items, those of renamed fields under their new key."""
    if not renamed:
        return found
    moved: dict[Item, Parts] = {}
    for item, parts in found.items():
        path = item.path
        if item.kind in (Kind.FIELD, Kind.CHOICE) and (path[0], path[1]) in renamed:
            path = (path[0], renamed[path[0], path[1]], *path[2:])
        elif item.kind is Kind.LIMIT and (path[1], path[2]) in renamed:
            path = (path[0], path[1], renamed[path[1], path[2]])
        moved[Item(item.kind, path)] = parts
    return moved
